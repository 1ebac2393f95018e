import { afterAll, beforeAll, expect, test } from '@jest/globals';
import pg from 'pg';
import { withBusiness } from '../../db/tenant.js';
import { newId } from '../../lib/ids.js';
import { freshDatabase, type FreshDatabase } from '../support/database.js';
import { look, passage } from './sources/doors.js';
import { startApi, type TestApi } from './support/start-api.js';

let database: FreshDatabase;
let api: TestApi;
let now = new Date('2026-11-20T15:00:00Z');

beforeAll(async () => {
  database = await freshDatabase();
  api = await startApi(database, { now: () => now });
});
afterAll(async () => {
  await api.close();
  await database.drop();
});

const jobDone = (more: Record<string, unknown> = {}) => ({
  id: newId(),
  type: 'job_completed',
  occurredAt: '2026-11-20T15:04:05Z',
  customer: { externalId: 'c-17', name: 'Ana Ruiz', email: 'ana@example.com' },
  subject: { kind: 'job', id: '8841' },
  data: { totalCents: 12500, currency: 'EUR' },
  ...more,
});

const send = (body: unknown) => api.ask('POST', 'events', { body });

test('an event that is sent is kept, and answered with our own id', async () => {
  const event = jobDone();
  const reply = await send(event);
  expect(reply.status).toBe(202);
  expect(reply.json).toEqual({
    items: [
      { id: expect.any(String), duplicate: false, sourceId: event.id, deduplicatedBy: 'id', note: null },
    ],
  });
  const read = await api.ask('GET', `events/${reply.json.items[0].id}`);
  expect(read.json).toMatchObject({
    id: reply.json.items[0].id,
    sourceId: event.id,
    type: 'job_completed',
    source: 'api',
    connectionId: null,
    subject: { kind: 'job', id: '8841' },
    status: 'received',
    attempt: 1,
    occurredAt: '2026-11-20T15:04:05.000Z',
    receivedAt: expect.any(String),
    customer: { externalId: 'c-17', name: 'Ana Ruiz', email: 'ana@example.com' },
    data: { totalCents: 12500, currency: 'EUR' },
    matches: [],
  });
});

test('what an event says is nowhere in the database to be read', async () => {
  await send(jobDone({ customer: { name: 'Canary Birdsong', email: 'canary@example.com' } }));
  const rows = await look<{ all: string }>(
    database.adminUrl,
    `select string_agg(encode(payload, 'escape') || coalesce(note, ''), ' ') as all from integrations.inbox_events`,
  );
  expect(rows[0]!.all).not.toMatch(/canary/i);
});

test('the same event again answers with the first one and does nothing twice', async () => {
  const event = jobDone();
  const [first, again] = [await send(event), await send(event)];
  expect(again.status).toBe(202);
  expect(again.json.items).toEqual([
    { id: first.json.items[0].id, duplicate: true, sourceId: event.id, deduplicatedBy: 'id', note: null },
  ]);
});

test('a repeat whose body differs is a repeat all the same, and the event says so once', async () => {
  const event = jobDone();
  const first = await send(event);
  const note = 'It came again with another body under the same id; the first one counts.';
  for (const totalCents of [1, 2]) {
    const again = await send({ ...event, data: { totalCents } });
    expect(again.json.items[0]).toMatchObject({ id: first.json.items[0].id, duplicate: true, note });
  }
  const read = await api.ask('GET', `events/${first.json.items[0].id}`);
  expect(read.json).toMatchObject({ note, data: { totalCents: 12500 } });
});

test('an event without an id counts once within five minutes, and says so', async () => {
  const { id: _, ...event } = jobDone({ subject: { kind: 'job', id: newId() } });
  const note = 'It came without an id, so the same body within five minutes counts as a repeat.';
  const first = await send(event);
  expect(first.json.items[0]).toMatchObject({
    duplicate: false,
    deduplicatedBy: 'body',
    sourceId: null,
    note,
  });
  now = new Date('2026-11-20T15:04:59Z');
  // The order of keys is no difference.
  const again = await send(Object.fromEntries(Object.entries(event).reverse()));
  expect(again.json.items[0]).toMatchObject({ id: first.json.items[0].id, duplicate: true });
  now = new Date('2026-11-20T15:05:00Z');
  expect((await send(event)).json.items[0].duplicate).toBe(false);
});

test('five hundred events go in together, and one that comes twice among them counts once', async () => {
  const events = Array.from({ length: 499 }, () => jobDone());
  const reply = await send([...events, events[7]]);
  expect(reply.status).toBe(202);
  expect(reply.json.items).toHaveLength(500);
  expect(reply.json.items.filter((item: { duplicate: boolean }) => item.duplicate)).toHaveLength(1);
  expect(reply.json.items[499]).toMatchObject({ id: reply.json.items[7].id, duplicate: true });
});

test('twenty of the same event at the same moment become one', async () => {
  const event = jobDone();
  const replies = await Promise.all(Array.from({ length: 20 }, () => send(event)));
  expect(new Set(replies.map((reply) => reply.status))).toEqual(new Set([202]));
  expect(new Set(replies.map((reply) => reply.json.items[0].id)).size).toBe(1);
  expect(replies.filter((reply) => !reply.json.items[0].duplicate)).toHaveLength(1);
});

test('one bad event among many refuses all of them, and says where', async () => {
  const before = await count();
  const reply = await send([
    jobDone(),
    jobDone(),
    jobDone(),
    { type: 'job_done' },
    jobDone({ customer: { email: 'ana' } }),
  ]);
  expect(reply.status).toBe(422);
  expect(reply.headers.get('content-type')).toContain('application/problem+json');
  expect(reply.json).toMatchObject({ code: 'invalid', status: 422 });
  expect(reply.json.errors).toEqual([
    {
      path: '[3].type',
      message:
        '“job_done” is no known event type; use one of the listed types or a name of your own that begins with custom_.',
    },
    { path: '[4].customer.email', message: 'This is no email address.' },
  ]);
  expect(await count()).toBe(before);
});

const count = async () =>
  Number(
    (await look<{ count: string }>(database.adminUrl, 'select count(*) from integrations.inbox_events'))[0]!
      .count,
  );

test.each([
  ['feedback_received'],
  ['unsubscribed'],
  ['message_delivered'],
  ['message_failed'],
  ['link_clicked'],
  ['sms_received'],
  ['qr_scanned'],
  ['review_link_opened'],
])('%s is made by Journeyman itself and refused from outside', async (type) => {
  const alone = await send({ type });
  expect(alone.status).toBe(422);
  expect(alone.json).toMatchObject({
    code: 'reserved_type',
    errors: [
      {
        path: 'type',
        message: `“${type}” is made by Journeyman itself. Use a type of your own that begins with custom_.`,
      },
    ],
  });
  const among = await send([jobDone(), { type }]);
  expect(among.json).toMatchObject({ code: 'reserved_type', errors: [{ path: '[1].type' }] });
});

test.each<[string, unknown, { path: string; message?: string }]>([
  ['no type', { id: 'x' }, { path: 'type', message: 'This is needed.' }],
  ['a type that is a number', { type: 7 }, { path: 'type' }],
  ['a date alone', jobDone({ occurredAt: '2026-11-20' }), { path: 'occurredAt' }],
  ['a 30th of February', jobDone({ occurredAt: '2026-02-30T10:00:00Z' }), { path: 'occurredAt' }],
  ['a phone without a country', jobDone({ customer: { phone: '600111222' } }), { path: 'customer.phone' }],
  ['an e-mail that is none', jobDone({ customer: { email: 'ana@' } }), { path: 'customer.email' }],
  ['a zone that does not exist', jobDone({ customer: { timezone: 'Mars/Olympus' } }), { path: 'customer.timezone' }],
  ['a customer that is a name', jobDone({ customer: 'Ana' }), { path: 'customer' }],
  ['tags that are no list', jobDone({ customer: { tags: 'vip' } }), { path: 'customer.tags' }],
  ['a subject without an id', jobDone({ subject: { kind: 'job' } }), { path: 'subject.id', message: 'This is needed.' }],
  ['data that is a list', jobDone({ data: [1] }), { path: 'data' }],
  ['an id that is too long', jobDone({ id: 'x'.repeat(256) }), { path: 'id' }],
  ['an empty id', jobDone({ id: '' }), { path: 'id', message: 'Give an id or leave it out.' }],
  ['an empty list', [], { path: '', message: 'Send at least one event.' }],
  ['501 events', Array.from({ length: 501 }, () => ({ type: 'job_completed' })), { path: '', message: 'Send at most 500 events at once; this is 501.' }],
  ['a word', 'job_completed', { path: '', message: 'Send one event, or an array of them.' }],
  ['nothing', null, { path: '', message: 'Send one event, or an array of them.' }],
  ['a list of numbers', [1], { path: '[0]' }],
])('%s is answered with 422 and the place of the fault', async (_, body, fault) => {
  const reply = await send(body);
  expect(reply.status).toBe(422);
  expect(reply.json.code).toBe('invalid');
  expect(reply.json.errors).toEqual([{ message: expect.any(String), ...fault }]);
}); // prettier-ignore

test.each([
  ['half a JSON', '{"type":', 400, 'bad_json'],
  ['bytes that are no text', Uint8Array.of(0x22, 0xff, 0x22), 400, 'bad_json'],
  ['a NUL character', '{"type":"job_completed","data":{"a":"\\u0000"}}', 400, 'bad_json'],
  ['half a character', '{"type":"job_completed","data":{"a":"\\ud800"}}', 400, 'bad_json'],
  ['a hundred levels', `{"type":"job_completed","data":{"a":${'['.repeat(100)}${']'.repeat(100)}}}`, 400, 'bad_json'],
  ['more than a megabyte', JSON.stringify({ type: 'job_completed', data: { a: 'x'.repeat(1024 * 1024) } }), 413, 'too_large'],
])('%s is answered with its own code', async (_, raw, status, code) => {
  const reply = await api.ask('POST', 'events', { raw });
  expect([reply.status, reply.json.code]).toEqual([status, code]);
}); // prettier-ignore

test('what we do not know is kept in data and never an error', async () => {
  const reply = await send(jobDone({ weather: 'rain', customer: { name: 'Ana', shoeSize: 41 } }));
  expect(reply.status).toBe(202);
  const read = await api.ask('GET', `events/${reply.json.items[0].id}`);
  expect(read.json.data).toMatchObject({ totalCents: 12500, weather: 'rain', customer: { shoeSize: 41 } });
});

test('a customer is optional', async () => {
  const reply = await send({ type: 'custom_storm_warning', id: newId() });
  expect(reply.status).toBe(202);
  expect((await api.ask('GET', `events/${reply.json.items[0].id}`)).json.customer).toBeNull();
});

test('the inbox lists what came in, newest first, a page at a time, and by type and status', async () => {
  const other = await api.seedBusiness();
  const ids: string[] = [];
  for (const type of ['job_started', 'job_completed', 'job_started']) {
    const reply = await api.ask('POST', 'events', { as: other.apiKey, body: { type, id: newId() } });
    ids.unshift(reply.json.items[0].id);
  }
  const list = async (query: string) => (await api.ask('GET', `events?${query}`, { as: other.apiKey })).json;
  const first = await list('limit=2');
  expect(first.items.map(idOf)).toEqual(ids.slice(0, 2));
  const rest = await list(`limit=2&cursor=${first.nextCursor}`);
  expect(rest).toMatchObject({ items: [{ id: ids[2] }], nextCursor: null });
  expect((await list('type=job_started')).items.map(idOf)).toEqual([ids[0], ids[2]]);
  expect((await list('status=matched')).items).toEqual([]);
  expect((await list('status=received')).items).toHaveLength(3);
  expect((await list(`customerId=${newId()}`)).items).toEqual([]);
  expect((await api.ask('GET', 'events?cursor=nonsense', { as: other.apiKey })).status).toBe(422);
  expect((await api.ask('GET', 'events?status=lost', { as: other.apiKey })).status).toBe(422);
});

test('the inbox says of each event whom it is about and what the journeys made of it', async () => {
  const shop = await api.seedBusiness();
  const list = async (query = '') =>
    (await api.ask('GET', `events?type=job_completed&${query}`, { as: shop.apiKey })).json.items;
  const made = await api.ask('POST', 'customers', { as: shop.apiKey, body: { name: 'Tom Keller' } });
  const come = async (customer?: { id: string }) => {
    const body = { id: newId(), type: 'job_completed' };
    const { id } = (await api.ask('POST', 'events', { as: shop.apiKey, body })).json.items[0];
    if (customer) {
      await look(
        database.adminUrl,
        `update integrations.inbox_events set customer_id = $2, status = 'matched' where id = $1`,
        [id, customer.id],
      );
    }
    return id as string;
  };
  const [about, nobodys] = [await come(made.json), await come()];
  const judge = async (outcome: string, message: string) => {
    const journey = await api.ask('POST', 'journeys', { as: shop.apiKey, body: { name: message } });
    await look(
      database.adminUrl,
      `insert into journeys.event_matches (business_id, event_id, journey_id, outcome, reason_code, reason_message)
       values ($1, $2, $3, $4, 'condition_not_met', $5)`,
      [shop.id, about, journey.json.id, outcome, message],
    );
  };
  await judge('enrolled', 'It began.');
  await judge('ignored', 'It was not a boiler.');
  await judge('ignored', 'Too small.');
  expect(await list()).toMatchObject([
    { id: nobodys, customerName: null, outcomes: {}, ignoredBecause: null },
    {
      id: about,
      customerName: 'Tom Keller',
      outcomes: { enrolled: 1, ignored: 2 },
      ignoredBecause: { code: 'condition_not_met', message: 'It was not a boiler.' },
    },
  ]);
  expect((await list('search=kell')).map(idOf)).toEqual([about]);
  expect(await list('search=nobody')).toEqual([]);
});

const idOf = ({ id }: { id: string }) => id;

test('another business neither sees nor replays an event', async () => {
  const reply = await send(jobDone());
  const other = await api.seedBusiness();
  const path = `events/${reply.json.items[0].id}`;
  expect((await api.ask('GET', path, { as: other.apiKey })).status).toBe(404);
  expect((await api.ask('POST', `${path}/replays`, { as: other.apiKey })).status).toBe(404);
  expect((await api.ask('GET', 'events/not-an-id')).status).toBe(404);
});

test('the same id in two businesses is two events', async () => {
  const other = await api.seedBusiness();
  const event = jobDone();
  const mine = await send(event);
  const theirs = await api.ask('POST', 'events', { as: other.apiKey, body: event });
  expect(theirs.json.items[0].duplicate).toBe(false);
  expect(theirs.json.items[0].id).not.toBe(mine.json.items[0].id);
});

test('a key that may only read sends nothing', async () => {
  const key = await api.makeKey(['events:read']);
  const reply = await api.ask('POST', 'events', { as: key, body: jobDone() });
  expect([reply.status, reply.json.code]).toEqual([403, 'forbidden']);
  expect((await api.ask('POST', 'events', { as: null, body: jobDone() })).status).toBe(401);
});

test('a replay is a new record beside the old, with the next attempt, and says the same', async () => {
  const sent = (await send(jobDone({ data: { totalCents: 1 } }))).json.items[0];
  const first = await api.ask('POST', `events/${sent.id}/replays`);
  expect(first.status).toBe(201);
  expect(first.json).toMatchObject({
    attempt: 2,
    replayOf: sent.id,
    status: 'received',
    type: 'job_completed',
  });
  const second = await api.ask('POST', `events/${first.json.id}/replays`);
  expect(second.json).toMatchObject({ attempt: 3, replayOf: sent.id });
  expect((await api.ask('GET', `events/${second.json.id}`)).json.data).toEqual({ totalCents: 1 });
});

test('an event of which nothing was kept cannot be replayed, and the answer says why', async () => {
  const sent = (await send(jobDone())).json.items[0];
  await look(database.adminUrl, 'update integrations.inbox_events set payload = null where id = $1', [
    sent.id,
  ]);
  const reply = await api.ask('POST', `events/${sent.id}/replays`);
  expect(reply.status).toBe(409);
  expect(reply.json.detail).toBe('What this event said was not kept, so it cannot be matched again.');
});

test('one event shows the verdict of every journey considered', async () => {
  const sent = (await send(jobDone())).json.items[0];
  const { journeyId, enrollmentId } = await passage(api);
  await withBusiness(api.deps.database, { businessId: api.business.id }, (tx) =>
    tx.k
      .insertInto('journeys.event_matches')
      .values({
        business_id: api.business.id,
        event_id: sent.id,
        journey_id: journeyId,
        enrollment_id: enrollmentId,
        outcome: 'enrolled',
        reason_code: 'entered',
        reason_message: 'The event starts this journey.',
        checks: JSON.stringify([{ label: 'Over 50 €', passed: true }]),
      })
      .execute(),
  );
  const read = await api.ask('GET', `events/${sent.id}`);
  expect(read.json.matches).toEqual([
    {
      id: expect.any(String),
      attempt: 1,
      journeyId,
      enrollmentId,
      outcome: 'enrolled',
      reason: { code: 'entered', message: 'The event starts this journey.' },
      checks: [{ label: 'Over 50 €', passed: true }],
    },
  ]);
});

test('intake is rung once for what is new, and not for repeats', async () => {
  const ear = new pg.Client({ connectionString: database.adminUrl });
  await ear.connect();
  let rung = 0;
  ear.on('notification', () => rung++);
  await ear.query('listen journeyman_intake');
  const events = [jobDone(), jobDone()];
  await send(events);
  await ear.query('select 1');
  expect(rung).toBe(1);
  await send(events);
  await ear.query('select 1');
  expect(rung).toBe(1);
  await ear.end();
});
