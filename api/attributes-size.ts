import { Problem } from '../lib/problem.js';

/** Characters of JSON. Every list, condition and message reads the whole of them. */
export const MOST_ATTRIBUTES = 64 * 1024;

const MESSAGE = 'Keep what is noted about one customer under 64 KB.';

/** What is wrong with a customer's attributes, or null. */
export const attributesFault = (attributes: unknown): string | null =>
  attributes !== undefined && JSON.stringify(attributes).length > MOST_ATTRIBUTES ? MESSAGE : null;

/** Throws `invalid`. After a change, ask with all of them: each may be small. */
export function refuseLargeAttributes(attributes: unknown): void {
  const message = attributesFault(attributes);
  if (message) throw new Problem('invalid', message, { errors: [{ path: 'attributes', message }] });
}
