import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { temporalCalendar as calendar } from '../../../workflows/flow/calendar-temporal.js';
import { flow } from '../../../workflows/flow/flow.js';
import { replan, walk } from '../../../workflows/flow/walk.js';

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

const arrive = '2026-11-20T10:00:00.000Z';

/** A flow of the given steps, beginning with the first. */
const flowOf = (...steps: { id: string }[]) =>
  flow.parse({ entry: { on: 'manual' }, first: steps[0]!.id, steps });
const sms = (id: string, next: string | null = null) => ({
  id,
  kind: 'sms',
  settings: { purpose: 'service', body: 'Hello' },
  exits: { sent: next, undeliverable: next },
});
const walkFrom = (made: ReturnType<typeof flowOf>, change: Partial<Parameters<typeof walk>[0]> = {}) =>
  walk({ flow: made, from: { enter: made.first }, visits: {}, facts, now: arrive, calendar, ...change });

describe('a wait', () => {
  const dated = (more: Record<string, unknown> = {}, until: Record<string, unknown> = {}) =>
    flowOf(
      {
        id: 'w',
        kind: 'wait',
        settings: { until: { field: 'event.data.startsAt', offset: '-PT24H', ...until }, ...more },
        exits: { done: 'go', unknown_date: 'ask' },
      } as { id: string },
      sms('go'),
      sms('ask'),
    );
  const withDate = (startsAt: unknown) => ({
    ...facts,
    event: { type: 'reservation_created', data: { startsAt } },
  });

  test('of no time is over at once', () => {
    const made = flowOf(
      { id: 'w', kind: 'wait', settings: { duration: 'PT0S' }, exits: { done: 'go' } } as { id: string },
      sms('go'),
    );
    const walked = walkFrom(made);
    expect(walked.directive).toEqual({ do: 'run', step: 'go' });
    expect(walked.trail).toMatchObject([{ stepId: 'w', exit: 'done', reason: { code: 'already_past' } }]);
  });

  test('for 24 hours before the reservation ends exactly then', () => {
    expect(walkFrom(dated(), { facts: withDate('2026-11-28T20:30:00Z') }).directive).toEqual({
      do: 'wait',
      until: '2026-11-27T20:30:00.000Z',
      then: 'go',
    });
  });

  test.each([
    ['not known', undefined, 'missing_date'],
    ['no date', 'next week', 'invalid_date'],
    ['in the past', '2026-11-01T20:30:00Z', 'past_date'],
  ])(
    'for a date that is %s takes the way out made for it, and sends nothing it should not',
    (_, startsAt, code) => {
      const walked = walkFrom(dated(), { facts: withDate(startsAt) });
      expect(walked.directive).toEqual({ do: 'run', step: 'ask' });
      expect(walked.trail).toMatchObject([{ stepId: 'w', exit: 'unknown_date', reason: { code } }]);
    },
  );

  test('for a date in the past goes on when the owner chose so, but never without a date', () => {
    const made = dated({ ifPast: 'continue' });
    expect(walkFrom(made, { facts: withDate('2026-11-01T20:30:00Z') }).directive).toEqual({
      do: 'run',
      step: 'go',
    });
    expect(walkFrom(made, { facts: withDate(undefined) }).directive).toEqual({ do: 'run', step: 'ask' });
  });

  test('follows its reservation when that moves, without counting a second visit', () => {
    const made = dated();
    const first = walkFrom(made, { facts: withDate('2026-11-28T20:30:00Z') });
    const common = { flow: made, stepId: 'w', since: first.since, visits: first.visits, calendar };
    const moved = replan({
      ...common,
      facts: withDate('2026-11-30T20:30:00Z'),
      now: '2026-11-22T10:00:00.000Z',
    });
    expect(moved.directive).toEqual({ do: 'wait', until: '2026-11-29T20:30:00.000Z', then: 'go' });
    expect(moved.visit).toBe(1);
    const nowPast = replan({
      ...common,
      facts: withDate('2026-11-22T20:30:00Z'),
      now: '2026-11-22T10:00:00.000Z',
    });
    expect(nowPast.trail[0]).toMatchObject({ exit: 'done', reason: { code: 'wait_over' } });
    const gone = replan({ ...common, facts: withDate(undefined), now: '2026-11-22T10:00:00.000Z' });
    expect(gone.directive).toEqual({ do: 'run', step: 'ask' });
  });

  test('credits the time already waited to someone moved from another version', () => {
    const made = flowOf(
      { id: 'w', kind: 'wait', settings: { duration: 'P3D' }, exits: { done: 'go' } } as { id: string },
      sms('go'),
    );
    const credited = walkFrom(made, { since: '2026-11-18T10:00:00.000Z' });
    expect(credited.directive).toEqual({ do: 'wait', until: '2026-11-21T10:00:00.000Z', then: 'go' });
    expect(walkFrom(made, { since: '2026-11-10T10:00:00.000Z' }).directive).toEqual({
      do: 'run',
      step: 'go',
    });
  });

  test('until nine on Monday is Monday on the customer’s clock, a few minutes spread', () => {
    const made = flowOf({
      id: 'w',
      kind: 'wait',
      settings: { until: { weekday: 'monday', time: '09:00' } },
      exits: { done: null },
    } as { id: string });
    const preview = walkFrom(made, {
      facts: { ...facts, enrollmentId: undefined } as unknown as typeof facts,
    });
    expect(preview.directive).toEqual({ do: 'wait', until: '2026-11-23T08:00:00.000Z', then: null });
    const { directive } = walkFrom(made);
    const late =
      directive.do === 'wait' ? Date.parse(directive.until) - Date.parse('2026-11-23T08:00:00.000Z') : -1;
    expect(late).toBeGreaterThanOrEqual(0);
    expect(late).toBeLessThan(300_000);
  });
});

describe('the time of a journey', () => {
  const made = flow.parse({
    entry: { on: 'manual' },
    first: 'w',
    steps: [{ id: 'w', kind: 'wait', settings: { duration: 'P90D' }, exits: { done: null } }],
    rules: { expireAfter: 'P60D' },
  });

  test('cuts a longer wait short', () => {
    expect(walkFrom(made, { startedAt: arrive }).directive).toMatchObject({
      do: 'wait',
      until: '2027-01-19T10:00:00.000Z',
    });
  });

  test('ends it when it has run out, whatever would come next', () => {
    const walked = walkFrom(made, { startedAt: arrive, now: '2027-01-19T10:00:00.000Z' });
    expect(walked).toMatchObject({
      directive: { do: 'end', status: 'stopped', reason: 'expired' },
      at: null,
      trail: [],
    });
  });
});

describe('checks, jumps and circles', () => {
  const check = flowOf(
    {
      id: 'b',
      kind: 'branch',
      settings: {
        arms: [
          { name: 'large', when: { field: 'event.data.totalCents', op: 'gte', value: 10000 } },
          { name: 'vip', when: { field: 'customer.tags', op: 'contains', value: 'vip' } },
        ],
      },
      exits: { large: 'a', vip: 'c', otherwise: null },
    } as { id: string },
    sms('a'),
    sms('c'),
  );

  test('the first arm that holds is taken, and the trail says why', () => {
    const walked = walkFrom(check);
    expect(walked.directive).toEqual({ do: 'run', step: 'a' });
    expect(walked.trail).toEqual([
      {
        stepId: 'b',
        kind: 'branch',
        visit: 1,
        exit: 'large',
        at: arrive,
        reason: { code: 'arm_held', message: 'Because Total is at least 100.' },
        checks: [{ label: 'Total is at least 100', passed: true }],
      },
    ]);
  });

  test('when nothing holds it is otherwise, and missing fields are named', () => {
    const walked = walkFrom(check, {
      facts: { ...facts, event: { type: 'job_completed', data: {} as never } },
    });
    expect(walked.directive).toEqual({ do: 'end', status: 'completed', reason: 'finished' });
    expect(walked.trail[0]).toMatchObject({
      exit: 'otherwise',
      missing: ['event.data.totalCents', 'customer.tags'],
    });
  });

  test('a jump goes round twice and then takes its exit', () => {
    const made = flowOf(
      sms('s', 'w'),
      { id: 'w', kind: 'wait', settings: { duration: 'P1D' }, exits: { done: 'g' } } as { id: string },
      { id: 'g', kind: 'go_to', settings: { step: 's', maxPasses: 2 }, exits: { exhausted: null } } as {
        id: string;
      },
    );
    const seen: string[] = [];
    let walked = walkFrom(made);
    let clock = arrive;
    while (walked.directive.do !== 'end') {
      const { directive } = walked;
      if (directive.do === 'run') seen.push(`${directive.step} ${walked.visit}`);
      if (directive.do === 'wait') clock = directive.until;
      const exit = directive.do === 'run' ? 'sent' : 'done';
      walked = walkFrom(made, { from: { leave: walked.at!, exit }, visits: walked.visits, now: clock });
    }
    expect(seen).toEqual(['s 1', 's 2', 's 3']);
    expect(walked.trail.at(-1)).toMatchObject({ stepId: 'g', visit: 3, exit: 'exhausted' });
  });

  test('a circle that never rests is stopped instead of running for ever', () => {
    const split = {
      arms: [
        { name: 'x', weight: 1 },
        { name: 'y', weight: 1 },
      ],
    };
    const made = flowOf(
      { id: 'a', kind: 'split', settings: split, exits: { x: 'b', y: 'b' } } as { id: string },
      { id: 'b', kind: 'split', settings: split, exits: { x: 'a', y: 'a' } } as { id: string },
    );
    expect(walkFrom(made).directive).toEqual({ do: 'end', status: 'failed', reason: 'endless_loop' });
  });

  test('a step that has gone ends it in words, and an exit nobody knows is a bug', () => {
    expect(walkFrom(check, { from: { enter: 'gone' } }).directive).toEqual({
      do: 'end',
      status: 'failed',
      reason: 'step_missing',
    });
    expect(() => walkFrom(check, { from: { leave: 'b', exit: 'constructor' } })).toThrow(
      'The step “b” has no exit “constructor”',
    );
  });
});

test('listening lasts as long as its timeout, and a listener moved from another version keeps its time', () => {
  const events = [{ name: 'paid', type: 'invoice_paid', same: 'subject' }];
  const made = flowOf(
    {
      id: 'l',
      kind: 'wait_for_event',
      settings: { events, timeout: 'P7D' },
      exits: { paid: null, timed_out: 's' },
    } as { id: string },
    sms('s'),
  );
  expect(walkFrom(made).directive).toEqual({
    do: 'listen',
    for: events,
    until: '2026-11-27T10:00:00.000Z',
    step: 'l',
  });
  expect(walkFrom(made, { since: '2026-11-15T10:00:00.000Z' }).directive).toMatchObject({
    until: '2026-11-22T10:00:00.000Z',
  });
  expect(walkFrom(made, { since: '2026-11-01T10:00:00.000Z' }).directive).toEqual({ do: 'run', step: 's' });
});
