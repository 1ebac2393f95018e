import { expect, test } from '@jest/globals';
import { temporalCalendar as calendar } from '../../../workflows/flow/calendar-temporal.js';
import { flow as flowSchema } from '../../../workflows/flow/flow.js';
import {
  added,
  count,
  emptyTally,
  rehearsePast,
  typesMeanwhile,
  type PastEvent,
  type PastOfCustomer,
  type PastVerdict,
} from '../../../workflows/flow/past.js';

const thanks = {
  entry: {
    on: 'event',
    type: 'job_completed',
    where: { field: 'event.data.totalCents', op: 'gte', value: 5000 },
  },
  first: 'text',
  steps: [
    {
      id: 'text',
      kind: 'sms',
      settings: { purpose: 'service', body: 'Thank you' },
      exits: { sent: 'pause', undeliverable: 'pause' },
    },
    { id: 'pause', kind: 'wait', settings: { duration: 'P5D' }, exits: { done: 'mail' } },
    {
      id: 'mail',
      kind: 'email',
      settings: { purpose: 'service', subject: 'All well?', body: 'All well?' },
      exits: { sent: null, undeliverable: null },
    },
  ],
  rules: { stopOn: [{ type: 'job_cancelled' }], quietHours: { from: '20:00', until: '08:00' } },
};
const job = (at: string, { id = 'j1', total = 9000, type = 'job_completed' } = {}): PastEvent => ({
  id: `${type} ${id} ${at}`,
  type,
  occurredAt: at,
  subject: { kind: 'job', id },
  data: { totalCents: total },
});
const ana = {
  id: 'ana',
  name: 'Ana',
  phone: '+34600111222',
  email: 'ana@example.com',
  timezone: 'Europe/Madrid',
};

function past(
  arrivals: PastEvent[],
  { rules = {}, ...change }: Partial<PastOfCustomer> & { rules?: object } = {},
) {
  return rehearsePast(
    {
      customer: ana,
      permission: { consents: [], suppressed: {} },
      recent: [],
      others: [],
      arrivals,
      ...change,
    },
    {
      flow: flowSchema.parse({ ...thanks, rules: { ...thanks.rules, ...rules } }),
      business: { name: 'Lopez', timezone: 'Europe/Madrid' },
      defaults: {},
      calendar,
    },
  );
}
const told = (verdicts: PastVerdict[]) =>
  verdicts.map(({ verdict, reason, rehearsed }) => [
    verdict,
    reason.code,
    rehearsed?.entries.filter(({ message }) => message).map(({ at }) => at.slice(0, 10)) ?? [],
  ]);

test('each job of the past is judged as it would have been: too small, new, inside already, been through', () => {
  const verdicts = past([
    job('2026-09-01T10:00:00.000Z', { total: 100 }),
    job('2026-09-02T10:00:00.000Z'),
    job('2026-09-04T10:00:00.000Z'),
    job('2026-09-20T10:00:00.000Z'),
    job('2026-10-01T10:00:00.000Z', { id: 'j2' }),
  ]);
  expect(told(verdicts)).toEqual([
    ['ignored', 'condition_not_met', []],
    ['enrolled', 'entered', ['2026-09-02', '2026-09-07']],
    ['ignored', 'already_in', []],
    ['ignored', 'been_through_subject', []],
    ['enrolled', 'entered', ['2026-10-01', '2026-10-06']],
  ]);
});

test('once every so many days is kept in the order things happened', () => {
  const days = ['2026-09-01', '2026-09-15', '2026-10-05', '2026-10-30'];
  const jobs = days.map((day, index) => job(`${day}T10:00:00.000Z`, { id: `j${index}` }));
  const verdicts = past(jobs, { rules: { reentry: { mode: 'every', days: 30 } } });
  expect(told(verdicts).map(([verdict, code]) => `${verdict} ${code}`)).toEqual([
    'enrolled entered',
    'ignored too_soon',
    'enrolled entered',
    'ignored too_soon',
  ]);
});

test('a newer occurrence breaks the old passage off, waits for its end, or is taken over, as the journey says', () => {
  const twice = [job('2026-09-02T10:00:00.000Z'), job('2026-09-04T10:00:00.000Z')];
  const always = { reentry: { mode: 'always' } };
  expect(told(past(twice, { rules: { ...always, onRepeat: 'restart' } }))).toEqual([
    ['enrolled', 'entered', ['2026-09-02']],
    ['restarted', 'entered', ['2026-09-04', '2026-09-09']],
  ]);
  expect(told(past(twice, { rules: { ...always, onRepeat: 'queue' } }))).toEqual([
    ['enrolled', 'entered', ['2026-09-02', '2026-09-07']],
    ['enrolled', 'entered', ['2026-09-07', '2026-09-12']],
  ]);
  expect(told(past(twice, { rules: { ...always, onRepeat: 'merge' } }))[1]).toEqual(['merged', 'merged', []]);
});

test('what the customer really did afterwards stops the passage it would have stopped', () => {
  const [verdict] = past([job('2026-09-02T10:00:00.000Z')], {
    others: [
      job('2026-08-30T10:00:00.000Z', { type: 'job_cancelled' }),
      job('2026-09-03T10:00:00.000Z', { type: 'job_cancelled' }),
    ],
  });
  expect(verdict?.rehearsed?.ended).toMatchObject({ status: 'stopped', reason: { code: 'stop_rule' } });
  expect(verdict?.answers.map(({ at }) => at)).toEqual(['2026-09-03T10:00:00.000Z']);
});

test('what one passage sends fills the cap of the next', () => {
  const jobs = [job('2026-09-02T10:00:00.000Z'), job('2026-09-02T12:00:00.000Z', { id: 'j2' })];
  const [, second] = past(jobs, { rules: { caps: [{ max: 1, per: 'P1D', channel: 'sms' }] } });
  const first = second?.rehearsed?.entries[0];
  expect(first).toMatchObject({ stepId: 'text', exit: null, reason: { code: 'cap' } });
});

test('the tally counts who came in, what was sent which day, what was held, and what was not sent and why', () => {
  const dateOf = (at: string) => at.slice(0, 10);
  const tally = emptyTally();
  const verdicts = [
    ...past([job('2026-09-02T22:00:00.000Z'), job('2026-09-03T10:00:00.000Z')]),
    ...past([job('2026-09-02T10:00:00.000Z', { total: 1 })]),
    ...past([job('2026-09-02T10:00:00.000Z')], {
      customer: { ...ana, email: null },
      permission: { consents: [{ channel: 'sms', purpose: 'service', granted: false }], suppressed: {} },
    }),
  ];
  verdicts.forEach((verdict) => count(tally, verdict, dateOf));
  expect(tally).toMatchObject({
    events: 4,
    enrolled: 2,
    sent: [
      { stepId: 'text', channel: 'sms', count: 1, parts: 1 },
      { stepId: 'mail', channel: 'email', count: 1, parts: 0 },
    ],
    days: [
      { date: '2026-09-03', email: 0, sms: 1 },
      { date: '2026-09-08', email: 1, sms: 0 },
    ],
    held: [{ code: 'quiet_hours', count: 1 }],
    unsent: [
      { stepId: 'text', code: 'opted_out', count: 1 },
      { stepId: 'mail', code: 'no_address', count: 1 },
    ],
    ended: [{ status: 'completed', code: 'finished', count: 2 }],
  });
  expect(tally.notEnrolled.map(({ code }) => code).sort()).toEqual(['already_in', 'condition_not_met']);
  const twice = added(tally, tally);
  expect([twice.events, twice.sent[0]?.count, twice.days[0]?.sms, twice.held[0]?.count]).toEqual([
    8, 2, 2, 2,
  ]);
  expect(twice.days).toHaveLength(2);
});

test('what must be known besides the beginning is what ends, stops or wakes a passage', () => {
  expect(typesMeanwhile(flowSchema.parse(thanks))).toEqual(['job_cancelled']);
});
