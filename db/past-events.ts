import { sql } from 'kysely';
import type { PassageBefore } from '../workflows/flow/coming-in.js';
import { firstIdAt } from './first-id-at.js';
import type { BusinessTransaction } from './tenant.js';

/** An event that was taken all the way, and whose words are still kept. */
export interface PastEvent {
  id: string;
  type: string;
  subject: { kind: string; id: string } | null;
  customerId: string;
  /** Sealed for `inbox_events/payload`. */
  payload: Buffer;
  occurredAt: Date;
  receivedAt: Date;
}

const columns = sql`
  e.id, e.type, e.customer_id as "customerId", e.payload, e.occurred_at as "occurredAt", e.received_at as "receivedAt",
  case when e.subject_id is null then null
       else jsonb_build_object('kind', e.subject_kind, 'id', e.subject_id) end as subject`;

/**
 * Events of one type that came in since, newest first: those meant for everybody, or (`journeyId`) for one journey only.
 * Replays are left out, as they repeat what is here; so is what is still to be matched, for it finds its own way in.
 */
export async function listPastEvents(
  tx: BusinessTransaction,
  { type, journeyId, since, limit }: { type: string; journeyId: string | null; since: Date; limit: number },
): Promise<PastEvent[]> {
  const { rows } = await sql<PastEvent>`
    select ${columns} from integrations.inbox_events e
     where e.business_id = ${tx.businessId} and e.type = ${type} and e.id >= ${firstIdAt(since)}::uuid
       and e.journey_id is not distinct from ${journeyId}::uuid
       and e.status in ('matched', 'ignored') and e.replay_of is null and e.depth <= 5
       and e.customer_id is not null and e.payload is not null
     order by e.id desc limit ${limit}`.execute(tx.k);
  return rows;
}

/** What these customers did that any of `types` names, oldest first. */
export async function listEventsOf(
  tx: BusinessTransaction,
  {
    customerIds,
    types,
    since,
    limit,
  }: { customerIds: readonly string[]; types: readonly string[]; since: Date; limit: number },
): Promise<PastEvent[]> {
  if (customerIds.length === 0 || types.length === 0) return [];
  const { rows } = await sql<PastEvent>`
    select ${columns} from integrations.inbox_events e
     where e.business_id = ${tx.businessId} and e.customer_id = any (${customerIds}::uuid[])
       and e.type = any (${types}::text[]) and e.id >= ${firstIdAt(since)}::uuid
       and e.status in ('matched', 'ignored') and e.replay_of is null and e.payload is not null
     order by e.id limit ${limit}`.execute(tx.k);
  return rows;
}

/** What these events said, still sealed, by id; whatever has been scrubbed meanwhile is missing. */
export async function readPayloads(
  tx: BusinessTransaction,
  ids: readonly string[],
): Promise<Pick<PastEvent, 'id' | 'payload'>[]> {
  const { rows } = await sql<Pick<PastEvent, 'id' | 'payload'>>`
    select id, payload from integrations.inbox_events
     where business_id = ${tx.businessId} and id = any (${ids}::uuid[]) and payload is not null`.execute(
    tx.k,
  );
  return rows;
}

/** When the oldest event of the business that is still in the inbox came in; null when nothing ever has. */
export async function firstEventAt(tx: BusinessTransaction): Promise<Date | null> {
  const { rows } = await sql<{ at: Date }>`
    select e.received_at as at from integrations.inbox_events e
     where e.business_id = ${tx.businessId} order by e.id limit 1`.execute(tx.k);
  return rows[0]?.at ?? null;
}

/** Every passage these customers have made or are making through a journey. */
export async function listPassages(
  tx: BusinessTransaction,
  journeyId: string,
  customerIds: readonly string[],
): Promise<PassageBefore[]> {
  if (customerIds.length === 0) return [];
  const { rows } = await sql<Omit<PassageBefore, 'startedAt'> & { startedAt: Date }>`
    select n.customer_id as "customerId", n.status = 'active' as active, n.started_at as "startedAt",
           coalesce(i.replay_of, n.entry_event_id) as "eventId",
           case when n.subject_id is null then null
                else jsonb_build_object('kind', n.subject_kind, 'id', n.subject_id) end as subject
      from journeys.enrollments n
      left join integrations.inbox_events i on i.business_id = n.business_id and i.id = n.entry_event_id
     where n.business_id = ${tx.businessId} and n.journey_id = ${journeyId}
       and n.customer_id = any (${customerIds}::uuid[])`.execute(tx.k);
  return rows.map((row) => ({ ...row, startedAt: row.startedAt.toISOString() }));
}

/**
 * Past events again, each as its next attempt, meant for one journey only: who is named there comes in now, as if it had
 * just happened. `payloads` are sealed for the new rows. Rings intake when the transaction commits.
 */
export async function insertTakenIn(
  tx: BusinessTransaction,
  {
    journeyId,
    note,
    events,
  }: { journeyId: string; note: string; events: readonly { of: string; id: string; payload: Buffer }[] },
): Promise<void> {
  if (events.length === 0) return;
  await sql`
    insert into integrations.inbox_events (business_id, id, connection_id, source, origin, dedupe_key, source_id, body_hash,
           type, subject_kind, subject_id, order_key, payload, journey_id, customer_id, attempt, depth, replay_of, note,
           occurred_at)
    select e.business_id, n.id, e.connection_id, e.source, e.origin, 'replay:' || n.id::text, e.source_id, e.body_hash,
           e.type, e.subject_kind, e.subject_id, coalesce(e.subject_kind || ':' || e.subject_id, n.id::text), n.payload,
           ${journeyId}::uuid, e.customer_id, e.attempt + 1, e.depth, e.id, ${note}, e.occurred_at
      from unnest(${events.map(({ of }) => of)}::uuid[], ${events.map(({ id }) => id)}::uuid[],
                  ${events.map(({ payload }) => payload)}::bytea[]) as n (of, id, payload)
      join integrations.inbox_events e on e.business_id = ${tx.businessId} and e.id = n.of`.execute(tx.k);
  await sql`select pg_notify('journeyman_intake', '')`.execute(tx.k);
}
