import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { temporalCalendar as calendar } from '../../../workflows/flow/calendar-temporal.js';
import { flow } from '../../../workflows/flow/flow.js';
import { walk } from '../../../workflows/flow/walk.js';

const reference = flow.parse(
  JSON.parse(readFileSync(new URL('../../fixtures/flows/after-a-job.json', import.meta.url), 'utf8')),
);
const facts = {
  enrollmentId: 'e1',
  customer: { id: 'c1', name: 'Ana Ruiz', timezone: 'Europe/Madrid' },
  business: { name: 'Lopez', timezone: 'Europe/Madrid' },
  event: { type: 'job_completed', data: { totalCents: 12500 } },
};
const common = { flow: reference, facts, calendar };

test('the first step of a journey is performed at once', () => {
  const walked = walk({ ...common, from: { enter: 'thanks' }, visits: {}, now: '2026-11-20T15:04:05.000Z' });
  expect(walked.directive).toEqual({ do: 'run', step: 'thanks' });
  expect(walked.visit).toBe(1);
});

test('after the email the journey waits two days', () => {
  const walked = walk({
    ...common,
    from: { leave: 'thanks', exit: 'sent' },
    visits: { thanks: 1 },
    now: '2026-11-20T15:04:05.000Z',
  });
  expect(walked.directive).toEqual({ do: 'wait', until: '2026-11-22T15:04:05.000Z', then: 'nudge' });
  expect(walked.trail.map(({ stepId, exit }) => [stepId, exit])).toEqual([
    ['thanks', 'sent'],
    ['pause', null],
  ]);
});
