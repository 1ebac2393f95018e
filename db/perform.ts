import { statement } from './statement.js';

/*
 * The statements of one turn of an enrollment: three on the way in, one on the way out. They are the hottest
 * of the product, so each does much; the order of the first two is what keeps anything from falling between.
 */

export interface CustomerRow {
  id: string;
  name: string | null;
  given_name: string | null;
  family_name: string | null;
  email: string | null;
  phone: string | null;
  locale: string | null;
  timezone: string | null;
  country: string | null;
  lifecycle: string;
  attributes: Record<string, unknown>;
  external_id: string | null;
}

/**
 * Lock the person. The customer row is the arbiter of everything about one person (caps, consent, goals, stops):
 * intake takes the same lock before it looks for whom an event concerns. Its own statement, because what is read
 * afterwards must be read with a snapshot taken after the lock was granted.
 */
export const lockCustomer = statement<CustomerRow>(
  'perform.lock_customer',
  `select c.id, c.name, c.given_name, c.family_name, c.email, c.phone, c.locale, c.timezone, c.country, c.lifecycle,
          c.attributes,
          (select i.external_id from crm.customer_identities i
            where i.business_id = c.business_id and i.customer_id = c.id order by i.id limit 1) as external_id
     from crm.customers c
    where c.business_id = $1
      and c.id = (select e.customer_id from journeys.enrollments e where e.business_id = $1 and e.id = $2)
      for no key update of c`,
);

export interface MailRow {
  id: string;
  kind: 'event' | 'goal' | 'stop_rule' | 'control';
  event_id: string | null;
  body: Record<string, unknown>;
  seen: boolean;
  at: string;
}

export interface StepMessageRow {
  id: string;
  send_key: string;
  step_id: string;
  visit: number;
  channel: 'email' | 'sms';
  status: string;
  reason_code: string | null;
  attempts: number;
  provider: string | null;
  lease_until: string | null;
  first_attempt_at: string | null;
  sent_at: string | null;
  held_until: string | null;
  created_at: string;
}

export interface RecentMessage {
  channel: 'email' | 'sms';
  purpose: 'service' | 'review' | 'marketing';
  at: string;
}

export interface ConsentRow {
  channel: 'email' | 'sms';
  purpose: 'service' | 'review' | 'marketing';
  granted: boolean;
  at: string;
  source: string;
}

export interface CaseRow {
  now: Date;
  id: string;
  journey_id: string;
  version: number;
  customer_id: string;
  subject_kind: string | null;
  subject_id: string | null;
  entry_event_id: string | null;
  status: 'active' | 'completed' | 'stopped' | 'failed';
  reason_code: string | null;
  turn: number;
  directive: Record<string, unknown> | null;
  step_id: string | null;
  visit: number;
  visits: Record<string, number>;
  since: Date | null;
  due_at: Date | null;
  facts: Record<string, unknown>;
  last_message_at: Date | null;
  queued_event_id: string | null;
  paused_at: Date | null;
  depth: number;
  expires_at: Date | null;
  started_at: Date;
  journey_name: string;
  journey_status: string;
  pause_mode: string | null;
  business: Record<string, unknown>;
  tags: string[];
  consents: ConsentRow[];
  suppressed_email: boolean;
  suppressed_sms: boolean;
  recent_messages: RecentMessage[];
  step_messages: StepMessageRow[];
  rating: { rating: number; at: string } | null;
  mail: MailRow[];
}

/**
 * SHA-256 of business, channel and normalised address: how `messaging.suppressions` remembers an address.
 * `lib` computes the same where an address arrives from outside; a test holds the two together.
 */
const addressHash = (channel: string, address: string) =>
  `sha256(convert_to(e.business_id::text || ':${channel}:' || ${address}, 'UTF8'))`;

/** Lock the enrollment and read everything its next decision may depend on. */
export const loadCase = statement<CaseRow>(
  'perform.load_case',
  `select clock_timestamp() as now,
          e.id, e.journey_id, e.version, e.customer_id, e.subject_kind, e.subject_id, e.entry_event_id, e.status,
          e.reason_code, e.turn, e.directive, e.step_id, e.visit, e.visits, e.since, e.due_at, e.facts,
          e.last_message_at, e.queued_event_id, e.paused_at, e.depth, e.expires_at, e.started_at,
          j.name as journey_name, j.status as journey_status, j.pause_mode,
          jsonb_build_object('name', b.name, 'kind', b.kind, 'timezone', b.timezone, 'locale', b.locale,
            'country', b.country, 'currency', b.currency, 'postalAddress', b.postal_address, 'email', b.email,
            'phone', b.phone, 'website', b.website, 'logoUrl', b.logo_url, 'accent', b.accent,
            'reviewLinks', b.review_links, 'settings', b.settings) as business,
          array(select t.tag from crm.customer_tags t
                 where t.business_id = e.business_id and t.customer_id = e.customer_id order by t.tag) as tags,
          coalesce((select jsonb_agg(latest) from (
             select distinct on (k.channel, k.purpose) k.channel, k.purpose, k.granted, k.at, k.source
               from crm.consents k
              where k.business_id = e.business_id and k.customer_id = e.customer_id
              order by k.channel, k.purpose, k.at desc, k.id desc) latest), '[]') as consents,
          exists (select from messaging.suppressions s
                   where s.business_id = e.business_id and s.channel = 'email' and s.lifted_at is null
                     and s.address_hash = ${addressHash('email', 'c.email_norm')}) as suppressed_email,
          exists (select from messaging.suppressions s
                   where s.business_id = e.business_id and s.channel = 'sms' and s.lifted_at is null
                     and s.address_hash = ${addressHash('sms', 'c.phone')}) as suppressed_sms,
          coalesce((select jsonb_agg(jsonb_build_object('channel', m.channel, 'purpose', m.purpose,
                                                        'at', coalesce(m.sent_at, m.first_attempt_at)))
                      from (select m.channel, m.purpose, m.sent_at, m.first_attempt_at from messaging.messages m
                             where m.business_id = e.business_id and m.customer_id = e.customer_id
                               -- what the team writes by hand does not use up what journeys may send
                               and m.author is null
                               and m.direction = 'outbound' and m.first_attempt_at > now() - interval '730 days'
                               and m.status in ('sending', 'sent', 'delivered', 'unknown')
                             order by m.id desc limit 1000) m), '[]') as recent_messages,
          coalesce((select jsonb_agg(jsonb_build_object('id', m.id, 'send_key', m.send_key, 'step_id', m.step_id,
                      'visit', m.visit, 'channel', m.channel, 'status', m.status, 'reason_code', m.reason_code,
                      'attempts', m.attempts, 'provider', m.provider, 'lease_until', m.lease_until,
                      'first_attempt_at', m.first_attempt_at, 'sent_at', m.sent_at, 'held_until', m.held_until,
                      'created_at', m.created_at) order by m.id)
                      from messaging.messages m
                     where m.business_id = e.business_id and m.enrollment_id = e.id
                       and m.direction = 'outbound'), '[]') as step_messages,
          (select jsonb_build_object('rating', r.rating, 'at', coalesce(r.changed_at, r.created_at))
             from feedback.responses r
            where r.business_id = e.business_id and r.enrollment_id = e.id
            order by r.id desc limit 1) as rating,
          coalesce((select jsonb_agg(jsonb_build_object('id', m.id, 'kind', m.kind, 'event_id', m.event_id,
                      'body', m.body, 'seen', m.seen_at is not null, 'at', m.created_at) order by m.id)
                      from journeys.mailbox m
                     where m.business_id = e.business_id and m.enrollment_id = e.id
                       and (m.seen_at is null or m.kind = 'event')), '[]') as mail
     from journeys.enrollments e
     join crm.customers c on c.business_id = e.business_id and c.id = e.customer_id
     join journeys.journeys j on j.business_id = e.business_id and j.id = e.journey_id
     join tenancy.businesses b on b.id = e.business_id
    where e.business_id = $1 and e.id = $2
      for no key update of e`,
);

/** A published flow. Never changes, so whoever reads it may keep it. */
export const loadVersion = statement<{ flow: unknown }>(
  'perform.load_version',
  `select flow from journeys.versions where business_id = $1 and journey_id = $2 and number = $3`,
);

/** One line of an enrollment's timeline, as `advance` and `settle` take it. */
export interface TimelineEntry {
  id: string;
  type:
    | 'enrolled'
    | 'step'
    | 'waiting'
    | 'listening'
    | 'held'
    | 'message'
    | 'event'
    | 'feedback'
    | 'control'
    | 'moved'
    | 'ended';
  step_id?: string | null;
  visit?: number | null;
  exit?: string | null;
  reason_code?: string | null;
  reason_message?: string | null;
  message_id?: string | null;
  event_id?: string | null;
  actor?: string | null;
  /** Told also of somebody who was stopped meanwhile: it has happened in the world. */
  stands?: boolean;
}

/** What one turn leaves behind in the enrollment row. Instants are RFC 3339. */
export interface Standing {
  turn: number;
  directive: unknown;
  step_id: string | null;
  visit: number;
  visits: Record<string, number>;
  since: string | null;
  due_at: string | null;
  /** What webhook steps kept. All other facts are intake's, which may have renewed them while a provider was asked. */
  saved: unknown;
  last_message_at: string | null;
  version: number;
  status: string;
  reason_code: string | null;
  reason_message: string | null;
}

const writeTimeline = `
  insert into journeys.timeline (business_id, id, enrollment_id, journey_id, customer_id, version, type, step_id, visit,
                                 exit, reason_code, reason_message, message_id, event_id, actor)
  select $1, t.id, $2, m.journey_id, m.customer_id, m.version, t.type, t.step_id, t.visit, t.exit, t.reason_code,
         t.reason_message, t.message_id, t.event_id, coalesce(t.actor, 'journey')
    from moved m, jsonb_to_recordset($4::jsonb) as t (id uuid, type text, step_id text, visit int, exit text,
         reason_code text, reason_message text, message_id uuid, event_id uuid, actor text, stands boolean)
   where t.stands or not m.over`;

const moveEnrollment = `
  update journeys.enrollments e
     set turn = s.turn, directive = s.directive, step_id = s.step_id, visit = s.visit, visits = s.visits,
         since = s.since, due_at = s.due_at,
         facts = e.facts || jsonb_build_object('saved', s.saved),
         last_message_at = greatest(e.last_message_at, s.last_message_at), version = s.version,
         status = s.status, reason_code = s.reason_code, reason_message = s.reason_message,
         ended_at = case when s.status = 'active' then null else now() end, updated_at = now()
    from jsonb_to_record($3::jsonb) as s (turn int, directive jsonb, step_id text, visit int, visits jsonb,
         since timestamptz, due_at timestamptz, saved jsonb, last_message_at timestamptz, version int, status text,
         reason_code text, reason_message text)
   where e.business_id = $1 and e.id = $2 and e.status = 'active' and e.turn < s.turn
  returning e.journey_id, e.customer_id, e.version, false as over`;

/**
 * Store the directive of a turn with everything that led to it. $5 are the mailbox rows it has looked at, and $6 the
 * events by which its present step was left. Of somebody who is no longer inside, only what `stands` is told; of a turn
 * that another attempt has taken meanwhile, nothing, and what it has read stays unread.
 */
export const advance = statement<{ moved: boolean }>(
  'perform.advance',
  `with gone_on as (${moveEnrollment}),
        moved as (
          select * from gone_on
           union all
          select e.journey_id, e.customer_id, e.version, true from journeys.enrollments e
           where e.business_id = $1 and e.id = $2 and e.status <> 'active' and not exists (select from gone_on)),
        told as (${writeTimeline}),
        seen as (update journeys.mailbox m
                    set seen_at = coalesce(m.seen_at, now()),
                        body = case when t.step is null then m.body
                                    else jsonb_set(m.body, '{taken}', coalesce(m.body -> 'taken', '[]') || t.step) end
                   from moved, unnest($5::uuid[]) as r (id) left join jsonb_each($6::jsonb) as t (id, step) on t.id = r.id::text
                  where m.business_id = $1 and m.id = r.id and (m.seen_at is null or t.step is not null))
   select exists (select from gone_on) as moved`,
);

/** Lines of the timeline without a move, as when a message is held or refused before the step is over. */
export const tell = statement(
  'perform.tell',
  `with moved as (select journey_id, customer_id, version, false as over from journeys.enrollments where business_id = $1 and id = $2),
        unused as (select $3::jsonb)
   ${writeTimeline}`,
);

/** Lock both again after the provider answered, in the same order, without reading anything. */
export const lockAgain = statement<{
  turn: number;
  status: string;
  reason_code: string | null;
  queued_event_id: string | null;
  erased: boolean;
}>(
  'perform.lock_again',
  `with person as (
     select c.id, c.lifecycle from crm.customers c
      where c.business_id = $1 and c.id = $3 for no key update)
   select e.turn, e.status, e.reason_code, e.queued_event_id, person.lifecycle = 'erased' as erased
     from journeys.enrollments e, person
    where e.business_id = $1 and e.id = $2 for no key update of e`,
);

/** The event kept for later by `onRepeat: queue` goes back to the inbox, for this journey only. */
export const releaseQueued = statement(
  'perform.release_queued',
  `with released as (
     update integrations.inbox_events i
        set status = 'received', journey_id = $3, attempt = attempt + 1, next_attempt_at = now()
      where i.business_id = $1 and i.id = $2 and i.status in ('matched', 'ignored')
      returning i.id)
   select pg_notify('journeyman_intake', '') from released`,
);

/** Add and remove tags, and merge attributes, of one customer. */
export const updateCustomer = statement(
  'perform.update_customer',
  `with added as (
     insert into crm.customer_tags (business_id, customer_id, tag)
     select $1, $2, t from unnest($3::text[]) t on conflict do nothing),
   removed as (
     delete from crm.customer_tags where business_id = $1 and customer_id = $2 and tag = any ($4::text[]))
   update crm.customers
      set attributes = attributes || $5::jsonb,
          given_name = coalesce($5::jsonb ->> 'firstName', given_name),
          locale = coalesce($5::jsonb ->> 'locale', locale)
    where business_id = $1 and id = $2`,
);
