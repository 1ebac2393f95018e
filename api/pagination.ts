import { isId } from '../lib/ids.js';
import { Problem } from '../lib/problem.js';

/** The id a list goes on after, from a cursor we once gave. Throws `invalid` for anything else. */
export function afterCursor(cursor: string | undefined): string | null {
  if (cursor === undefined) return null;
  const bytes = /^[A-Za-z0-9_-]{22}$/.test(cursor) ? Buffer.from(cursor, 'base64url') : Buffer.alloc(0);
  const id = bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
  if (!isId(id)) {
    const message = 'This cursor is not one of ours. Leave it out to begin with the newest.';
    throw new Problem('invalid', message, { errors: [{ path: 'cursor', message }] });
  }
  return id;
}

/**
 * One page of a list that is ordered by id, newest first. Read `limit + 1` rows and pass them all: the one too many
 * says that there is more.
 */
export function page<Row extends { id: string }, Item>(
  rows: readonly Row[],
  limit: number,
  show: (row: Row) => Item,
): { items: Item[]; nextCursor: string | null } {
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  return {
    items: shown.map(show),
    nextCursor: rows.length > limit && last ? cursorOf(last.id) : null,
  };
}

const cursorOf = (id: string): string => Buffer.from(id.replaceAll('-', ''), 'hex').toString('base64url');
