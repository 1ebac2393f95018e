import { QUIET, runsOf, type Matrix } from './matrix.js';

export interface Drawing {
  matrix: Matrix;
  /** `#rrggbb` of the dark squares. */
  ink: string;
  /** What a person may type instead, under the code. */
  address: string;
}

/** A code as SVG, with its address under it. One unit is one module, so it prints sharp at any size. */
export function drawSvg({ matrix, ink, address }: Drawing): string {
  const width = matrix.length + 2 * QUIET;
  const fontSize = Math.min(2.4, (width - 2) / (address.length * 0.62));
  const height = width + 2;
  const path = runsOf(matrix)
    .map(({ x, y, width: run }) => `M${x + QUIET} ${y + QUIET}h${run}v1h-${run}z`)
    .join('');
  const text = escapeXml(address);
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width * 10}" height="${height * 10}" role="img" aria-label="${text}"><rect width="${width}" height="${height}" fill="#fff"/><path fill="${ink}" shape-rendering="crispEdges" d="${path}"/><text x="${width / 2}" y="${width - 0.6}" font-family="Helvetica, Arial, sans-serif" font-size="${fontSize.toFixed(2)}" text-anchor="middle" fill="#1d2622">${text}</text></svg>`;
}

const escapeXml = (text: string): string =>
  text.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);
