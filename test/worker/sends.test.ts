import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import { MockActivityEnvironment } from '@temporalio/testing';
import { perform } from '../../worker/activities/perform.js';
import type { PerformAnswer } from '../../workflows/messages.js';
import { ana, openHouse, type House } from '../support/house.js';
import { startFakeProvider, type FakeProvider } from '../support/fakes/fake-provider.js';

/** E-mail by Postmark, which takes no idempotency key; texts by Twilio, likewise. */
let house: House;
let postmark: FakeProvider;
let twilio: FakeProvider;

beforeAll(async () => {
  [postmark, twilio] = await Promise.all([startFakeProvider('postmark'), startFakeProvider('twilio')]);
  house = await openHouse({
    channels: {
      EMAIL_PROVIDER: 'postmark',
      POSTMARK_TOKEN: 'token',
      POSTMARK_API_URL: postmark.url,
      EMAIL_FROM: 'marta@example.com',
      SMS_PROVIDER: 'twilio',
      TWILIO_ACCOUNT_SID: 'AC00000000000000000000000000000000',
      TWILIO_AUTH_TOKEN: 'secret',
      TWILIO_FROM: '+14155550100',
      TWILIO_API_URL: twilio.url,
    },
  });
});
afterEach(() => {
  postmark.behave({ do: 'accept' });
  twilio.behave({ do: 'accept' });
});
afterAll(async () => {
  await house?.close();
  await Promise.all([postmark?.close(), twilio?.close()]);
});

let next = 0;
const someone = () => ({
  ...ana,
  externalId: `s-${++next}`,
  email: `s${next}@example.com`,
  phone: `+346002${10000 + next}`,
});
const email = (id: string, then: string | null) => ({
  id,
  kind: 'email',
  settings: { purpose: 'service', subject: 'Hello', body: `This is ${id}` },
  exits: { sent: then, undeliverable: 'nobody' },
});
const dead = {
  id: 'nobody',
  kind: 'update_customer',
  settings: { addTags: ['unreachable'] },
  exits: { done: null },
};
const flowOf = (type: string, first: object, ...rest: object[]) => ({
  entry: { on: 'event', type },
  first: (first as { id: string }).id,
  steps: [first, ...rest],
  rules: { quietHours: null },
});
const begin = async (type: string, ...steps: [object, ...object[]]) => {
  await house.journey(flowOf(type, ...steps));
  const customer = someone();
  const enrollment = await house.enrollmentOf(await house.happens({ type, customer }));
  return { customer, enrollment };
};
const messagesOf = (enrollment: string) =>
  house.rows<{
    id: string;
    status: string;
    reason_code: string | null;
    attempts: number;
    held_until: Date | null;
  }>(
    'select id, status, reason_code, attempts, held_until from messaging.messages where enrollment_id = $1 order by id',
    [enrollment],
  );
const acceptedFor = (provider: FakeProvider, address: string) =>
  provider.accepted.filter(({ to }) => to.includes(address));

test('a message nobody can vouch for is shown as unknown, counts as sent, and is never sent again', async () => {
  postmark.behave({ do: 'accept_then_reset' });
  const { customer, enrollment } = await begin('custom_unknown', email('one', null), dead);
  await house.ended(enrollment);
  expect(await messagesOf(enrollment)).toMatchObject([
    { status: 'unknown', reason_code: 'outcome_unknown', attempts: 1 },
  ]);
  expect((await house.timeline(enrollment)).find(({ type }) => type === 'step')).toMatchObject({
    exit: 'sent',
  });
  expect(acceptedFor(postmark, customer.email)).toHaveLength(1);
});

test('what is unknown is looked up at the provider later, and may turn out to have been sent', async () => {
  const [unknown] = await house.rows<{ id: string }>(
    `select id from messaging.messages where status = 'unknown' limit 1`,
  );
  await house.rows('update messaging.messages set look_up_at = now() where id = $1', [unknown!.id]);
  const before = postmark.accepted.length;
  await house
    .temporal()
    .client()!
    .workflow.execute('everyMinute', { taskQueue: 'journeys', workflowId: 'look-up' });
  const [found] = await house.rows('select status, reason_code from messaging.messages where id = $1', [
    unknown!.id,
  ]);
  expect(found).toEqual({ status: 'sent', reason_code: 'found_at_provider' });
  expect(postmark.accepted).toHaveLength(before);
});

test('an address the provider refuses for good is not written to again by any journey', async () => {
  postmark.behave({
    do: 'answer',
    status: 422,
    body: { ErrorCode: 406, Message: 'You tried to send to a recipient that has been marked as inactive.' },
  });
  const { customer, enrollment } = await begin('custom_inactive', email('one', null), dead);
  await house.ended(enrollment);
  expect(await messagesOf(enrollment)).toMatchObject([{ status: 'failed' }]);
  postmark.behave({ do: 'accept' });

  await house.journey(flowOf('custom_inactive_again', email('one', null), dead));
  const second = await house.enrollmentOf(await house.happens({ type: 'custom_inactive_again', customer }));
  await house.ended(second);
  expect(await messagesOf(second)).toMatchObject([{ status: 'skipped', reason_code: 'suppressed' }]);
  expect(acceptedFor(postmark, customer.email)).toHaveLength(0);
});

test('while the provider is down a message is held, with the hour it is tried again', async () => {
  let asked = 0;
  postmark.behave(() =>
    asked++ === 0 ? { do: 'answer', status: 503, headers: { 'retry-after': '1' } } : { do: 'accept' },
  );
  const { customer, enrollment } = await begin('custom_outage', email('one', null), dead);
  await house.until(
    'the message to be held',
    async () => (await messagesOf(enrollment))[0]?.status === 'held',
  );
  await house.ended(enrollment);
  expect(await messagesOf(enrollment)).toMatchObject([{ status: 'sent', attempts: 2 }]);
  expect(acceptedFor(postmark, customer.email)).toHaveLength(1);
});

test('stopping somebody while a message is on its way lets it go, says so, and sends nothing further', async () => {
  twilio.behave({ do: 'accept', delayMs: 800 });
  await house.journey({
    ...flowOf(
      'custom_stop_in_flight',
      {
        id: 'text',
        kind: 'sms',
        settings: { purpose: 'service', body: 'One' },
        exits: { sent: 'mail', undeliverable: 'mail' },
      },
      email('mail', null),
      dead,
    ),
    rules: { quietHours: null, stopOn: [{ type: 'job_cancelled', same: 'customer' }] },
  });
  const customer = someone();
  const enrollment = await house.enrollmentOf(
    await house.happens({ type: 'custom_stop_in_flight', customer }),
  );
  await house.until(
    'the text to be on its way',
    async () => (await messagesOf(enrollment))[0]?.status === 'sending',
  );
  await house.happens({ type: 'job_cancelled', customer });
  expect(await house.ended(enrollment)).toEqual({ status: 'stopped', reason_code: 'stop_rule' });
  await house.until('the outcome', async () => (await messagesOf(enrollment))[0]?.status === 'sent');
  await new Promise((resolve) => setTimeout(resolve, 300));
  expect(await messagesOf(enrollment)).toHaveLength(1);
  expect((await house.timeline(enrollment)).map(({ type }) => type)).toEqual([
    'enrolled',
    'ended',
    'message',
  ]);
});

test('an event that comes while a message is being sent is not lost on the listener after it', async () => {
  postmark.behave({ do: 'accept', delayMs: 600 });
  await house.journey(
    flowOf(
      'custom_between',
      { ...email('invoice', 'listen'), exits: { sent: 'listen', undeliverable: null } },
      {
        id: 'listen',
        kind: 'wait_for_event',
        settings: { events: [{ name: 'paid', type: 'invoice_paid', same: 'customer' }], timeout: 'P3D' },
        exits: { paid: null, timed_out: null },
      },
    ),
  );
  const customer = someone();
  const enrollment = await house.enrollmentOf(await house.happens({ type: 'custom_between', customer }));
  await house.until(
    'the e-mail to be on its way',
    async () => (await messagesOf(enrollment))[0]?.status === 'sending',
  );
  await house.happens({ type: 'invoice_paid', customer });
  await house.ended(enrollment);
  const exits = (await house.timeline(enrollment))
    .filter(({ step_id }) => step_id === 'listen')
    .map(({ exit }) => exit);
  expect(exits).toContain('paid');
});

// From here on `perform` is called by hand, as a late duplicate or a second worker would.
const byHand = (enrollmentId: string, turn: number): Promise<PerformAnswer> =>
  new MockActivityEnvironment().run(() =>
    perform({ businessId: house.businessId, enrollmentId, turn, cause: 'step' }, house.deps, 'brief'),
  ) as Promise<PerformAnswer>;

const enrollWithoutWorkflow = async (type: string, ...steps: [object, ...object[]]) => {
  const journeyId = await house.journey(flowOf(type, ...steps));
  const [customer] = await house.rows<{ id: string; email: string }>(
    `insert into crm.customers (business_id, name, email) values ($1, 'Berta Gil', $2) returning id, email`,
    [house.businessId, `h${++next}@example.com`],
  );
  const [row] = await house.rows<{ id: string }>(
    `insert into journeys.enrollments (business_id, journey_id, version, customer_id) values ($1, $2, 1, $3) returning id`,
    [house.businessId, journeyId, customer!.id],
  );
  return { enrollment: row!.id, email: customer!.email };
};

test('the same turn asked for twice at once sends once and answers the same', async () => {
  const held = { ...email('one', 'pause'), exits: { sent: 'pause', undeliverable: null } };
  const pause = { id: 'pause', kind: 'wait', settings: { duration: 'P1D' }, exits: { done: null } };
  const { enrollment, email: address } = await enrollWithoutWorkflow('custom_twice', held, pause);
  postmark.behave({ do: 'accept', delayMs: 200 });
  const [a, b] = await Promise.all([byHand(enrollment, 1), byHand(enrollment, 1)]);
  expect(a).toEqual(b);
  expect(a.directive).toMatchObject({ do: 'wait', then: null });
  expect(acceptedFor(postmark, address)).toHaveLength(1);

  expect(await byHand(enrollment, 1)).toEqual(a);
  expect(await byHand(enrollment, 0)).toEqual(a);
  expect(acceptedFor(postmark, address)).toHaveLength(1);
});

test('a worker that died after asking the provider leaves an unknown, not a second message', async () => {
  const { enrollment, email: address } = await enrollWithoutWorkflow('custom_died', email('one', null), dead);
  postmark.behave({ do: 'accept', delayMs: 1500 });
  const lost = byHand(enrollment, 1).catch(() => {});
  await house.until('the e-mail to be on its way', async () => acceptedFor(postmark, address).length === 1);
  await house.rows(
    `update messaging.messages set lease_until = now() - interval '1 second' where enrollment_id = $1`,
    [enrollment],
  );
  postmark.behave({ do: 'accept' });
  expect((await byHand(enrollment, 1)).directive).toMatchObject({ do: 'end', status: 'completed' });
  expect(await messagesOf(enrollment)).toMatchObject([{ status: 'unknown' }]);
  expect(acceptedFor(postmark, address)).toHaveLength(1);
  // An answer that comes after all is believed.
  await lost;
  expect(await messagesOf(enrollment)).toMatchObject([{ status: 'sent' }]);
});

test('a customer who refuses while a message is being prepared does not get it', async () => {
  const { enrollment, email: address } = await enrollWithoutWorkflow(
    'custom_refuses',
    email('one', null),
    dead,
  );
  await house.rows(
    `insert into crm.consents (business_id, customer_id, channel, purpose, granted, source)
     select business_id, customer_id, 'email', 'service', false, 'unsubscribe_link' from journeys.enrollments where id = $1`,
    [enrollment],
  );
  expect((await byHand(enrollment, 1)).directive).toMatchObject({ do: 'run', step: 'nobody' });
  expect(await messagesOf(enrollment)).toMatchObject([{ status: 'skipped', reason_code: 'opted_out' }]);
  expect(acceptedFor(postmark, address)).toHaveLength(0);
});

test('Twilio is told where to report, and the business has a door for it that knows the token', async () => {
  const [connection] = await house.rows<{ id: string; account_ref: string }>(
    `select id, account_ref from integrations.connections where source = 'twilio'`,
  );
  expect(connection).toMatchObject({ account_ref: '+14155550100' });
  const [text] = twilio.accepted;
  expect(text!.raw).toMatchObject({
    StatusCallback: expect.stringMatching(
      new RegExp(`^http://127.0.0.1:4000/hooks/twilio/${connection!.id}\\?message=[0-9a-f-]{36}$`),
    ),
  });
});

test('a reminder days after the ask is still sent, and not when the customer has answered', async () => {
  const ask = {
    id: 'ask',
    kind: 'review_request',
    settings: { channels: ['email'], remindAfter: 'P4D' },
    exits: { sent: null, undeliverable: null },
  };
  const { enrollment, email: address } = await enrollWithoutWorkflow('custom_reminded', ask);
  expect((await byHand(enrollment, 1)).directive).toMatchObject({ do: 'wait', then: 'ask' });
  expect(acceptedFor(postmark, address)).toHaveLength(1);
  await house.rows(
    `update messaging.messages set sent_at = now() - interval '5 days' where enrollment_id = $1`,
    [enrollment],
  );
  await house.rows(`update journeys.enrollments set since = now() - interval '5 days' where id = $1`, [
    enrollment,
  ]);
  expect((await byHand(enrollment, 2)).directive).toMatchObject({ do: 'end', status: 'completed' });
  expect(acceptedFor(postmark, address)).toHaveLength(2);
});

test('an e-mail comes from the name the owner has set, and no name can add a header to it', async () => {
  const senders = (name: string) =>
    house.rows(`update tenancy.businesses set settings = settings || $1`, [
      JSON.stringify({ senders: { email: { name, replyTo: 'desk@example.com' } } }),
    ]);
  for (const [name, from] of [
    ['Marta and team', '"Marta and team" <marta@example.com>'],
    ['Marta"\r\nBcc: all@example.com', '"Marta Bcc: all@example.com" <marta@example.com>'],
  ] as const) {
    await senders(name);
    const { customer, enrollment } = await begin(`custom_named_${next}`, email('one', null), dead);
    await house.ended(enrollment);
    expect(acceptedFor(postmark, customer.email).map((each) => each.from)).toEqual([from]);
  }
  await house.rows(`update tenancy.businesses set settings = settings - 'senders'`);
});
