import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { closeBusinesses } from '../../db/closing.js';
import { dataKeysIn } from '../../db/data-keys.js';
import { openDatabase, type Database } from '../../db/tenant.js';
import { createBusinessKeys } from '../../lib/business-keys.js';
import { createKeyring } from '../../lib/crypto.js';
import { newId } from '../../lib/ids.js';
import { freshDatabase, type FreshDatabase } from '../support/database.js';
import { fabricate, insert, tenantTables, type Row, type Table } from './isolation/fabricate.js';

let fresh: FreshDatabase;
let admin: pg.Client;
let database: Database;
let maint: Database;
let tables: Table[];
beforeAll(async () => {
  fresh = await freshDatabase();
  database = openDatabase({ url: fresh.url, role: 'app_user' });
  maint = openDatabase({ url: fresh.url, role: 'app_maint' });
  admin = new pg.Client({ connectionString: fresh.adminUrl });
  await admin.connect();
  tables = await tenantTables(admin);
});
afterAll(async () => {
  await admin?.end();
  await Promise.all([database?.close(), maint?.close()]);
  await fresh?.drop();
});

const run = async (sql: string, values: unknown[] = []) => (await admin.query(sql, values)).rows;
const close = () => closeBusinesses(database, maint);
const begin = (id: string) => run(`update tenancy.businesses set status = 'closing' where id = $1`, [id]);
const status = async (id: string) =>
  (await run('select status from tenancy.businesses where id = $1', [id]))[0]?.status ?? 'gone';

/** A business with one row in every table there is. */
async function business(): Promise<{ id: string; made: Record<string, Row> }> {
  const id = newId();
  const made: Record<string, Row> = { 'auth."user"': { id } };
  await run(`insert into auth."user" (id, name, email) values ($1, 'Marta', $1)`, [id]);
  for (const table of tables) {
    made[table.name] = fabricate(table, id, made);
    await insert(admin, table.name, made[table.name]!);
  }
  return { id, made };
}

/** As it stands once Temporal has been told of everything and no message is with a provider. */
async function settle(id: string) {
  await run(
    `update integrations.outbox set published_at = now() - interval '1 minute' where business_id = $1`,
    [id],
  );
  await run(`update messaging.messages set status = 'sent' where business_id = $1 and status = 'sending'`, [
    id,
  ]);
}

const rowsOf = async (id: string) =>
  Object.fromEntries(
    await Promise.all(
      tables.map(async ({ name, tenantColumn }) => [
        name,
        (await run(`select count(*)::int as n from ${name} where ${tenantColumn} = $1`, [id]))[0].n as number,
      ]),
    ),
  ) as Record<string, number>;

test('nothing of a deleted business is left in any table, and nothing of another is gone', async () => {
  const [gone, stays] = [await business(), await business()];
  const before = await rowsOf(stays.id);
  expect(Object.values(before).every((count) => count > 0)).toBe(true);
  await begin(gone.id);
  await close();
  await settle(gone.id);
  expect(await close()).toBe(1);
  expect(Object.entries(await rowsOf(gone.id)).filter(([, count]) => count > 0)).toEqual([]);
  expect(await rowsOf(stays.id)).toEqual(before);
  expect(await close()).toBe(0);
});

test('everybody inside a journey is stopped, and events that wait are let go', async () => {
  const { id, made } = await business();
  const event = made['integrations.inbox_events']!.id;
  await run(`update integrations.inbox_events set status = 'received' where id = $1`, [event]);
  await run(
    `update journeys.enrollments set status = 'active', ended_at = null, queued_event_id = $2 where business_id = $1`,
    [id, event],
  );
  await begin(id);
  expect(await close()).toBe(0);
  expect(
    await run('select status, reason_code from journeys.enrollments where business_id = $1', [id]),
  ).toEqual([{ status: 'stopped', reason_code: 'business_deleted' }]);
  expect(await run('select status, note from integrations.inbox_events where id = $1', [event])).toEqual([
    { status: 'ignored', note: 'The business is being deleted.' },
  ]);
  expect(
    await run(
      `select kind from integrations.outbox where business_id = $1 and published_at is null and kind = 'nudge'`,
      [id],
    ),
  ).not.toEqual([]);
  await settle(id);
  expect(await close()).toBe(1);
});

test('a message that is with its provider, and a word Temporal has not had, are waited for, at most a day', async () => {
  const { id } = await business();
  await begin(id);
  await close();
  await settle(id);
  await run(`update messaging.messages set status = 'sending' where business_id = $1`, [id]);
  await close();
  expect(await status(id)).toBe('closing');
  await settle(id);
  await run('update integrations.outbox set published_at = null where business_id = $1', [id]);
  await close();
  expect(await status(id)).toBe('closing');
  await run('alter table tenancy.businesses disable trigger touch');
  await run(`update tenancy.businesses set updated_at = now() - interval '25 hours' where id = $1`, [id]);
  await run('alter table tenancy.businesses enable trigger touch');
  await close();
  expect(await status(id)).toBe('gone');
});

test('what was sealed for a deleted business can never be opened again', async () => {
  const { id } = await business();
  await run('delete from platform.data_keys where business_id = $1', [id]);
  const keyring = createKeyring(randomBytes(32).toString('base64'));
  const place = { table: 'messages', rowId: newId(), kind: 'content' };
  const sealed = await createBusinessKeys(keyring, dataKeysIn(database)).seal(id, 'Dear Ana', place);
  await begin(id);
  await close();
  await settle(id);
  await close();
  await run(`insert into tenancy.businesses (id, name) values ($1, 'The same id again')`, [id]);
  await expect(createBusinessKeys(keyring, dataKeysIn(database)).open(id, sealed, place)).rejects.toThrow();
});

test('people who belong to no other business are forgotten, the others keep their sign-in', async () => {
  const [gone, stays] = [await business(), await business()];
  for (const [user, businesses] of [
    ['only-here', [gone.id]],
    ['in-both', [gone.id, stays.id]],
    ['elsewhere', [stays.id]],
  ] as const) {
    await run(`insert into auth."user" (id, name, email) values ($1, $1, $1 || '@example.com')`, [user]);
    await run(
      `insert into auth."session" ("id", "expiresAt", "token", "userId") values ($1, now(), $1, $1)`,
      [user],
    );
    for (const each of businesses)
      await run(
        `insert into tenancy.memberships (business_id, user_id, email, name, role) values ($1, $2, $2 || '@example.com', $2, 'owner')`,
        [each, user],
      );
  }
  await begin(gone.id);
  await close();
  await settle(gone.id);
  await close();
  const people = ['only-here', 'in-both', 'elsewhere', gone.id];
  const left = [{ id: 'elsewhere' }, { id: 'in-both' }];
  expect(await run('select id from auth."user" where id = any ($1) order by id', [people])).toEqual(left);
  expect(await run('select id from auth."session" order by id')).toEqual(left);
});
