import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { sweep } from '../../../db/retention.js';
import { openDatabase } from '../../../db/tenant.js';
import { PNG } from 'pngjs';
import { freshDatabase, type FreshDatabase } from '../../support/database.js';
import { startFakeTwilioMedia, type FakeTwilioMedia, type Kept } from '../../support/fakes/twilio-media.js';
import { startApi, type TestApi } from '../support/start-api.js';
import { asTwilio, connect, look, passage, post, type Connected } from './doors.js';

const NUMBER = '+15005550006';
const ACCOUNT = `AC${'0f'.repeat(16)}`;
const TOKEN = 'the token of the account';
const PHOTO = PNG.sync.write(
  Object.assign(new PNG({ width: 3, height: 2 }), { data: Buffer.alloc(24, 200) }),
);

let database: FreshDatabase;
let api: TestApi;
let media: FakeTwilioMedia;
let twilio: Connected;
beforeAll(async () => {
  database = await freshDatabase();
  media = await startFakeTwilioMedia({ account: ACCOUNT, authToken: TOKEN });
  api = await startApi(database, {
    environment: {
      SMS_PROVIDER: 'twilio',
      TWILIO_ACCOUNT_SID: ACCOUNT,
      TWILIO_AUTH_TOKEN: TOKEN,
      TWILIO_FROM: NUMBER,
      TWILIO_API_URL: media.url,
      OUTBOUND_ALLOW: media.store,
    },
  });
  twilio = await connect(api, 'twilio', { secret: TOKEN, settings: { from: NUMBER } });
});
afterAll(async () => {
  await api?.close();
  await media?.close();
  await database?.drop();
});

interface Sent {
  what: Kept;
  type?: string;
  address?: string;
}

/** Somebody texts these files; answers the message as the API shows it. */
async function texts(
  files: Sent[],
  { Body = '', door = twilio, businessId = api.business.id, as = api.business.apiKey } = {},
) {
  const person = await passage(api, { channel: 'sms', provider: 'twilio', businessId });
  const fields: Record<string, string> = {
    MessageSid: `MM${randomUUID()}`,
    SmsStatus: 'received',
    From: person.phone,
    To: NUMBER,
    Body,
    NumMedia: String(files.length),
  };
  files.forEach(({ what, type = 'image/png', address }, index) => {
    fields[`MediaUrl${index}`] = address ?? media.keep(what).mediaUrl;
    fields[`MediaContentType${index}`] = type;
  });
  const taken = await post(
    api,
    door.path,
    asTwilio(`${api.deps.config.publicUrl}${door.path}`, fields, door.secret),
  );
  expect(taken.status).toBe(200);
  const { json } = await api.ask('GET', `messages?customerId=${person.customerId}&status=received`, { as });
  return { ...person, message: json.items[0] };
}
const seen = (id: string, number = 0, as: Parameters<TestApi['ask']>[2] = {}) =>
  api.ask('GET', `messages/${id}/attachments/${number}`, as);

test('the photo of a leak that a customer texts is there for the owner to see', async () => {
  const { message } = await texts([{ what: PHOTO }], { Body: 'It drips here' });
  expect(message).toMatchObject({
    text: 'It drips here',
    attachments: [{ number: 0, mediaType: 'image/png' }],
  });
  const marta = await api.signInAs('member');
  const answer = await fetch(`${api.url}/api/v1/messages/${message.id}/attachments/0`, {
    headers: { cookie: marta.cookie },
  });
  expect(Buffer.from(await answer.arrayBuffer()).equals(PHOTO)).toBe(true);
  expect(Object.fromEntries(answer.headers)).toMatchObject({
    'content-type': 'image/png',
    'content-disposition': 'inline; filename="picture.png"',
    'content-security-policy': "default-src 'none'; sandbox",
    'x-content-type-options': 'nosniff',
    'cross-origin-resource-policy': 'same-origin',
    'cache-control': 'no-store',
  });
});

test('Twilio is asked with the password of the account, and the store it sends us to is not told it', async () => {
  const { message } = await texts([{ what: PHOTO }]);
  media.asked.length = 0;
  expect((await seen(message.id)).status).toBe(200);
  expect(media.asked.map((one) => one.replace(/[0-9a-f]{32,}/g, 'x'))).toEqual([
    'api /2010-04-01/Accounts/ACx/Messages/MMx/Media/MEx +password',
    'store /ACx/x?Expires=1&Signature=s~-',
  ]);
});

test('several pictures of one text are told apart, ten at most', async () => {
  const jpeg = Buffer.concat([Buffer.from([0xff, 0xd8, 0xff, 0xe0]), Buffer.alloc(20)]);
  const { message } = await texts([
    { what: PHOTO },
    { what: jpeg, type: 'image/jpeg' },
    ...Array.from({ length: 10 }, () => ({ what: PHOTO })),
  ]);
  expect(message.attachments).toHaveLength(10);
  expect((await seen(message.id, 1)).headers.get('content-type')).toBe('image/jpeg');
});

test('what is no picture is said to be none, whatever it is called', async () => {
  const page = Buffer.from('<script>alert(1)</script>');
  const drawing = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>');
  const { message } = await texts([
    { what: page, type: 'image/png' },
    { what: drawing, type: 'image/svg+xml' },
  ]);
  for (const number of [0, 1])
    expect((await seen(message.id, number)).json).toMatchObject({
      status: 415,
      code: 'unsupported_media_type',
      detail: 'This file is no picture that can be shown here. Ask the customer for a photo.',
    });
});

test('a picture that is gone, too large or not handed over says so and what to do', async () => {
  const { message } = await texts([
    { what: 'deleted' },
    { what: Buffer.concat([PHOTO, Buffer.alloc(5 * 1024 * 1024)]) },
    { what: 'silence' },
    { what: { status: 500 } },
  ]);
  const said = [];
  for (const number of [0, 1, 2, 3]) said.push((await seen(message.id, number)).json);
  expect(said.map(({ status, code }) => `${status} ${code}`)).toEqual([
    '410 gone',
    '413 too_large',
    '503 unavailable',
    '503 unavailable',
  ]);
  expect(said[0].detail).toMatch(/Ask the customer to send it again/);
  const french = await seen(message.id, 1, { headers: { 'accept-language': 'fr' } });
  expect(french.json.detail).toBe('Cette image dépasse 5 Mo. Demandez au client une plus petite.');
});

test('no address leads the server elsewhere: not one in a text, not one in a redirect', async () => {
  const inside = await startFakeTwilioMedia({ account: ACCOUNT, authToken: TOKEN });
  const path = new URL(inside.keep(PHOTO).mediaUrl).pathname;
  const { message } = await texts([
    { what: PHOTO, address: `${inside.url}${path}` },
    { what: PHOTO, address: `${inside.url}/latest/meta-data` },
    { what: { redirect: `${inside.url}${path}` } },
    { what: { redirect: `http://${inside.store}/` } },
    { what: { redirect: 'https://mms.twiliocdn.com.example.com/x' } },
    { what: { redirect: 'http://mms.twiliocdn.com/x' } },
    { what: { redirect: 'https://s3-external-1.amazonaws.com/media.twiliocdn.com/../somebody/x' } },
    { what: { redirect: 'file:///etc/passwd' } },
  ]);
  const codes = [];
  for (let number = 0; number < 8; number++) codes.push((await seen(message.id, number)).json.code);
  // The first is asked of our own Twilio, which knows no such file.
  expect(codes).toEqual(['gone', 'gone', ...Array.from({ length: 6 }, () => 'unavailable')]);
  expect(inside.asked).toEqual([]);
  await inside.close();
});

test('whoever signs texts with a secret of their own sees no picture of anybody else’s', async () => {
  const theirs = media.keep(PHOTO);
  const thief = await api.seedBusiness();
  const door = await connect(api, 'twilio', {
    businessId: thief.id,
    secret: 'made up',
    settings: { from: NUMBER },
  });
  const { message } = await texts([{ what: PHOTO, address: theirs.mediaUrl }], {
    door,
    businessId: thief.id,
    as: thief.apiKey,
  });
  expect((await seen(message.id, 0, { as: thief.apiKey })).json).toMatchObject({
    code: 'unavailable',
    detail: expect.stringContaining('does not accept our password'),
  });
});

test('only those who may read messages see it, and nobody of another business', async () => {
  const { message } = await texts([{ what: PHOTO }]);
  const other = await api.seedBusiness();
  expect((await seen(message.id, 0, { as: null })).status).toBe(401);
  expect((await seen(message.id, 0, { as: other.apiKey })).status).toBe(404);
  expect((await seen(message.id, 0, { as: await api.makeKey(['events:read']) })).status).toBe(403);
  expect((await seen(message.id, 1)).status).toBe(404);
  expect((await api.ask('GET', `messages/${message.id}/attachments/00`)).status).toBe(404);
});

test('in the database is nothing of it but where it is, sealed', async () => {
  const kept = media.keep(PHOTO);
  const { message } = await texts([{ what: PHOTO, address: kept.mediaUrl }]);
  const rows = await look<{ all: string }>(
    database.adminUrl,
    'select m::text || encode(m.content, $2) as all from messaging.messages m where id = $1',
    [message.id, 'escape'],
  );
  expect(rows[0]!.all).not.toContain(kept.file);
});

test('who is erased takes their pictures with them, and so does the end of the time texts are kept', async () => {
  const ana = await texts([{ what: PHOTO }]);
  const luis = await texts([{ what: PHOTO }]);
  expect((await api.ask('DELETE', `customers/${ana.customerId}`)).status).toBeLessThan(300);
  const maint = openDatabase({ url: database.url, role: 'app_maint' });
  await sweep(maint, { now: new Date(Date.now() + 91 * 86_400_000) });
  await maint.close();
  media.asked.length = 0;
  for (const { message } of [ana, luis]) {
    expect((await seen(message.id)).status).toBe(404);
    expect((await api.ask('GET', `messages/${message.id}`)).json).toMatchObject({
      text: null,
      attachments: [],
    });
  }
  expect(media.asked).toEqual([]);
});
