import { afterAll, beforeAll, expect, test } from '@jest/globals';
import pg from 'pg';
import { newId } from '../../lib/ids.js';
import { freshDatabase, type FreshDatabase } from '../support/database.js';
import { startApi, type TestApi } from './support/start-api.js';

let database: FreshDatabase;
let api: TestApi;
let admin: pg.Client;
let ana: string;
beforeAll(async () => {
  database = await freshDatabase();
  api = await startApi(database);
  admin = new pg.Client({ connectionString: database.adminUrl });
  await admin.connect();
  ana = (await api.ask('POST', 'customers', { body: { name: 'Ana', email: 'ana@example.com' } })).json.id;
});
afterAll(async () => {
  await admin?.end();
  await api?.close();
  await database?.drop();
});

/** As the worker leaves one: its content sealed for its own row. */
async function message(fields: {
  provider: string;
  status?: string;
  channel?: string;
  text: string;
  html?: string;
}) {
  const id = newId();
  const { provider, status = 'sent', channel = 'email', ...words } = fields;
  const content = await api.deps.keys.seal(
    api.business.id,
    JSON.stringify({
      to: 'ana@example.com',
      from: 'hello@acme.example',
      subject: 'How did we do?',
      ...words,
    }),
    { table: 'messages', rowId: id, kind: 'content' },
  );
  await admin.query(
    `insert into messaging.messages (business_id, id, send_key, channel, purpose, status, customer_id, content, provider, sent_at)
     values ($1, $2, $3, $4, 'review', $5, $6, $7, $8, now())`,
    [api.business.id, id, `key-${id}`, channel, status, ana, content, provider],
  );
  return id;
}

const link = `https://app.example.com/r/${'aB3-'.repeat(5)}xy`;

test('an owner reads what was sent, and nobody’s link to answer with', async () => {
  const id = await message({
    provider: 'postmark',
    text: `Rate us: ${link}`,
    html: `<a href="${link}">Rate us</a>`,
  });
  const { json } = await api.ask('GET', `messages/${id}`);
  expect(json).toMatchObject({
    channel: 'email',
    purpose: 'review',
    status: 'sent',
    to: 'ana@example.com',
    from: 'hello@acme.example',
    subject: 'How did we do?',
    text: 'Rate us: https://app.example.com/r/…',
    html: '<a href="https://app.example.com/r/…">Rate us</a>',
  });
});

test('in the built-in outbox the links are whole, for nobody else will get them', async () => {
  const id = await message({ provider: 'outbox', text: `Rate us: ${link}` });
  expect((await api.ask('GET', `messages/${id}`)).json.text).toBe(`Rate us: ${link}`);
});

test('the ledger is listed by channel, status and customer, newest first', async () => {
  const sms = await message({ provider: 'twilio', channel: 'sms', status: 'unknown', text: 'Thank you' });
  const listed = async (query: string) =>
    (await api.ask('GET', `messages?${query}`)).json.items.map((each: { id: string }) => each.id) as string[];
  expect(await listed('channel=sms')).toEqual([sms]);
  expect(await listed('status=unknown')).toEqual([sms]);
  expect((await listed(`customerId=${ana}`))[0]).toBe(sms);
  expect(await listed(`customerId=${newId()}`)).toEqual([]);
  expect((await api.ask('GET', 'messages?status=gone')).status).toBe(422);
  expect((await api.ask('GET', `messages?channel=sms`)).json.items[0]).toMatchObject({
    text: 'Thank you',
    html: null,
  });
});

test('a text whose business’s keys were shredded is shown as none', async () => {
  const id = await message({ provider: 'outbox', text: 'Hello' });
  await admin.query(`update messaging.messages set content = '\\x01' where id = $1`, [id]);
  expect((await api.ask('GET', `messages/${id}`)).json).toMatchObject({
    status: 'sent',
    text: null,
    to: null,
  });
});

test('a low rating is dealt with, and says by whom', async () => {
  const id = newId();
  await admin.query(
    `insert into feedback.responses (business_id, id, rating, comment, private_note, wants_call, source, customer_id, public_links_shown)
     values ($1, $2, 2, 'Late again', 'Ask for Marta', true, 'sms', $3, '["google"]')`,
    [api.business.id, id, ana],
  );
  const open = await api.ask('GET', 'feedback?resolved=false&rating=2');
  expect(open.json.items).toEqual([
    expect.objectContaining({
      id,
      rating: 2,
      comment: 'Late again',
      wantsCall: true,
      publicLinksShown: ['google'],
      resolution: null,
    }),
  ]);
  const manager = await api.signInAs('manager');
  const resolved = await api.ask('POST', `feedback/${id}/resolution`, {
    as: manager,
    body: { note: 'Called her back' },
  });
  expect(resolved.status).toBe(201);
  expect(resolved.json.resolution).toMatchObject({ by: manager.memberId, note: 'Called her back' });
  expect((await api.ask('GET', 'feedback?resolved=false')).json.items).toEqual([]);
  expect((await api.ask('GET', `feedback/${id}`)).json.resolution.note).toBe('Called her back');

  const overview = await api.ask('GET', 'reports/overview');
  expect(overview.json.feedback).toEqual({
    count: 1,
    average: 2,
    byRating: { '1': 0, '2': 1, '3': 0, '4': 0, '5': 0 },
    unresolved: 0,
  });
  expect(overview.json.messages).toContainEqual({ channel: 'sms', status: 'unknown', count: 1 });
  expect(
    (await api.ask('GET', 'reports/overview?from=2026-01-02T00:00:00Z&to=2026-01-01T00:00:00Z')).status,
  ).toBe(422);

  const timeline = await api.ask('GET', `customers/${ana}/timeline?limit=3`);
  expect(timeline.json.items[0]).toMatchObject({ type: 'feedback', feedbackId: id });
  expect(timeline.json.items[1]).toMatchObject({ type: 'message', exit: 'sent' });
  expect(timeline.json.nextCursor).not.toBeNull();
});

test('a member sees the notices meant for them and ticks them off; a colleague’s are not there', async () => {
  const [manager, other] = [await api.signInAs('manager'), await api.signInAs('manager')];
  const id = newId();
  await admin.query(
    `insert into journeys.notices (business_id, id, membership_id, kind, body, notice_key) values ($1, $2, $3, 'low_rating', 'Two stars from Ana', 'k')`,
    [api.business.id, id, manager.memberId],
  );
  expect((await api.ask('GET', 'notices?done=false', { as: manager })).json.items).toHaveLength(1);
  expect((await api.ask('GET', 'notices', { as: other })).json.items).toEqual([]);
  expect((await api.ask('PATCH', `notices/${id}`, { as: other, body: { done: true } })).status).toBe(404);
  const done = await api.ask('PATCH', `notices/${id}`, { as: manager, body: { read: true, done: true } });
  expect(done.json.doneAt).not.toBeNull();
  expect((await api.ask('GET', 'notices?done=false', { as: manager })).json.items).toEqual([]);
});
