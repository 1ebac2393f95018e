import { sql, type RawBuilder } from 'kysely';
import { releaseQueued } from './perform.js';
import type { BusinessTransaction } from './tenant.js';

/*
 * Hands on people who are inside a journey. Everybody who changes an enrollment locks its customer first and the
 * enrollment second, many of them in the order of their ids: matching and performing do the same, so whoever holds
 * both knows that nothing moves meanwhile.
 */

/** What an enrollment is doing, in one word. */
export type State =
  | 'starting'
  | 'waiting'
  | 'listening'
  /** A message waits for an hour at which it may leave. */
  | 'held'
  /** A message is with its provider. */
  | 'sending'
  | 'performing'
  /** The ask has gone, and a reminder may follow. */
  | 'asked'
  | 'paused';

/** SQL: does enrollment `e` have a message of its present step and visit that is so? */
const hasMessage = (so: RawBuilder<unknown>) => sql`
  exists (select from messaging.messages m
           where m.business_id = e.business_id and m.enrollment_id = e.id and m.direction = 'outbound'
             and m.step_id = e.step_id and m.visit = e.visit and ${so})`;

/** SQL for the state of an active enrollment `e`; null once it is over. */
export const stateOf = sql<State | null>`
  case when e.status <> 'active' then null
       when e.paused_at is not null then 'paused'
       when e.step_id is null then 'starting'
       when ${hasMessage(sql`m.status = 'sending'`)} then 'sending'
       when ${hasMessage(sql`m.status = 'held'`)} then 'held'
       when ${hasMessage(sql`m.status in ('sent', 'delivered', 'unknown')`)} then 'asked'
       when e.directive ->> 'do' = 'listen' and e.directive -> 'for' = '[]'::jsonb then 'paused'
       when e.directive ->> 'do' = 'listen' then 'listening'
       when e.directive ->> 'do' = 'wait' then 'waiting'
       else 'performing' end`;

/** Somebody inside, held still by the locks of this transaction. */
export interface Standing {
  id: string;
  stepId: string | null;
  state: State;
}

/** Lock everybody who is inside a journey. Whoever comes in after this began is not among them. */
export async function lockEverybodyInside(tx: BusinessTransaction, journeyId: string): Promise<Standing[]> {
  const { rows: people } = await sql<{ id: string }>`
    select c.id from crm.customers c
     where c.business_id = ${tx.businessId}
       and c.id in (select e.customer_id from journeys.enrollments e
                     where e.business_id = ${tx.businessId} and e.journey_id = ${journeyId} and e.status = 'active')
     order by c.id for no key update`.execute(tx.k);
  const { rows: locked } = await sql<{ id: string }>`
    select e.id from journeys.enrollments e
     where e.business_id = ${tx.businessId} and e.journey_id = ${journeyId} and e.status = 'active'
       and e.customer_id = any (${people.map(({ id }) => id)}::uuid[])
     order by e.id for no key update`.execute(tx.k);
  const { rows } = await sql<Standing>`
    select e.id, e.step_id as "stepId", ${stateOf} as state
      from journeys.enrollments e
     where e.business_id = ${tx.businessId} and e.id = any (${locked.map(({ id }) => id)}::uuid[])
     order by e.id`.execute(tx.k);
  return rows;
}

/** One enrollment under its locks. */
export interface LockedEnrollment extends Standing {
  journeyId: string;
  version: number;
  status: 'active' | 'completed' | 'stopped' | 'failed';
  pausedAt: Date | null;
  flow: unknown;
}

/** Lock one person and then their enrollment. Null when there is none. */
export async function lockEnrollment(tx: BusinessTransaction, id: string): Promise<LockedEnrollment | null> {
  await sql`
    select c.id from crm.customers c
     where c.business_id = ${tx.businessId}
       and c.id = (select e.customer_id from journeys.enrollments e
                    where e.business_id = ${tx.businessId} and e.id = ${id})
       for no key update`.execute(tx.k);
  await sql`
    select e.id from journeys.enrollments e
     where e.business_id = ${tx.businessId} and e.id = ${id} for no key update`.execute(tx.k);
  const { rows } = await sql<LockedEnrollment>`
    select e.id, e.journey_id as "journeyId", e.version, e.status, e.step_id as "stepId", e.paused_at as "pausedAt",
           ${stateOf} as state, v.flow
      from journeys.enrollments e
      join journeys.versions v
        on v.business_id = e.business_id and v.journey_id = e.journey_id and v.number = e.version
     where e.business_id = ${tx.businessId} and e.id = ${id}`.execute(tx.k);
  return rows[0] ?? null;
}

/** What `perform` is to do with an enrollment; it reads it when it next holds the locks. */
export interface Control {
  act: 'skip' | 'move' | 'resume';
  stepId?: string;
  version?: number;
  /** Time already waited counts at the new place. */
  credit?: boolean;
  /** What to do with what should have happened meanwhile. */
  overdue?: 'send_now' | 'skip' | 'stagger';
  reason: string;
}

/** Put the same word into the mailbox of each locked enrollment, and have Temporal told. */
export async function tellEnrollments(
  tx: BusinessTransaction,
  ids: readonly string[],
  control: Control,
): Promise<void> {
  if (ids.length === 0) return;
  await sql`
    insert into journeys.mailbox (business_id, enrollment_id, kind, body)
    select ${tx.businessId}, id, 'control', ${JSON.stringify({ ...control, actor: tx.actor })}::jsonb
      from unnest(${ids}::uuid[]) id`.execute(tx.k);
  await nudge(tx, ids);
}

/** Have Temporal told to look, `perSecond` of them at a time when given. */
export async function nudge(
  tx: BusinessTransaction,
  ids: readonly string[],
  perSecond?: number,
): Promise<void> {
  if (ids.length === 0) return;
  await sql`
    insert into integrations.outbox (business_id, kind, enrollment_id, next_attempt_at)
    select ${tx.businessId}, 'nudge', n.id,
           now() + case when ${perSecond ?? null}::int is null then interval '0'
                        else floor((n.place - 1) / ${perSecond ?? 1}::numeric) * interval '1 second' end
      from unnest(${ids}::uuid[]) with ordinality as n (id, place)`.execute(tx.k);
  await sql`select pg_notify('journeyman_outbox', '')`.execute(tx.k);
}

/** Why something was done, as timelines say it. */
export interface Why {
  code: string;
  message: string;
}

/**
 * End locked enrollments at once. Messages that were held are not sent; an occurrence that was waiting for the passage
 * to end gets its turn; Temporal is told.
 */
export async function endAtOnce(tx: BusinessTransaction, ids: readonly string[], why: Why): Promise<void> {
  if (ids.length === 0) return;
  const { rows: queued } = await sql<{ journeyId: string; eventId: string }>`
    with ended as (
      update journeys.enrollments e
         set status = 'stopped', reason_code = ${why.code}, reason_message = ${why.message}, ended_at = now(),
             due_at = null, paused_at = null
       where e.business_id = ${tx.businessId} and e.id = any (${ids}::uuid[]) and e.status = 'active'
      returning e.id, e.journey_id, e.customer_id, e.version, e.step_id, e.visit, e.queued_event_id),
    told as (
      insert into journeys.timeline (business_id, enrollment_id, journey_id, customer_id, version, type, step_id, visit,
                                     reason_code, reason_message, actor)
      select ${tx.businessId}, id, journey_id, customer_id, version, 'ended', step_id, visit, ${why.code},
             ${why.message}, ${tx.actor}
        from ended)
    select journey_id as "journeyId", queued_event_id as "eventId" from ended
     where queued_event_id is not null`.execute(tx.k);
  await skipHeldMessages(tx, ids, why);
  for (const { journeyId, eventId } of queued) {
    tx.last(releaseQueued, [tx.businessId, eventId, journeyId]);
  }
  await nudge(tx, ids);
}

/** Messages that wait for a better hour are not sent when their enrollment leaves the step. */
export async function skipHeldMessages(
  tx: BusinessTransaction,
  ids: readonly string[],
  why: Why,
): Promise<void> {
  await sql`
    update messaging.messages
       set status = 'skipped', reason_code = ${why.code}, reason_message = ${why.message}, held_until = null
     where business_id = ${tx.businessId} and enrollment_id = any (${ids}::uuid[]) and status = 'held'`.execute(
    tx.k,
  );
}

/** Hold one locked enrollment where it stands. */
export async function pauseEnrollment(tx: BusinessTransaction, id: string, why: Why): Promise<void> {
  await sql`
    with held as (
      update journeys.enrollments set paused_at = now()
       where business_id = ${tx.businessId} and id = ${id}
      returning id, journey_id, customer_id, version, step_id, visit)
    insert into journeys.timeline (business_id, enrollment_id, journey_id, customer_id, version, type, step_id, visit,
                                   reason_code, reason_message, actor)
    select ${tx.businessId}, id, journey_id, customer_id, version, 'control', step_id, visit, ${why.code},
           ${why.message}, ${tx.actor}
      from held`.execute(tx.k);
  await nudge(tx, [id]);
}

/** Let one locked enrollment go on. */
export async function resumeEnrollment(
  tx: BusinessTransaction,
  id: string,
  { overdue, reason }: { overdue: 'send_now' | 'skip' | 'stagger'; reason: string },
): Promise<void> {
  await sql`
    update journeys.enrollments set paused_at = null
     where business_id = ${tx.businessId} and id = ${id}`.execute(tx.k);
  await tellEnrollments(tx, [id], { act: 'resume', overdue, reason });
}

/** A message that had left our hands when its enrollment was stopped. */
export interface InFlight {
  id: string;
  channel: string;
  stepId: string | null;
}

export async function listInFlight(tx: BusinessTransaction, enrollmentId: string): Promise<InFlight[]> {
  return tx.k
    .selectFrom('messaging.messages')
    .select(['id', 'channel', 'step_id as stepId'])
    .where('business_id', '=', tx.businessId)
    .where('enrollment_id', '=', enrollmentId)
    .where('status', '=', 'sending')
    .orderBy('id')
    .execute();
}
