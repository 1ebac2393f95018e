import { afterAll, beforeAll, expect, test } from '@jest/globals';
import pg from 'pg';
import { statement } from '../../db/statement.js';
import { openDatabase, withBusiness, type Database } from '../../db/tenant.js';
import { newId } from '../../lib/ids.js';
import { freshDatabase, type FreshDatabase } from '../support/database.js';

let fresh: FreshDatabase;
/** One connection: whoever comes next gets what the one before left behind. */
let database: Database;
let admin: pg.Client;
const [marta, pedro] = [newId(), newId()];

beforeAll(async () => {
  fresh = await freshDatabase();
  database = openDatabase({ url: fresh.url, role: 'app_user', max: 1 });
  admin = new pg.Client({ connectionString: fresh.adminUrl });
  await admin.connect();
  await admin.query(`insert into tenancy.businesses (id, name) values ($1, 'Marta'), ($2, 'Pedro')`, [
    marta,
    pedro,
  ]);
});
afterAll(async () => {
  await admin?.end();
  await database?.close();
  await fresh?.drop();
});

const insert = statement(
  'test.insert_customer',
  'insert into crm.customers (business_id, id, name) values ($1, $2, $3)',
);
const fail = statement('test.fail', 'select 1 / 0');
const who = statement<{ business: string | null; actor: string | null; role: string }>(
  'test.who',
  `select platform.current_business() as business, current_setting('app.actor', true) as actor, current_user as role`,
);
const ownBackend = statement<{ pid: number }>('test.own_backend', 'select pg_backend_pid() as pid');
const names = async (business: string) =>
  (
    await admin.query<{ name: string }>(
      'select name from crm.customers where business_id = $1 order by name',
      [business],
    )
  ).rows.map(({ name }) => name);

test('what was done is kept when the work succeeds, also what nobody waited for', async () => {
  const answer = await withBusiness(database, { businessId: marta }, async (tx) => {
    await tx.k.insertInto('crm.customers').values({ business_id: marta, id: newId(), name: 'Ana' }).execute();
    tx.last(insert, [marta, newId(), 'Bruno']);
    return 'done';
  });
  expect(answer).toBe('done');
  expect(await names(marta)).toEqual(['Ana', 'Bruno']);
});

test('nothing is kept when the work fails in the middle', async () => {
  const work = withBusiness(database, { businessId: marta }, async (tx) => {
    await tx.run(insert, [marta, newId(), 'Carla']);
    tx.last(insert, [marta, newId(), 'Carla again']);
    throw new Error('the provider said no');
  });
  await expect(work).rejects.toThrow('the provider said no');
  expect(await names(marta)).toEqual(['Ana', 'Bruno']);
});

test('a statement that nobody waited for fails the work when it fails', async () => {
  const work = withBusiness(database, { businessId: marta }, async (tx) => {
    await tx.run(insert, [marta, newId(), 'Dora']);
    tx.last(fail);
    return 'all is well';
  });
  await expect(work).rejects.toThrow('division by zero');
  expect(await names(marta)).toEqual(['Ana', 'Bruno']);
});

test('work that swallows a failure is not said to have been kept, and the failure is named', async () => {
  const work = withBusiness(database, { businessId: marta }, async (tx) => {
    await tx.run(insert, [marta, newId(), 'Elsa']);
    await tx.run(fail).catch(() => {});
    return 'all is well';
  });
  await expect(work).rejects.toThrow('division by zero');
  expect(await names(marta)).toEqual(['Ana', 'Bruno']);
});

test('rows of another business are neither seen nor written', async () => {
  const seen = await withBusiness(database, { businessId: pedro }, (tx) =>
    tx.k.selectFrom('crm.customers').select('name').execute(),
  );
  expect(seen).toEqual([]);
  await expect(
    withBusiness(database, { businessId: pedro }, (tx) => tx.run(insert, [marta, newId(), 'Intruder'])),
  ).rejects.toMatchObject({ code: '42501' });
});

test('whoever borrows the connection next is nobody until they say who they are', async () => {
  const during = await withBusiness(database, { businessId: marta, actor: 'key:7' }, (tx) => tx.run(who));
  const { rows: after } = await database.pool.query(who.text);
  expect(during).toEqual([{ business: marta, actor: 'key:7', role: 'app_user' }]);
  expect(after).toEqual([{ business: null, actor: '', role: 'app_user' }]);

  await withBusiness(database, { businessId: marta }, (tx) => tx.run(fail)).catch(() => {});
  expect((await database.pool.query(who.text)).rows[0].business).toBeNull();
  expect((await database.pool.query('select from crm.customers')).rowCount).toBe(0);
});

test('an id that is none is refused before anything is done', async () => {
  const work = withBusiness(database, { businessId: 'everybody' }, (tx) =>
    tx.run(insert, [marta, newId(), 'Flor']),
  );
  await expect(work).rejects.toThrow();
  expect(await names(marta)).toEqual(['Ana', 'Bruno']);
});

test('a connection that dies in the middle undoes the work, says so, and the next work gets a new one', async () => {
  const work = withBusiness(database, { businessId: marta }, async (tx) => {
    await tx.run(insert, [marta, newId(), 'Greta']);
    const [backend] = await tx.run(ownBackend);
    await admin.query('select pg_terminate_backend($1)', [backend!.pid]);
    await tx.run(who);
  });
  await expect(work).rejects.toThrow(/terminat|closed|connection/i);
  expect(await names(marta)).toEqual(['Ana', 'Bruno']);
  expect(await withBusiness(database, { businessId: marta }, (tx) => tx.run(who))).toHaveLength(1);
});

test('a transaction that somebody forgot is ended by the server, and holds no locks for ever', async () => {
  const settings = await withBusiness(database, { businessId: marta }, (tx) =>
    tx.run(
      statement<{ idle: string; running: string }>(
        'test.timeouts',
        `select current_setting('idle_in_transaction_session_timeout') as idle,
                current_setting('statement_timeout') as running`,
      ),
    ),
  );
  expect(settings).toEqual([{ idle: '1min', running: '1min' }]);
});
