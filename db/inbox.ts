import { sql } from 'kysely';
import { statement } from './statement.js';
import type { BusinessTransaction } from './tenant.js';

/** An event as it enters the inbox. The caller makes the id, because the payload is sealed for this very row. */
export interface NewInboxEvent {
  id: string;
  /** Null when the API or Journeyman itself says it. */
  connectionId: string | null;
  /** `api`, `journeyman` or the kind of source. */
  source: string;
  /** What `dedupeKey` is unique within: the connection's id, `api` or `journeyman`. */
  origin: string;
  dedupeKey: string;
  /** The sender's own id of it. */
  sourceId: string | null;
  /** SHA-256 of the event as sent: tells a repeat from a changed repeat. */
  bodyHash: Buffer | null;
  type: string;
  subject: { kind: string; id: string } | null;
  /** Sealed JSON of the event; null when there is nothing to match. */
  payload: Buffer | null;
  /** Sealed bytes as they arrived, where the source speaks another language than ours. */
  raw: Buffer | null;
  /** The one journey it is meant for. */
  journeyId: string | null;
  /** Set when it is known already whom it concerns. */
  customerId: string | null;
  /** `ignored`: recorded, and nothing to do. */
  status: 'received' | 'ignored';
  note: string | null;
  depth: number;
  occurredAt: Date;
}

export interface InsertedEvent {
  id: string;
  /** It was here before; `id` is the first one's. */
  duplicate: boolean;
  /** Whether a duplicate said the same as the first. */
  sameBody: boolean;
}

/** Events that finish for one subject in order; an event about nothing is only in order with itself. */
const orderKey = ({ subject, id }: NewInboxEvent) => (subject ? `${subject.kind}:${subject.id}` : id);

/**
 * All events of a delivery in one statement, 1 to 500. A key that is here already inserts nothing and answers with the
 * row that has it; what is new rings intake when the transaction commits, and says which events they are when they are few. A row another transaction wrote in the same
 * instant may not be visible to this statement's snapshot: then nothing comes back for its place, and `findByDedupeKey`
 * in a later statement finds it.
 */
const insert = statement<{ place: number; id: string; duplicate: boolean; same_body: boolean }>(
  'inbox.insert',
  `with sent as (
     select * from unnest($2::uuid[], $3::text[], $4::text[], $5::bytea[], $6::text[], $7::text[], $8::text[], $9::text[],
                          $10::bytea[], $11::bytea[], $12::uuid[], $13::uuid[], $14::text[], $15::text[], $16::int[],
                          $17::timestamptz[], $18::uuid[], $19::text[], $20::text[])
            with ordinality
         as s (id, dedupe_key, source_id, body_hash, type, subject_kind, subject_id, order_key, payload, raw, journey_id,
               customer_id, status, note, depth, occurred_at, connection_id, source, origin, place)),
   written as (
     insert into integrations.inbox_events (business_id, id, dedupe_key, source_id, body_hash, type, subject_kind,
            subject_id, order_key, payload, raw, journey_id, customer_id, status, note, depth, occurred_at, connection_id,
            source, origin)
     select $1, id, dedupe_key, source_id, body_hash, type, subject_kind, subject_id, order_key, payload, raw, journey_id,
            customer_id, status, note, depth, occurred_at, connection_id, source, origin
       from sent order by place
     on conflict (business_id, origin, dedupe_key) do nothing
     returning id, origin, dedupe_key, body_hash),
   known as (
     select id, origin, dedupe_key, body_hash from written
     union all
     select e.id, e.origin, e.dedupe_key, e.body_hash
       from sent s
       join integrations.inbox_events e
         on e.business_id = $1 and e.origin = s.origin and e.dedupe_key = s.dedupe_key
      group by e.id, e.origin, e.dedupe_key, e.body_hash),
   rung as materialized (
     select pg_notify('journeyman_intake',
                      case when count(*) <= 20 then $1::text || ':' || string_agg(id::text, ',') else '' end)
       from written having count(*) > 0)
   select s.place::int, k.id, k.id <> s.id as duplicate, k.body_hash is not distinct from s.body_hash as same_body
     from sent s
     join known k on k.origin = s.origin and k.dedupe_key = s.dedupe_key
     left join rung on true
    order by s.place`,
);

const ringIntake = statement('inbox.ring', `select pg_notify('journeyman_intake', '')`);

/**
 * Put events into the inbox and wake intake in the same transaction. Answers in the order given; a place is missing
 * when somebody else was writing the same key in the same instant (see `findByDedupeKey`). Whoever has no use for the
 * answer need not wait for it.
 */
export function insertEvents(
  tx: BusinessTransaction,
  events: readonly NewInboxEvent[],
): Promise<(InsertedEvent | undefined)[]> {
  const answer = tx.run(insert, [
    tx.businessId,
    events.map((e) => e.id),
    events.map((e) => e.dedupeKey),
    events.map((e) => e.sourceId),
    events.map((e) => e.bodyHash),
    events.map((e) => e.type),
    events.map((e) => e.subject?.kind ?? null),
    events.map((e) => e.subject?.id ?? null),
    events.map(orderKey),
    events.map((e) => e.payload),
    events.map((e) => e.raw),
    events.map((e) => e.journeyId),
    events.map((e) => e.customerId),
    events.map((e) => e.status),
    events.map((e) => e.note),
    events.map((e) => e.depth),
    events.map((e) => e.occurredAt),
    events.map((e) => e.connectionId),
    events.map((e) => e.source),
    events.map((e) => e.origin),
  ]);
  const placed = answer.then((rows) => {
    const found: (InsertedEvent | undefined)[] = events.map(() => undefined);
    for (const row of rows) {
      found[row.place - 1] = { id: row.id, duplicate: row.duplicate, sameBody: row.same_body };
    }
    return found;
  });
  // Whoever does not wait for the answer learns of a failure from the commit.
  placed.catch(() => {});
  return placed;
}

const byDedupeKey = statement<{ id: string; body_hash: Buffer | null }>(
  'inbox.by_dedupe_key',
  `select id, body_hash from integrations.inbox_events
    where business_id = $1 and origin = $2 and dedupe_key = $3`,
);

/** The event that has this key, or null. */
export async function findByDedupeKey(
  tx: BusinessTransaction,
  { origin, dedupeKey }: Pick<NewInboxEvent, 'origin' | 'dedupeKey'>,
): Promise<{ id: string; bodyHash: Buffer | null } | null> {
  const [row] = await tx.run(byDedupeKey, [tx.businessId, origin, dedupeKey]);
  return row ? { id: row.id, bodyHash: row.body_hash } : null;
}

const addNote = statement(
  'inbox.add_note',
  `update integrations.inbox_events
      set note = left(case when note is null or note = $3 then $3 else note || ' ' || $3 end, 2000)
    where business_id = $1 and id = $2 and (note is null or position($3 in note) = 0)`,
);

/** Say something more about an event; the same sentence is said once. */
export async function noteOnEvent(tx: BusinessTransaction, id: string, sentence: string): Promise<void> {
  await tx.run(addNote, [tx.businessId, id, sentence]);
}

export type EventStatus = 'received' | 'needs_details' | 'matched' | 'ignored' | 'dead';

/** An event of the inbox without what it says, which is sealed. */
export interface InboxEvent {
  id: string;
  sourceId: string | null;
  type: string;
  source: string;
  connectionId: string | null;
  subject: { kind: string; id: string } | null;
  customerId: string | null;
  journeyId: string | null;
  status: EventStatus;
  note: string | null;
  attempt: number;
  replayOf: string | null;
  depth: number;
  occurredAt: Date;
  receivedAt: Date;
  matchedAt: Date | null;
}

export interface EventFilter {
  type?: string | undefined;
  status?: EventStatus | undefined;
  customerId?: string | undefined;
  connectionId?: string | undefined;
  /** Part of a customer's name, e-mail or phone: only events of such customers. */
  search?: string | undefined;
  /** Only events older than this id. */
  after?: string | undefined;
  limit: number;
}

const columns = [
  'id',
  'source_id',
  'type',
  'source',
  'connection_id',
  'subject_kind',
  'subject_id',
  'customer_id',
  'journey_id',
  'status',
  'note',
  'attempt',
  'replay_of',
  'depth',
  'occurred_at',
  'received_at',
  'matched_at',
] as const;

/** An event of a list, with what came of it in a few words. */
export interface ListedEvent extends InboxEvent {
  /** Null when nobody is named, nobody is found yet, or the customer was erased. */
  customerName: string | null;
  /** How many journeys made what of it: `{ enrolled: 1, ignored: 3 }`. */
  outcomes: Partial<Record<EventMatch['outcome'], number>>;
  /** Why the first of those that did nothing did nothing; null when every journey did something. */
  ignoredBecause: EventMatch['reason'] | null;
}

/** A search that fits more customers than this looks at the newest of them only. */
const MOST_FOUND = 500;

/** Newest first. */
export async function listEvents(tx: BusinessTransaction, filter: EventFilter): Promise<ListedEvent[]> {
  let query = tx.k
    .selectFrom('integrations.inbox_events')
    .select(columns)
    .where('business_id', '=', tx.businessId)
    .orderBy('id', 'desc')
    .limit(filter.limit);
  if (filter.type) query = query.where('type', '=', filter.type);
  if (filter.status) query = query.where('status', '=', filter.status);
  if (filter.customerId) query = query.where('customer_id', '=', filter.customerId);
  if (filter.connectionId) query = query.where('connection_id', '=', filter.connectionId);
  if (filter.search) {
    query = query.where(
      sql<boolean>`customer_id = any (array(
        select crm.search_customers(${filter.search}, null, null, ${MOST_FOUND})))`,
    );
  }
  if (filter.after) query = query.where('id', '<', filter.after);
  return withOutcomes(tx, (await query.execute()).map(eventOf));
}

/** Says of each event whom it is about and what the journeys made of it: two statements for a page. */
async function withOutcomes(tx: BusinessTransaction, events: InboxEvent[]): Promise<ListedEvent[]> {
  const eventIds = events.map(({ id }) => id);
  const customerIds = [...new Set(events.flatMap(({ customerId }) => customerId ?? []))];
  const customers =
    customerIds.length === 0
      ? []
      : await tx.k
          .selectFrom('crm.customers')
          .select(['id', 'name'])
          .where('business_id', '=', tx.businessId)
          .where('id', 'in', customerIds)
          .where('lifecycle', '<>', 'erased')
          .execute();
  const verdicts =
    eventIds.length === 0
      ? []
      : await tx.k
          .selectFrom('journeys.event_matches')
          .select(({ fn }) => [
            'event_id',
            'outcome',
            fn.countAll<string>().as('count'),
            sql<string>`(array_agg(reason_code order by id))[1]`.as('code'),
            sql<string>`(array_agg(reason_message order by id))[1]`.as('message'),
          ])
          .where('business_id', '=', tx.businessId)
          .where('event_id', 'in', eventIds)
          .groupBy(['event_id', 'outcome'])
          .execute();
  const names = new Map(customers.map(({ id, name }) => [id, name]));
  return events.map((event) => {
    const own = verdicts.filter((verdict) => verdict.event_id === event.id);
    const ignored = own.find(({ outcome }) => outcome === 'ignored');
    return {
      ...event,
      customerName: (event.customerId && names.get(event.customerId)) || null,
      outcomes: Object.fromEntries(own.map(({ outcome, count }) => [outcome, Number(count)])),
      ignoredBecause: ignored ? { code: ignored.code, message: ignored.message } : null,
    };
  });
}

/** The recorded verdict of one journey on one event. */
export interface EventMatch {
  id: string;
  attempt: number;
  journeyId: string;
  enrollmentId: string | null;
  outcome: 'enrolled' | 'merged' | 'restarted' | 'queued' | 'woke' | 'ended' | 'ignored' | 'replanned';
  reason: { code: string; message: string };
  checks: { label: string; passed: boolean }[];
}

export interface WholeEvent extends InboxEvent {
  /** Sealed for `inbox_events/payload`; null when nothing was kept. */
  payload: Buffer | null;
  matches: EventMatch[];
}

/** One event with the verdict of every journey considered, in the order they were given; null when there is none. */
export async function findEvent(tx: BusinessTransaction, id: string): Promise<WholeEvent | null> {
  const row = await tx.k
    .selectFrom('integrations.inbox_events')
    .select([...columns, 'payload'])
    .where('business_id', '=', tx.businessId)
    .where('id', '=', id)
    .executeTakeFirst();
  if (!row) return null;
  const matches = await tx.k
    .selectFrom('journeys.event_matches')
    .select([
      'id',
      'attempt',
      'journey_id',
      'enrollment_id',
      'outcome',
      'reason_code',
      'reason_message',
      'checks',
    ])
    .where('business_id', '=', tx.businessId)
    .where('event_id', '=', id)
    .orderBy('id')
    .execute();
  return {
    ...eventOf(row),
    payload: row.payload,
    matches: matches.map((match) => ({
      id: match.id,
      attempt: match.attempt,
      journeyId: match.journey_id,
      enrollmentId: match.enrollment_id,
      outcome: match.outcome as EventMatch['outcome'],
      reason: { code: match.reason_code, message: match.reason_message },
      checks: match.checks as unknown as EventMatch['checks'],
    })),
  };
}

/**
 * A new record beside an old one, to be matched again as the next attempt. `reseal` makes the payload of the new row,
 * because a sealed value opens only in its own place. Returns the new event, or null when there is no such event or
 * nothing of it was kept.
 */
export async function insertReplay(
  tx: BusinessTransaction,
  { of, id, reseal }: { of: string; id: string; reseal: (payload: Buffer, rowId: string) => Promise<Buffer> },
): Promise<InboxEvent | null> {
  const old = await tx.k
    .selectFrom('integrations.inbox_events')
    .select(['payload', 'replay_of'])
    .where('business_id', '=', tx.businessId)
    .where('id', '=', of)
    .executeTakeFirst();
  if (!old?.payload) return null;
  const original = old.replay_of ?? of;
  // The first of them is locked, so that two replays at once count up and not both to the same attempt.
  await sql`select id from integrations.inbox_events
             where business_id = ${tx.businessId} and id = ${original} for no key update`.execute(tx.k);
  const payload = await reseal(old.payload, of);
  const { rows } = await sql<Parameters<typeof eventOf>[0]>`
    insert into integrations.inbox_events (business_id, id, connection_id, source, origin, dedupe_key, source_id, body_hash,
           type, subject_kind, subject_id, order_key, payload, journey_id, customer_id, attempt, depth, replay_of,
           occurred_at)
    select e.business_id, ${id}, e.connection_id, e.source, e.origin, 'replay:' || ${id}::text, e.source_id, e.body_hash,
           e.type, e.subject_kind, e.subject_id, coalesce(e.subject_kind || ':' || e.subject_id, ${id}::text), ${payload},
           e.journey_id, e.customer_id,
           1 + (select max(r.attempt) from integrations.inbox_events r
                 where r.business_id = ${tx.businessId} and (r.id = ${original} or r.replay_of = ${original})),
           e.depth, ${original}, e.occurred_at
      from integrations.inbox_events e
     where e.business_id = ${tx.businessId} and e.id = ${of}
    returning id, source_id, type, source, connection_id, subject_kind, subject_id, customer_id, journey_id, status, note,
              attempt, replay_of, depth, occurred_at, received_at, matched_at`.execute(tx.k);
  tx.last(ringIntake);
  return eventOf(rows[0]!);
}

function eventOf(row: {
  id: string;
  source_id: string | null;
  type: string;
  source: string;
  connection_id: string | null;
  subject_kind: string | null;
  subject_id: string | null;
  customer_id: string | null;
  journey_id: string | null;
  status: string;
  note: string | null;
  attempt: number;
  replay_of: string | null;
  depth: number;
  occurred_at: Date;
  received_at: Date;
  matched_at: Date | null;
}): InboxEvent {
  return {
    id: row.id,
    sourceId: row.source_id,
    type: row.type,
    source: row.source,
    connectionId: row.connection_id,
    subject: row.subject_kind && row.subject_id ? { kind: row.subject_kind, id: row.subject_id } : null,
    customerId: row.customer_id,
    journeyId: row.journey_id,
    status: row.status as EventStatus,
    note: row.note,
    attempt: row.attempt,
    replayOf: row.replay_of,
    depth: row.depth,
    occurredAt: row.occurred_at,
    receivedAt: row.received_at,
    matchedAt: row.matched_at,
  };
}
