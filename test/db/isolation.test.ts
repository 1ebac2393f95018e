import { afterAll, beforeAll, expect, test } from '@jest/globals';
import pg from 'pg';
import { freshDatabase, type FreshDatabase } from '../support/database.js';
import { newId } from '../../lib/ids.js';
import { attackAll, type Stage } from './isolation/attacks.js';
import { faultsOf, NOBODYS_TABLES, TENANT_SCHEMAS } from './isolation/catalogue.js';
import { fabricate, insert, tenantTables, type Row, type Table } from './isolation/fabricate.js';
import { MUTATIONS } from './isolation/mutations.js';

let fresh: FreshDatabase;
let admin: pg.Client;
beforeAll(async () => {
  fresh = await freshDatabase();
  admin = new pg.Client({ connectionString: fresh.adminUrl });
  await admin.connect();
});
afterAll(async () => {
  await admin?.end();
  await fresh?.drop();
});

test('the catalogue keeps every business to itself, table by table', async () => {
  const { faults, checked } = await faultsOf(admin);
  expect(faults).toEqual([]);
  expect(checked).toBeGreaterThan(400);
});

test.each(Object.entries(MUTATIONS))('it would be noticed if %s', async (_, mutation) => {
  await admin.query('begin');
  try {
    await admin.query(mutation);
    const { faults } = await faultsOf(admin);
    expect(faults).not.toEqual([]);
  } finally {
    await admin.query('rollback');
  }
});

test('a business that tries everything gets at nothing of another', async () => {
  const tables = await tenantTables(admin);
  const [attacker, victim] = [await fill(tables), await fill(tables)];
  const before = await everythingOf(tables, victim.id);
  const client = new pg.Client({ connectionString: fresh.url });
  await client.connect();
  const { leaks, tried } = await attackAll({ client, tables, attacker, victim });
  await client.end();

  expect(leaks).toEqual([]);
  expect(tried).toBeGreaterThan(500);
  expect(await everythingOf(tables, victim.id)).toEqual(before);
});

test('each role of the app reaches its own tables and no others', async () => {
  const { rows } = await admin.query<{ role: string; reads: string[] }>(
    `select r.rolname as role, array_agg(n.nspname || '.' || c.relname order by 1)
              filter (where has_any_column_privilege(r.rolname, c.oid, 'select')) as reads
       from pg_roles r, pg_class c join pg_namespace n on n.oid = c.relnamespace
      where r.rolname in ('app_user', 'app_dispatch', 'app_router', 'app_auth', 'app_search')
        and n.nspname = any ($1) and c.relkind = 'r'
      group by r.rolname order by r.rolname`,
    [[...TENANT_SCHEMAS, 'auth']],
  );
  const reads = Object.fromEntries(rows.map((row) => [row.role, [...(row.reads ?? [])].sort()]));
  expect(reads.app_dispatch).toEqual([
    'integrations.inbox_events',
    'integrations.outbox',
    'integrations.unrouted_events',
    'journeys.enrollments',
    'journeys.notices',
    'messaging.messages',
    'messaging.test_messages',
  ]);
  expect(reads.app_router).toEqual([
    'feedback.qr_codes',
    'integrations.connections',
    'messaging.links',
    'platform.public_tokens',
    'tenancy.api_keys',
    'tenancy.businesses',
    'tenancy.invitations',
    'tenancy.logos',
    'tenancy.memberships',
  ]);
  expect(reads.app_search).toEqual(['crm.customer_identities', 'crm.customer_tags', 'crm.customers']);
  expect(reads.app_auth!.every((name) => name.startsWith('auth.'))).toBe(true);
  expect(reads.app_user!.filter((name) => name.startsWith('auth.') || name in NOBODYS_TABLES)).toEqual([]);
});

/** A business with one row in every table. */
async function fill(tables: Table[]): Promise<Stage['victim']> {
  const id = newId();
  const rows: Record<string, Row> = { 'auth."user"': { id } };
  await admin.query(`insert into auth."user" (id, name, email) values ($1, 'Marta', $1)`, [id]);
  for (const table of tables) {
    const row = fabricate(table, id, rows);
    await insert(admin, table.name, row);
    rows[table.name] = row;
  }
  return { id, rows };
}

/** The rows of one business as the superuser sees them. */
async function everythingOf(tables: Table[], businessId: string): Promise<Record<string, unknown[]>> {
  const found: Record<string, unknown[]> = {};
  for (const { name, tenantColumn } of tables) {
    const read = `select to_jsonb(t) as row from ${name} t where "${tenantColumn}" = $1`;
    found[name] = (await admin.query(read, [businessId])).rows;
    expect(found[name]).toHaveLength(1);
  }
  return found;
}
