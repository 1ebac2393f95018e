import { expect, test } from '@jest/globals';
import { temporalCalendar as calendar } from '../../../workflows/flow/calendar-temporal.js';
import { flow as flowSchema } from '../../../workflows/flow/flow.js';
import { forecast, spread, together, type Passenger } from '../../../workflows/flow/forecast.js';

const flow = flowSchema.parse({
  entry: { on: 'event', type: 'job_completed' },
  first: 'thanks',
  steps: [
    {
      id: 'thanks',
      kind: 'email',
      settings: { purpose: 'service', subject: 'Thank you', body: 'Dear {{ customer.firstName }}' },
      exits: { sent: 'pause', undeliverable: 'pause' },
    },
    { id: 'pause', kind: 'wait', settings: { duration: 'P2D' }, exits: { done: 'nudge' } },
    {
      id: 'nudge',
      kind: 'sms',
      settings: { purpose: 'marketing', body: `${'A long offer. '.repeat(14)}` },
      exits: { sent: null, undeliverable: null },
    },
  ],
  rules: { goals: [{ type: 'feedback_received', same: 'customer' }] },
});

const passenger = (change: Partial<Passenger> = {}): Passenger => ({
  arrival: {
    id: 'e',
    at: '2026-11-10T10:00:00.000Z',
    event: { id: 'e', type: 'job_completed', subject: { kind: 'job', id: '1' }, data: {} },
    customer: {
      id: 'ana',
      name: 'Ana Ruiz',
      email: 'ana@example.com',
      phone: '+34600111222',
      timezone: 'Europe/Madrid',
    },
  },
  permission: { consents: [{ channel: 'sms', purpose: 'marketing', granted: true }], suppressed: {} },
  afterwards: [],
  ...change,
});

const reckon = (...passengers: Passenger[]) =>
  forecast({
    flow,
    passengers,
    business: { name: 'Lopez', timezone: 'Europe/Madrid' },
    defaults: {},
    calendar,
  });

test('a long text is one text in two parts, and an email is an email', () => {
  expect(reckon(passenger())).toEqual({ emails: 1, texts: 1, textParts: 2, unsent: [] });
});

test('who never agreed to marketing gets none, and that is said', () => {
  const refused = passenger({ permission: { consents: [], suppressed: {} } });
  expect(reckon(passenger(), refused)).toEqual({
    emails: 2,
    texts: 1,
    textParts: 2,
    unsent: [{ code: 'no_consent', count: 1 }],
  });
});

test('who answered before the text was due would not have been sent it', () => {
  const answered = passenger({
    afterwards: [{ at: '2026-11-11T09:00:00.000Z', type: 'feedback_received', data: { rating: 5 } }],
  });
  expect(reckon(answered)).toMatchObject({ emails: 1, texts: 0 });
});

test('a sample speaks for everybody: counts grow with the number who come in', () => {
  const one = { emails: 1, texts: 1, textParts: 2, unsent: [] };
  const other = { emails: 1, texts: 0, textParts: 0, unsent: [{ code: 'no_consent', count: 1 }] };
  expect(together([one, other], 30 / 2)).toEqual({
    emails: 30,
    texts: 15,
    textParts: 30,
    unsent: [{ code: 'no_consent', count: 15 }],
  });
  expect(together([], 0)).toEqual({ emails: 0, texts: 0, textParts: 0, unsent: [] });
});

test('a sample is spread over all of them', () => {
  expect(spread([1, 2, 3], 5)).toEqual([1, 2, 3]);
  expect(
    spread(
      Array.from({ length: 10 }, (_, index) => index),
      5,
    ),
  ).toEqual([0, 2, 4, 6, 8]);
});
