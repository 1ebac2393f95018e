import { expect, test } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { temporalCalendar as calendar } from '../../../workflows/flow/calendar-temporal.js';
import { differences, expectationOf } from '../../../workflows/flow/cases.js';
import { flow as flowSchema, type Flow, type Step } from '../../../workflows/flow/flow.js';
import { rehearse, type Answer } from '../../../workflows/flow/rehearse.js';

const reference = flowSchema.parse(
  JSON.parse(readFileSync(new URL('../../fixtures/flows/after-a-job.json', import.meta.url), 'utf8')),
);
const outcome = (flow: Flow, answers: Answer[] = []) =>
  expectationOf(
    rehearse({
      flow,
      event: { type: 'job_completed', data: { totalCents: 12500, service: 'boiler repair' } },
      customer: {
        name: 'Ana Ruiz',
        email: 'ana@example.com',
        phone: '+34600111222',
        timezone: 'Europe/Madrid',
      },
      business: { name: 'Lopez', timezone: 'Europe/Madrid' },
      startAt: '2026-11-20T10:00:00.000Z',
      answers,
      calendar,
    }),
  );
const changes = (flow: Flow, answers?: Answer[]) =>
  differences(outcome(reference, answers), outcome(flow, answers), { zone: 'Europe/Madrid', calendar }).map(
    ({ sentence }) => sentence,
  );
const withStep = (id: string, settings: Record<string, unknown>): Flow =>
  flowSchema.parse({
    ...reference,
    steps: reference.steps.map((step: Step) =>
      step.id === id ? { ...step, settings: { ...step.settings, ...settings } } : step,
    ),
  });

test('a case that comes out as it was kept has nothing to say', () => {
  expect(changes(reference)).toEqual([]);
});

test('a longer wait is told by the messages it puts off and the end', () => {
  expect(changes(withStep('pause', { duration: 'P4D' }))).toEqual([
    expect.stringMatching(
      /^The text “.*” leaves Tuesday 24 November, 11:00 instead of Sunday 22 November, 11:00\.$/,
    ),
    expect.stringMatching(/leaves Friday 27 November, 11:00 instead of/),
    'It ends Friday 27 November, 11:00 instead of Wednesday 25 November, 11:00.',
  ]);
});

test('other words are told by the first line that changed', () => {
  const reworded = withStep('nudge', { body: 'All good?', languages: {} });
  expect(changes(reworded)).toEqual([
    expect.stringMatching(/^The text “All good\?” says something else: “All good\?” instead of “/),
  ]);
});

test('a step that is gone is told by the message nobody gets any more', () => {
  const shorter = flowSchema.parse({
    ...reference,
    steps: reference.steps
      .filter(({ id }) => id !== 'nudge')
      .map((step) => (step.id === 'pause' ? { ...step, exits: { ...step.exits, done: 'rest' } } : step)),
  });
  expect(changes(shorter)).toEqual([expect.stringMatching(/^No longer sent: the text “/)]);
});

test('another end is told last, with the end it had', () => {
  const found = changes(
    flowSchema.parse({
      ...reference,
      rules: { ...reference.rules, stopOn: [{ type: 'feedback_received' }], goals: [] },
    }),
    [{ step: 'nudge', after: 'PT1H', rating: 5 }],
  );
  expect(found.at(-1)).toMatch(/^It ends another way: Stopped, because this happened/);
});
