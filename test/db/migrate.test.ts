import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { execFile } from 'node:child_process';
import { readdir } from 'node:fs/promises';
import { promisify } from 'node:util';
import pg from 'pg';
import { createDatabase } from '../../db/create-database.js';
import { createLogin } from '../../db/login.js';
import { migrate, migrationsFolder, pendingMigrations } from '../../db/migrate.js';
import { openDatabase, withBusiness } from '../../db/tenant.js';
import { newId } from '../../lib/ids.js';
import { startCluster, type Cluster } from './cluster.js';

let cluster: Cluster;
beforeAll(async () => {
  cluster = await startCluster();
}, 60_000);
afterAll(() => cluster?.stop());

const silent = () => {};
const everyMigration = async () =>
  (await readdir(migrationsFolder)).map((file) => file.replace(/\.sql$/, '')).sort();

async function emptyDatabase(name: string): Promise<string> {
  await createDatabase({ adminUrl: cluster.url('postgres'), name });
  return cluster.url(name);
}

async function ask<Row extends pg.QueryResultRow>(url: string, text: string, values: unknown[] = []) {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<Row>(text, values)).rows;
  } finally {
    await client.end();
  }
}

test('eight programs that start at once on an empty server bring it up together', async () => {
  const databaseUrl = await emptyDatabase('together');
  const once = await emptyDatabase('beside');
  // Two real processes and six callers, and another database of the same server that wants the same roles.
  const alone = () =>
    promisify(execFile)(process.execPath, ['--import', 'tsx', 'db/main.ts'], {
      env: { ...process.env, DATABASE_URL: databaseUrl },
    });
  const [applied] = await Promise.all([
    Promise.all(Array.from({ length: 6 }, () => migrate({ databaseUrl, log: silent }))),
    alone(),
    alone(),
    migrate({ databaseUrl: once, log: silent }),
  ]);

  expect(applied.flat().length).toBeLessThanOrEqual((await everyMigration()).length);
  const rows = await ask<{ name: string }>(databaseUrl, 'select name from migrations.applied order by id');
  expect(rows.map((row) => row.name)).toEqual(await everyMigration());
}, 60_000);

test('migrating again changes nothing', async () => {
  const databaseUrl = await emptyDatabase('again');
  expect(await migrate({ databaseUrl, log: silent })).toEqual(await everyMigration());
  expect(await migrate({ databaseUrl, log: silent })).toEqual([]);
});

test('a migration that was edited or removed after it was applied is refused by name', async () => {
  const databaseUrl = await emptyDatabase('edited');
  await migrate({ databaseUrl, log: silent });
  await ask(databaseUrl, `update migrations.checksums set sha256 = 'another' where name = '0003_customers'`);
  await expect(migrate({ databaseUrl, log: silent })).rejects.toThrow(
    /changed or removed after they were applied: 0003_customers\. Put them back/,
  );
  await ask(databaseUrl, `delete from migrations.checksums where name = '0003_customers'`);
  await ask(databaseUrl, `insert into migrations.checksums values ('0000_gone', 'x')`);
  await expect(migrate({ databaseUrl, log: silent })).rejects.toThrow(/0000_gone/);
});

test('whoever only looks can tell what is still to be applied', async () => {
  const databaseUrl = await emptyDatabase('looked_at');
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  const before = await pendingMigrations(client);
  await migrate({ databaseUrl, log: silent });
  const after = await pendingMigrations(client);
  await client.end();
  expect(before).toEqual(await everyMigration());
  expect(after).toEqual([]);
});

test('a login that is no superuser migrates a server of its own, and the app then signs in with less', async () => {
  // A managed PostgreSQL: a login that may make roles, and a database in which it may make schemas.
  const managed = await startCluster();
  try {
    const admin = managed.url('postgres');
    await ask(admin, `create role keeper login createrole noinherit password 'keeper'`);
    await ask(admin, 'create database managed');
    await ask(admin, 'grant create on database managed to keeper');
    const databaseUrl = as(managed.url('managed'), 'keeper', 'keeper');
    await migrate({ databaseUrl, log: silent });
    await createLogin({ adminUrl: databaseUrl, name: 'app', password: 'app' });

    const url = as(managed.url('managed'), 'app', 'app');
    await expect(ask(url, 'select from crm.customers')).rejects.toThrow(/permission denied/);
    const database = openDatabase({ url, role: 'app_user', max: 1 });
    const id = newId();
    const names = await withBusiness(database, { businessId: id }, async (tx) => {
      await tx.k.insertInto('tenancy.businesses').values({ id, name: 'Marta Plumbing' }).execute();
      return tx.k.selectFrom('tenancy.businesses').select('name').execute();
    });
    await database.close();
    expect(names).toEqual([{ name: 'Marta Plumbing' }]);
    // The next release does both again.
    expect(await migrate({ databaseUrl, log: silent })).toEqual([]);
    await createLogin({ adminUrl: databaseUrl, name: 'app', password: 'changed' });
  } finally {
    await managed.stop();
  }
}, 60_000);

function as(url: string, user: string, password: string): string {
  const address = new URL(url);
  address.username = user;
  address.password = password;
  return address.href;
}
