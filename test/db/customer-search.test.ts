import { afterAll, beforeAll, expect, test } from '@jest/globals';
import pg from 'pg';
import { listCustomers } from '../../db/customers.js';
import { openDatabase, withBusiness, type Database } from '../../db/tenant.js';
import { newId } from '../../lib/ids.js';
import { freshDatabase, type FreshDatabase } from '../support/database.js';

let fresh: FreshDatabase;
let database: Database;
let admin: pg.Client;
const [marta, pedro] = [newId(), newId()];

beforeAll(async () => {
  fresh = await freshDatabase();
  database = openDatabase({ url: fresh.url, role: 'app_user', max: 2 });
  admin = new pg.Client({ connectionString: fresh.adminUrl });
  await admin.connect();
  await admin.query(`insert into tenancy.businesses (id, name) values ($1, 'Marta'), ($2, 'Pedro')`, [
    marta,
    pedro,
  ]);
  await admin.query(
    `insert into crm.customers (business_id, id, name, given_name, family_name, email, phone)
     select b.id, platform.new_id(), p.name, p.given_name, p.family_name, p.email, p.phone
       from tenancy.businesses b, (values
         ('Ana Ruiz', null, null, 'ana@example.com', '+34600111222'),
         (null, 'Bruno', 'Díaz', 'bd@EXAMPLE.org', '+34600333444'),
         ('100% Clean_Up \\ Ltd', null, null, null, null)) as p (name, given_name, family_name, email, phone)`,
  );
  await admin.query(
    `insert into crm.customer_identities (business_id, customer_id, source, external_id)
     select business_id, id, 'api', 'c-17' from crm.customers where name = 'Ana Ruiz'`,
  );
  await admin.query(
    `insert into crm.customer_tags (business_id, customer_id, tag)
     select business_id, id, 'vip' from crm.customers where given_name = 'Bruno'`,
  );
});
afterAll(async () => {
  await admin?.end();
  await database?.close();
  await fresh?.drop();
});

async function find(search: string, more: { tag?: string; limit?: number; after?: string } = {}) {
  const { tag, limit = 50, after = null } = more;
  return withBusiness(database, { businessId: marta }, (tx) =>
    listCustomers(tx, { after, limit, search, tag }),
  );
}
const named = async (search: string, more = {}) =>
  (await find(search, more)).map(({ name, givenName }) => name ?? givenName);

const cases = [
  ['ana r', ['Ana Ruiz']],
  ['RUIZ', ['Ana Ruiz']],
  ['bruno d', ['Bruno']],
  ['example', ['Bruno', 'Ana Ruiz']],
  ['600 111', ['Ana Ruiz']],
  ['+34 600-333', ['Bruno']],
  ['c-17', ['Ana Ruiz']],
  ['c-1', []],
  ['100%', ['100% Clean_Up \\ Ltd']],
  ['n_u', ['100% Clean_Up \\ Ltd']],
  ['a%z', []],
  ['\\', ['100% Clean_Up \\ Ltd']],
  ['nobody', []],
] as const;

test.each(cases)('looking for “%s” finds whom an owner would expect', async (search, expected) => {
  expect(await named(search)).toEqual(expected);
});

test('a search can be narrowed to a tag and read page by page', async () => {
  expect(await named('example', { tag: 'vip' })).toEqual(['Bruno']);
  const [first] = await find('example', { limit: 1 });
  expect(await named('example', { limit: 1, after: first!.id })).toEqual(['Ana Ruiz']);
});

test('the search function finds nobody outside a business', async () => {
  await expect(
    database.pool.query(`select * from crm.search_customers('ana', null, null, 10)`),
  ).resolves.toMatchObject({ rows: [] });
});

test('a PostgreSQL without the extensions for it answers the same', async () => {
  await admin.query('drop extension pg_trgm cascade');
  for (const [search, expected] of cases) expect(await named(search)).toEqual(expected);
});
