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
