import type { NewInboxEvent } from '../../db/inbox.js';
import type { BusinessKeys } from '../../lib/business-keys.js';
import { newId } from '../../lib/ids.js';
import type { KnownEventType, RESERVED_EVENT_TYPES } from '../../workflows/flow/events.js';

/** What Journeyman says itself: what only it can know, and what was done by hand in it. */
type OwnType =
  | (typeof RESERVED_EVENT_TYPES)[number]
  | Extract<KnownEventType, 'customer_created' | 'customer_updated' | 'tag_added'>;

export interface OwnEvent {
  type: OwnType;
  customerId: string | null;
  /** How to find or make the customer when we do not know them yet. */
  customer?: { phone: string };
  subject: { kind: string; id: string } | null;
  data: Record<string, unknown>;
  /** How deep in a chain of events that journeys caused; 0 when no journey did. */
  depth: number;
  occurredAt: Date;
  /** Where the same thing could be said twice. */
  dedupeKey?: string;
}

/**
 * An event Journeyman says itself, ready for the inbox of the transaction in which it happened. Call
 * `keys.ensure(businessId)` before that transaction begins, since sealing may have to read a key.
 */
export async function ownEvent(
  keys: BusinessKeys,
  businessId: string,
  event: OwnEvent,
): Promise<NewInboxEvent> {
  const id = newId();
  const payload = JSON.stringify({
    type: event.type,
    occurredAt: event.occurredAt.toISOString(),
    ...(event.customer && { customer: event.customer }),
    ...(event.subject && { subject: event.subject }),
    data: event.data,
  });
  return {
    id,
    connectionId: null,
    source: 'journeyman',
    origin: 'journeyman',
    dedupeKey: event.dedupeKey ?? id,
    sourceId: null,
    bodyHash: null,
    type: event.type,
    subject: event.subject,
    payload: await keys.seal(businessId, payload, { table: 'inbox_events', rowId: id, kind: 'payload' }),
    raw: null,
    journeyId: null,
    customerId: event.customerId,
    status: 'received',
    note: null,
    depth: event.depth,
    occurredAt: event.occurredAt,
  };
}
