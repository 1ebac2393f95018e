import { statement } from './statement.js';

/** Across businesses, as app_dispatch: what Temporal is still to be told, the oldest row of each enrollment only. */
export const readyOutbox = statement<{
  business_id: string;
  id: string;
  kind: 'start' | 'nudge';
  enrollment_id: string;
}>(
  'outbox.ready',
  `select o.business_id, o.id, o.kind, o.enrollment_id
     from integrations.outbox o
    where o.published_at is null and o.next_attempt_at <= now()
      and not exists (
        select from integrations.outbox older
         where older.business_id = o.business_id and older.enrollment_id = o.enrollment_id
           and older.published_at is null and older.id < o.id offset 0)
    order by o.next_attempt_at, o.id
    limit $1`,
);

/** What a dispatch needs to know of an enrollment: where the database says it is. */
export const dispatchFacts = statement<{ id: string; turn: number; status: string }>(
  'outbox.dispatch_facts',
  `select id, turn, status from journeys.enrollments where business_id = $1 and id = any ($2::uuid[])`,
);

export const markPublished = statement(
  'outbox.mark_published',
  `update integrations.outbox set published_at = now() where business_id = $1 and id = any ($2::uuid[])`,
);

/** Try again later: 1 s, 2 s, 4 s … at most a minute apart. */
export const markFailed = statement(
  'outbox.mark_failed',
  `update integrations.outbox
      set attempts = attempts + 1, last_error = $3,
          next_attempt_at = now() + make_interval(secs => least(60, power(2, least(attempts, 10))) * (0.8 + random() * 0.4))
    where business_id = $1 and id = any ($2::uuid[])`,
);

/** Put a nudge in the outbox of each enrollment and wake the dispatcher. */
export const enqueueNudges = statement(
  'outbox.enqueue_nudges',
  `with put as (
     insert into integrations.outbox (business_id, kind, enrollment_id)
     select $1, 'nudge', e from unnest($2::uuid[]) e returning id)
   select pg_notify('journeyman_outbox', '') where exists (select from put)`,
);

/** Across businesses, as app_dispatch: active enrollments whose time passed more than five minutes ago. */
export const overdueEnrollments = statement<{ business_id: string; id: string }>(
  'outbox.overdue_enrollments',
  `select business_id, id from journeys.enrollments
    where status = 'active' and due_at < now() - interval '5 minutes' and paused_at is null
    order by due_at limit $1`,
);

/** Across businesses, as app_dispatch: active enrollments that were never given a directive. */
export const neverStarted = statement<{ business_id: string; id: string }>(
  'outbox.never_started',
  `select business_id, id from journeys.enrollments
    where status = 'active' and turn = 0 and started_at < now() - interval '5 minutes'
    order by started_at limit $1`,
);

/** Likewise: those that were to go on at once and have not, as when Temporal has lost what it was told last. */
export const notGoneOn = statement<{ business_id: string; id: string }>(
  'outbox.not_gone_on',
  `select business_id, id from journeys.enrollments
    where status = 'active' and due_at is null and turn > 0 and directive ->> 'do' = 'run'
      and updated_at < now() - interval '5 minutes' and paused_at is null
    order by updated_at limit $1`,
);

/** Have the dispatcher start (or find running) the workflow of each enrollment again. */
export const enqueueStarts = statement(
  'outbox.enqueue_starts',
  `with put as (
     insert into integrations.outbox (business_id, kind, enrollment_id)
     select $1, k.kind, e.id from unnest($2::uuid[]) wanted (id)
       join journeys.enrollments e on e.business_id = $1 and e.id = wanted.id and e.status = 'active'
       cross join (values ('start'), ('nudge')) k (kind)
      where not exists (select from integrations.outbox o
                         where o.business_id = $1 and o.enrollment_id = e.id and o.published_at is null)
     returning id)
   select pg_notify('journeyman_outbox', '') where exists (select from put)`,
);
