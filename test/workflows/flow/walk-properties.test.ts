import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { temporalCalendar as calendar } from '../../../workflows/flow/calendar-temporal.js';
import { flow as flowSchema, type Flow, type Step, type StepId } from '../../../workflows/flow/flow.js';
import { fractionOf } from '../../../workflows/flow/hash.js';
import { replan, walk } from '../../../workflows/flow/walk.js';

const now = '2026-11-20T10:00:00.000Z';
const IDS = Array.from({ length: 12 }, (_, index) => `s${index}`);
const target = fc.option(fc.constantFrom(...IDS), { nil: null, freq: 5 });

/** Any step of a kind, leading anywhere. */
const step = (id: string): fc.Arbitrary<unknown> =>
  fc.oneof(
    fc
      .record({ duration: fc.constantFrom('PT1H', 'P1D', 'PT0S') })
      .chain((settings) => target.map((done) => ({ id, kind: 'wait', settings, exits: { done } }))),
    fc.tuple(fc.integer({ min: 0, max: 20000 }), target, target).map(([value, yes, otherwise]) => ({
      id,
      kind: 'branch',
      settings: { arms: [{ name: 'yes', when: { field: 'event.data.totalCents', op: 'gte', value } }] },
      exits: { yes, otherwise },
    })),
    fc
      .tuple(fc.integer({ min: 1, max: 9 }), fc.integer({ min: 0, max: 9 }), target, target)
      .map(([a, b, left, right]) => ({
        id,
        kind: 'split',
        settings: {
          arms: [
            { name: 'left', weight: a },
            { name: 'right', weight: b },
          ],
        },
        exits: { left, right },
      })),
    fc
      .tuple(fc.constantFrom(...IDS), fc.integer({ min: 1, max: 3 }), target)
      .map(([to, maxPasses, exhausted]) => ({
        id,
        kind: 'go_to',
        settings: { step: to, maxPasses },
        exits: { exhausted },
      })),
    fc.tuple(target, target).map(([sent, undeliverable]) => ({
      id,
      kind: 'sms',
      settings: { purpose: 'service', body: 'Hello' },
      exits: { sent, undeliverable },
    })),
    fc.tuple(target, target).map(([happened, timed_out]) => ({
      id,
      kind: 'wait_for_event',
      settings: { events: [{ name: 'happened', type: 'invoice_paid' }], timeout: 'P1D' },
      exits: { happened, timed_out },
    })),
  );

const anyFlow = fc
  .tuple(...IDS.map(step))
  .map((steps) => flowSchema.parse({ entry: { on: 'manual' }, first: 's0', steps, rules: {} }));
const facts = (enrollmentId: string) => ({
  enrollmentId,
  customer: { id: 'c', timezone: 'Europe/Madrid' },
  business: { timezone: 'Europe/Madrid' },
  event: { type: 'x', data: { totalCents: 12500 } },
});

test('every walk ends, waits for a later instant, or has something to do', () => {
  fc.assert(
    fc.property(anyFlow, fc.uuid(), (flow, id) => {
      const { directive, trail } = walk({
        flow,
        from: { enter: 's0' },
        visits: {},
        facts: facts(id),
        now,
        calendar,
      });
      expect(trail.length).toBeLessThanOrEqual(1001);
      if (directive.do === 'wait' || directive.do === 'listen')
        expect(Date.parse(directive.until!)).toBeGreaterThan(Date.parse(now));
      if (directive.do === 'run')
        expect(flow.steps.find((one) => one.id === directive.step)?.kind).toBe('sms');
    }),
    { numRuns: 300 },
  );
});

test('the interpreter agrees with a slow and obvious one', () => {
  fc.assert(
    fc.property(anyFlow, fc.uuid(), (flow, id) => {
      const walked = walk({ flow, from: { enter: 's0' }, visits: {}, facts: facts(id), now, calendar });
      expect(walked.at).toBe(obvious(flow, id));
    }),
    { numRuns: 300 },
  );
});

/** Follow one step after the other, by hand, and say where it stops; null is the end. */
function obvious(flow: Flow, enrollmentId: string): StepId | null {
  const passes: Record<string, number> = {};
  let at: StepId | null = 's0';
  for (let count = 0; count < 1000; count++) {
    if (at === null) return null;
    const here: Step = flow.steps.find((one) => one.id === at)!;
    if (here.kind === 'sms' || here.kind === 'wait_for_event') return at;
    if (here.kind === 'wait') {
      if (!('duration' in here.settings) || here.settings.duration !== 'PT0S') return at;
      at = here.exits.done!;
    } else if (here.kind === 'branch') {
      const { value } = here.settings.arms[0]!.when as { value: number };
      at = 12500 >= value ? here.exits.yes! : here.exits.otherwise!;
    } else if (here.kind === 'split') {
      const [left, right] = here.settings.arms;
      const share = left!.weight / (left!.weight + right!.weight);
      at = fractionOf(`${enrollmentId}:${here.id}`) < share ? here.exits.left! : here.exits.right!;
    } else if (here.kind === 'go_to') {
      passes[here.id] = (passes[here.id] ?? 0) + 1;
      at = passes[here.id]! > here.settings.maxPasses ? here.exits.exhausted! : here.settings.step;
    } else throw new Error(here.kind);
  }
  return null;
}

test('a walk through time never passes an instant twice, and comes to an end', () => {
  fc.assert(
    fc.property(anyFlow, fc.uuid(), (flow, id) => {
      let walked = walk({ flow, from: { enter: 's0' }, visits: {}, facts: facts(id), now, calendar });
      let clock = now;
      for (let turn = 0; turn < 60 && walked.directive.do !== 'end'; turn++) {
        const { directive } = walked;
        const common = { flow, visits: walked.visits, facts: facts(id), calendar };
        if (directive.do === 'run') {
          walked = walk({ ...common, from: { leave: directive.step, exit: 'sent' }, now: clock });
        } else {
          expect(Date.parse(directive.until!)).toBeGreaterThan(Date.parse(clock));
          clock = directive.until!;
          walked = replan({ ...common, stepId: walked.at!, since: walked.since, now: clock });
        }
      }
    }),
    { numRuns: 100 },
  );
});

test('a split shares people out by weight, and each always takes the same arm', () => {
  const flow = flowSchema.parse({
    entry: { on: 'manual' },
    first: 'split',
    steps: [
      {
        id: 'split',
        kind: 'split',
        settings: {
          arms: [
            { name: 'a', weight: 30 },
            { name: 'b', weight: 70 },
          ],
        },
        exits: { a: 'x', b: 'y' },
      },
      {
        id: 'x',
        kind: 'sms',
        settings: { purpose: 'service', body: 'x' },
        exits: { sent: null, undeliverable: null },
      },
      {
        id: 'y',
        kind: 'sms',
        settings: { purpose: 'service', body: 'y' },
        exits: { sent: null, undeliverable: null },
      },
    ],
  });
  const arm = (id: string) =>
    walk({ flow, from: { enter: 'split' }, visits: {}, facts: facts(id), now, calendar }).at;
  const ids = Array.from({ length: 4000 }, (_, index) => `enrollment-${index}`);
  const first = ids.filter((id) => arm(id) === 'x').length / ids.length;
  expect(first).toBeGreaterThan(0.26);
  expect(first).toBeLessThan(0.34);
  for (const id of ids.slice(0, 50)) expect(arm(id)).toBe(arm(id));
});
