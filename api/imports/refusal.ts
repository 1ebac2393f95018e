import { Problem } from '../../lib/problem.js';
import type { Fault } from './read-row.js';

export const SAMPLE_ROWS = 5;
/** More faults than this are the same mistake over and over. */
export const MOST_FAULTS = 500;

/** Nothing of a file is taken while a row has a fault, unless its sender says so. */
export function refusal(rejected: readonly Fault[]): Problem {
  const lines = new Set(rejected.map(({ line }) => line)).size;
  const detail =
    lines === 1
      ? 'One row has a fault, so nothing was brought in. Correct the file, or bring in the others only (badRows: skip).'
      : `${lines} rows have a fault, so nothing was brought in. Correct the file, or bring in the others only (badRows: skip).`;
  return new Problem('invalid', detail, {
    errors: rejected.slice(0, 50).map(({ line, column, message }) => ({
      path: `line ${line}${column === null ? '' : `, ${column}`}`,
      message,
    })),
    extras: { rejected },
  });
}
