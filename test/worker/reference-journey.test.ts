import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { ana, openHouse, type House } from '../support/house.js';
import { startFakeProvider, type FakeProvider } from '../support/fakes/fake-provider.js';
import { throughResend } from '../support/fakes/through.js';

let house: House;
let resend: FakeProvider;

beforeAll(async () => {
  resend = await startFakeProvider('resend');
  house = await openHouse({
    channels: throughResend(resend),
  });
});
afterAll(async () => {
  await house?.close();
  await resend?.close();
});

const journey = {
  entry: {
    on: 'event',
    type: 'job_completed',
    where: { field: 'event.data.totalCents', op: 'gte', value: 5000 },
  },
  first: 'thanks',
  steps: [
    {
      id: 'thanks',
      kind: 'email',
      settings: {
        purpose: 'service',
        subject: 'Thank you, {{ customer.firstName }}',
        body: 'Hello\n\n**{{ business.name }}**',
      },
      exits: { sent: 'pause', undeliverable: 'pause' },
    },
    { id: 'pause', kind: 'wait', settings: { duration: 'PT0.3S' }, exits: { done: 'nudge' } },
    {
      id: 'nudge',
      kind: 'sms',
      settings: { purpose: 'service', body: 'All well with the {{ event.data.service }}?' },
      exits: { sent: 'rest', undeliverable: 'rest' },
    },
    { id: 'rest', kind: 'wait', settings: { duration: 'PT0.3S' }, exits: { done: 'ask' } },
    {
      id: 'ask',
      kind: 'review_request',
      settings: {
        channels: ['sms', 'email'],
        subject: 'How did we do?',
        body: 'How did we do? {{ ratingLink }}',
      },
      exits: { sent: null, undeliverable: null },
    },
  ],
  rules: { quietHours: null },
};

test('a finished job leads to an e-mail, a text and a review request, with a reason for each', async () => {
  await house.journey(journey);
  const event = await house.happens({
    type: 'job_completed',
    customer: ana,
    subject: { kind: 'job', id: '8841' },
    data: { totalCents: 12500, service: 'boiler repair' },
  });
  const enrollment = await house.enrollmentOf(event);
  expect(await house.ended(enrollment)).toEqual({ status: 'completed', reason_code: 'finished' });

  expect(await house.timeline(enrollment)).toEqual([
    { type: 'enrolled', step_id: null, exit: null, reason_code: 'entered' },
    { type: 'message', step_id: 'thanks', exit: null, reason_code: 'sent' },
    { type: 'step', step_id: 'thanks', exit: 'sent', reason_code: 'sent' },
    { type: 'waiting', step_id: 'pause', exit: null, reason_code: 'waiting' },
    { type: 'step', step_id: 'pause', exit: 'done', reason_code: 'wait_over' },
    { type: 'message', step_id: 'nudge', exit: null, reason_code: 'sent' },
    { type: 'step', step_id: 'nudge', exit: 'sent', reason_code: 'sent' },
    { type: 'waiting', step_id: 'rest', exit: null, reason_code: 'waiting' },
    { type: 'step', step_id: 'rest', exit: 'done', reason_code: 'wait_over' },
    { type: 'message', step_id: 'ask', exit: null, reason_code: 'sent' },
    { type: 'step', step_id: 'ask', exit: 'sent', reason_code: 'sent' },
    { type: 'ended', step_id: null, exit: null, reason_code: 'finished' },
  ]);
  expect(resend.accepted).toHaveLength(1);
  expect(resend.accepted[0]).toMatchObject({ to: 'ana@example.com', subject: 'Thank you, Ana' });
});

test('the whole journey costs Temporal eighteen history events', async () => {
  const [enrollment] = await house.rows<{ id: string }>(
    `select id from journeys.enrollments where status = 'completed'`,
  );
  const client = house.temporal().client()!;
  const { historyLength } = await client.workflow.getHandle(`enrollment:${enrollment!.id}`).describe();
  expect(historyLength).toBeLessThanOrEqual(18);
});

test('a small job starts nothing, and the inbox says which check failed', async () => {
  const event = await house.happens({
    type: 'job_completed',
    customer: ana,
    subject: { kind: 'job', id: '2' },
    data: { totalCents: 100 },
  });
  const [match] = await house.until('a verdict', async () => {
    const rows = await house.rows(
      `select outcome, reason_code, checks from journeys.event_matches where event_id = $1`,
      [event],
    );
    return rows.length > 0 && rows;
  });
  expect(match).toMatchObject({ outcome: 'ignored', reason_code: 'condition_not_met' });
});
