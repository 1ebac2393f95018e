import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { temporalCalendar as calendar } from '../../../workflows/flow/calendar-temporal.js';
import { flow as flowSchema } from '../../../workflows/flow/flow.js';
import { fromMillis, toMillis } from '../../../workflows/flow/instant.js';
import { rehearse, type Rehearsal } from '../../../workflows/flow/rehearse.js';
import { isQuiet } from './support/is-quiet.js';

const reference = flowSchema.parse(
  JSON.parse(readFileSync(new URL('../../fixtures/flows/after-a-job.json', import.meta.url), 'utf8')),
);
const ana = {
  id: 'c',
  name: 'Ana Ruiz',
  email: 'ana@example.com',
  phone: '+34600111222',
  timezone: 'Europe/Madrid',
};
const run = (change: Partial<Rehearsal> = {}) =>
  rehearse({
    flow: reference,
    event: {
      type: 'job_completed',
      subject: { kind: 'job', id: '1' },
      data: { totalCents: 12500, service: 'boiler repair' },
    },
    customer: ana,
    business: { name: 'Lopez', timezone: 'Europe/Madrid' },
    startAt: '2026-11-20T15:00:00.000Z',
    calendar,
    ...change,
  });
const story = ({ entries }: ReturnType<typeof run>) =>
  entries.map(({ at, what, exit, reason }) =>
    [at.slice(5, 16), what, exit, reason?.code].filter(Boolean).join(' | '),
  );
const flowOf = (steps: { id: string }[], rules = {}) =>
  flowSchema.parse({ entry: { on: 'event', type: 'job_completed' }, first: steps[0]!.id, steps, rules });
const step = (id: string, kind: string, settings: unknown, exits: Record<string, string | null>) => ({
  id,
  kind,
  settings,
  exits,
});

test('the reference journey in full: every step, hour, reason and word', () => {
  const { entries, ended } = run();
  expect(entries).toEqual([
    {
      at: '2026-11-20T15:00:00.000Z',
      stepId: 'thanks',
      kind: 'email',
      what: 'Send an email: Thank you, [First name]',
      exit: 'sent',
      reason: { code: 'sent', message: 'Sent.' },
      message: {
        channel: 'email',
        purpose: 'service',
        to: 'ana@example.com',
        language: 'en',
        subject: 'Thank you, Ana',
        text: 'Hello Ana,\n\nthank you for having us.\n\n**Lopez**',
        segments: 0,
      },
    },
    {
      at: '2026-11-20T15:00:00.000Z',
      stepId: 'pause',
      kind: 'wait',
      what: 'Wait 2 days',
      exit: null,
      reason: { code: 'waiting', message: 'Waiting until Sunday 22 November, 16:00.' },
    },
    {
      at: '2026-11-22T15:00:00.000Z',
      stepId: 'pause',
      kind: 'wait',
      what: 'Wait 2 days',
      exit: 'done',
      reason: { code: 'wait_over', message: 'The wait is over.' },
    },
    {
      at: '2026-11-22T15:00:00.000Z',
      stepId: 'nudge',
      kind: 'sms',
      what: 'Send a text: All well with the [Service]?',
      exit: 'sent',
      reason: { code: 'sent', message: 'Sent.' },
      message: {
        channel: 'sms',
        purpose: 'service',
        to: '+34600111222',
        language: 'en',
        subject: null,
        text: 'All well with the boiler repair?',
        segments: 1,
      },
    },
    {
      at: '2026-11-22T15:00:00.000Z',
      stepId: 'rest',
      kind: 'wait',
      what: 'Wait 3 days',
      exit: null,
      reason: { code: 'waiting', message: 'Waiting until Wednesday 25 November, 16:00.' },
    },
    {
      at: '2026-11-25T15:00:00.000Z',
      stepId: 'rest',
      kind: 'wait',
      what: 'Wait 3 days',
      exit: 'done',
      reason: { code: 'wait_over', message: 'The wait is over.' },
    },
    {
      at: '2026-11-25T15:00:00.000Z',
      stepId: 'ask',
      kind: 'review_request',
      what: 'Ask for a rating by text, else by email',
      exit: 'sent',
      reason: { code: 'sent', message: 'Sent.' },
      message: {
        channel: 'sms',
        purpose: 'review',
        to: '+34600111222',
        language: 'en',
        subject: null,
        text: 'How did we do? https://example.com/r/…',
        segments: 1,
      },
    },
    {
      at: '2026-11-25T15:00:00.000Z',
      stepId: null,
      kind: 'end',
      what: 'The journey is finished.',
      exit: null,
      reason: { code: 'finished', message: 'The journey is finished.' },
    },
  ]);
  expect(ended).toEqual({
    at: '2026-11-25T15:00:00.000Z',
    status: 'completed',
    reason: { code: 'finished', message: 'The journey is finished.' },
  });
});

test('a text due at night is held until eight, and the wait after it counts from there', () => {
  expect(story(run({ startAt: '2026-11-20T22:30:00.000Z' }))).toEqual([
    '11-20T22:30 | Send an email: Thank you, [First name] | sent | sent',
    '11-20T22:30 | Wait 2 days | waiting',
    '11-22T22:30 | Wait 2 days | done | wait_over',
    '11-22T22:30 | Send a text: All well with the [Service]? | quiet_hours',
    '11-23T07:00 | Send a text: All well with the [Service]? | sent | sent',
    '11-23T07:00 | Wait 3 days | waiting',
    '11-26T07:00 | Wait 3 days | done | wait_over',
    '11-26T07:00 | Ask for a rating by text, else by email | sent | sent',
    '11-26T07:00 | The journey is finished. | finished',
  ]);
});

test('a rating before the end is the goal, and nothing more is sent', () => {
  const rehearsed = run({ answers: [{ after: 'P1D', rating: 4 }] });
  expect(story(rehearsed).slice(1)).toEqual([
    '11-20T15:00 | Wait 2 days | waiting',
    '11-21T15:00 | A customer rates you: 4 of 5',
    '11-21T15:00 | The goal was reached: A customer rates you. | goal',
  ]);
  expect(rehearsed.ended).toMatchObject({ status: 'completed', reason: { code: 'goal' } });
});

test('another job being cancelled does not stop it', () => {
  const other = run({
    answers: [{ after: 'P1D', type: 'job_cancelled', subject: { kind: 'job', id: '2' } }],
  });
  expect(other.ended).toMatchObject({ status: 'completed', reason: { code: 'finished' } });
});

test('while a text is held for the morning, a cancelled job still stops it', () => {
  const late = run({
    startAt: '2026-11-20T22:30:00.000Z',
    answers: [{ at: '2026-11-23T05:00:00.000Z', type: 'job_cancelled', subject: { kind: 'job', id: '1' } }],
  });
  expect(late.ended).toMatchObject({
    at: '2026-11-23T05:00:00.000Z',
    status: 'stopped',
    reason: { code: 'stop_rule' },
  });
  expect(late.entries.filter(({ message }) => message?.channel === 'sms')).toEqual([]);
});

test('an event listened for takes its way out, silence the other, and one that came just before counts too', () => {
  const made = flowOf([
    step(
      'hello',
      'email',
      { purpose: 'service', subject: 'Hello', body: 'Hello' },
      { sent: 'pause', undeliverable: 'pause' },
    ),
    step('pause', 'wait', { duration: 'P1D' }, { done: 'listen' }),
    step(
      'listen',
      'wait_for_event',
      { events: [{ name: 'paid', type: 'invoice_paid', same: 'customer' }], timeout: 'P7D' },
      { paid: 'note', timed_out: null },
    ),
    step('note', 'notify_team', { to: 'owner', body: '{{ customer.firstName }} has paid' }, { done: null }),
  ]);
  const paid = (after: string) => run({ flow: made, answers: [{ after, type: 'invoice_paid' }] });
  expect(story(paid('P3D')).slice(4)).toEqual([
    '11-23T15:00 | An invoice is paid',
    '11-23T15:00 | Wait up to 7 days for: An invoice is paid | paid | happened',
    '11-23T15:00 | Tell my team (owner): Ana has paid | done',
    '11-23T15:00 | The journey is finished. | finished',
  ]);
  expect(story(paid('PT2H'))).toContain(
    '11-21T15:00 | Wait up to 7 days for: An invoice is paid | paid | happened',
  );
  expect(story(run({ flow: made }))).toContain(
    '11-28T15:00 | Wait up to 7 days for: An invoice is paid | timed_out | timed_out',
  );
});

test('a rating request reminds once, and not those who have answered', () => {
  const made = flowOf([
    step(
      'ask',
      'review_request',
      { channels: ['email'], remindAfter: 'P3D' },
      { sent: null, undeliverable: null },
    ),
  ]);
  const silent = run({ flow: made });
  expect(story(silent)).toEqual([
    '11-20T15:00 | Ask for a rating by email, and once more after 3 days | sent | sent',
    '11-23T15:00 | Ask for a rating by email, and once more after 3 days | sent | reminder',
    '11-23T15:00 | The journey is finished. | finished',
  ]);
  expect(silent.entries[0]?.message?.text).toBe(
    'Hello Ana, how did we do? Your answer takes a minute: https://example.com/r/…\n\nLopez',
  );
  const answered = run({ flow: made, answers: [{ after: 'P1D', rating: 2 }] });
  expect(answered.entries.filter(({ message }) => message)).toHaveLength(1);
  expect(answered.ended.status).toBe('completed');
});

test('a branch sees the rating that was given, and tags set on the way', () => {
  const made = flowOf([
    step(
      'listen',
      'wait_for_event',
      { events: [{ name: 'rated', type: 'feedback_received', same: 'customer' }], timeout: 'P7D' },
      { rated: 'tag', timed_out: null },
    ),
    step(
      'tag',
      'update_customer',
      { addTags: ['rated'], removeTags: ['new'], set: { lastRating: 2 } },
      { done: 'look' },
    ),
    step(
      'look',
      'branch',
      {
        arms: [
          {
            name: 'low',
            when: {
              all: [
                { field: 'answers.rating', op: 'lte', value: 2 },
                { field: 'customer.tags', op: 'contains', value: 'rated' },
              ],
            },
          },
        ],
      },
      { low: 'tell', otherwise: null },
    ),
    step('tell', 'notify_team', { to: 'manager', body: 'Call {{ customer.name }}' }, { done: null }),
  ]);
  const rehearsed = run({
    flow: made,
    customer: { ...ana, tags: ['new'] },
    answers: [{ after: 'P1D', rating: 2 }],
  });
  expect(story(rehearsed).slice(-3)).toEqual([
    '11-21T15:00 | Check: low if Rating is at most 2 and Tags contains “rated” | low | arm_held',
    '11-21T15:00 | Tell my team (manager): Call Ana Ruiz | done',
    '11-21T15:00 | The journey is finished. | finished',
  ]);
});

test('what cannot be sent says why and goes its own way', () => {
  const text = (settings: object) =>
    flowOf([step('s', 'sms', settings, { sent: null, undeliverable: null })]);
  const first = (change: Partial<Rehearsal>) => run(change).entries[0];
  const service = { purpose: 'service', body: 'Hi {{ event.data.plumber }}' };
  expect(first({ flow: text(service) })).toMatchObject({
    exit: 'undeliverable',
    reason: {
      code: 'missing_field',
      message:
        'Not sent: “event.data.plumber” is not known for this customer, and the message gives no default.',
    },
  });
  expect(first({ flow: text({ purpose: 'marketing', body: 'Sale' }) })).toMatchObject({
    exit: 'undeliverable',
    reason: { code: 'no_consent' },
  });
  expect(
    first({ flow: text({ purpose: 'service', body: 'Hi' }), customer: { ...ana, phone: null } }),
  ).toMatchObject({
    exit: 'undeliverable',
    reason: { code: 'no_address', message: 'Not sent: there is no phone number for this customer.' },
  });
  const suppressed = { consents: [], suppressed: { sms: true } };
  expect(first({ flow: text({ purpose: 'service', body: 'Hi' }), permission: suppressed })).toMatchObject({
    reason: { code: 'suppressed' },
  });
  expect(
    run({ permission: suppressed }).entries.find(({ stepId }) => stepId === 'ask')?.message?.channel,
  ).toBe('email');
});

test('a customer is written to in their own language', () => {
  const made = flowOf([
    step(
      's',
      'sms',
      {
        purpose: 'service',
        body: 'Hello {{ customer.firstName }}',
        languages: { es: { body: 'Hola {{ customer.firstName }}' } },
      },
      { sent: null, undeliverable: null },
    ),
  ]);
  const words = (locale: string | null) =>
    run({ flow: made, customer: { ...ana, locale } }).entries[0]?.message?.text;
  expect([words('es-MX'), words('es_ES'), words('fr'), words(null)]).toEqual([
    'Hola Ana',
    'Hola Ana',
    'Hello Ana',
    'Hello Ana',
  ]);
});

test('another event begins nothing, and the rehearsal says so', () => {
  expect(run({ event: { type: 'invoice_paid', data: {} } }).ended.reason.code).toBe('other_event');
  expect(run({ event: { type: 'job_completed', data: {} } }).ended).toEqual({
    at: '2026-11-20T15:00:00.000Z',
    status: 'ignored',
    reason: {
      code: 'condition_not_met',
      message:
        'The checks at the start were not met: Total is at least 50, event.data.totalCents is missing.',
    },
  });
});

test('time runs out for a journey that waits too long', () => {
  const made = flowOf([step('w', 'wait', { duration: 'P30D' }, { done: null })], { expireAfter: 'P7D' });
  expect(run({ flow: made }).ended).toMatchObject({
    at: '2026-11-27T15:00:00.000Z',
    status: 'stopped',
    reason: { code: 'expired' },
  });
});

test('no text ever leaves in quiet hours, wherever the customer lives and whenever it begins', () => {
  const zones = fc.constantFrom(
    'Europe/Madrid',
    'America/New_York',
    'Australia/Lord_Howe',
    'Pacific/Chatham',
    'Asia/Kolkata',
    'America/St_Johns',
  );
  const start = fc.integer({ min: Date.UTC(2026, 0, 1), max: Date.UTC(2027, 0, 1) }).map(fromMillis);
  const hour = fc.integer({ min: 0, max: 23 }).map((one) => `${String(one).padStart(2, '0')}:00`);
  fc.assert(
    fc.property(zones, start, hour, hour, (timezone, startAt, from, until) => {
      const quietHours = { from, until };
      const flow = { ...reference, rules: { ...reference.rules, quietHours } };
      const { entries } = run({ flow, customer: { ...ana, timezone }, startAt });
      const texts = entries.filter(({ message }) => message?.channel === 'sms');
      for (const { at } of texts) expect(isQuiet(at, quietHours, timezone)).toBe(false);
      for (const [index, { at }] of entries.entries()) {
        expect(toMillis(at)).toBeGreaterThanOrEqual(toMillis(entries[index - 1]?.at ?? at));
      }
    }),
    { numRuns: 120 },
  );
});

test('a marketing text leaves between eight and nine at night only, even without quiet hours', () => {
  const flow = flowOf(
    [step('s', 'sms', { purpose: 'marketing', body: 'Sale' }, { sent: null, undeliverable: null })],
    { quietHours: { from: '03:00', until: '04:00' } },
  );
  const permission = {
    consents: [{ channel: 'sms', purpose: 'marketing', granted: true }],
    suppressed: {},
  } as const;
  const start = fc.integer({ min: Date.UTC(2026, 0, 1), max: Date.UTC(2027, 0, 1) }).map(fromMillis);
  fc.assert(
    fc.property(start, (startAt) => {
      const sent = run({ flow, permission, startAt }).entries.find(({ message }) => message);
      const { hour } = calendar.wallAt(toMillis(sent!.at), 'Europe/Madrid');
      expect(hour).toBeGreaterThanOrEqual(8);
      expect(hour).toBeLessThan(21);
    }),
    { numRuns: 60 },
  );
});
