import { Problem } from '../lib/problem.js';

/** The same words whether there is none or it is another business's: nobody learns which. */
export const missing = (what: string): Problem => new Problem('not_found', `There is no such ${what}.`);

/** What was found, or `not_found`. */
export function found<T>(value: T | undefined | null, what: string): T {
  if (value === undefined || value === null) throw missing(what);
  return value;
}
