import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { newId } from '../../../lib/ids.js';
import { freshDatabase, type FreshDatabase } from '../../support/database.js';
import { startApi, type TestApi } from '../support/start-api.js';
import { asTwilio, connect, look, passage, post, suppressionsOf, type Connected } from './doors.js';

const NUMBER = '+15005550006';
let database: FreshDatabase;
let api: TestApi;
let twilio: Connected;

beforeAll(async () => {
  database = await freshDatabase();
  api = await startApi(database);
  twilio = await connect(api, 'twilio', { secret: 'token', settings: { from: NUMBER } });
});
afterAll(async () => {
  await api.close();
  await database.drop();
});

const text = (from: string, Body: string, more: Record<string, string> = {}) => {
  const fields = { MessageSid: `SM${newId()}`, SmsStatus: 'received', From: from, To: NUMBER, Body, ...more };
  return post(
    api,
    twilio.path,
    asTwilio(`${api.deps.config.publicUrl}${twilio.path}`, fields, twilio.secret),
  );
};
const texted = (more: Parameters<typeof passage>[1] = {}) =>
  passage(api, { channel: 'sms', provider: 'twilio', ...more });

const isSuppressed = async (phone: string, businessId = api.business.id) =>
  (await suppressionsOf(database.adminUrl, { businessId, channel: 'sms', address: phone })).length > 0;
const consents = async (customerId: string) =>
  (
    await look<{ said: string }>(
      database.adminUrl,
      `select distinct on (channel, purpose) channel || ' ' || purpose || ' ' || granted || ' ' || source as said
         from crm.consents where customer_id = $1 order by channel, purpose, at desc, id desc`,
      [customerId],
    )
  ).map(({ said }) => said);
const events = async (customerId: string) =>
  (
    await look<{ type: string }>(
      database.adminUrl,
      'select type from integrations.inbox_events where customer_id = $1 order by id',
      [customerId],
    )
  ).map(({ type }) => type);
const received = async (customerId: string) =>
  (
    await look(
      database.adminUrl,
      `select 1 from messaging.messages where customer_id = $1 and direction = 'inbound' and status = 'received'`,
      [customerId],
    )
  ).length;

test('STOP is obeyed at once: the number, every purpose, and an event', async () => {
  const person = await texted();
  expect((await text(person.phone, 'Stop!')).status).toBe(200);
  expect(await isSuppressed(person.phone)).toBe(true);
  expect(await consents(person.customerId)).toEqual([
    'sms marketing false keyword',
    'sms review false keyword',
    'sms service false keyword',
  ]);
  expect(await events(person.customerId)).toEqual(['unsubscribed']);
  expect(await received(person.customerId)).toBe(1);
  await text(person.phone, 'stop');
  expect(await events(person.customerId)).toEqual(['unsubscribed']);
});

test('STOP counts for everybody who has that number', async () => {
  const one = await texted();
  const two = await texted({ phone: one.phone, name: 'Luis Ruiz' });
  await text(one.phone, 'BAJA');
  expect(await consents(two.customerId)).toContain('sms service false keyword');
});

test('STOP from somebody we do not know is remembered, and they are not', async () => {
  const stranger = '+34611000111';
  await text(stranger, 'arrêt');
  expect(await isSuppressed(stranger)).toBe(true);
  expect(await look(database.adminUrl, 'select 1 from crm.customers where phone = $1', [stranger])).toEqual(
    [],
  );
});

test('STOP to a number two businesses share stops both, where both have texted this person from it', async () => {
  const [sharing, stranger] = [await api.seedBusiness(), await api.seedBusiness()];
  for (const { id } of [sharing, stranger]) {
    await connect(api, 'twilio', { businessId: id, secret: 'token', settings: { from: NUMBER } });
  }
  const elsewhere = await api.seedBusiness();
  await connect(api, 'twilio', { businessId: elsewhere.id, settings: { from: '+15005550007' } });
  const mine = await texted();
  const theirs = await texted({ businessId: sharing.id, phone: mine.phone });
  await texted({ businessId: elsewhere.id, phone: mine.phone });
  await text(mine.phone, 'STOP');
  const stopped = [];
  for (const { id } of [sharing, stranger, elsewhere]) stopped.push(await isSuppressed(mine.phone, id));
  expect(stopped).toEqual([true, false, false]);
  expect(await events(theirs.customerId)).toEqual(['unsubscribed']);
});

test('a business that signs a STOP to another’s number by itself stops nobody there', async () => {
  const victim = await api.seedBusiness();
  await connect(api, 'twilio', {
    businessId: victim.id,
    secret: 'the real token',
    settings: { from: NUMBER },
  });
  const theirs = await texted({ businessId: victim.id });
  await text(theirs.phone, 'STOP');
  expect(await isSuppressed(theirs.phone)).toBe(true);
  expect(await isSuppressed(theirs.phone, victim.id)).toBe(false);
  expect(await events(theirs.customerId)).toEqual([]);
});

test('START lifts what STOP did, and asks for no more than was allowed before', async () => {
  const person = await texted();
  await text(person.phone, 'STOP');
  await text(person.phone, 'start');
  expect(await isSuppressed(person.phone)).toBe(false);
  expect(await consents(person.customerId)).toEqual([
    'sms marketing false keyword',
    'sms review true keyword',
    'sms service true keyword',
  ]);
});

test('YES is START from somebody who has stopped, and an answer from anybody else', async () => {
  const person = await texted();
  await text(person.phone, 'Sí');
  expect(await events(person.customerId)).toEqual(['sms_received']);
  await text(person.phone, 'STOP');
  await text(person.phone, 'YES');
  expect(await isSuppressed(person.phone)).toBe(false);
  expect(await events(person.customerId)).toEqual(['sms_received', 'unsubscribed']);
});

test('any other text is kept, sealed, and enters as an event', async () => {
  const person = await texted();
  const fields = { MessageSid: 'SMsame' };
  await text(person.phone, 'All well, thanks', fields);
  await text(person.phone, 'All well, thanks', fields);
  expect(await events(person.customerId)).toEqual(['sms_received']);
  expect(await received(person.customerId)).toBe(1);
  const inbox = await api.ask('GET', `events?customerId=${person.customerId}`);
  const read = await api.ask('GET', `events/${inbox.json.items[0].id}`);
  expect(read.json).toMatchObject({
    source: 'journeyman',
    data: { text: 'All well, thanks', channel: 'sms' },
  });
});

test('a text from somebody we do not know makes them known', async () => {
  await text('+34611000222', 'Do you fix boilers?');
  const [person] = await look<{ id: string; lifecycle: string }>(
    database.adminUrl,
    `select id, lifecycle from crm.customers where phone = '+34611000222'`,
  );
  expect(person!.lifecycle).toBe('lead');
  expect(await events(person!.id)).toEqual(['sms_received']);
});

test('HELP in words the carrier does not know is answered by us; HELP itself is left to the carrier', async () => {
  const person = await texted();
  const answer = await text(person.phone, 'Ayuda');
  expect(answer.text).toContain('<Message>Acme Plumbing: mensajes sobre sus visitas.');
  expect(answer.text).toContain('Responda STOP');
  expect((await text(person.phone, 'HELP')).text).toContain('<Response></Response>');
  expect((await text(person.phone, 'aide', { OptOutType: 'HELP' })).text).toContain('<Response></Response>');
  expect(await events(person.customerId)).toEqual([]);
});
