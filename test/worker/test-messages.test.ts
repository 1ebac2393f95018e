import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import { openDatabase, type Database } from '../../db/tenant.js';
import { startTestMessages } from '../../worker/replies/test-messages.js';
import { SECRETS_KEY, startApi, type Session, type TestApi } from '../api/support/start-api.js';
import { startFakeProvider, type FakeProvider } from '../support/fakes/fake-provider.js';
import { openHouse, type House } from '../support/house.js';

/** The API and a real worker over one database; e-mail by Postmark, texts by Twilio. */
let house: House;
let api: TestApi;
let kept: TestApi;
let owner: Session;
let postmark: FakeProvider;
let twilio: FakeProvider;
let dispatchDatabase: Database;
let sending: ReturnType<typeof startTestMessages>;

beforeAll(async () => {
  [postmark, twilio] = await Promise.all([startFakeProvider('postmark'), startFakeProvider('twilio')]);
  const channels = {
    EMAIL_PROVIDER: 'postmark',
    EMAIL_FROM: 'hello@example.com',
    POSTMARK_TOKEN: 'token',
    POSTMARK_API_URL: postmark.url,
    SMS_PROVIDER: 'twilio',
    TWILIO_ACCOUNT_SID: 'AC00000000000000000000000000000000',
    TWILIO_AUTH_TOKEN: 'secret',
    TWILIO_FROM: '+14155550100',
    TWILIO_API_URL: twilio.url,
  };
  house = await openHouse({ secretsKey: SECRETS_KEY, channels });
  api = await startApi(house.fresh, { environment: channels });
  kept = await startApi(house.fresh);
  owner = await api.signInAs('owner');
  dispatchDatabase = openDatabase({ url: house.fresh.url, role: 'app_dispatch', max: 1 });
  sending = startTestMessages({ ...house.deps, dispatchDatabase });
});
afterEach(() => {
  postmark.behave({ do: 'accept' });
  twilio.behave({ do: 'accept' });
});
afterAll(async () => {
  await sending?.stop();
  await dispatchDatabase?.close();
  await Promise.all([api?.close(), kept?.close()]);
  await house?.close();
  await Promise.all([postmark?.close(), twilio?.close()]);
});

const email = (to: string) => ({
  channel: 'email',
  to,
  subject: 'Thank you, Ana',
  body: 'Dear Ana,\n\n**All well** with the boiler?',
});
const text = (to: string) => ({ channel: 'sms', to, body: 'Is all well, Ana?', language: 'es' });
const send = (body: unknown, as: Session | string = owner) => api.ask('POST', 'test-messages', { as, body });
const becomes = (id: string, status: string) =>
  house.until(`the test to be ${status}`, async () => {
    const { json } = await api.ask('GET', `test-messages/${id}`, { as: owner });
    return json.status === status && json;
  });

test('an owner sends an e-mail to themselves: dressed as customers get it, marked, and counted nowhere', async () => {
  const { status, json } = await send(email(owner.email.toUpperCase()));
  expect(status).toBe(202);
  const sent = await becomes(json.id, 'sent');
  expect(sent).toMatchObject({ channel: 'email', reason: null });
  const [mail] = postmark.accepted;
  expect(mail).toMatchObject({ to: owner.email, subject: '[Test] Thank you, Ana' });
  expect(mail!.html).toContain('<strong');
  expect(mail!.text).toContain('Acme Plumbing');
  expect((await api.ask('GET', 'messages', { as: owner })).json.items).toEqual([]);
  expect((await api.ask('GET', 'reports/overview', { as: owner })).json.messages).toEqual([]);
  expect((await api.ask('GET', 'customers', { as: owner })).json.items).toEqual([]);
  expect(await house.rows('select content from messaging.test_messages where id = $1', [json.id])).toEqual([
    { content: null },
  ]);
});

test('an owner sends a text to a number they give, as they write it', async () => {
  const { json } = await send(text('+34 600-111-222'));
  await becomes(json.id, 'sent');
  expect(twilio.accepted).toMatchObject([{ to: '+34600111222', text: '[Prueba] Is all well, Ana?' }]);
});

test('a test goes to nobody outside the team, to no number without a country, and to nobody who said STOP', async () => {
  const stranger = await send(email('stranger@example.org'));
  expect([stranger.status, stranger.json.errors[0].path]).toEqual([422, 'to']);
  const local = await send(text('600 111 222'));
  expect([local.status, local.json.errors[0].path]).toEqual([422, 'to']);
  await house.rows(
    `insert into messaging.suppressions (business_id, channel, address_hash, reason)
     values ($1, 'sms', sha256(convert_to($1::uuid::text || ':sms:+34600999888', 'UTF8')), 'keyword')`,
    [api.business.id],
  );
  const stopped = await send(text('+34600999888'));
  expect([stopped.status, stopped.json.reason]).toEqual([409, 'suppressed']);
});

test('while nothing leaves, it is said what is missing, instead of a message that never comes', async () => {
  const refused = await kept.ask('POST', 'test-messages', {
    as: api.business.apiKey,
    body: email(owner.email),
  });
  expect(refused.status).toBe(409);
  expect(refused.json).toMatchObject({ reason: 'not_connected' });
  expect(refused.json.detail).toMatch(/no email provider is connected.*EMAIL_PROVIDER/);
});

test('what the provider refuses is said, and an answer that never came is not asked for twice', async () => {
  twilio.behave({ do: 'answer', status: 400, body: { code: 21211, message: 'Invalid' } });
  const refused = await send(text('+34600111223'));
  expect((await becomes(refused.json.id, 'failed')).reason.message).not.toBe('');
  twilio.behave({ do: 'accept_then_reset' });
  const before = twilio.attempts;
  const lost = await send(text('+34600111224'));
  await becomes(lost.json.id, 'unknown');
  expect(twilio.attempts).toBe(before + 1);
});

test('whoever may not write messages may not test them, and another business finds none', async () => {
  const server = await api.signInAs('server');
  expect((await send(text('+34600111222'), server)).status).toBe(403);
  const { json } = await send(text('+34600111225'));
  const other = await api.seedBusiness();
  expect((await api.ask('GET', `test-messages/${json.id}`, { as: other.apiKey })).status).toBe(404);
});

test('after twenty within the hour there is a pause, which is named', async () => {
  const firm = await api.seedBusiness();
  await house.rows(
    `insert into messaging.test_messages (business_id, channel, status, asked_by, created_at)
     select $1, 'sms', 'sent', 'somebody', now() - interval '20 minutes' from generate_series(1, 20)`,
    [firm.id],
  );
  const refused = await send(text('+34600111222'), firm.apiKey);
  expect(refused.status).toBe(429);
  expect(refused.json.detail).toMatch(/20 tests .* in (39|40|41) minutes\.$/);
  expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(2000);
});
