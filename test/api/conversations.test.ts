import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { newId } from '../../lib/ids.js';
import { freshDatabase, type FreshDatabase } from '../support/database.js';
import { startApi, type TestApi } from './support/start-api.js';
import { asTwilio, connect, look, post, type Connected } from './sources/doors.js';

const NUMBER = '+15005550006';
const NOON = new Date('2026-11-20T11:00:00Z');
const NIGHT = new Date('2026-11-20T21:30:00Z');
let database: FreshDatabase;
let api: TestApi;
let twilio: Connected;
/** In Madrid it is noon unless a test says otherwise. */
let clock = NOON;

beforeAll(async () => {
  database = await freshDatabase();
  api = await startApi(database, { now: () => clock });
  twilio = await connect(api, 'twilio', { secret: 'token', settings: { from: NUMBER } });
});
beforeEach(() => {
  clock = NOON;
});
afterAll(async () => {
  await api?.close();
  await database?.drop();
});

let next = 0;
async function somebody(more: Record<string, unknown> = {}) {
  const phone = `+3460077${String(++next).padStart(4, '0')}`;
  const { json } = await api.ask('POST', 'customers', {
    body: { name: `Ana ${next}`, phone, timezone: 'Europe/Madrid', ...more },
  });
  return { id: json.id as string, phone };
}
const texts = async (from: string, Body: string, sid = `SM${newId()}`) => {
  const fields = { MessageSid: sid, SmsStatus: 'received', From: from, To: NUMBER, Body };
  const url = `${api.deps.config.publicUrl}${twilio.path}`;
  expect((await post(api, twilio.path, asTwilio(url, fields, twilio.secret))).status).toBe(200);
};
const list = async (query = '') => (await api.ask('GET', `conversations${query}`)).json.items;
const write = (id: string, body: Record<string, unknown>, more = {}) =>
  api.ask('POST', `customers/${id}/messages`, { body, ...more });
/** Their text came this long before the clock: rows are stamped by the database's own. */
const wroteAt = (customerId: string, at: Date) =>
  look(
    database.adminUrl,
    `update messaging.messages set created_at = $2 where customer_id = $1 and direction = 'inbound'`,
    [customerId, at],
  );

describe('a customer who texts', () => {
  test('has one talk, unread, at the top of the list, in the order of what was said', async () => {
    const [ana, luis] = [await somebody(), await somebody()];
    await texts(ana.phone, 'Is it Tuesday?');
    await texts(luis.phone, 'Thanks!');
    await texts(ana.phone, 'Or Wednesday?');
    const talks = (await list()).filter((one: { customerId: string }) =>
      [ana.id, luis.id].includes(one.customerId),
    );
    expect(talks).toMatchObject([
      { customerId: ana.id, unread: true, phone: ana.phone, lastMessage: { text: 'Or Wednesday?' } },
      { customerId: luis.id, unread: true, lastMessage: { text: 'Thanks!', direction: 'inbound' } },
    ]);
    const thread = await api.ask('GET', `messages?customerId=${ana.id}&channel=sms`);
    expect(thread.json.items.map((one: { text: string }) => one.text)).toEqual([
      'Or Wednesday?',
      'Is it Tuesday?',
    ]);
  });

  test('stays read once somebody has read, until they write again', async () => {
    const ana = await somebody();
    await texts(ana.phone, 'Hello?');
    const [talk] = await list();
    const read = (messageId: string) =>
      api.ask('POST', `customers/${ana.id}/conversation/read`, { body: { messageId } });
    expect((await read(talk.lastMessage.id)).status).toBe(204);
    expect((await list())[0]).toMatchObject({ customerId: ana.id, unread: false });
    await texts(ana.phone, 'Anybody?');
    // Whoever had the page open reads what they saw, and no more.
    await read(talk.lastMessage.id);
    expect((await list('?unread=true'))[0]).toMatchObject({ customerId: ana.id });
  });

  test('is sealed in the database: nobody reads over the shoulder of a backup', async () => {
    const ana = await somebody();
    await texts(ana.phone, 'My code is 4711');
    const [row] = await look<{ content: Buffer }>(
      database.adminUrl,
      'select content from messaging.messages where customer_id = $1',
      [ana.id],
    );
    expect(row!.content.toString('latin1')).not.toContain('4711');
  });

  test('twice in the same delivery counts once', async () => {
    const ana = await somebody();
    await texts(ana.phone, 'Hello', 'SMtwice');
    await texts(ana.phone, 'Hello', 'SMtwice');
    expect((await api.ask('GET', `messages?customerId=${ana.id}`)).json.items).toHaveLength(1);
  });

  test('is nobody else’s to read', async () => {
    const ana = await somebody();
    await texts(ana.phone, 'Hello');
    const other = await api.seedBusiness();
    expect((await api.ask('GET', 'conversations', { as: other.apiKey })).json.items).toEqual([]);
    for (const [method, path] of [
      ['GET', `customers/${ana.id}/conversation`],
      ['POST', `customers/${ana.id}/conversation/read`],
      ['POST', `customers/${ana.id}/messages`],
    ] as const) {
      const body = method === 'GET' ? {} : { body: { messageId: newId(), text: 'Hi' } };
      expect((await api.ask(method, path, { as: other.apiKey, ...body })).status).toBe(404);
    }
  });
});

describe('an answer', () => {
  test('stands in the ledger, says who wrote it, and makes the talk read', async () => {
    const ana = await somebody();
    await texts(ana.phone, 'Is it Tuesday?');
    await wroteAt(ana.id, NOON);
    const marta = await api.signInAs('member');
    const sent = await write(ana.id, { text: 'Yes, at nine.' }, { as: marta, headers: { origin: api.url } });
    expect(sent.status).toBe(202);
    expect(sent.json).toMatchObject({
      direction: 'outbound',
      channel: 'sms',
      purpose: 'service',
      status: 'held',
      text: 'Yes, at nine.',
      segments: 1,
      author: { id: marta.memberId, name: 'The member' },
    });
    expect((await list())[0]).toMatchObject({
      customerId: ana.id,
      unread: false,
      lastMessage: { id: sent.json.id },
    });
  });

  test('is written once however often the button is pressed', async () => {
    const ana = await somebody();
    const once = { headers: { 'idempotency-key': newId() } };
    const [one, two] = [
      await write(ana.id, { text: 'Hello' }, once),
      await write(ana.id, { text: 'Hello' }, once),
    ];
    expect(two.json.id).toBe(one.json.id);
    expect((await api.ask('GET', `messages?customerId=${ana.id}`)).json.items).toHaveLength(1);
  });

  test('to somebody who has stopped is refused in a sentence, also when they asked something since', async () => {
    const ana = await somebody();
    await texts(ana.phone, 'STOP');
    await texts(ana.phone, 'When do you open?');
    const refused = await write(ana.id, { text: 'At nine.' });
    expect(refused.status).toBe(409);
    expect(refused.json).toMatchObject({ code: 'may_not_send', reason: 'suppressed' });
    expect(refused.json.detail).toMatch(/has stopped texts from you.*Call instead/);
    expect((await api.ask('GET', `customers/${ana.id}/conversation`)).json).toMatchObject({
      allowed: false,
      reason: { code: 'suppressed' },
    });
    await texts(ana.phone, 'START');
    expect((await write(ana.id, { text: 'At nine.' })).status).toBe(202);
  });

  test('to somebody who wants no texts about visits, or has no number, says what to do instead', async () => {
    const ana = await somebody();
    await api.ask('POST', `customers/${ana.id}/consents`, {
      body: { channel: 'sms', purpose: 'service', granted: false },
    });
    expect((await write(ana.id, { text: 'Hi' })).json).toMatchObject({ reason: 'opted_out' });
    const { json } = await api.ask('POST', 'customers', { body: { name: 'Eva' } });
    expect((await write(json.id, { text: 'Hi' })).json).toMatchObject({ reason: 'no_address' });
  });

  test('in a quiet hour asks first: send it in the morning, or now to somebody who waits for it', async () => {
    const ana = await somebody();
    await texts(ana.phone, 'The boiler leaks!');
    clock = NIGHT;
    await wroteAt(ana.id, new Date(NIGHT.getTime() - 600_000));
    const asked = await write(ana.id, { text: 'Close the red valve.' });
    expect(asked.status).toBe(409);
    expect(asked.json).toMatchObject({
      code: 'quiet_hours',
      opensAt: '2026-11-21T07:00:00.000Z',
      mayConfirm: true,
    });
    expect(asked.json.detail).toContain('Friday 20 November, 22:30');
    const morning = await write(ana.id, { text: 'We come at eight.', when: 'when_allowed' });
    expect(morning.json).toMatchObject({
      status: 'held',
      heldUntil: '2026-11-21T07:00:00.000Z',
      reason: { code: 'quiet_hours' },
    });
    const now = await write(ana.id, { text: 'Close the red valve.', when: 'now_confirmed' });
    expect(now.json).toMatchObject({ status: 'held', heldUntil: NIGHT.toISOString(), reason: null });
  });

  test('in a quiet hour cannot be pressed on somebody who asked nothing', async () => {
    const ana = await somebody();
    clock = NIGHT;
    const state = await api.ask('GET', `customers/${ana.id}/conversation`);
    expect(state.json).toMatchObject({ allowed: true, mayConfirm: false, reason: { code: 'quiet_hours' } });
    const pressed = await write(ana.id, { text: 'Still there?', when: 'now_confirmed' });
    expect(pressed.json).toMatchObject({ code: 'quiet_hours', mayConfirm: false });
  });

  test('says whose it is when it is the first text somebody gets', async () => {
    const ana = await somebody();
    expect((await write(ana.id, { text: 'We are outside.' })).json.text).toBe(
      'Acme Plumbing: We are outside.',
    );
    const luis = await somebody();
    await texts(luis.phone, 'Where are you?');
    await wroteAt(luis.id, NOON);
    expect((await write(luis.id, { text: 'Outside.' })).json.text).toBe('Outside.');
  });

  test('that waits for the morning can be taken back, once', async () => {
    const ana = await somebody();
    clock = NIGHT;
    const { json } = await write(ana.id, { text: 'Never mind', when: 'when_allowed' });
    expect((await api.ask('DELETE', `messages/${json.id}`)).status).toBe(204);
    expect((await api.ask('GET', `messages/${json.id}`)).json).toMatchObject({
      status: 'skipped',
      reason: { code: 'withdrawn' },
    });
    expect((await api.ask('DELETE', `messages/${json.id}`)).status).toBe(409);
  });

  test('needs the right to write', async () => {
    const ana = await somebody();
    const reader = await api.makeKey(['messages:read']);
    expect((await write(ana.id, { text: 'Hi' }, { as: reader })).status).toBe(403);
    expect((await write(ana.id, { text: '  ' })).status).toBe(422);
    expect((await write(ana.id, { text: 'x'.repeat(1601) })).status).toBe(422);
  });
});
