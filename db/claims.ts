import { statement } from './statement.js';

/**
 * Which events are ready, across businesses; the role that reads this (app_dispatch) sees ids and times only.
 * Nothing is taken here: each event is claimed by the row lock of the transaction that matches it.
 * `offset 0` keeps PostgreSQL from joining everything that waits with everything that waits: it looks up each
 * subject in the index instead, however long the backlog is.
 */
export const readyEvents = statement<{ business_id: string; id: string }>(
  'claims.ready_events',
  `select e.business_id, e.id from integrations.inbox_events e
    where e.status = 'received' and e.next_attempt_at <= now()
      and not exists (
        select from integrations.inbox_events older
         where older.business_id = e.business_id and older.order_key = e.order_key and older.id < e.id
           and older.status in ('received', 'needs_details') offset 0)
    order by e.next_attempt_at, e.id
    limit $1`,
);

/** One event at a time per subject, whoever works on it. $2 is the event. */
export const lockOrder = statement<{ mine: boolean }>(
  'claims.lock_order',
  `select pg_try_advisory_xact_lock(hashtextextended(business_id::text || order_key, 1)) as mine
     from integrations.inbox_events where business_id = $1 and id = $2`,
);

export interface ClaimedEventRow {
  id: string;
  connection_id: string | null;
  origin: string;
  source: string;
  type: string;
  subject_kind: string | null;
  subject_id: string | null;
  payload: Buffer | null;
  journey_id: string | null;
  customer_id: string | null;
  attempt: number;
  failures: number;
  depth: number;
  occurred_at: Date;
  now: Date;
}

/** Take the event for this transaction, unless somebody has it or an older one of the same subject is unfinished. */
export const claimEvent = statement<ClaimedEventRow>(
  'claims.claim_event',
  `select e.id, e.connection_id, e.origin, e.source, e.type, e.subject_kind, e.subject_id, e.payload, e.journey_id,
          e.customer_id, e.attempt, e.failures, e.depth, e.occurred_at, clock_timestamp() as now
     from integrations.inbox_events e
    where e.business_id = $1 and e.id = $2 and e.status = 'received'
      and not exists (
        select from integrations.inbox_events older
         where older.business_id = $1 and older.order_key = e.order_key and older.id < e.id
           and older.status in ('received', 'needs_details') offset 0)
      for update of e skip locked`,
);

/**
 * What matching an event failed on, unless it has been tried again since; after the last try it is set aside (`dead`) so
 * that others can go on. $6 is how often it had failed before.
 */
export const recordFailure = statement(
  'claims.record_failure',
  `update integrations.inbox_events
      set failures = failures + 1, note = $3,
          status = case when failures + 1 >= $4 then 'dead' else status end,
          next_attempt_at = now() + make_interval(secs => $5)
    where business_id = $1 and id = $2 and status = 'received' and failures = $6`,
);
