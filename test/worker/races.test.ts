import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import { MockActivityEnvironment } from '@temporalio/testing';
import * as interventions from '../../db/interventions.js';
import { eraseCustomer } from '../../db/erasure.js';
import { withBusiness, type BusinessTransaction } from '../../db/tenant.js';
import { createPerformer } from '../../worker/activities/head-starts.js';
import { perform } from '../../worker/activities/perform.js';
import { handleEvent } from '../../worker/intake/handle-event.js';
import { createUpkeep } from '../../worker/upkeep.js';
import { openDatabase, type Database } from '../../db/tenant.js';
import { createKeyring } from '../../lib/crypto.js';
import type { Cause, PerformAnswer } from '../../workflows/messages.js';
import { ana, openHouse, secretsKey, type House } from '../support/house.js';
import { startFakeProvider, type FakeProvider } from '../support/fakes/fake-provider.js';

/**
 * Two things at once, made to happen one inside the other: nothing runs here but what the test calls. E-mail by Resend,
 * which takes a key; texts by Twilio, which takes none.
 */
let house: House;
let resend: FakeProvider;
let twilio: FakeProvider;
let shared: { dispatch: Database; maint: Database };

beforeAll(async () => {
  [resend, twilio] = await Promise.all([startFakeProvider('resend'), startFakeProvider('twilio')]);
  house = await openHouse({
    worker: false,
    channels: {
      EMAIL_PROVIDER: 'resend',
      RESEND_API_KEY: 're_test',
      RESEND_API_URL: resend.url,
      EMAIL_FROM: 'marta@example.com',
      SMS_PROVIDER: 'twilio',
      TWILIO_ACCOUNT_SID: 'AC00000000000000000000000000000000',
      TWILIO_AUTH_TOKEN: 'secret',
      TWILIO_FROM: '+14155550100',
      TWILIO_API_URL: twilio.url,
    },
  });
  shared = {
    dispatch: openDatabase({ url: house.fresh.url, role: 'app_dispatch', max: 1 }),
    maint: openDatabase({ url: house.fresh.url, role: 'app_maint', max: 1 }),
  };
});
afterEach(() => {
  resend.behave({ do: 'accept' });
  twilio.behave({ do: 'accept' });
});
afterAll(async () => {
  await Promise.all([shared?.dispatch.close(), shared?.maint.close()]);
  await house?.close();
  await Promise.all([resend?.close(), twilio?.close()]);
});

let next = 0;
const someone = () => ({
  ...ana,
  externalId: `r-${++next}`,
  email: `r${next}@example.com`,
  phone: `+346003${10000 + next}`,
});
const email = (id: string, then: string | null, more: object = {}) => ({
  id,
  kind: 'email',
  settings: { purpose: 'service', subject: 'Hello', body: `This is ${id}`, ...more },
  exits: { sent: then, undeliverable: then },
});
const sms = (id: string, then: string | null) => ({
  id,
  kind: 'sms',
  settings: { purpose: 'service', body: `This is ${id}` },
  exits: { sent: then, undeliverable: then },
});
const wait = (id: string, settings: object, then: string | null) => ({
  id,
  kind: 'wait',
  settings,
  exits: { done: then, ...('until' in settings && { unknown_date: then }) },
});
const listen = (id: string, exits: Record<string, string | null>, name = 'paid') => ({
  id,
  kind: 'wait_for_event',
  settings: { events: [{ name, type: 'invoice_paid', same: 'customer' }], timeout: 'P3D' },
  exits,
});
const flowOf = (type: string, steps: object[], rules: object = {}) => ({
  entry: { on: 'event', type },
  first: (steps[0] as { id: string }).id,
  steps,
  rules: { quietHours: null, ...rules },
});

/** An event all the way through intake, at once. */
async function arrives(event: Parameters<House['happens']>[0]): Promise<string> {
  const eventId = await house.happens(event);
  await handleEvent({ businessId: house.businessId, eventId }, house.deps);
  return eventId;
}

async function begin(type: string, steps: object[], rules: object = {}, data: Record<string, unknown> = {}) {
  const journeyId = await house.journey(flowOf(type, steps, rules));
  const customer = someone();
  const subject = { kind: 'job', id: `job-${next}` };
  const eventId = await arrives({ type, customer, subject, data });
  const [row] = await house.rows<{ id: string; customer_id: string }>(
    'select id, customer_id from journeys.enrollments where entry_event_id = $1',
    [eventId],
  );
  return { journeyId, customer, subject, enrollment: row!.id, customerId: row!.customer_id };
}

const turns = new Map<string, number>();

/** One turn, as the workflow would ask for it. */
async function takeTurn(
  enrollmentId: string,
  cause: Cause = 'step',
  due?: string,
  patience: 'brief' | 'long' = 'brief',
): Promise<PerformAnswer> {
  const turn = (turns.get(enrollmentId) ?? 0) + 1;
  const answer = (await new MockActivityEnvironment().run(() =>
    perform(
      { businessId: house.businessId, enrollmentId, turn, cause, ...(due && { due }) },
      house.deps,
      patience,
    ),
  )) as PerformAnswer;
  turns.set(enrollmentId, answer.turn);
  return answer;
}

/** Turns until there is something to wait for, or nothing more. */
async function settleDown(enrollmentId: string, cause: Cause = 'step', due?: string): Promise<PerformAnswer> {
  let answer = await takeTurn(enrollmentId, cause, due);
  while (answer.directive.do === 'run') answer = await takeTurn(enrollmentId);
  return answer;
}

const isOnItsWay = (enrollment: string) =>
  house.until('a message to be on its way', async () => {
    const [row] = await house.rows(
      `select id from messaging.messages where enrollment_id = $1 and status = 'sending'`,
      [enrollment],
    );
    return row;
  });
const messagesOf = (enrollment: string) =>
  house.rows<{ id: string; step_id: string; status: string; reason_code: string | null }>(
    'select id, step_id, status, reason_code from messaging.messages where enrollment_id = $1 order by id',
    [enrollment],
  );
const standing = async (enrollment: string) =>
  (
    await house.rows<{
      step_id: string;
      due_at: Date | null;
      status: string;
      facts: { event: { data: object } };
    }>('select step_id, due_at, status, facts from journeys.enrollments where id = $1', [enrollment])
  )[0]!;
const exitsOf = async (enrollment: string, step: string) =>
  (await house.timeline(enrollment))
    .filter(({ step_id, exit }) => step_id === step && exit)
    .map(({ exit }) => exit);
const asOwner = <T>(work: (tx: BusinessTransaction) => Promise<T>) =>
  withBusiness(house.database, { businessId: house.businessId, actor: 'member:marta' }, work);
const expireLease = (enrollment: string) =>
  house.rows(
    `update messaging.messages set lease_until = now() - interval '2 minutes' where enrollment_id = $1`,
    [enrollment],
  );
const upkeep = () =>
  createUpkeep({
    ...house.deps,
    dispatchDatabase: shared.dispatch,
    maintDatabase: shared.maint,
    keyring: createKeyring(secretsKey),
  });
const today = Math.floor(Date.now() / 1000) * 1000;
const inDays = (days: number) => new Date(today + days * 86_400_000).toISOString();

test('a reservation that moves while a message is being sent is not forgotten', async () => {
  const { enrollment, customer, subject } = await begin(
    'custom_moves_meanwhile',
    [
      sms('thanks', 'before'),
      wait('before', { until: { field: 'event.data.startsAt' }, ifPast: 'continue' }, null),
    ],
    {},
    { startsAt: inDays(5) },
  );
  twilio.behave({ do: 'accept', delayMs: 400 });
  const sending = takeTurn(enrollment);
  await isOnItsWay(enrollment);
  await arrives({ type: 'job_rescheduled', customer, subject, data: { startsAt: inDays(9) } });
  await sending;
  expect((await standing(enrollment)).facts.event.data).toEqual({ startsAt: inDays(9) });
  await settleDown(enrollment, 'event');
  expect((await standing(enrollment)).due_at?.toISOString()).toBe(inDays(9));
});

test('an occurrence that began to wait for its turn during the last message gets it', async () => {
  const { enrollment, customer, subject } = await begin('custom_queued_meanwhile', [sms('last', null)], {
    onRepeat: 'queue',
    reentry: { mode: 'always' },
  });
  twilio.behave({ do: 'accept', delayMs: 400 });
  const sending = takeTurn(enrollment);
  await isOnItsWay(enrollment);
  const second = await arrives({ type: 'custom_queued_meanwhile', customer, subject });
  expect((await sending).directive).toMatchObject({ do: 'end' });
  const [event] = await house.rows('select status from integrations.inbox_events where id = $1', [second]);
  expect(event).toEqual({ status: 'received' });
  await handleEvent({ businessId: house.businessId, eventId: second }, house.deps);
  expect(await house.enrollmentOf(second)).not.toBe(enrollment);
});

test('nobody waits for a turn in a journey that takes the same thing once ever', async () => {
  const begun = await begin('custom_queue_once', [wait('pause', { duration: 'P1D' }, null)], {
    onRepeat: 'queue',
  });
  const { customer, subject, enrollment } = begun;
  const second = await arrives({ type: 'custom_queue_once', customer, subject });
  const verdicts = await house.rows(
    'select outcome, reason_code from journeys.event_matches where event_id = $1',
    [second],
  );
  expect(verdicts).toEqual([{ outcome: 'ignored', reason_code: 'been_through_subject' }]);
  const rows = await house.rows('select queued_event_id from journeys.enrollments where id = $1', [
    enrollment,
  ]);
  expect(rows).toEqual([{ queued_event_id: null }]);
});

test('a message whose sender died, of somebody who was stopped meanwhile, is left unknown and not forgotten', async () => {
  const { enrollment } = await begin('custom_died_and_stopped', [sms('one', null)]);
  twilio.behave({ do: 'accept', delayMs: 600 });
  const lost = takeTurn(enrollment).catch(() => {});
  await isOnItsWay(enrollment);
  await asOwner(async (tx) => {
    await interventions.lockEnrollment(tx, enrollment);
    await interventions.endAtOnce(tx, [enrollment], { code: 'stopped_by_hand', message: 'Stop.' });
  });
  await expireLease(enrollment);
  expect(await upkeep().settleAbandoned()).toEqual({ settled: 1 });
  expect(await messagesOf(enrollment)).toMatchObject([{ status: 'unknown', reason_code: 'outcome_unknown' }]);
  expect((await house.timeline(enrollment)).at(-1)).toMatchObject({
    type: 'message',
    reason_code: 'outcome_unknown',
  });
  expect(await upkeep().settleAbandoned()).toEqual({ settled: 0 });
  // Should the answer come after all, it is believed.
  await lost;
  expect(await messagesOf(enrollment)).toMatchObject([{ status: 'sent' }]);
});

test('nobody else settles a message to which the next turn leads', async () => {
  const { enrollment } = await begin('custom_died_and_stays', [
    wait('pause', { duration: 'PT1H' }, 'one'),
    sms('one', null),
  ]);
  const { directive } = await settleDown(enrollment);
  twilio.behave({ do: 'accept', delayMs: 400 });
  const lost = takeTurn(enrollment, 'due', (directive as { until: string }).until).catch(() => {});
  await isOnItsWay(enrollment);
  await expireLease(enrollment);
  expect(await upkeep().settleAbandoned()).toEqual({ settled: 0 });
  await lost;
});

test('of somebody erased while a message was being sent, no text is kept once its outcome is known', async () => {
  const { enrollment, customerId } = await begin('custom_erased_meanwhile', [
    sms('one', 'two'),
    sms('two', null),
  ]);
  twilio.behave({ do: 'accept', delayMs: 400 });
  const sending = takeTurn(enrollment);
  await isOnItsWay(enrollment);
  await asOwner((tx) => eraseCustomer(tx, customerId));
  expect((await sending).directive).toMatchObject({
    do: 'end',
    status: 'stopped',
    reason: 'customer_erased',
  });
  const rows = await house.rows('select status, content from messaging.messages where enrollment_id = $1', [
    enrollment,
  ]);
  expect(rows).toEqual([{ status: 'sent', content: null }]);
});

test('what a provider may or may not have taken is not sent again to somebody who has refused since', async () => {
  const { enrollment, customer, customerId } = await begin('custom_refused_since', [email('one', null)]);
  resend.behave({ do: 'accept_then_reset' });
  expect((await takeTurn(enrollment)).directive).toMatchObject({ do: 'run', step: 'one' });
  resend.behave({ do: 'accept' });
  const { attempts } = resend;
  await house.rows(
    `insert into crm.consents (business_id, customer_id, channel, purpose, granted, source) values ($1, $2, 'email', 'service', false, 'unsubscribe_link')`,
    [house.businessId, customerId],
  );
  await expireLease(enrollment);
  expect((await takeTurn(enrollment)).directive).toMatchObject({ do: 'end', status: 'completed' });
  expect(resend.attempts).toBe(attempts);
  expect(await messagesOf(enrollment)).toMatchObject([{ status: 'unknown' }]);
  expect(resend.accepted.filter(({ to }) => to.includes(customer.email))).toHaveLength(1);
});

test('what may be sent again goes with the same key, also where a cap allows but one message', async () => {
  const caps = [{ max: 1, per: 'P1D' }];
  const { enrollment, customer } = await begin('custom_same_key', [email('one', null)], { caps });
  resend.behave({ do: 'reset' });
  await takeTurn(enrollment);
  resend.behave({ do: 'accept' });
  await expireLease(enrollment);
  await settleDown(enrollment);
  expect(await messagesOf(enrollment)).toMatchObject([{ status: 'sent' }]);
  expect(resend.accepted.filter(({ to }) => to.includes(customer.email))).toHaveLength(1);
});

test('a pause while nobody knows what became of a message leads to no second one', async () => {
  const { enrollment, customer } = await begin('custom_pause_unknown', [sms('one', 'two'), sms('two', null)]);
  twilio.behave({ do: 'accept_then_silence' });
  const sending = takeTurn(enrollment, 'step', undefined, 'long').catch(() => undefined);
  await isOnItsWay(enrollment);
  await asOwner(async (tx) => {
    await interventions.lockEnrollment(tx, enrollment);
    await interventions.pauseEnrollment(tx, enrollment, { code: 'paused_by_hand', message: 'Wait.' });
  });
  await expireLease(enrollment);
  twilio.behave({ do: 'accept' });
  expect((await takeTurn(enrollment, 'control')).directive).toMatchObject({
    do: 'listen',
    for: [],
    until: null,
  });
  await asOwner(async (tx) => {
    await interventions.lockEnrollment(tx, enrollment);
    await interventions.resumeEnrollment(tx, enrollment, { overdue: 'send_now', reason: 'Go.' });
  });
  await settleDown(enrollment, 'control');
  expect((await messagesOf(enrollment)).map(({ step_id, status }) => [step_id, status])).toEqual([
    ['one', 'unknown'],
    ['two', 'sent'],
  ]);
  expect(twilio.accepted.filter(({ to }) => to.includes(customer.phone)).map(({ text }) => text)).toEqual([
    'This is one',
    'This is two',
  ]);
  await sending;
}, 30_000);

test('moved from a long wait to a message, the message is as useful as new', async () => {
  const { journeyId, enrollment } = await begin('custom_credit_message', [
    wait('pause', { duration: 'P14D' }, null),
  ]);
  await settleDown(enrollment);
  await house.rows(`update journeys.enrollments set since = now() - interval '10 days' where id = $1`, [
    enrollment,
  ]);
  const version = await house.publish(journeyId, flowOf('custom_credit_message', [sms('text', null)]));
  await asOwner((tx) =>
    interventions.tellEnrollments(tx, [enrollment], {
      act: 'move',
      stepId: 'text',
      version,
      credit: true,
      reason: '',
    }),
  );
  await settleDown(enrollment, 'control');
  expect(await messagesOf(enrollment)).toMatchObject([{ step_id: 'text', status: 'sent' }]);
});

test('moved from a long wait to an hour of the week, that hour is waited for', async () => {
  const { journeyId, enrollment } = await begin('custom_credit_hour', [
    wait('pause', { duration: 'P14D' }, null),
  ]);
  await settleDown(enrollment);
  await house.rows(`update journeys.enrollments set since = now() - interval '10 days' where id = $1`, [
    enrollment,
  ]);
  const monday = { until: { weekday: 'mon', time: '09:00' } };
  const version = await house.publish(
    journeyId,
    flowOf('custom_credit_hour', [{ ...wait('pause', monday, null), exits: { done: null } }]),
  );
  await asOwner((tx) =>
    interventions.tellEnrollments(tx, [enrollment], {
      act: 'move',
      stepId: 'pause',
      version,
      credit: true,
      reason: '',
    }),
  );
  const { directive } = await settleDown(enrollment, 'control');
  expect(directive.do).toBe('wait');
});

test('an event kept under the old version’s name does not break a listener that names it otherwise now', async () => {
  const before = [
    wait('pause', { duration: 'P1D' }, 'listen'),
    listen('listen', { paid: null, timed_out: null }),
  ];
  const { journeyId, enrollment, customer } = await begin('custom_renamed', before);
  await settleDown(enrollment);
  await arrives({ type: 'invoice_paid', customer });
  const version = await house.publish(
    journeyId,
    flowOf('custom_renamed', [listen('listen', { settled: null, timed_out: null }, 'settled')]),
  );
  await asOwner((tx) =>
    interventions.tellEnrollments(tx, [enrollment], {
      act: 'move',
      stepId: 'listen',
      version,
      credit: true,
      reason: '',
    }),
  );
  expect((await settleDown(enrollment, 'control')).directive).toMatchObject({ do: 'listen', step: 'listen' });
  await arrives({ type: 'invoice_paid', customer });
  expect((await settleDown(enrollment, 'event')).directive).toMatchObject({ do: 'end', status: 'completed' });
});

test('on a second round, what came since the latest message counts again, and what was taken before does not', async () => {
  const { enrollment, customer } = await begin('custom_second_round', [
    sms('ask', 'pause'),
    wait('pause', { duration: 'PT1H' }, 'listen'),
    listen('listen', { paid: 'again', timed_out: 'again' }),
    { id: 'again', kind: 'go_to', settings: { step: 'ask', maxPasses: 2 }, exits: { exhausted: null } },
  ]);
  const first = await settleDown(enrollment);
  await arrives({ type: 'invoice_paid', customer });
  await settleDown(enrollment, 'event');
  const due = (answer: PerformAnswer) => (answer.directive as { until: string }).until;
  // Looked back at: the first round ends as paid, and the second begins with a message of its own.
  const second = await settleDown(enrollment, 'due', due(first));
  expect(await exitsOf(enrollment, 'listen')).toEqual(['paid']);
  await house.rows(
    `update journeys.enrollments set last_message_at = now() - interval '1 second' where id = $1`,
    [enrollment],
  );
  await arrives({ type: 'invoice_paid', customer });
  await settleDown(enrollment, 'event');
  const third = await settleDown(enrollment, 'due', due(second));
  expect(await exitsOf(enrollment, 'listen')).toEqual(['paid', 'paid']);
  await house.rows(
    `update journeys.enrollments set last_message_at = now() - interval '1 hour' where id = $1`,
    [enrollment],
  );
  expect((await settleDown(enrollment, 'due', due(third))).directive).toMatchObject({ do: 'listen' });
});

test('a turn whose answer was lost is asked for again, and what came since is looked at', async () => {
  const { enrollment, customer } = await begin('custom_lost_answer', [
    listen('listen', { paid: null, timed_out: null }),
  ]);
  const { turn } = await settleDown(enrollment);
  await arrives({ type: 'invoice_paid', customer });
  // The worker died before Temporal had the answer: the same turn again, and nobody remembers the nudge.
  turns.set(enrollment, turn - 1);
  expect((await takeTurn(enrollment)).directive).toEqual({ do: 'run', step: 'listen' });
  expect((await takeTurn(enrollment)).directive).toMatchObject({ do: 'end', status: 'completed' });
});

test('skipping the wait for an answer says that the question went', async () => {
  const { enrollment } = await begin('custom_skip_asked', [
    {
      id: 'ask',
      kind: 'review_request',
      settings: { channels: ['sms'], remindAfter: 'P3D' },
      exits: { sent: null, undeliverable: 'call' },
    },
    { id: 'call', kind: 'update_customer', settings: { addTags: ['call-them'] }, exits: { done: null } },
  ]);
  await settleDown(enrollment);
  expect(await messagesOf(enrollment)).toMatchObject([{ status: 'sent' }]);
  await asOwner((tx) =>
    interventions.tellEnrollments(tx, [enrollment], { act: 'skip', stepId: 'ask', reason: '' }),
  );
  await settleDown(enrollment, 'control');
  expect(await exitsOf(enrollment, 'ask')).toEqual(['sent']);
});

test('a reminder that fell due on hold is left out when what is overdue is skipped', async () => {
  const { enrollment } = await begin('custom_skip_reminder', [
    {
      id: 'ask',
      kind: 'review_request',
      settings: { channels: ['sms'], remindAfter: 'P3D', usefulFor: 'P30D' },
      exits: { sent: null, undeliverable: null },
    },
  ]);
  await settleDown(enrollment);
  await house.rows(
    `update messaging.messages set sent_at = now() - interval '4 days' where enrollment_id = $1`,
    [enrollment],
  );
  await asOwner((tx) =>
    interventions.tellEnrollments(tx, [enrollment], { act: 'resume', overdue: 'skip', reason: '' }),
  );
  await settleDown(enrollment, 'control');
  expect(await messagesOf(enrollment)).toHaveLength(1);
});

test('a message held for a better hour still to come is not overdue', async () => {
  // Half a day away on any clock near ours, whenever this runs.
  const far = String((new Date().getUTCHours() + 12) % 24).padStart(2, '0');
  const { enrollment } = await begin('custom_held_not_overdue', [sms('text', null)], {
    sendWindow: {
      days: ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'],
      from: `${far}:00`,
      until: `${far}:01`,
    },
  });
  await settleDown(enrollment);
  expect(await messagesOf(enrollment)).toMatchObject([{ status: 'held' }]);
  await asOwner((tx) =>
    interventions.tellEnrollments(tx, [enrollment], { act: 'resume', overdue: 'skip', reason: '' }),
  );
  await settleDown(enrollment, 'control');
  expect(await messagesOf(enrollment)).toMatchObject([{ status: 'held' }]);
});

test('a wait that ends after the pause was lifted is not overdue, however late the word is read', async () => {
  const { enrollment } = await begin('custom_after_resume', [
    wait('pause', { duration: 'PT1H' }, 'text'),
    sms('text', null),
  ]);
  const answer = await settleDown(enrollment);
  await asOwner((tx) =>
    interventions.tellEnrollments(tx, [enrollment], { act: 'resume', overdue: 'skip', reason: '' }),
  );
  await settleDown(enrollment, 'due', (answer.directive as { until: string }).until);
  expect(await messagesOf(enrollment)).toMatchObject([{ status: 'sent' }]);
});

test('a date that is changed to one long past ends the wait by the way for past dates, one just reached as done', async () => {
  const steps = [
    {
      id: 'before',
      kind: 'wait',
      settings: { until: { field: 'event.data.startsAt' }, ifPast: 'unknown_date' },
      exits: { done: 'text', unknown_date: null },
    },
    sms('text', null),
  ];
  const begun = await begin('custom_into_past', steps, {}, { startsAt: inDays(5) });
  await settleDown(begun.enrollment);
  await arrives({
    type: 'job_rescheduled',
    customer: begun.customer,
    subject: begun.subject,
    data: { startsAt: inDays(-3) },
  });
  await settleDown(begun.enrollment, 'event');
  expect(await exitsOf(begun.enrollment, 'before')).toEqual(['unknown_date']);
  expect(await messagesOf(begun.enrollment)).toEqual([]);
});

test.each(['ignore', 'merge', 'restart', 'queue'])(
  'ten occurrences at once about the same thing leave one passage: %s',
  async (onRepeat) => {
    const type = `custom_crowd_${onRepeat}`;
    await house.journey(
      flowOf(type, [wait('pause', { duration: 'P1D' }, null)], { onRepeat, reentry: { mode: 'always' } }),
    );
    const customer = someone();
    const events = await Promise.all(
      Array.from({ length: 10 }, (_, round) => house.happens({ type, customer, data: { round } })),
    );
    for (let left = events; left.length > 0;) {
      await Promise.all(
        left.map((eventId) => handleEvent({ businessId: house.businessId, eventId }, house.deps)),
      );
      const rows = await house.rows<{ id: string }>(
        `select id from integrations.inbox_events where id = any ($1) and status = 'received'`,
        [events],
      );
      left = rows.map(({ id }) => id);
    }
    const inside = await house.rows<{ status: string }>(
      'select e.status from journeys.enrollments e where entry_event_id = any ($1)',
      [events],
    );
    expect(inside.filter(({ status }) => status === 'active')).toHaveLength(1);
    expect(inside).toHaveLength(onRepeat === 'restart' ? 10 : 1);
    const people = await house.rows('select id from crm.customers where email = $1', [customer.email]);
    expect(people).toHaveLength(1);
  },
);

test.each([
  ['an id of the sender', () => ({ externalId: `new-${++next}`, name: 'Nora' })],
  ['a number', () => ({ phone: `+346009${10000 + ++next}`, name: 'Nora' })],
  [
    'an id, once with an address and once without',
    () => ({ externalId: `new-${++next}`, name: 'Nora' }),
    true,
  ],
])(
  'somebody new who is brought by two events at once, by %s, is one person',
  async (_, named, withAddress = false) => {
    const customer = named();
    const events = await Promise.all(
      [0, 1, 2, 3].map((place) =>
        house.happens({
          type: 'job_completed',
          customer: {
            ...customer,
            ...(withAddress && place % 2 === 0 && { email: `nora${next}@example.com` }),
          },
          subject: { kind: 'job', id: `two-${next}-${place}` },
        }),
      ),
    );
    await Promise.all(
      events.map((eventId) => handleEvent({ businessId: house.businessId, eventId }, house.deps)),
    );
    const people = await house.rows<{ customer_id: string }>(
      'select distinct customer_id from integrations.inbox_events where id = any ($1)',
      [events],
    );
    expect(people).toHaveLength(1);
  },
);

test('a permission dated in the future does not outlive a refusal of today', async () => {
  const { customerId, customer } = await begin('custom_future_consent', [
    wait('pause', { duration: 'P1D' }, null),
  ]);
  const consents = [{ channel: 'sms', purpose: 'marketing', granted: true, at: '2099-01-01T00:00:00Z' }];
  await arrives({ type: 'customer_updated', customer: { ...customer, consents } });
  await house.rows(
    `insert into crm.consents (business_id, customer_id, channel, purpose, granted, source, at) values ($1, $2, 'sms', 'marketing', false, 'keyword', clock_timestamp())`,
    [house.businessId, customerId],
  );
  const [latest] = await house.rows(
    `select granted from crm.consents where customer_id = $1 order by at desc limit 1`,
    [customerId],
  );
  expect(latest).toEqual({ granted: false });
});

test('an event that names nobody ends the passage about the same thing where the condition looks at its customer', async () => {
  const where = { field: 'customer.timezone', op: 'eq', value: 'Europe/Madrid' };
  const { enrollment, subject } = await begin('custom_nameless', [wait('pause', { duration: 'P1D' }, null)], {
    goals: [{ type: 'invoice_paid', same: 'subject', where }],
  });
  await settleDown(enrollment);
  await arrives({ type: 'invoice_paid', customer: null, subject });
  expect(await standing(enrollment)).toMatchObject({ status: 'completed' });
});

test('somebody else who pays the same invoice reaches the goal of whoever was asked to', async () => {
  const { enrollment, subject } = await begin(
    'custom_spouse_pays',
    [wait('pause', { duration: 'P1D' }, null)],
    { goals: [{ type: 'invoice_paid', same: 'subject' }] },
  );
  await settleDown(enrollment);
  await arrives({ type: 'invoice_paid', customer: someone(), subject });
  expect(await standing(enrollment)).toMatchObject({ status: 'completed' });
});

test('whoever was to go on at once and has not is found by the upkeep', async () => {
  const { enrollment } = await begin('custom_not_gone_on', [sms('one', 'two'), sms('two', null)]);
  expect((await takeTurn(enrollment)).directive).toMatchObject({ do: 'run', step: 'two' });
  const outbox = () =>
    house.rows<{ kind: string }>(
      'select kind from integrations.outbox where enrollment_id = $1 and published_at is null order by id',
      [enrollment],
    );
  await house.rows('update integrations.outbox set published_at = now() where enrollment_id = $1', [
    enrollment,
  ]);
  await upkeep().redispatchOverdue();
  expect(await outbox()).toEqual([]);
  // Whatever changes a row touches its time; six minutes ago is written behind that.
  await house.rows(`begin; set local session_replication_role = replica;
    update journeys.enrollments set updated_at = now() - interval '6 minutes' where id = '${enrollment}'; commit`);
  await upkeep().redispatchOverdue();
  expect((await outbox()).map(({ kind }) => kind).sort()).toEqual(['nudge', 'start']);
});

test('a tag that a journey gives is an event, told once, and journeys that set each other off come to an end', async () => {
  const tagging = (type: string, where: object | undefined, addTags: string[], removeTags: string[]) => ({
    ...flowOf(
      type,
      [{ id: 'tag', kind: 'update_customer', settings: { addTags, removeTags }, exits: { done: null } }],
      {
        reentry: { mode: 'always' },
      },
    ),
    entry: { on: 'event', type, ...(where && { where }) },
  });
  const isTag = (value: string) => ({ field: 'event.data.tag', op: 'eq', value });
  await house.journey(tagging('custom_ping', undefined, ['ping'], []));
  await house.journey(tagging('tag_added', isTag('ping'), ['pong'], ['ping']));
  await house.journey(tagging('tag_added', isTag('pong'), ['ping'], ['pong']));
  const customer = someone();
  const first = await arrives({ type: 'custom_ping', customer });
  const [{ customer_id: customerId }] = (await house.rows<{ customer_id: string }>(
    'select customer_id from integrations.inbox_events where id = $1',
    [first],
  )) as [{ customer_id: string }];
  for (let round = 0; round < 20; round++) {
    const inside = await house.rows<{ id: string }>(
      `select id from journeys.enrollments where customer_id = $1 and status = 'active'`,
      [customerId],
    );
    for (const { id } of inside) await settleDown(id);
    const fresh = await house.rows<{ id: string }>(
      `select id from integrations.inbox_events where customer_id = $1 and status = 'received' order by id`,
      [customerId],
    );
    for (const { id } of fresh) await handleEvent({ businessId: house.businessId, eventId: id }, house.deps);
    if (inside.length + fresh.length === 0) break;
  }
  const told = await house.rows<{ depth: number }>(
    `select depth from integrations.inbox_events where customer_id = $1 and type = 'tag_added' order by id`,
    [customerId],
  );
  expect(told.map(({ depth }) => depth)).toEqual([1, 2, 3, 4, 5, 6]);
  const [last] = await house.rows(
    `select m.reason_code from journeys.event_matches m join integrations.inbox_events e on e.id = m.event_id
      where e.customer_id = $1 and e.depth = 6 and e.type = 'tag_added' limit 1`,
    [customerId],
  );
  expect(last).toEqual({ reason_code: 'too_deep' });
});

test('a cap that counts over half a year counts all of it', async () => {
  const { enrollment, customerId } = await begin('custom_long_cap', [sms('text', null)], {
    caps: [{ channel: 'sms', max: 1, per: 'P6M' }],
  });
  await house.rows(
    `insert into messaging.messages (business_id, send_key, direction, channel, purpose, status, customer_id, first_attempt_at, sent_at)
     values ($1, $2, 'outbound', 'sms', 'service', 'sent', $3, now() - interval '120 days', now() - interval '120 days')`,
    [house.businessId, `long-cap-${next}`, customerId],
  );
  await settleDown(enrollment);
  // Two months until it frees, and the message is useful for three days.
  expect(await messagesOf(enrollment)).toMatchObject([{ status: 'skipped', reason_code: 'too_late' }]);
});

test('the first message is decided where somebody is let in, and leaves after that is certain', async () => {
  await house.journey(flowOf('custom_begun', [email('hello', null)]));
  const performer = createPerformer(house.deps);
  const eventId = await house.happens({ type: 'custom_begun', customer: someone(), data: {} });
  const handled = await handleEvent(
    { businessId: house.businessId, eventId },
    { ...house.deps, beginner: performer.beginner },
  );
  const stand = () =>
    house.rows(
      `select e.turn, e.status, m.status as message from journeys.enrollments e
         left join messaging.messages m on m.enrollment_id = e.id where e.entry_event_id = $1`,
      [eventId],
    );
  expect(await stand()).toEqual([{ turn: 0, status: 'active', message: 'sending' }]);
  handled!.goOn!();
  await performer.settle();
  expect(await stand()).toEqual([{ turn: 1, status: 'completed', message: 'sent' }]);
});

test('a first turn that fails takes nothing back of what the event has come to', async () => {
  await house.journey(flowOf('custom_ill_begun', [email('hello', null)]));
  const eventId = await house.happens({ type: 'custom_ill_begun', customer: someone(), data: {} });
  let begun = 0;
  const handled = await handleEvent(
    { businessId: house.businessId, eventId },
    {
      ...house.deps,
      beginner: async () => async (tx) => {
        begun++;
        await tx.run({ name: 'test.fails', text: 'select 1 / 0' });
        return () => {};
      },
    },
  );
  expect(handled).toMatchObject({ outcome: 'matched', outbox: [{ kind: 'start' }] });
  expect(handled).not.toHaveProperty('goOn');
  expect(begun).toBe(1);
  expect(
    await house.rows(
      `select e.turn, i.status, i.failures, (select count(*)::int from journeys.event_matches v where v.event_id = i.id) as verdicts
         from integrations.inbox_events i join journeys.enrollments e on e.entry_event_id = i.id where i.id = $1`,
      [eventId],
    ),
  ).toEqual([{ turn: 0, status: 'matched', failures: 0, verdicts: 1 }]);
});
