import type { PastEventRow } from '../../db/rehearsals.js';
import { Unreadable } from '../../lib/crypto.js';
import type { NewEvent } from '../../workflows/flow/events.js';
import type { PastEvent } from '../../workflows/flow/past.js';
import type { ApiDeps } from '../deps.js';

/** An event with what it said; null when that is no longer known. */
export async function openPastEvent(
  keys: ApiDeps['keys'],
  businessId: string,
  row: PastEventRow,
): Promise<PastEvent | null> {
  if (!row.payload) {
    const { event, staff, location } = row.kept ?? {};
    return event
      ? { ...bareEvent(row), data: event.data ?? {}, staff: staff ?? null, location: location ?? null }
      : null;
  }
  try {
    const place = { table: 'inbox_events', rowId: row.id, kind: 'payload' };
    const said = JSON.parse((await keys.open(businessId, row.payload, place)).toString('utf8')) as NewEvent;
    const staff = said.staff as PastEvent['staff'];
    const location = said.location as PastEvent['location'];
    return { ...bareEvent(row), data: said.data, staff: staff ?? null, location: location ?? null };
  } catch (error) {
    if (error instanceof Unreadable) return null;
    throw error;
  }
}

/** An event of which only the outside is known. */
export const bareEvent = (row: PastEventRow): PastEvent => ({
  id: row.id,
  type: row.type,
  occurredAt: row.occurredAt.toISOString(),
  customerId: row.customerId,
  subject: row.subjectKind && row.subjectId ? { kind: row.subjectKind, id: row.subjectId } : null,
  data: {},
});
