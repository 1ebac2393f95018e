import type { ArrivalRow } from '../../db/rehearsals.js';
import { Problem } from '../../lib/problem.js';

/** Events of one page: about half a second of work. */
const PAGE = 150;

/** Where in the past a page begins. */
export interface Place {
  /** The first page's now: what comes in afterwards is not looked at. */
  until: Date;
  /** The customer the last page ended with; undefined before the first. */
  after?: string | null;
}

export const cursorOf = ({ until, after }: Place): string =>
  Buffer.from(JSON.stringify([until.getTime(), after])).toString('base64url');

/** Throws `invalid` for a cursor that is not one of ours. */
export function placeIn(cursor: string | undefined, now: Date): Place {
  if (cursor === undefined) return { until: now };
  try {
    const [until, after] = JSON.parse(Buffer.from(cursor, 'base64url').toString()) as [unknown, unknown];
    const isPlace =
      typeof until === 'number' && until <= now.getTime() && (after === null || typeof after === 'string');
    if (isPlace) return { until: new Date(until), after };
  } catch {
    // Not one of ours: said below.
  }
  const message = 'This cursor is not one of ours. Leave it out to begin anew.';
  throw new Problem('invalid', message, { errors: [{ path: 'cursor', message }] });
}

/** Customers one after the other, those without one first: what is asked for again comes in the same order. */
export function byCustomer(a: ArrivalRow, b: ArrivalRow): number {
  const [one, other] = [a.customerId ?? '', b.customerId ?? ''];
  if (one !== other) return one < other ? -1 : 1;
  return a.id < b.id ? -1 : 1;
}

/** Whole customers after the one the last page ended with, until there are events enough. */
export function pageOf(arrivals: ArrivalRow[], after: string | null | undefined): ArrivalRow[] {
  const rest = arrivals.filter(({ customerId }) => after === undefined || (customerId ?? '') > (after ?? ''));
  const end = rest.findIndex(
    ({ customerId }, index) => index >= PAGE && customerId !== rest[index - 1]?.customerId,
  );
  return end === -1 ? rest : rest.slice(0, end);
}
