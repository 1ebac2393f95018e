import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { temporalCalendar as calendar } from '../../../workflows/flow/calendar-temporal.js';
import { flow as flowSchema } from '../../../workflows/flow/flow.js';
import { rehearse, type Rehearsal } from '../../../workflows/flow/rehearse.js';

const reference = flowSchema.parse(
  JSON.parse(readFileSync(new URL('../../fixtures/flows/after-a-job.json', import.meta.url), 'utf8')),
);
const run = (change: Partial<Rehearsal> = {}) =>
  rehearse({
    flow: reference,
    event: {
      type: 'job_completed',
      subject: { kind: 'job', id: '1' },
      data: { totalCents: 12500, service: 'boiler repair' },
    },
    customer: {
      id: 'c',
      name: 'Ana Ruiz',
      email: 'ana@example.com',
      phone: '+34600111222',
      timezone: 'Europe/Madrid',
    },
    business: { name: 'Lopez', timezone: 'Europe/Madrid' },
    startAt: '2026-11-20T19:30:00.000Z',
    calendar,
    ...change,
  });
const lines = (rehearsed: ReturnType<typeof run>) =>
  rehearsed.entries.map(({ at, stepId, exit }) => `${at.slice(0, 16)} ${stepId} ${exit}`);

test('the reference journey, told before anybody is in it', () => {
  const rehearsed = run();
  expect(lines(rehearsed)).toMatchInlineSnapshot(`
   [
     "2026-11-20T19:30 thanks sent",
     "2026-11-20T19:30 pause null",
     "2026-11-22T19:30 pause done",
     "2026-11-22T19:30 nudge sent",
     "2026-11-22T19:30 rest null",
     "2026-11-25T19:30 rest done",
     "2026-11-25T19:30 ask sent",
     "2026-11-25T19:30 null null",
   ]
  `);
  expect(rehearsed.ended).toMatchObject({ status: 'completed' });
  const texts = rehearsed.entries.flatMap(({ message }) =>
    message ? [`${message.channel}: ${message.subject ?? message.text}`] : [],
  );
  expect(texts[0]).toBe('email: Thank you, Ana');
  expect(texts).toHaveLength(3);
});

test('a text that falls into quiet hours is told for the morning', () => {
  const late = run({ startAt: '2026-11-20T22:30:00.000Z' });
  const nudge = late.entries.find(({ stepId, message }) => stepId === 'nudge' && message);
  expect(new Date(nudge!.at).getUTCHours()).toBe(7);
});

test('a job too small begins nothing', () => {
  expect(run({ event: { type: 'job_completed', data: { totalCents: 100 } } }).ended).toMatchObject({
    status: 'ignored',
  });
});

test('a cancelled job stops it, a rating ends it', () => {
  const stopped = run({
    answers: [
      { after: 'P1D', type: 'job_cancelled', subject: { kind: 'job', id: '1' } },
    ] as Rehearsal['answers'],
  });
  expect(stopped.ended).toMatchObject({ status: 'stopped', reason: { code: 'stop_rule' } });
});

test('the same rehearsal twice tells the same story', () => {
  expect(run()).toEqual(run());
});

test('what a customer does about a step is counted from when the step is reached', () => {
  const listening = flowSchema.parse({
    entry: { on: 'event', type: 'job_completed' },
    first: 'pause',
    steps: [
      { id: 'pause', kind: 'wait', settings: { duration: 'P2D' }, exits: { done: 'reply' } },
      {
        id: 'reply',
        kind: 'wait_for_event',
        settings: { events: [{ name: 'replied', type: 'sms_received' }], timeout: 'P3D' },
        exits: { replied: null, timed_out: null },
      },
    ],
    rules: {},
  });
  const replied = run({
    flow: listening,
    startAt: '2026-11-20T10:00:00.000Z',
    answers: [
      { step: 'reply', after: 'PT4H', type: 'sms_received' },
      { step: 'never there', after: 'PT1H', type: 'job_cancelled' },
    ],
  });
  expect(lines(replied)).toContain('2026-11-22T14:00 reply replied');
});

test('a rating given about the ask counts from the moment the ask was sent', () => {
  const rated = run({ answers: [{ step: 'nudge', after: 'PT1H', rating: 2 }] });
  expect(rated.entries).toContainEqual(
    expect.objectContaining({
      kind: 'event',
      at: '2026-11-22T20:30:00.000Z',
      what: expect.stringContaining('2 of 5'),
    }),
  );
});

test('what the customer has been sent by others fills the cap, and what lies ahead does not', () => {
  const capped = flowSchema.parse({
    ...reference,
    rules: { ...reference.rules, quietHours: null, caps: [{ max: 1, per: 'P2D' }] },
  });
  const sent = (at: string) => [{ channel: 'email' as const, purpose: 'service' as const, at }];
  const held = run({ flow: capped, recent: sent('2026-11-19T19:30:00.000Z') });
  expect(held.entries[0]).toMatchObject({ stepId: 'thanks', exit: null, reason: { code: 'cap' } });
  const free = run({ flow: capped, recent: sent('2026-12-19T19:30:00.000Z') });
  expect(free.entries[0]).toMatchObject({ stepId: 'thanks', exit: 'sent' });
});

test('an ask whose words forget the link gets it, as it does when it is really sent', () => {
  const forgetful = flowSchema.parse({
    ...reference,
    steps: reference.steps.map((step) =>
      step.kind === 'review_request'
        ? { ...step, settings: { ...step.settings, body: 'Tell us.', languages: {} } }
        : step,
    ),
  });
  const ask = run({ flow: forgetful, links: { ratingLink: 'https://example.com/r/1' } }).entries.find(
    ({ kind, message }) => kind === 'review_request' && message,
  );
  expect(ask?.message?.text).toBe('Tell us.\n\nhttps://example.com/r/1');
});
