import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { Connection } from '@temporalio/client';
import pg from 'pg';
import { freshDatabase, type FreshDatabase } from './database.js';
import { freshNamespace, temporalAddress } from './temporal.js';

let database: FreshDatabase;
beforeAll(async () => {
  database = await freshDatabase();
});
afterAll(() => database.drop());

test('every test file gets a migrated database of its own', async () => {
  const client = new pg.Client({ connectionString: database.adminUrl });
  await client.connect();
  const { rows } = await client.query(`select to_regclass('tenancy.businesses')::text as name`);
  await client.end();
  expect(rows).toEqual([{ name: 'tenancy.businesses' }]);
});

test('the login of the product reads nothing until it becomes a role', async () => {
  const client = new pg.Client({ connectionString: database.url });
  await client.connect();
  await expect(client.query('select from tenancy.businesses')).rejects.toMatchObject({ code: '42501' });
  await client.query('set role app_user');
  expect((await client.query('select from tenancy.businesses')).rowCount).toBe(0);
  await client.end();
});

test('the Temporal server of the tests keeps histories for eight days, as in production', async () => {
  const connection = await Connection.connect({ address: temporalAddress() });
  const { config } = await connection.workflowService.describeNamespace({ namespace: 'default' });
  await connection.close();
  expect(Number(config?.workflowExecutionRetentionTtl?.seconds)).toBe(8 * 24 * 3600);
});

test('a test file may have a Temporal namespace of its own', async () => {
  expect(await freshNamespace()).not.toBe(await freshNamespace());
});
