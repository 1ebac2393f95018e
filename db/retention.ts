import type { Database } from './tenant.js';

/**
 * How long things are kept, and what becomes of them then. `platform.retention_policies` may say otherwise for one
 * business and target: other days, or `legal_hold`, which keeps everything.
 *
 * Each statement takes a batch: $1 now, $2 the default in days, $3 rows at most. It runs as app_maint, which sees every
 * business, and returns one row for each thing removed.
 */
interface Target {
  name: string;
  days: number;
  sql: string;
}

/** Has this row of `alias` outlived its keeping time? */
const outlived = (alias: string, target: string, since: string): string => `
  ${since} < $1::timestamptz - make_interval(days => coalesce(
    (select p.keep_days from platform.retention_policies p
      where p.business_id = ${alias}.business_id and p.target = '${target}'), $2::int))
  and not exists (select from platform.retention_policies p
    where p.business_id = ${alias}.business_id and p.target = '${target}' and p.legal_hold)`;

const scrub = (target: string, table: string, since: string, set: string, left: string): string => `
  update ${table} x set ${set}
    from (select y.business_id, y.id from ${table} y where ${left} and ${outlived('y', target, since)} limit $3) old
   where x.business_id = old.business_id and x.id = old.id returning x.id`;

const remove = (target: string, table: string, since: string, more = 'true'): string => `
  delete from ${table} x
   using (select y.business_id, y.id from ${table} y where ${more} and ${outlived('y', target, since)} limit $3) old
   where x.business_id = old.business_id and x.id = old.id returning x.id`;

export const TARGETS: readonly Target[] = [
  {
    name: 'raw_deliveries',
    days: 7,
    sql: scrub(
      'raw_deliveries',
      'integrations.inbox_events',
      'y.received_at',
      'raw = null',
      'y.raw is not null',
    ),
  },
  {
    name: 'event_payloads',
    days: 30,
    sql: scrub(
      'event_payloads',
      'integrations.inbox_events',
      'y.received_at',
      'payload = null',
      `y.payload is not null and y.status in ('matched', 'ignored', 'dead')`,
    ),
  },
  { name: 'event_matches', days: 90, sql: remove('event_matches', 'journeys.event_matches', 'y.at') },
  // Dedupe keys outlive any sender's retries by far.
  {
    name: 'events',
    days: 400,
    sql: remove(
      'events',
      'integrations.inbox_events',
      'y.received_at',
      `y.status in ('matched', 'ignored', 'dead')`,
    ),
  },
  {
    name: 'outbox',
    days: 14,
    sql: remove('outbox', 'integrations.outbox', 'y.published_at', 'y.published_at is not null'),
  },
  {
    name: 'mailbox',
    days: 90,
    sql: remove('mailbox', 'journeys.mailbox', 'y.seen_at', 'y.seen_at is not null'),
  },
  {
    name: 'message_texts',
    days: 90,
    sql: scrub(
      'message_texts',
      'messaging.messages',
      'y.created_at',
      'content = null',
      `y.content is not null and y.status not in ('held', 'sending')`,
    ),
  },
  {
    name: 'public_tokens',
    days: 30,
    sql: remove('public_tokens', 'platform.public_tokens', 'y.expires_at', 'y.expires_at is not null'),
  },
  { name: 'notices', days: 400, sql: remove('notices', 'journeys.notices', 'y.created_at') },
  { name: 'audit_log', days: 400, sql: remove('audit_log', 'platform.audit_log', 'y.at') },
  {
    name: 'unrouted_events',
    days: 30,
    sql: `delete from integrations.unrouted_events where id in (select id from integrations.unrouted_events where received_at < $1::timestamptz - make_interval(days => $2::int) limit $3) returning id`,
  },
  {
    name: 'idempotency_keys',
    days: 2,
    sql: `delete from platform.idempotency_keys where ctid in (select ctid from platform.idempotency_keys where created_at < $1::timestamptz - make_interval(days => $2::int) limit $3) returning key`,
  },
];

/** Remove what has been kept long enough, in batches; returns how many rows of each target went or were scrubbed. */
export async function sweep(
  maintDatabase: Database,
  { now, batch = 1000 }: { now: Date; batch?: number },
): Promise<Record<string, number>> {
  const swept: Record<string, number> = {};
  for (const { name, days, sql } of TARGETS) {
    let count = 0;
    for (;;) {
      const { rowCount } = await maintDatabase.pool.query(sql, [now, days, batch]);
      count += rowCount ?? 0;
      if ((rowCount ?? 0) < batch) break;
    }
    swept[name] = count;
  }
  return swept;
}
