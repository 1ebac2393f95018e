import { afterAll, beforeAll, expect, test } from '@jest/globals';
import pg from 'pg';
import { sweep, TARGETS } from '../../db/retention.js';
import { openDatabase, type Database } from '../../db/tenant.js';
import { freshDatabase, type FreshDatabase } from '../support/database.js';

let fresh: FreshDatabase;
let maint: Database;
let admin: pg.Client;
const now = new Date('2026-11-20T03:00:00Z');
const daysAgo = (days: number) => new Date(now.getTime() - days * 86_400_000);
const [keeps, holds] = ['019b0000-0000-7000-8000-000000000001', '019b0000-0000-7000-8000-000000000002'];

beforeAll(async () => {
  fresh = await freshDatabase();
  maint = openDatabase({ url: fresh.url, role: 'app_maint' });
  admin = new pg.Client({ connectionString: fresh.adminUrl });
  await admin.connect();
  for (const [index, id] of [keeps, holds].entries()) {
    await admin.query(`insert into tenancy.businesses (id, name) values ($1, $2)`, [id, `Business ${index}`]);
    for (const [age, days] of [10, 40, 500].entries()) {
      await admin.query(
        `insert into integrations.inbox_events (business_id, source, origin, dedupe_key, type, order_key, payload, raw, status, occurred_at, received_at)
         values ($1, 'api', 'api', $2, 'job_completed', $2, '\\x01', '\\x02', 'matched', $3, $3)`,
        [id, `e${age}`, daysAgo(days)],
      );
    }
  }
  await admin.query(
    `insert into platform.retention_policies (business_id, target, keep_days, legal_hold)
     select $1, t, 1, true from unnest($2::text[]) t`,
    [holds, TARGETS.map(({ name }) => name)],
  );
});
afterAll(async () => {
  await admin?.end();
  await maint?.close();
  await fresh?.drop();
});

const events = async (business: string) =>
  (
    await admin.query(
      `select dedupe_key, payload is not null as payload, raw is not null as raw from integrations.inbox_events where business_id = $1 order by 1`,
      [business],
    )
  ).rows;

test('raw deliveries go after a week, what an event said after a month, the event after 400 days', async () => {
  const swept = await sweep(maint, { now, batch: 2 });
  expect(swept).toMatchObject({ raw_deliveries: 3, event_payloads: 2, events: 1 });
  expect(await events(keeps)).toEqual([
    { dedupe_key: 'e0', payload: true, raw: false },
    { dedupe_key: 'e1', payload: false, raw: false },
  ]);
});

test('a legal hold keeps everything of that business', async () => {
  expect(await events(holds)).toHaveLength(3);
  expect((await events(holds)).every(({ raw }) => raw)).toBe(true);
});

test('sweeping again finds nothing', async () => {
  const again = await sweep(maint, { now });
  expect(Object.values(again).every((count) => count === 0)).toBe(true);
});
