import { afterAll, beforeAll, expect, test } from '@jest/globals';
import pg from 'pg';
import { insertTogether } from '../../../api/sources/insert-together.js';
import type { NewInboxEvent } from '../../../db/inbox.js';
import { openDatabase, type Database } from '../../../db/tenant.js';
import { newId } from '../../../lib/ids.js';
import { freshDatabase, type FreshDatabase } from '../../support/database.js';

let fresh: FreshDatabase;
let database: Database;
let admin: pg.Client;
const businessId = newId();
const door = { businessId, actor: 'connection:shop' };

beforeAll(async () => {
  fresh = await freshDatabase();
  database = openDatabase({ url: fresh.url, role: 'app_user', max: 2 });
  admin = new pg.Client({ connectionString: fresh.adminUrl });
  await admin.connect();
  await admin.query(`insert into tenancy.businesses (id, name) values ($1, 'Marta')`, [businessId]);
});
afterAll(async () => {
  await admin?.end();
  await database?.close();
  await fresh?.drop();
});

const event = (dedupeKey: string, more: Partial<NewInboxEvent> = {}): NewInboxEvent => ({
  id: newId(),
  connectionId: null,
  source: 'api',
  origin: 'api',
  dedupeKey,
  sourceId: dedupeKey,
  bodyHash: Buffer.from(dedupeKey),
  type: 'job_completed',
  subject: null,
  payload: Buffer.from('sealed'),
  raw: null,
  journeyId: null,
  customerId: null,
  status: 'received',
  note: null,
  depth: 0,
  occurredAt: new Date(),
  ...more,
});

test('deliveries that arrive during a transaction share the next one, and each hears of its own events', async () => {
  const deliveries = Array.from({ length: 12 }, (_, at) => [event(`rush-${at}`), event(`rush-${at}-more`)]);
  const answers = await Promise.all(deliveries.map((rows) => insertTogether(database, door, rows)));
  expect(answers).toEqual(
    deliveries.map((rows) => rows.map(({ id }) => ({ id, duplicate: false, sameBody: true }))),
  );
  const { rows } = await admin.query<{ transactions: string; events: string }>(
    `select count(distinct xmin::text) as transactions, count(*) as events from integrations.inbox_events
      where dedupe_key like 'rush-%'`,
  );
  expect(rows).toEqual([{ transactions: '2', events: '24' }]);
});

test('the same event twice in one rush is kept once, and the second hears of the first', async () => {
  const begin = insertTogether(database, door, [event('other')]);
  const first = event('twice');
  const [, [one], [two]] = await Promise.all([
    begin,
    insertTogether(database, door, [first]),
    insertTogether(database, door, [event('twice', { bodyHash: Buffer.from('changed') })]),
  ]);
  expect(one).toEqual({ id: first.id, duplicate: false, sameBody: true });
  expect(two).toEqual({ id: first.id, duplicate: true, sameBody: false });
});

test('a delivery that the database refuses does not take the others of its rush with it', async () => {
  const begin = insertTogether(database, door, [event('before')]);
  const [, good, bad, alsoGood] = await Promise.allSettled([
    begin,
    insertTogether(database, door, [event('good')]),
    insertTogether(database, door, [event('bad', { status: 'nonsense' as never })]),
    insertTogether(database, door, [event('also-good')]),
  ]);
  expect([good.status, bad.status, alsoGood.status]).toEqual(['fulfilled', 'rejected', 'fulfilled']);
});

test('when the database is away everybody of the rush is told', async () => {
  const nowhere = openDatabase({ url: 'postgres://nobody@127.0.0.1:1/none', role: 'app_user' });
  const answers = await Promise.allSettled(
    [1, 2, 3].map((at) => insertTogether(nowhere, door, [event(`lost-${at}`)])),
  );
  expect(answers.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected']);
  await nowhere.close();
});
