import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import { openDatabase, type Database } from '../../db/tenant.js';
import { newId } from '../../lib/ids.js';
import { startReplies } from '../../worker/replies/replies.js';
import { asTwilio, post } from '../api/sources/doors.js';
import { SECRETS_KEY, startApi, type TestApi } from '../api/support/start-api.js';
import { startFakeProvider, type FakeProvider } from '../support/fakes/fake-provider.js';
import { throughTwilio, TWILIO_NUMBER, TWILIO_TOKEN } from '../support/fakes/through.js';
import { openHouse, type House } from '../support/house.js';

/** The API and a real worker over one database; texts by Twilio, at any hour. */
let house: House;
let api: TestApi;
let key: string;
let twilio: FakeProvider;
let door: string;
let dispatchDatabase: Database;
let replies: ReturnType<typeof startReplies>;
const startReplying = () => (replies = startReplies({ ...house.deps, dispatchDatabase }));

beforeAll(async () => {
  twilio = await startFakeProvider('twilio');
  house = await openHouse({
    secretsKey: SECRETS_KEY,
    business: { settings: { quietHours: null } },
    channels: throughTwilio(twilio),
  });
  api = await startApi(house.fresh);
  key = await api.makeKey(['*'], { ...api.business, id: house.businessId });
  const { sms } = await house.deps.connections.of(house.businessId);
  door = `/hooks/twilio/${sms}`;
  dispatchDatabase = openDatabase({ url: house.fresh.url, role: 'app_dispatch', max: 1 });
  startReplying();
});
afterEach(() => twilio.behave({ do: 'accept' }));
afterAll(async () => {
  await replies?.stop();
  await dispatchDatabase?.close();
  await api?.close();
  await house?.close();
  await twilio?.close();
});

let next = 0;
async function somebody() {
  const phone = `+3460088${String(++next).padStart(4, '0')}`;
  const { json } = await api.ask('POST', 'customers', { as: key, body: { name: 'Ana Ruiz', phone } });
  return { id: json.id as string, phone };
}
const twilioCalls = async (fields: Record<string, string>, query = '') => {
  const url = `${api.deps.config.publicUrl}${door}${query}`;
  return post(api, door + query, asTwilio(url, fields, TWILIO_TOKEN));
};
const texts = (from: string, Body: string) =>
  twilioCalls({ MessageSid: `SM${newId()}`, SmsStatus: 'received', From: from, To: TWILIO_NUMBER, Body });
const write = async (id: string, text: string) => {
  const { status, json } = await api.ask('POST', `customers/${id}/messages`, { as: key, body: { text } });
  expect(status).toBe(202);
  return json.id as string;
};
const read = async (id: string) => (await api.ask('GET', `messages/${id}`, { as: key })).json;
const becomes = (id: string, ...statuses: string[]) =>
  house.until(`the answer to be ${statuses.join(' or ')}`, async () => {
    const message = await read(id);
    return statuses.includes(message.status) && message;
  });
const reached = (phone: string) => twilio.accepted.filter(({ to }) => to === phone).map(({ text }) => text);

test('an answer leaves through the ledger, and the phone network’s receipt moves it on', async () => {
  const ana = await somebody();
  await texts(ana.phone, 'Is it Tuesday?');
  const id = await write(ana.id, 'Yes, at nine.');
  const sent = await becomes(id, 'sent');
  expect(sent).toMatchObject({
    provider: 'twilio',
    from: TWILIO_NUMBER,
    to: ana.phone,
    text: 'Yes, at nine.',
  });
  expect(reached(ana.phone)).toEqual(['Yes, at nine.']);
  await twilioCalls(
    { MessageSid: sent.providerMessageId, MessageStatus: 'delivered', To: ana.phone },
    `?message=${id}`,
  );
  expect((await read(id)).status).toBe('delivered');
});

test('an answer that cannot arrive says so in a sentence, and the number is not texted again', async () => {
  const ana = await somebody();
  const id = await write(ana.id, 'Hello');
  const { providerMessageId } = await becomes(id, 'sent');
  await twilioCalls(
    { MessageSid: providerMessageId, MessageStatus: 'undelivered', ErrorCode: '30005', To: ana.phone },
    `?message=${id}`,
  );
  expect(await read(id)).toMatchObject({
    status: 'failed',
    reason: { code: 'twilio_30005', message: 'This number does not exist any more.' },
  });
  const again = await api.ask('POST', `customers/${ana.id}/messages`, { as: key, body: { text: 'Hello?' } });
  expect(again.json).toMatchObject({ code: 'may_not_send', reason: 'suppressed' });
});

test('nobody is answered who stopped texts while the answer waited', async () => {
  await replies.stop();
  const ana = await somebody();
  const id = await write(ana.id, 'Too late');
  await texts(ana.phone, 'STOP');
  startReplying();
  expect(await becomes(id, 'skipped')).toMatchObject({ reason: { code: 'suppressed' } });
  expect(reached(ana.phone)).toEqual([]);
});

test('however close an answer and a STOP come, nothing leaves after STOP was obeyed', async () => {
  for (let round = 0; round < 12; round++) {
    const ana = await somebody();
    const [id] = await Promise.all([write(ana.id, 'Hello'), new Promise((r) => setTimeout(r, round * 10))]);
    const stopped = await texts(ana.phone, 'STOP').then(() => Date.now());
    const message = await becomes(id, 'sent', 'skipped');
    const arrived = twilio.accepted.filter(({ to }) => to === ana.phone);
    expect(arrived).toHaveLength(message.status === 'sent' ? 1 : 0);
    // A call that was out already may be answered later; none is begun.
    const [row] = await house.rows<{ begun: Date | null }>(
      'select first_attempt_at as begun from messaging.messages where id = $1',
      [id],
    );
    if (row!.begun) expect(row!.begun.getTime()).toBeLessThanOrEqual(stopped);
  }
});

test('an answer whose fate nobody knows is shown as that, and never sent again', async () => {
  twilio.behave({ do: 'accept_then_reset' });
  const ana = await somebody();
  const id = await write(ana.id, 'Hello');
  expect(await becomes(id, 'unknown')).toMatchObject({ reason: { code: 'outcome_unknown' } });
  expect(reached(ana.phone)).toEqual(['Marta Plumbing: Hello']);
});

test('while the phone network is down an answer waits, and leaves once', async () => {
  let asked = 0;
  twilio.behave(() =>
    asked++ === 0 ? { do: 'answer', status: 503, headers: { 'retry-after': '1' } } : { do: 'accept' },
  );
  const ana = await somebody();
  const id = await write(ana.id, 'Hello');
  await becomes(id, 'sent');
  expect(reached(ana.phone)).toEqual(['Marta Plumbing: Hello']);
});

test('a worker that died in the middle of a call leaves no second text behind', async () => {
  await replies.stop();
  const ana = await somebody();
  const id = await write(ana.id, 'Hello');
  await house.rows(
    `update messaging.messages set status = 'sending', provider = 'twilio', attempts = 1, held_until = null,
            first_attempt_at = now() - interval '1 minute', lease_until = now() - interval '30 seconds' where id = $1`,
    [id],
  );
  startReplying();
  await becomes(id, 'unknown');
  expect(reached(ana.phone)).toEqual([]);
});

test('a customer erased before the answer left gets none', async () => {
  await replies.stop();
  const ana = await somebody();
  const id = await write(ana.id, 'Hello');
  expect((await api.ask('DELETE', `customers/${ana.id}`, { as: key })).status).toBe(204);
  startReplying();
  await becomes(id, 'skipped');
  expect(reached(ana.phone)).toEqual([]);
  expect((await api.ask('GET', 'conversations', { as: key })).json.items).not.toContainEqual(
    expect.objectContaining({ customerId: ana.id }),
  );
});

test('what the team writes by hand does not use up what journeys may send', async () => {
  const type = 'custom_capped';
  await house.journey({
    entry: { on: 'event', type },
    first: 'one',
    steps: [
      {
        id: 'one',
        kind: 'sms',
        settings: { purpose: 'service', body: 'From the journey' },
        exits: { sent: null, undeliverable: null },
      },
    ],
    rules: { quietHours: null, caps: [{ max: 1, per: 'P7D' }] },
  });
  const ana = await somebody();
  await becomes(await write(ana.id, 'By hand'), 'sent');
  await house.ended(
    await house.enrollmentOf(await house.happens({ type, customerId: ana.id, customer: null })),
  );
  expect(reached(ana.phone)).toContain('From the journey');
});

test('a reply wakes the journey that waits for one', async () => {
  const type = 'custom_asked_by_text';
  await house.journey({
    entry: { on: 'event', type },
    first: 'ask',
    steps: [
      {
        id: 'ask',
        kind: 'sms',
        settings: { purpose: 'service', body: 'Shall we come on Tuesday?' },
        exits: { sent: 'listen', undeliverable: null },
      },
      {
        id: 'listen',
        kind: 'wait_for_event',
        settings: { events: [{ name: 'answered', type: 'sms_received', same: 'customer' }], timeout: 'P1D' },
        exits: { answered: 'tag', timed_out: null },
      },
      { id: 'tag', kind: 'update_customer', settings: { addTags: ['answered'] }, exits: { done: null } },
    ],
    rules: { quietHours: null },
  });
  const ana = await somebody();
  const enrollment = await house.enrollmentOf(
    await house.happens({ type, customerId: ana.id, customer: null }),
  );
  await house.until('the question to go', async () => reached(ana.phone).length === 1);
  await texts(ana.phone, 'Tuesday is fine');
  expect(await house.ended(enrollment)).toMatchObject({ status: 'completed' });
  expect((await api.ask('GET', `customers/${ana.id}`, { as: key })).json.tags).toEqual(['answered']);
  expect((await api.ask('GET', 'conversations?unread=true', { as: key })).json.items[0]).toMatchObject({
    customerId: ana.id,
    lastMessage: { text: 'Tuesday is fine' },
  });
});
