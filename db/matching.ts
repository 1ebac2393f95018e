import type { CustomerRow } from './perform.js';
import { statement } from './statement.js';

export interface ConsideredJourneyRow {
  journey_id: string;
  name: string;
  status: 'live' | 'paused';
  pause_mode: 'no_new_people' | 'hold_everyone' | null;
  live_version: number;
  roles: ('entry' | 'goal' | 'stop' | 'listener')[];
}

export interface LiveEnrollmentRow {
  id: string;
  journey_id: string;
  journey_name: string;
  version: number;
  customer_id: string;
  subject_kind: string | null;
  subject_id: string | null;
  step_id: string | null;
  directive: Record<string, unknown> | null;
  facts: Record<string, unknown>;
  since: string | null;
  started_at: string;
  last_message_at: string | null;
  /** This person, or everybody in the journey, is being held: what comes is kept for later. */
  held: boolean;
}

export interface PastEnrollmentRow {
  journey_id: string;
  subject_kind: string | null;
  subject_id: string | null;
  started_at: string;
}

export interface FoundForMatching {
  journeys: ConsideredJourneyRow[];
  live: LiveEnrollmentRow[];
  past: PastEnrollmentRow[];
  business: Record<string, unknown>;
}

/**
 * Everything a verdict needs, read after the customer is locked: the live and paused journeys that name the type
 * (or the one journey the event is meant for), who of this customer and this subject is inside which journey, and
 * who has been. $2 type, $3 customer, $4/$5 subject, $6 the one journey. Journeys are held in the weakest way until the
 * commit, as the key of an enrollment holds them anyway: who deletes one waits for whoever is just being taken in.
 */
export const loadMatching = statement<FoundForMatching>(
  'matching.load',
  `with open as materialized (
     select j.id, j.name, j.status, j.pause_mode, j.live_version from journeys.journeys j
      where j.business_id = $1 and j.status in ('live', 'paused') and j.deleted_at is null and j.live_version is not null
        and (j.id = $6::uuid or $6::uuid is null and exists (
               select from journeys.triggers t
                where t.business_id = $1 and t.journey_id = j.id and t.event_type = $2))
      order by j.id for key share of j),
   considered as (
     select j.id as journey_id, j.name, j.status, j.pause_mode, j.live_version,
            coalesce(array_agg(distinct t.role) filter (where t.event_type = $2), '{}') as roles
       from open j left join journeys.triggers t on t.business_id = $1 and t.journey_id = j.id
      group by j.id, j.name, j.status, j.pause_mode, j.live_version)
   select coalesce((select jsonb_agg(to_jsonb(c) order by c.journey_id) from considered c), '[]') as journeys,
          coalesce((select jsonb_agg(jsonb_build_object('id', e.id, 'journey_id', e.journey_id, 'journey_name', j.name,
                      'version', e.version, 'customer_id', e.customer_id, 'subject_kind', e.subject_kind,
                      'subject_id', e.subject_id, 'step_id', e.step_id, 'directive', e.directive, 'facts', e.facts,
                      'since', e.since, 'started_at', e.started_at, 'last_message_at', e.last_message_at,
                      'held', e.paused_at is not null or j.pause_mode is not distinct from 'hold_everyone') order by e.id)
                      from journeys.enrollments e
                      join journeys.journeys j on j.business_id = e.business_id and j.id = e.journey_id
                     where e.business_id = $1 and e.status = 'active'
                       and (e.customer_id = $3::uuid or (e.subject_kind = $4 and e.subject_id = $5))), '[]') as live,
          coalesce((select jsonb_agg(jsonb_build_object('journey_id', p.journey_id, 'subject_kind', p.subject_kind,
                      'subject_id', p.subject_id, 'started_at', p.started_at))
                      from (select p.journey_id, p.subject_kind, p.subject_id, p.started_at
                              from journeys.enrollments p
                             where p.business_id = $1 and p.customer_id = $3::uuid
                               and p.journey_id in (select journey_id from considered)
                             order by p.id desc limit 500) p), '[]') as past,
          (select jsonb_build_object('name', b.name, 'timezone', b.timezone, 'locale', b.locale, 'country', b.country,
                    'settings', b.settings) from tenancy.businesses b where b.id = $1) as business`,
);

export interface NewEnrollment {
  id: string;
  journey_id: string;
  version: number;
  subject_kind: string | null;
  subject_id: string | null;
  facts: unknown;
  depth: number;
  expires_at: string | null;
  timeline_id: string;
}

export interface NewMail {
  id: string;
  enrollment_id: string;
  kind: 'event' | 'goal' | 'stop_rule' | 'control';
  body: unknown;
  nudge: boolean;
}

export interface NewMatch {
  id: string;
  journey_id: string;
  enrollment_id: string | null;
  outcome: string;
  reason_code: string;
  reason_message: string;
  checks: { label: string; passed: boolean }[];
}

export interface EndedEnrollment {
  id: string;
  status: 'completed' | 'stopped';
  reason_code: string;
  reason_message: string;
  timeline_id: string;
}

export interface Outcome {
  event_id: string;
  status: 'matched' | 'ignored';
  note: string | null;
  customer_id: string | null;
  attempt: number;
  ended: EndedEnrollment[];
  enrollments: NewEnrollment[];
  merged: { id: string; facts: unknown }[];
  queued: { id: string }[];
  mail: NewMail[];
  matches: NewMatch[];
}

/** What is to be told to Temporal. */
export interface WrittenOutboxRow {
  outbox_id: string;
  kind: 'start' | 'nudge';
  enrollment_id: string;
}

/**
 * Write everything one event leads to: who is ended, who starts, what each mailbox gets, the verdicts, the outbox rows
 * that tell Temporal, and the event's own state. Ends come in a statement of their own (\`endEnrollments\`), because a
 * restart must free its place before the new passage takes it.
 * Whoever matched dispatches at once; the rows are offered to everybody five seconds later, should it have died.
 */
export const writeOutcome = statement<WrittenOutboxRow>(
  'matching.write_outcome',
  `with o as (select $2::jsonb as j),
   started as (
     insert into journeys.enrollments (business_id, id, journey_id, version, customer_id, subject_kind, subject_id,
                                       entry_event_id, facts, depth, expires_at)
     select $1, n.id, n.journey_id, n.version, ($2::jsonb ->> 'customer_id')::uuid, n.subject_kind, n.subject_id,
            ($2::jsonb ->> 'event_id')::uuid, n.facts, n.depth, n.expires_at
       from o, jsonb_to_recordset(o.j -> 'enrollments') as n (id uuid, journey_id uuid, version int, subject_kind text,
            subject_id text, facts jsonb, depth int, expires_at timestamptz)
     returning id, journey_id, customer_id, version),
   merged as (
     update journeys.enrollments e set facts = m.facts, updated_at = now()
       from o, jsonb_to_recordset(o.j -> 'merged') as m (id uuid, facts jsonb)
      where e.business_id = $1 and e.id = m.id),
   queued as (
     update journeys.enrollments e set queued_event_id = ($2::jsonb ->> 'event_id')::uuid, queued_at = now()
       from o, jsonb_to_recordset(o.j -> 'queued') as q (id uuid)
      where e.business_id = $1 and e.id = q.id),
   told as (
     insert into journeys.timeline (business_id, id, enrollment_id, journey_id, customer_id, version, type, reason_code,
                                    reason_message, event_id, actor)
     select $1, n.timeline_id, s.id, s.journey_id, s.customer_id, s.version, 'enrolled', 'entered',
            'The event that starts this journey came in.', ($2::jsonb ->> 'event_id')::uuid, 'journey'
       from started s, o, jsonb_to_recordset(o.j -> 'enrollments') as n (id uuid, timeline_id uuid)
      where n.id = s.id),
   mailed as (
     insert into journeys.mailbox (business_id, id, enrollment_id, kind, event_id, body)
     select $1, m.id, m.enrollment_id, m.kind, ($2::jsonb ->> 'event_id')::uuid, m.body
       from o, jsonb_to_recordset(o.j -> 'mail') as m (id uuid, enrollment_id uuid, kind text, body jsonb)),
   judged as (
     insert into journeys.event_matches (business_id, id, event_id, attempt, journey_id, enrollment_id, outcome,
                                         reason_code, reason_message, checks)
     select $1, m.id, ($2::jsonb ->> 'event_id')::uuid, ($2::jsonb ->> 'attempt')::int, m.journey_id, m.enrollment_id,
            m.outcome, m.reason_code, m.reason_message, m.checks
       from o, jsonb_to_recordset(o.j -> 'matches') as m (id uuid, journey_id uuid, enrollment_id uuid, outcome text,
            reason_code text, reason_message text, checks jsonb)),
   done as (
     update integrations.inbox_events
        set status = $2::jsonb ->> 'status', note = coalesce($2::jsonb ->> 'note', note),
            customer_id = ($2::jsonb ->> 'customer_id')::uuid, matched_at = now()
      where business_id = $1 and id = ($2::jsonb ->> 'event_id')::uuid)
   insert into integrations.outbox (business_id, kind, enrollment_id, next_attempt_at)
   select $1, tidings.kind, tidings.id, now() + interval '5 seconds'
     from (select 'start' as kind, s.id from started s
           union
           select 'nudge', m.enrollment_id
             from o, jsonb_to_recordset(o.j -> 'mail') as m (enrollment_id uuid, nudge boolean) where m.nudge
           union
           select 'nudge', (x ->> 'id')::uuid from o, jsonb_array_elements(o.j -> 'ended') x) as tidings
   returning id as outbox_id, kind, enrollment_id`,
);

/** End passages at once: a goal was reached, a stop rule applies, or a newer occurrence takes the place. */
export const endEnrollments = statement<{ journey_id: string; queued_event_id: string | null }>(
  'matching.end_enrollments',
  `with wanted as (
     select * from jsonb_to_recordset($2::jsonb) as w (id uuid, status text, reason_code text, reason_message text,
                                                       timeline_id uuid)),
   ended as (
     update journeys.enrollments e
        set status = w.status, reason_code = w.reason_code, reason_message = w.reason_message, ended_at = now(),
            due_at = null, updated_at = now()
       from wanted w
      where e.business_id = $1 and e.id = w.id and e.status = 'active' and e.id = any (array(select id from wanted))
     returning e.id, e.journey_id, e.customer_id, e.version, e.step_id, e.visit, e.queued_event_id),
   told as (
     insert into journeys.timeline (business_id, id, enrollment_id, journey_id, customer_id, version, type, step_id, visit,
                                    reason_code, reason_message, event_id, actor)
     select $1, w.timeline_id, e.id, e.journey_id, e.customer_id, e.version, 'ended', e.step_id, e.visit, w.reason_code,
            w.reason_message, $3, 'journey'
       from ended e join wanted w on w.id = e.id),
   settled as (
     update messaging.messages m
        set status = 'skipped', reason_code = w.reason_code, reason_message = w.reason_message, held_until = null
       from wanted w
      where m.business_id = $1 and m.enrollment_id = w.id and m.status = 'held')
   select journey_id, queued_event_id from ended`,
);

/** Lock several people, always in the order of their ids, and read what conditions look at. */
export const lockPeople = statement<CustomerRow & { tags: string[] }>(
  'matching.lock_people',
  `select c.id, c.name, c.given_name, c.family_name, c.email, c.phone, c.locale, c.timezone, c.country, c.lifecycle,
          c.attributes,
          (select i.external_id from crm.customer_identities i
            where i.business_id = c.business_id and i.customer_id = c.id order by i.id limit 1) as external_id,
          array(select t.tag from crm.customer_tags t
                 where t.business_id = c.business_id and t.customer_id = c.id order by t.tag) as tags
     from crm.customers c
    where c.business_id = $1 and c.id = any ($2::uuid[]) order by c.id for no key update of c`,
);
