import { firstIdAt } from './first-id-at.js';
import { statement } from './statement.js';
import type { BusinessTransaction } from './tenant.js';

/** A customer with everything a rehearsal asks: who they are, what may be sent to them, what has been. */
export interface RehearsedPersonRow {
  id: string;
  name: string | null;
  given_name: string | null;
  family_name: string | null;
  email: string | null;
  phone: string | null;
  locale: string | null;
  timezone: string | null;
  attributes: Record<string, unknown>;
  external_id: string | null;
  tags: string[];
  consents: {
    channel: 'email' | 'sms';
    purpose: 'service' | 'review' | 'marketing';
    granted: boolean;
    at: string;
  }[];
  suppressed_email: boolean;
  suppressed_sms: boolean;
  recent: { channel: 'email' | 'sms'; purpose: 'service' | 'review' | 'marketing'; at: string }[];
}

/** How `messaging.suppressions` remembers an address: see `addressHash` in perform.ts. */
const isSuppressed = (channel: string, address: string) => `
  exists (select from messaging.suppressions s
           where s.business_id = c.business_id and s.channel = '${channel}' and s.lifted_at is null
             and s.address_hash = sha256(convert_to(c.business_id::text || ':${channel}:' || ${address}, 'UTF8')))`;

/** $2 ids. $3 the journey whose own messages are left out, because the rehearsal sends them; null leaves none out. */
const people = statement<RehearsedPersonRow>(
  'rehearsals.people',
  `select c.id, c.name, c.given_name, c.family_name, c.email, c.phone, c.locale, c.timezone, c.attributes,
          (select i.external_id from crm.customer_identities i
            where i.business_id = c.business_id and i.customer_id = c.id order by i.id limit 1) as external_id,
          array(select t.tag from crm.customer_tags t
                 where t.business_id = c.business_id and t.customer_id = c.id order by t.tag) as tags,
          coalesce((select jsonb_agg(latest) from (
             select distinct on (k.channel, k.purpose) k.channel, k.purpose, k.granted, k.at
               from crm.consents k
              where k.business_id = c.business_id and k.customer_id = c.id
              order by k.channel, k.purpose, k.at desc, k.id desc) latest), '[]') as consents,
          ${isSuppressed('email', 'c.email_norm')} as suppressed_email,
          ${isSuppressed('sms', 'c.phone')} as suppressed_sms,
          coalesce((select jsonb_agg(jsonb_build_object('channel', m.channel, 'purpose', m.purpose,
                                                        'at', coalesce(m.sent_at, m.first_attempt_at)))
                      from (select m.channel, m.purpose, m.sent_at, m.first_attempt_at from messaging.messages m
                             where m.business_id = c.business_id and m.customer_id = c.id
                               and m.direction = 'outbound' and m.first_attempt_at > now() - interval '184 days'
                               and m.status in ('sending', 'sent', 'delivered', 'unknown')
                               and ($3::uuid is null or m.journey_id is distinct from $3::uuid)
                             order by m.id desc limit 200) m), '[]') as recent
     from crm.customers c
    where c.business_id = $1 and c.id = any ($2::uuid[]) and c.merged_into is null and c.lifecycle <> 'erased'`,
);

/** Customers of these ids, in no order; whoever is gone or forgotten is missing. */
export function readPeople(
  tx: BusinessTransaction,
  ids: readonly string[],
  { exceptJourney = null }: { exceptJourney?: string | null } = {},
): Promise<RehearsedPersonRow[]> {
  return tx.run(people, [tx.businessId, ids, exceptJourney]);
}

/** An event that could have begun a journey, without what it said. */
export interface ArrivalRow {
  id: string;
  customerId: string | null;
  occurredAt: Date;
}

const arrivals = statement<ArrivalRow>(
  'rehearsals.arrivals',
  `select e.id, e.customer_id as "customerId", e.occurred_at as "occurredAt"
     from integrations.inbox_events e
    where e.business_id = $1 and e.type = $2 and e.occurred_at >= $3 and e.occurred_at < $4
      and e.received_at < $4 and e.id >= $6 and e.replay_of is null and e.journey_id is null and e.status in ('matched', 'ignored')
    order by e.id desc limit $5`,
);

/**
 * The newest events of a type that happened in [from, until), newest first, `limit` at most. Replays do not count. Nothing arrives before
 * it happens, so older ids need not be read.
 */
export function readArrivals(
  tx: BusinessTransaction,
  { type, from, until, limit }: { type: string; from: Date; until: Date; limit: number },
): Promise<ArrivalRow[]> {
  return tx.run(arrivals, [tx.businessId, type, from, until, limit, firstIdAt(from)]);
}

export interface PastEventRow {
  id: string;
  type: string;
  customerId: string;
  subjectKind: string | null;
  subjectId: string | null;
  occurredAt: Date;
  /** Sealed for `inbox_events/payload`; null once it is no longer kept. */
  payload: Buffer | null;
  /** The same from a passage it began, which keeps it longer: event, staff and location. */
  kept: {
    event?: { data?: Record<string, unknown> } | null;
    staff?: Record<string, unknown> | null;
    location?: Record<string, unknown> | null;
  } | null;
}

const pastColumns = `e.id, e.type, e.customer_id as "customerId", e.subject_kind as "subjectKind",
          e.subject_id as "subjectId", e.occurred_at as "occurredAt", e.payload`;

const eventsById = statement<PastEventRow>(
  'rehearsals.events_by_id',
  `select ${pastColumns},
          case when e.payload is null then (
            select jsonb_build_object('event', n.facts -> 'event', 'staff', n.facts -> 'staff',
                                      'location', n.facts -> 'location')
              from journeys.enrollments n
             where n.business_id = e.business_id and n.customer_id = e.customer_id and n.entry_event_id = e.id
               and n.facts ? 'event'
             order by n.id desc limit 1) end as kept
     from integrations.inbox_events e
    where e.business_id = $1 and e.id = any ($2::uuid[])`,
);

/** These events with what is still known of them, in no order. */
export function readPastEvents(tx: BusinessTransaction, ids: readonly string[]): Promise<PastEventRow[]> {
  return tx.run(eventsById, [tx.businessId, ids]);
}

const eventsOfPeople = statement<PastEventRow>(
  'rehearsals.events_of_people',
  `select found.* from unnest($2::uuid[]) as who (id),
     lateral (select ${pastColumns}, null::jsonb as kept
                from integrations.inbox_events e
               where e.business_id = $1 and e.customer_id = who.id and e.type = any ($3::text[])
                 and e.occurred_at >= $4 and e.occurred_at < $5 and e.replay_of is null
                 and e.status in ('matched', 'ignored')
               order by e.id desc limit $6) found`,
);

/** What else happened to these customers in [from, until), of these types; the newest `limit` of each, in no order. */
export function readEventsOfPeople(
  tx: BusinessTransaction,
  {
    customerIds,
    types,
    from,
    until,
    limit,
  }: { customerIds: readonly string[]; types: readonly string[]; from: Date; until: Date; limit: number },
): Promise<PastEventRow[]> {
  if (types.length === 0) return Promise.resolve([]);
  return tx.run(eventsOfPeople, [tx.businessId, customerIds, types, from, until, limit]);
}
