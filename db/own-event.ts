import type { NewInboxEvent } from './inbox.js';
import type { BusinessKeys } from '../lib/business-keys.js';
import { newId } from '../lib/ids.js';
import type { KnownEventType, RESERVED_EVENT_TYPES } from '../workflows/flow/events.js';

/** What Journeyman says itself: what only it can know, what it or a member changed, and a moment that has come. */
type OwnType =
  | (typeof RESERVED_EVENT_TYPES)[number]
  | Extract<KnownEventType, 'customer_created' | 'customer_updated' | 'tag_added'>
  | `custom_${string}`;

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
  /** The one journey it is meant for; every journey when absent. */
  journeyId?: string;
  /** Where the same thing could be said twice: the same key is the same event. */
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
    journeyId: event.journeyId ?? null,
    customerId: event.customerId,
    status: 'received',
    note: null,
    depth: event.depth,
    occurredAt: event.occurredAt,
  };
}
