import { encode } from 'uqr';

/** The squares of a QR code, row by row, without the quiet space around it; true is dark. */
export type Matrix = readonly (readonly boolean[])[];

/** Light modules on every side without which phones do not find a code. Source: ISO/IEC 18004, "quiet zone". */
export const QUIET = 4;

/** An address as a QR code that can still be read with a quarter of it dirty or torn (level Q). */
export function matrixOf(address: string): Matrix {
  return encode(address, { ecc: 'Q', border: 0 }).data;
}

/** A dark stretch of one row, in modules. */
export interface Run {
  x: number;
  y: number;
  width: number;
}

/** The dark stretches of a code: fewer shapes than modules, and no seams within a row. */
export function runsOf(matrix: Matrix): Run[] {
  return matrix.flatMap((row, y) => {
    const runs: Run[] = [];
    row.forEach((isDark, x) => {
      const last = runs.at(-1);
      if (!isDark) return;
      if (last && last.x + last.width === x) last.width += 1;
      else runs.push({ x, y, width: 1 });
    });
    return runs;
  });
}
