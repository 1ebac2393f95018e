import { afterAll, beforeAll, expect, test } from '@jest/globals';
import pg from 'pg';
import { newId } from '../../lib/ids.js';
import { newPublicToken } from '../../lib/tokens.js';
import { freshDatabase, type FreshDatabase } from '../support/database.js';
import { startApi, type TestApi } from './support/start-api.js';

let database: FreshDatabase;
let api: TestApi;
let admin: pg.Client;
beforeAll(async () => {
  database = await freshDatabase();
  api = await startApi(database);
  admin = new pg.Client({ connectionString: database.adminUrl });
  await admin.connect();
});
afterAll(async () => {
  await admin?.end();
  await api?.close();
  await database?.drop();
});

const run = async (sql: string, values: unknown[]) => (await admin.query(sql, values)).rows;
const CANARY = 'canary';

/** Somebody with something in every table that may know a person, each holding the word `canary`. */
async function somebody(business: string, key: string) {
  const { json } = await api.ask('POST', 'customers', {
    as: key,
    body: {
      externalId: 'canary-17',
      name: 'Canary Bird',
      firstName: 'Canary',
      email: `canary-${newId()}@example.com`,
      phone: '+34600111222',
      tags: ['canary'],
      attributes: { note: 'canary' },
      consents: [{ channel: 'sms', purpose: 'marketing', granted: true, evidence: 'canary signed' }],
    },
  });
  const customer = json.id as string;
  const [journey, enrollment, message, event] = [newId(), newId(), newId(), newId()];
  const member = (await run('select id from tenancy.memberships where business_id = $1', [business]))[0].id;
  const content = await api.deps.keys.seal(business, 'canary', {
    table: 'messages',
    rowId: message,
    kind: 'content',
  });
  const { hash, token } = newPublicToken();
  const ids = { business, customer, journey, enrollment, message, event };
  await run(
    `insert into journeys.journeys (business_id, id, name, status, live_version) values ($1, $2, 'Thanks', 'live', 1)`,
    [business, journey],
  );
  await run(
    `insert into journeys.versions (business_id, journey_id, number, flow) values ($1, $2, 1, '{}')`,
    [business, journey],
  );
  await run(
    `insert into journeys.enrollments (business_id, id, journey_id, version, customer_id, facts, reason_message, due_at)
     values ($1, $2, $3, 1, $4, '{"event":{"data":{"who":"canary"}}}', null, now() + interval '1 day')`,
    [business, enrollment, journey, customer],
  );
  await run(
    `insert into journeys.timeline (business_id, enrollment_id, journey_id, customer_id, version, type, reason_code, reason_message)
     values ($1, $2, $3, $4, 1, 'step', 'arm_held', 'Because the name is canary')`,
    [business, enrollment, journey, customer],
  );
  await run(
    `insert into journeys.mailbox (business_id, enrollment_id, kind, body) values ($1, $2, 'control', '{"act":"skip","reason":"canary asked"}')`,
    [business, enrollment],
  );
  await run(
    `insert into integrations.inbox_events (business_id, id, source, origin, dedupe_key, type, order_key, payload, raw, customer_id, note, occurred_at)
     values ($1, $2, 'api', 'api', $3, 'job_completed', $3, 'canary', 'canary', $4, 'canary', now())`,
    [business, event, newId(), customer],
  );
  await run(
    `insert into journeys.event_matches (business_id, event_id, journey_id, outcome, reason_code, reason_message, checks)
     values ($1, $2, $3, 'enrolled', 'ok', 'canary', '[{"label":"name is canary","passed":true}]')`,
    [business, event, journey],
  );
  await run(
    `insert into messaging.messages (business_id, id, send_key, channel, purpose, status, customer_id, enrollment_id, content, reason_code, reason_message, held_until)
     values ($1, $2, $3, 'email', 'service', 'held', $4, $5, $6, 'x', 'canary', now())`,
    [business, message, newId(), customer, enrollment, content],
  );
  await run(
    `insert into feedback.responses (business_id, rating, comment, private_note, source, customer_id, resolution_note)
     values ($1, 4, 'canary', 'canary', 'sms', $2, 'called canary')`,
    [business, customer],
  );
  await run(
    `insert into journeys.notices (business_id, membership_id, kind, body, customer_id, notice_key) values ($1, $2, 'journey', 'Call canary', $3, $4)`,
    [business, member, customer, newId()],
  );
  await run(
    `insert into platform.public_tokens (business_id, token_hash, purpose, customer_id) values ($1, $2, 'unsubscribe', $3)`,
    [business, hash, customer],
  );
  await run(`insert into crm.customer_notes (business_id, customer_id, body) values ($1, $2, 'canary')`, [
    business,
    customer,
  ]);
  await run(
    `insert into crm.customer_preferences (business_id, customer_id, category, key, value) values ($1, $2, 'diet', 'likes', '"canary"')`,
    [business, customer],
  );
  return { ...ids, token, email: json.email as string };
}

/** Where the word still stands, in any row of any table of one business; sealed bytes count as the word. */
async function whereCanariesAre(business: string): Promise<string[]> {
  const tables = await run(
    `select table_schema || '.' || table_name as name from information_schema.columns
      where column_name = 'business_id' and table_schema not in ('pg_catalog', 'information_schema') order by 1`,
    [],
  );
  const found: string[] = [];
  for (const { name } of tables) {
    const rows = await run(
      `select count(*)::int as n from ${name} t where business_id = $1
          and (to_jsonb(t)::text ilike '%${CANARY}%' or to_jsonb(t)::text like '%${Buffer.from(CANARY).toString('hex')}%')`,
      [business],
    );
    if (rows[0].n > 0) found.push(name);
  }
  return found;
}

test('erasing a customer leaves no word of them in any table, and the counts stay', async () => {
  const ana = await somebody(api.business.id, api.business.apiKey);
  expect((await whereCanariesAre(ana.business)).length).toBeGreaterThan(12);

  expect((await api.ask('DELETE', `customers/${ana.customer}`)).status).toBe(204);

  expect(await whereCanariesAre(ana.business)).toEqual([]);
  expect(await run('select content from messaging.messages where id = $1', [ana.message])).toEqual([
    { content: null },
  ]);
  expect((await api.ask('GET', `customers/${ana.customer}`)).status).toBe(404);
  expect((await api.ask('DELETE', `customers/${ana.customer}`)).status).toBe(404);
  expect((await api.ask('GET', `/u/${ana.token}`, { as: null })).status).toBe(404);
  expect((await api.ask('GET', 'reports/overview')).json.feedback).toMatchObject({ count: 1, average: 4 });
});

test('whoever was inside a journey is taken out, held messages are not sent, and Temporal is told', async () => {
  const other = await api.seedBusiness();
  const guest = await somebody(other.id, other.apiKey);
  await api.ask('DELETE', `customers/${guest.customer}`, { as: other.apiKey });
  expect(
    await run('select status, reason_code from journeys.enrollments where id = $1', [guest.enrollment]),
  ).toEqual([{ status: 'stopped', reason_code: 'customer_erased' }]);
  const shown = (await api.ask('GET', `enrollments/${guest.enrollment}`, { as: other.apiKey })).json;
  expect(shown.reason).toEqual({ code: 'customer_erased', message: 'The customer’s data was erased.' });
  expect(await run('select status from messaging.messages where id = $1', [guest.message])).toEqual([
    { status: 'skipped' },
  ]);
  expect(await run('select status from integrations.inbox_events where id = $1', [guest.event])).toEqual([
    { status: 'ignored' },
  ]);
  expect(
    await run(`select kind from integrations.outbox where enrollment_id = $1`, [guest.enrollment]),
  ).toEqual([{ kind: 'nudge' }]);
});

test('an erased address is never messaged again, also when it comes back', async () => {
  const other = await api.seedBusiness();
  const guest = await somebody(other.id, other.apiKey);
  await api.ask('DELETE', `customers/${guest.customer}`, { as: other.apiKey });
  const back = await api.ask('POST', 'customers', {
    as: other.apiKey,
    body: { email: guest.email, phone: '+34600111222' },
  });
  expect(back.status).toBe(201);
  const { json } = await api.ask('GET', `customers/${back.json.id}`, { as: other.apiKey });
  expect(json.suppressed).toEqual({ email: 'erased', sms: 'erased' });
});

test('a number that somebody else has too goes on working for them', async () => {
  const other = await api.seedBusiness();
  const as = other.apiKey;
  const guest = await somebody(other.id, as);
  const partner = await api.ask('POST', 'customers', {
    as,
    body: { name: 'Partner', phone: '+34600111222' },
  });
  await api.ask('DELETE', `customers/${guest.customer}`, { as });
  expect((await api.ask('GET', `customers/${partner.json.id}`, { as })).json.suppressed.sms).toBeNull();
});

test('another business that knows the same person keeps what it knows', async () => {
  const [one, two] = [await api.seedBusiness(), await api.seedBusiness()];
  const here = await somebody(one.id, one.apiKey);
  await somebody(two.id, two.apiKey);
  const before = await whereCanariesAre(two.id);
  await api.ask('DELETE', `customers/${here.customer}`, { as: one.apiKey });
  expect(await whereCanariesAre(two.id)).toEqual(before);
});
