import { expect, test } from '@jest/globals';
import { flow } from '../../../workflows/flow/flow.js';
import { listenedExit, outcomeOf, typesOf } from '../../../workflows/flow/outcomes.js';

const now = '2026-11-20T10:00:00.000Z';
const reminders = flow.parse({
  entry: { on: 'event', type: 'invoice_sent' },
  first: 'listen',
  steps: [
    {
      id: 'listen',
      kind: 'wait_for_event',
      settings: {
        events: [
          { name: 'paid', type: 'invoice_paid', same: 'subject' },
          { name: 'replied', type: 'sms_received', same: 'customer' },
        ],
        timeout: 'P7D',
      },
      exits: { paid: null, replied: null, timed_out: null },
    },
  ],
  rules: {
    goals: [{ type: 'invoice_paid', same: 'subject' }],
    stopOn: [
      { type: 'invoice_voided', same: 'subject' },
      { type: 'invoice_paid', same: 'customer' },
    ],
  },
});
const facts = {
  customer: { id: 'ana' },
  business: {},
  event: { type: 'invoice_sent', data: {} },
  subject: { kind: 'invoice', id: '7' },
};
const event = (type: string, subject: { kind: string; id: string } | null = facts.subject) => ({
  type,
  customerId: 'ana',
  subject,
  data: {},
});

test('what is a goal and listened for is the goal', () => {
  expect(outcomeOf(event('invoice_paid'), reminders, facts, now, 'listen')).toEqual({
    is: 'goal',
    status: 'completed',
    reason: { code: 'goal', message: 'The goal was reached: An invoice is paid.' },
  });
});

test('what is a stop rule stops', () => {
  expect(outcomeOf(event('invoice_voided'), reminders, facts, now, 'listen')).toMatchObject({
    is: 'stop',
    status: 'stopped',
  });
  expect(
    outcomeOf(event('invoice_paid', { kind: 'invoice', id: '8' }), reminders, facts, now, 'listen'),
  ).toMatchObject({ is: 'stop' });
});

test('what is listened for takes its own way out, and only where someone listens', () => {
  expect(outcomeOf(event('sms_received', null), reminders, facts, now, 'listen')).toMatchObject({
    is: 'listened',
    stepId: 'listen',
    exit: 'replied',
  });
  expect(outcomeOf(event('sms_received', null), reminders, facts, now, null)).toBeNull();
  expect(outcomeOf(event('job_started'), reminders, facts, now, 'listen')).toBeNull();
  expect(listenedExit(event('invoice_paid'), reminders, facts, now, 'nowhere')).toBeNull();
});

test('a journey is looked up by every event that concerns it', () => {
  expect(typesOf(reminders)).toEqual([
    { type: 'invoice_sent', role: 'entry' },
    { type: 'invoice_paid', role: 'goal' },
    { type: 'invoice_voided', role: 'stop' },
    { type: 'invoice_paid', role: 'stop' },
    { type: 'invoice_paid', role: 'listener' },
    { type: 'sms_received', role: 'listener' },
  ]);
});
