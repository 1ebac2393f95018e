import { eraseCustomer } from './erasure.js';
import { firstIdAt } from './first-id-at.js';
import { statement, type Statement } from './statement.js';
import { withBusiness, type Database } from './tenant.js';

/**
 * How long something is kept and what becomes of it then. `platform.retention_policies` may say otherwise for one
 * business and target: other days, or `legal_hold`, which keeps everything.
 */
export interface Target {
  name: string;
  /** Days it is kept when the business has not said; null keeps it for good. */
  days: number | null;
  /** One sentence for whoever asks. */
  then: string;
  /** One batch of one business: $1 business, $2 keep what is newer, $3 after this id, $4 before this id, $5 how many. */
  sql: string;
}

/** Ids begin with the time a row was made: what is older than a moment lies in one piece of the primary key. */
const batchOf = (table: string, condition: string): string => `
  select y.id from ${table} y
   where y.business_id = $1 and y.id > $3 and y.id < $4 and ${condition}
   order by y.id limit $5`;

const scrub = (table: string, changes: string, condition: string): string => `
  with old as materialized (${batchOf(table, condition)})
  update ${table} x set ${changes} from old where x.business_id = $1 and x.id = old.id returning x.id`;

const remove = (table: string, condition: string): string => `
  with old as materialized (${batchOf(table, condition)})
  delete from ${table} x using old where x.business_id = $1 and x.id = old.id returning x.id`;

/** Nothing waits for this event any more: not intake, and nobody's next turn. */
const isFinished = `y.status in ('matched', 'ignored', 'dead') and not exists (
  select from journeys.enrollments e
   where e.business_id = $1 and e.customer_id = y.customer_id and e.status = 'active' and e.queued_event_id = y.id)`;

export const TARGETS: readonly Target[] = [
  {
    name: 'raw_deliveries',
    days: 7,
    then: 'The bytes of a source as they arrived are removed.',
    sql: scrub('integrations.inbox_events', 'raw = null', 'y.raw is not null and y.received_at < $2'),
  },
  {
    name: 'event_payloads',
    days: 30,
    then: 'What an event said is removed; that it came, and what it led to, stays.',
    sql: scrub(
      'integrations.inbox_events',
      'payload = null, note = null',
      `(y.payload is not null or y.note is not null) and y.received_at < $2 and ${isFinished}`,
    ),
  },
  {
    name: 'event_matches',
    days: 90,
    then: 'Why each journey took an event or let it pass is removed.',
    sql: remove('journeys.event_matches', 'y.at < $2'),
  },
  {
    name: 'events',
    days: 400,
    then: 'Events are removed, and with them the memory of what was delivered twice.',
    sql: remove('integrations.inbox_events', `y.received_at < $2 and ${isFinished}`),
  },
  {
    // The row itself stays: "once ever" and every count of the past ask it.
    name: 'timelines',
    days: 90,
    then: 'The timeline of a passage that has ended, and what it knew of the customer, is removed; how it ended stays.',
    sql: `
      with old as materialized (${batchOf(
        'journeys.enrollments',
        `y.status <> 'active' and y.ended_at < $2
         and exists (select from journeys.timeline t where t.business_id = $1 and t.enrollment_id = y.id)`,
      )}),
      told as (
        delete from journeys.timeline t using old where t.business_id = $1 and t.enrollment_id = old.id),
      mailed as (
        delete from journeys.mailbox m using old where m.business_id = $1 and m.enrollment_id = old.id)
      update journeys.enrollments x set facts = '{}', directive = null, reason_message = null
        from old where x.business_id = $1 and x.id = old.id returning x.id`,
  },
  {
    name: 'outbox',
    days: 14,
    then: 'What Temporal was told is removed.',
    sql: remove('integrations.outbox', 'y.published_at < $2'),
  },
  {
    name: 'message_texts',
    days: 90,
    then: 'The text and the address of a message are removed; that it was sent, and when, stays.',
    sql: `
      with old as materialized (${batchOf(
        'messaging.messages',
        `y.content is not null and y.status not in ('held', 'sending') and y.created_at < $2`,
      )}),
      told as (
        update messaging.message_events e set detail = '{}' from old
         where e.business_id = $1 and e.message_id = old.id and e.detail <> '{}')
      update messaging.messages x set content = null, reason_message = null
        from old where x.business_id = $1 and x.id = old.id returning x.id`,
  },
  {
    name: 'messages',
    days: 730,
    then: 'Messages are removed from the ledger, with their receipts and the asks they carried.',
    sql: remove('messaging.messages', `y.status not in ('held', 'sending') and y.created_at < $2`),
  },
  {
    name: 'test_messages',
    days: 30,
    then: 'That a test message was sent to somebody of the team is forgotten.',
    sql: remove('messaging.test_messages', `y.status not in ('queued', 'sending') and y.created_at < $2`),
  },
  {
    name: 'feedback',
    days: 730,
    then: 'A rating stays, but no longer says who gave it, and what they wrote is removed.',
    sql: scrub(
      'feedback.responses',
      `comment = '', private_note = '', resolution_note = null, customer_id = null, enrollment_id = null,
       message_id = null, token_id = null, subject_kind = null, subject_id = null`,
      `y.created_at < $2 and (y.customer_id is not null or y.comment <> '' or y.private_note <> '')`,
    ),
  },
  {
    name: 'public_tokens',
    days: 30,
    then: 'Links in messages that have expired are forgotten; they answer as unknown.',
    sql: remove('platform.public_tokens', 'y.expires_at < $2'),
  },
  {
    name: 'invitations',
    days: 30,
    then: 'Invitations that have expired are removed.',
    sql: remove('tenancy.invitations', 'y.expires_at < $2'),
  },
  {
    name: 'retired_secrets',
    days: 30,
    then: 'Secrets that were replaced are removed.',
    sql: remove('integrations.secrets', 'y.retires_at < $2'),
  },
  {
    name: 'notices',
    days: 400,
    then: 'What a journey told the team is removed.',
    sql: remove('journeys.notices', 'y.created_at < $2'),
  },
  {
    name: 'audit_log',
    days: 400,
    then: 'Who changed what is removed.',
    sql: remove('platform.audit_log', 'y.at < $2'),
  },
];

/** What is not looked for business by business: $1 keep what is newer, $2 how many. */
const SHARED: readonly (Omit<Target, 'days'> & { days: number })[] = [
  {
    name: 'idempotency_keys',
    days: 2,
    then: 'The answer given to a repeated request is forgotten.',
    sql: `delete from platform.idempotency_keys where ctid = any (array(
            select k.ctid from platform.idempotency_keys k
             where k.created_at < $1
               and not exists (select from platform.retention_policies p
                                where p.business_id = k.business_id and p.target = 'idempotency_keys' and p.legal_hold)
             limit $2))`,
  },
  {
    name: 'unrouted_events',
    days: 7,
    then: 'Deliveries that belong to no business are removed.',
    sql: `delete from integrations.unrouted_events where id = any (array(
            select id from integrations.unrouted_events where received_at < $1 limit $2))`,
  },
  {
    name: 'sessions',
    days: 30,
    then: 'Sign-ins that have expired are removed.',
    sql: `delete from auth."session" where "id" = any (array(
            select "id" from auth."session" where "expiresAt" < $1 limit $2))`,
  },
  {
    name: 'verifications',
    days: 1,
    then: 'Codes for confirming an address that have expired are removed.',
    sql: `delete from auth."verification" where "id" = any (array(
            select "id" from auth."verification" where "expiresAt" < $1 limit $2))`,
  },
  {
    name: 'sign_in_limits',
    days: 1,
    then: 'How often a password was guessed, and from where, is forgotten.',
    sql: `delete from auth.limits where key = any (array(
            select key from auth.limits where expire < extract(epoch from $1::timestamptz) * 1000 limit $2))`,
  },
];

/** People of whom nothing has been heard; erased only where a business has asked for it, usually after 1,095 days. */
const CUSTOMERS: Target = {
  name: 'customers',
  days: null,
  then: 'Somebody of whom nothing was heard for so long is erased, as if they had asked for it.',
  sql: batchOf(
    'crm.customers',
    `y.lifecycle <> 'erased' and y.merged_into is null and coalesce(y.last_event_at, y.created_at) < $2
     and not exists (select from journeys.enrollments e
                      where e.business_id = $1 and e.customer_id = y.id and e.status = 'active')
     and not exists (select from messaging.messages m
                      where m.business_id = $1 and m.customer_id = y.id and m.created_at >= $2)`,
  ),
};

interface Policies {
  id: string;
  /** By target. */
  policies: Record<string, { days: number; hold: boolean } | undefined>;
}

const DAY = 86_400_000;
const NO_ID = '00000000-0000-0000-0000-000000000000';

/**
 * Remove or scrub what has been kept long enough, business by business, in batches that are each their own
 * transaction; stopped anywhere, the next sweep goes on. Returns how many rows of each target were dealt with.
 */
export async function sweep(
  maintDatabase: Database,
  { now, batch = 1000 }: { now: Date; batch?: number },
): Promise<Record<string, number>> {
  const everything = [...TARGETS, CUSTOMERS, ...SHARED];
  const swept = Object.fromEntries(everything.map(({ name }) => [name, 0]));
  for (const { id, policies } of await businesses(maintDatabase)) {
    for (const target of [...TARGETS, CUSTOMERS]) {
      const policy = policies[target.name];
      const days = policy?.days ?? target.days;
      if (days === null || policy?.hold) continue;
      const keepSince = new Date(now.getTime() - days * DAY);
      for await (const ids of batches(maintDatabase, target, id, keepSince, batch)) {
        if (target === CUSTOMERS) await erase(maintDatabase, id, ids);
        swept[target.name]! += ids.length;
      }
    }
  }
  for (const { name, days, sql } of SHARED) {
    const keepSince = new Date(now.getTime() - days * DAY);
    let removed: number;
    do {
      removed = (await maintDatabase.pool.query(sql, [keepSince, batch])).rowCount ?? 0;
      swept[name]! += removed;
    } while (removed === batch);
  }
  return swept;
}

async function businesses(maintDatabase: Database): Promise<Policies[]> {
  const { rows } = await maintDatabase.pool.query<Policies>(
    `select b.id, coalesce(jsonb_object_agg(p.target, jsonb_build_object('days', p.keep_days, 'hold', p.legal_hold))
                             filter (where p.target is not null), '{}') as policies
       from tenancy.businesses b
       left join platform.retention_policies p on p.business_id = b.id
      group by b.id order by b.id`,
  );
  return rows;
}

/** The ids each batch dealt with. A batch begins where the one before ended, so nothing is looked at twice. */
async function* batches(
  maintDatabase: Database,
  { sql }: Target,
  businessId: string,
  keepSince: Date,
  batch: number,
): AsyncGenerator<string[]> {
  let after = NO_ID;
  for (;;) {
    const { rows } = await maintDatabase.pool.query<{ id: string }>(sql, [
      businessId,
      keepSince,
      after,
      firstIdAt(keepSince),
      batch,
    ]);
    const ids = rows.map(({ id }) => id).sort();
    if (ids.length > 0) yield ids;
    if (ids.length < batch) return;
    after = ids.at(-1)!;
  }
}

// Row-level security, which does not hold for maintenance, holds while somebody is erased.
const becomeTenant: Statement = statement('retention.become_tenant', 'set local role app_user');

async function erase(maintDatabase: Database, businessId: string, ids: string[]): Promise<void> {
  for (const id of ids) {
    await withBusiness(maintDatabase, { businessId, actor: 'system' }, async (tx) => {
      await tx.run(becomeTenant);
      await eraseCustomer(tx, id);
    });
  }
}
