import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { newId } from '../../../lib/ids.js';
import { freshDatabase, type FreshDatabase } from '../../support/database.js';
import { startApi, type TestApi } from '../support/start-api.js';
import {
  asBasic,
  asSvix,
  asTwilio,
  connect,
  fixture,
  look,
  passage,
  post,
  suppressionsOf,
  type Connected,
  type Passage,
} from './doors.js';

let database: FreshDatabase;
let api: TestApi;
let twilio: Connected;
let postmark: Connected;
let resend: Connected;

beforeAll(async () => {
  database = await freshDatabase();
  api = await startApi(database);
  twilio = await connect(api, 'twilio', { secret: 'the auth token of the account' });
  postmark = await connect(api, 'postmark', { secret: 'the password of the webhook' });
  resend = await connect(api, 'resend');
});
afterAll(async () => {
  await api.close();
  await database.drop();
});

const messageRow = async (id: string) =>
  (await look<{ status: string; reason_code: string | null; provider_message_id: string; delivered_at: Date | null }>(
    database.adminUrl,
    'select status, reason_code, provider_message_id, delivered_at from messaging.messages where id = $1',
    [id],
  ))[0]!; // prettier-ignore

const receiptTypes = async (id: string) =>
  (await look<{ type: string }>(database.adminUrl, 'select type from messaging.message_events where message_id = $1 order by id', [id])).map(
    ({ type }) => type,
  ); // prettier-ignore

const eventsOf = (customerId: string) =>
  look<{ type: string; depth: number; source: string; origin: string; subject_kind: string }>(
    database.adminUrl,
    'select type, depth, source, origin, subject_kind from integrations.inbox_events where customer_id = $1 order by id',
    [customerId],
  );

const suppressions = (channel: 'email' | 'sms', address: string) =>
  suppressionsOf(database.adminUrl, { businessId: api.business.id, channel, address });

const refusals = (customerId: string) =>
  look<{ channel: string; purpose: string; granted: boolean; source: string }>(
    database.adminUrl,
    'select channel, purpose, granted, source from crm.consents where customer_id = $1 order by purpose',
    [customerId],
  );

describe('Twilio', () => {
  const tell = async (
    { sid, phone }: Passage,
    status: string,
    more: Record<string, string> = {},
    query = '',
  ) => {
    const path = `${twilio.path}${query}`;
    const fields = { MessageSid: sid, MessageStatus: status, To: phone, From: '+15005550006', ...more };
    return post(api, path, asTwilio(`${api.deps.config.publicUrl}${path}`, fields, twilio.secret));
  };
  const texted = (status = 'sent') => passage(api, { channel: 'sms', provider: 'twilio', status });

  test('a text that arrived is delivered, and that is an event one step deeper', async () => {
    const person = await texted();
    const reply = await tell(person, 'delivered');
    expect([reply.status, reply.headers.get('content-type'), reply.text]).toEqual([
      200,
      'text/xml; charset=utf-8',
      '<?xml version="1.0" encoding="UTF-8"?><Response></Response>',
    ]);
    expect(await messageRow(person.messageId)).toMatchObject({
      status: 'delivered',
      delivered_at: expect.any(Date),
    });
    expect(await eventsOf(person.customerId)).toEqual([
      {
        type: 'message_delivered',
        depth: 1,
        source: 'journeyman',
        origin: 'journeyman',
        subject_kind: 'job',
      },
    ]);
  });

  test('receipts that come late, twice or in the wrong order never take a message back', async () => {
    const person = await texted();
    for (const status of ['delivered', 'sent', 'delivered', 'failed', 'queued']) await tell(person, status);
    expect((await messageRow(person.messageId)).status).toBe('delivered');
    expect(await receiptTypes(person.messageId)).toEqual(['delivered', 'sent', 'failed', 'queued']);
    expect((await eventsOf(person.customerId)).map(({ type }) => type)).toEqual(['message_delivered']);
  });

  test('a receipt settles a message nobody was sure about', async () => {
    const person = await texted('unknown');
    await tell(person, 'sent');
    expect(await messageRow(person.messageId)).toMatchObject({ status: 'sent', reason_code: null });
    await tell(person, 'undelivered', { ErrorCode: '30003' });
    expect(await messageRow(person.messageId)).toMatchObject({
      status: 'failed',
      reason_code: 'twilio_30003',
    });
    expect((await eventsOf(person.customerId)).map(({ type }) => type)).toEqual(['message_failed']);
    expect(await suppressions('sms', person.phone)).toEqual([]);
  });

  test('a receipt that overtakes our own answer is believed, by our id in the address', async () => {
    const person = await texted('sending');
    await tell(person, 'sent', {}, `?message=${person.messageId}`);
    expect(await messageRow(person.messageId)).toMatchObject({
      status: 'sent',
      provider_message_id: person.sid,
    });
  });

  test.each([
    ['21610', 'unsubscribed', ['message_failed', 'unsubscribed']],
    ['30005', 'bounced', ['message_failed']],
    ['30004', 'refused', ['message_failed']],
  ])('after error %s the number is never texted again', async (code, reason, types) => {
    const person = await texted();
    await tell(person, 'undelivered', { ErrorCode: code });
    expect(await suppressions('sms', person.phone)).toEqual([{ reason }]);
    expect((await eventsOf(person.customerId)).map(({ type }) => type).sort()).toEqual(types);
  });

  test('a receipt for a message that is not ours changes nothing', async () => {
    const person = await texted();
    expect((await tell({ ...person, sid: 'SM0' }, 'delivered')).status).toBe(200);
    expect((await messageRow(person.messageId)).status).toBe('sent');
  });

  test('a receipt cannot reach another business’s message', async () => {
    const other = await api.seedBusiness();
    const person = await passage(api, { businessId: other.id, channel: 'sms', provider: 'twilio' });
    await tell(person, 'delivered', {}, `?message=${person.messageId}`);
    expect((await messageRow(person.messageId)).status).toBe('sent');
  });
});

describe('Postmark', () => {
  const mailed = () => passage(api, { provider: 'postmark' });
  const wire = (name: string, { sid, email, messageId }: Passage) =>
    fixture(name)
      .toString()
      .replaceAll('00000000-0000-0000-0000-000000000000', sid)
      .replaceAll('ana@example.com', email)
      .replaceAll('MESSAGE_ID', messageId);
  const tell = async (name: string, person: Passage) =>
    post(api, postmark.path, asBasic(wire(name, person), postmark.secret));

  test('an e-mail that arrived is delivered', async () => {
    const person = await mailed();
    expect((await tell('postmark-delivery.json', person)).status).toBe(202);
    expect(await messageRow(person.messageId)).toMatchObject({
      status: 'delivered',
      delivered_at: new Date('2026-11-20T16:33:54.907Z'),
    });
  });

  test('a hard bounce fails the message and suppresses the address', async () => {
    const person = await mailed();
    await tell('postmark-bounce.json', person);
    await tell('postmark-bounce.json', person);
    expect(await messageRow(person.messageId)).toMatchObject({
      status: 'failed',
      reason_code: 'hard_bounce',
    });
    expect(await suppressions('email', person.email)).toEqual([{ reason: 'bounced' }]);
    expect((await eventsOf(person.customerId)).map(({ type }) => type)).toEqual(['message_failed']);
  });

  test.each([
    ['postmark-spam-complaint.json', 'complained'],
    ['postmark-subscription-change.json', 'unsubscribed'],
  ])('%s suppresses the address, and everything is refused from then on', async (name, reason) => {
    const person = await mailed();
    await tell(name, person);
    expect((await messageRow(person.messageId)).status).toBe('sent');
    expect(await suppressions('email', person.email)).toEqual([{ reason }]);
    expect(await refusals(person.customerId)).toEqual(
      ['marketing', 'review', 'service'].map((purpose) => ({
        channel: 'email',
        purpose,
        granted: false,
        source: 'provider',
      })),
    );
    expect((await eventsOf(person.customerId)).map(({ type }) => type)).toEqual(['unsubscribed']);
  });

  const changed = (person: Passage, more: Record<string, unknown>) =>
    post(
      api,
      postmark.path,
      asBasic(
        JSON.stringify({
          RecordType: 'SubscriptionChange',
          MessageID: null,
          ServerID: 23,
          MessageStream: 'outbound',
          ChangedAt: '2026-11-21T08:00:00.0000000Z',
          Recipient: person.email,
          Origin: 'Customer',
          SuppressSending: true,
          SuppressionReason: 'ManualSuppression',
          ...more,
        }),
        postmark.secret,
      ),
    );
  const reopened = { SuppressSending: false, SuppressionReason: null };

  test('an address shut by hand at Postmark, which names no message, is not written to again', async () => {
    const person = await mailed();
    expect((await changed(person, {})).status).toBe(202);
    expect(await suppressions('email', person.email)).toEqual([{ reason: 'unsubscribed' }]);
    expect(await refusals(person.customerId)).toHaveLength(3);
    await changed(person, {});
    expect((await eventsOf(person.customerId)).map(({ type }) => type)).toEqual(['unsubscribed']);
  });

  // Postmark developer documentation, "Bounce API", the table of types.
  test.each([
    ['HardBounce', 1, 'failed', 'bounced'],
    ['Transient', 2, 'sent', null],
    ['Unsubscribe', 16, 'sent', 'unsubscribed'],
    ['Subscribe', 32, 'sent', null],
    ['AutoResponder', 64, 'sent', null],
    ['AddressChange', 128, 'sent', null],
    ['DnsError', 256, 'failed', null],
    ['SpamNotification', 512, 'failed', 'complained'],
    ['OpenRelayTest', 1024, 'sent', null],
    ['Unknown', 2048, 'failed', null],
    ['SoftBounce', 4096, 'failed', null],
    ['VirusNotification', 8192, 'failed', null],
    ['ChallengeVerification', 16384, 'failed', null],
    ['BadEmailAddress', 100000, 'failed', 'bounced'],
    ['SpamComplaint', 100001, 'failed', 'complained'],
    ['ManuallyDeactivated', 100002, 'failed', 'bounced'],
    ['Unconfirmed', 100003, 'failed', null],
    ['Blocked', 100006, 'failed', null],
    ['SMTPApiError', 100007, 'failed', null],
    ['InboundError', 100008, 'failed', null],
    ['DMARCPolicy', 100009, 'failed', null],
    ['TemplateRenderingFailed', 100010, 'failed', null],
  ] as const)('a bounce of Postmark’s type %s (%i) leaves the message %s', async (Type, TypeCode, status, reason) => {
    const person = await mailed();
    const bounce = JSON.parse(wire('postmark-bounce.json', person)) as Record<string, unknown>;
    const body = JSON.stringify({ ...bounce, Type, TypeCode });
    expect((await post(api, postmark.path, asBasic(body, postmark.secret))).status).toBe(202);
    expect((await messageRow(person.messageId)).status).toBe(status);
    expect(await suppressions('email', person.email)).toEqual(reason ? [{ reason }] : []);
  }); // prettier-ignore

  test('a mailbox that exists again may be written to again', async () => {
    const person = await mailed();
    await tell('postmark-bounce.json', person);
    expect(await suppressions('email', person.email)).toEqual([{ reason: 'bounced' }]);
    expect((await changed(person, reopened)).status).toBe(202);
    expect(await suppressions('email', person.email)).toEqual([]);
    // It was about the mailbox; what the person allows is as it was.
    expect(await refusals(person.customerId)).toEqual([]);
  });

  test.each(['postmark-spam-complaint.json', 'postmark-subscription-change.json'])(
    'after %s nobody at Postmark can allow in the person’s place',
    async (name) => {
      const person = await mailed();
      await tell(name, person);
      const before = await suppressions('email', person.email);
      expect(before).toHaveLength(1);
      expect((await changed(person, { ...reopened, Origin: 'Customer' })).status).toBe(202);
      expect(await suppressions('email', person.email)).toEqual(before);
      expect(await refusals(person.customerId)).toHaveLength(3);
    },
  );

  test('an opened e-mail is noted and changes nothing', async () => {
    const person = await mailed();
    await tell('postmark-open.json', person);
    expect(await receiptTypes(person.messageId)).toEqual(['opened']);
    expect((await messageRow(person.messageId)).status).toBe('sent');
    expect(await eventsOf(person.customerId)).toEqual([]);
  });

  test('without the password nothing is believed, and what cannot be read is 400', async () => {
    const person = await mailed();
    const body = wire('postmark-bounce.json', person);
    const detail =
      'Give the address to Postmark with basic auth: any name, and the secret of this connection as password.';
    for (const posting of [
      { body },
      asBasic(body, 'wrong'),
      { body, headers: { authorization: 'Basic !!!' } },
    ]) {
      const reply = await post(api, postmark.path, posting);
      expect(reply.json).toMatchObject({ status: 401, code: 'bad_signature', detail });
    }
    for (const [bad, code] of [['{', 'bad_json'], ['[]', 'bad_request'], ['{"RecordType":"Bounce"}', 'bad_request']] as const) {
      const reply = await post(api, postmark.path, asBasic(bad, postmark.secret));
      expect([reply.status, reply.json.code]).toEqual([400, code]);
    } // prettier-ignore
    expect(
      (await post(api, postmark.path, asBasic('{"RecordType":"Inbound"}', postmark.secret))).status,
    ).toBe(202);
  });
});

describe('Resend', () => {
  const mailed = () => passage(api, { provider: 'resend' });
  const wire = (name: string, { sid, email, messageId }: Passage) =>
    fixture(name)
      .toString()
      .replaceAll('56761188-7520-42d8-8898-ff6fc54ce618', sid)
      .replaceAll('ana@example.com', email)
      .replaceAll('MESSAGE_ID', messageId);

  test('an e-mail that arrived is delivered, and the same delivery again is noted once', async () => {
    const person = await mailed();
    const body = wire('resend-delivered.json', person);
    for (let time = 0; time < 2; time++) {
      expect((await post(api, resend.path, asSvix(body, resend.secret, { id: 'msg_same' }))).status).toBe(
        202,
      );
    }
    expect((await messageRow(person.messageId)).status).toBe('delivered');
    expect(await receiptTypes(person.messageId)).toEqual(['delivered']);
  });

  test('a permanent bounce suppresses the address', async () => {
    const person = await mailed();
    await post(api, resend.path, asSvix(wire('resend-bounced.json', person), resend.secret));
    expect(await messageRow(person.messageId)).toMatchObject({
      status: 'failed',
      reason_code: 'hard_bounce',
    });
    expect(await suppressions('email', person.email)).toEqual([{ reason: 'bounced' }]);
  });

  test('an old signature is refused, as is a body that names no e-mail', async () => {
    const old = asSvix('{}', resend.secret, { at: new Date(Date.now() - 301_000) });
    expect((await post(api, resend.path, old)).json).toMatchObject({
      status: 401,
      code: 'stale_timestamp',
      detail: 'svix-timestamp is more than five minutes from our clock. Sign each attempt afresh.',
    });
    const reply = await post(api, resend.path, asSvix('{"type":"email.sent","data":{}}', resend.secret));
    expect(reply.json).toMatchObject({ status: 400, code: 'bad_request' });
    expect((await post(api, resend.path, asSvix('{"type":"domain.created"}', resend.secret))).status).toBe(
      202,
    );
  });
});

test('a receipt of an unknown message id is no reason to look elsewhere', async () => {
  const body = JSON.stringify({ RecordType: 'Delivery', MessageID: newId() });
  expect((await post(api, postmark.path, asBasic(body, postmark.secret))).json).toEqual({ items: [] });
});
