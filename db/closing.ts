import { endAtOnce } from './interventions.js';
import { statement } from './statement.js';
import { withBusiness, type BusinessTransaction, type Database } from './tenant.js';

const CLOSED = { code: 'business_deleted', message: 'The business was deleted.' };
const BATCH = 500;

const lock = statement<{ name: string }>(
  'closing.lock',
  'select name from tenancy.businesses where id = $1 for no key update',
);
const holds = statement<{ target: string }>(
  'closing.holds',
  'select target from platform.retention_policies where business_id = $1 and legal_hold order by target',
);
const begin = statement(
  'closing.begin',
  `update tenancy.businesses set status = 'closing' where id = $1 and status = 'active'`,
);

/** The name of the business, locked, and what a legal hold keeps of it. */
export async function lockForClosing(tx: BusinessTransaction): Promise<{ name: string; held: string[] }> {
  const [[business], held] = await Promise.all([
    tx.run(lock, [tx.businessId]),
    tx.run(holds, [tx.businessId]),
  ]);
  return { name: business!.name, held: held.map(({ target }) => target) };
}

/** From this commit on nobody signs in, no key works and no delivery is taken; `closeBusinesses` does the rest. */
export function beginClosing(tx: BusinessTransaction): void {
  tx.last(begin, [tx.businessId]);
}

/**
 * Take every business that is being deleted a step further: its events are let go, everybody inside its journeys is
 * stopped, and once nothing is with a provider and Temporal has been told, its keys are shredded and its rows removed.
 * Called every minute; stopped anywhere, the next call goes on. Returns how many are gone.
 */
export async function closeBusinesses(database: Database, maintDatabase: Database): Promise<number> {
  const { rows } = await maintDatabase.pool.query<{ id: string }>(
    `select id from tenancy.businesses where status = 'closing' order by id`,
  );
  const closed = await Promise.allSettled(rows.map(({ id }) => close(id, database, maintDatabase)));
  const failed = closed.find((one) => one.status === 'rejected');
  if (failed) throw failed.reason;
  return closed.filter((one) => one.status === 'fulfilled' && one.value).length;
}

/** Is it gone now? */
async function close(id: string, database: Database, maintDatabase: Database): Promise<boolean> {
  await quieten(database, id);
  if (!(await isQuiet(maintDatabase, id))) return false;
  await remove(maintDatabase, id);
  return true;
}

const letGo = statement(
  'closing.let_go',
  `update integrations.inbox_events set status = 'ignored', note = 'The business is being deleted.'
    where business_id = $1 and status in ('received', 'needs_details')`,
);
// An occurrence that waited for its turn would begin the journey again.
const forgetQueued = statement(
  'closing.forget_queued',
  `update journeys.enrollments set queued_event_id = null, queued_at = null
    where business_id = $1 and id = any ($2::uuid[]) and queued_event_id is not null`,
);
const lockPeople = statement<{ id: string }>(
  'closing.lock_people',
  `select c.id from crm.customers c
    where c.business_id = $1
      and c.id in (select e.customer_id from journeys.enrollments e
                    where e.business_id = $1 and e.status = 'active' order by e.customer_id limit $2)
    order by c.id for no key update`,
);
const lockInside = statement<{ id: string }>(
  'closing.lock_inside',
  `select id from journeys.enrollments
    where business_id = $1 and customer_id = any ($2::uuid[]) and status = 'active' order by id for no key update`,
);

async function quieten(database: Database, businessId: string): Promise<void> {
  for (;;) {
    const stopped = await withBusiness(database, { businessId, actor: 'system' }, async (tx) => {
      await tx.run(letGo, [businessId]);
      const people = await tx.run(lockPeople, [businessId, BATCH]);
      const inside = await tx.run(lockInside, [businessId, people.map(({ id }) => id)]);
      const ids = inside.map(({ id }) => id);
      await tx.run(forgetQueued, [businessId, ids]);
      await endAtOnce(tx, ids, CLOSED);
      return people.length;
    });
    if (stopped < BATCH) return;
  }
}

/**
 * A message that is with its provider may still learn what became of it, and a workflow that was told to end should
 * find that it has ended. Neither can hold up a deletion for more than a day.
 */
async function isQuiet(maintDatabase: Database, businessId: string): Promise<boolean> {
  const { rows } = await maintDatabase.pool.query<{ quiet: boolean }>(
    `select b.updated_at < now() - interval '1 day' or not (
              exists (select from messaging.messages m where m.business_id = b.id and m.status = 'sending')
              or exists (select from integrations.outbox o
                          where o.business_id = b.id
                            and (o.published_at is null or o.published_at > now() - interval '30 seconds')))
            and not exists (select from journeys.enrollments e where e.business_id = b.id and e.status = 'active')
              as quiet
       from tenancy.businesses b where b.id = $1`,
    [businessId],
  );
  return rows[0]?.quiet ?? false;
}

/**
 * The keys first: from there on nothing that was sealed can be read, wherever a copy lies. People go who belong to no
 * other business; every other row goes with the business.
 */
async function remove(maintDatabase: Database, businessId: string): Promise<void> {
  const { pool } = maintDatabase;
  await pool.query('delete from platform.data_keys where business_id = $1', [businessId]);
  await pool.query(
    `delete from auth."user" u
      where u."id" in (select m.user_id from tenancy.memberships m where m.business_id = $1)
        and not exists (select from tenancy.memberships m where m.user_id = u."id" and m.business_id <> $1)`,
    [businessId],
  );
  for (const table of await tablesOfBusinesses(maintDatabase)) {
    const text = `delete from ${table} where business_id = $1`;
    await pool.query(text, [businessId]);
  }
  await pool.query(`delete from tenancy.businesses where id = $1 and status = 'closing'`, [businessId]);
}

/**
 * Every table that belongs to businesses, each before the tables it points at. Read from the catalogue, so that a table
 * made tomorrow is not forgotten; names come as PostgreSQL quotes them.
 */
async function tablesOfBusinesses({ pool }: Database): Promise<string[]> {
  const { rows } = await pool.query<{ name: string; targets: string[] }>(
    `select c.oid::regclass::text as name,
            array(select f.confrelid::regclass::text from pg_constraint f
                   where f.conrelid = c.oid and f.contype = 'f' and f.confrelid <> c.oid) as targets
       from pg_class c join pg_attribute a on a.attrelid = c.oid
      where c.relkind in ('r', 'p') and a.attname = 'business_id' and not a.attisdropped
        and not c.relispartition
      order by 1`,
  );
  const ordered: string[] = [];
  let left = rows;
  while (left.length > 0) {
    const pointedAt = new Set(left.flatMap(({ targets }) => targets));
    const free = left.filter(({ name }) => !pointedAt.has(name));
    if (free.length === 0) throw new Error('Tables point at each other in a circle');
    ordered.push(...free.map(({ name }) => name));
    left = left.filter(({ name }) => pointedAt.has(name));
  }
  return ordered;
}
