import { Problem } from '../lib/problem.js';

const TWENTY_YEARS = 20 * 366 * 86_400_000;

/** A report has a line for each month: throws `invalid` for a span nobody could read. */
export function refuseLongSpan(from: Date, to: Date): void {
  if (to.getTime() - from.getTime() <= TWENTY_YEARS) return;
  const message = 'Ask for twenty years at most.';
  throw new Problem('invalid', message, { errors: [{ path: 'from', message }] });
}
