import type { NewInboxEvent } from '../db/inbox.js';
import type { BusinessKeys } from '../lib/business-keys.js';
import { newId } from '../lib/ids.js';

/** Something the worker itself has to say about one customer. */
export interface OwnEvent {
  type: string;
  customerId: string;
  subject?: { kind: string; id: string } | null;
  data: Record<string, unknown>;
  /** The one journey it is meant for; every journey when absent. */
  journeyId?: string;
  /** How deep in a chain of events that journeys caused; 0 when no journey did. */
  depth: number;
  occurredAt: Date;
  /** The same key twice is the same event. */
  dedupeKey: string;
}

/** The event, sealed, as the inbox takes it. Call `keys.ensure` before the transaction begins. */
export async function ownEvent(
  businessId: string,
  { type, customerId, subject = null, data, journeyId = undefined, depth, occurredAt, dedupeKey }: OwnEvent,
  keys: BusinessKeys,
): Promise<NewInboxEvent> {
  const id = newId();
  const said = { type, occurredAt: occurredAt.toISOString(), ...(subject && { subject }), data };
  return {
    id,
    connectionId: null,
    source: 'journeyman',
    origin: 'journeyman',
    dedupeKey,
    sourceId: null,
    bodyHash: null,
    type,
    subject,
    payload: await keys.seal(businessId, JSON.stringify(said), {
      table: 'inbox_events',
      rowId: id,
      kind: 'payload',
    }),
    raw: null,
    journeyId: journeyId ?? null,
    customerId,
    status: 'received',
    note: null,
    depth,
    occurredAt,
  };
}
