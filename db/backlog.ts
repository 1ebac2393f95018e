import { statement } from './statement.js';
import type { Database } from './tenant.js';

export interface Backlog {
  inbox: number;
  inboxOldestSeconds: number;
  outbox: number;
  outboxOldestSeconds: number;
}

// Both counts walk a partial index of unfinished rows only, and stop at ten thousand.
const waiting = statement(
  'backlog.read',
  `select i.n::int as "inbox", coalesce(extract(epoch from now() - i.oldest), 0)::float8 as "inboxOldestSeconds",
          o.n::int as "outbox", coalesce(extract(epoch from now() - o.oldest), 0)::float8 as "outboxOldestSeconds"
     from (select count(*) as n, min(received_at) as oldest
             from (select received_at from integrations.inbox_events where status = 'received' limit 10000) e) i,
          (select count(*) as n, min(created_at) as oldest
             from (select created_at from integrations.outbox where published_at is null limit 10000) e) o`,
);

/** Across businesses, as app_dispatch: how much is waiting to be matched and dispatched (up to 10,000 of each). */
export async function readBacklog(dispatchDatabase: Database): Promise<Backlog> {
  const { rows } = await dispatchDatabase.pool.query({ ...waiting });
  return rows[0] as Backlog;
}
