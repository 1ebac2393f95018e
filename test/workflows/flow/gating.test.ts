import { expect, test } from '@jest/globals';
import { check } from '../../../workflows/flow/check.js';
import { draft } from '../../../workflows/flow/draft.js';

const now = '2026-11-20T10:00:00.000Z';
const gates = (made: unknown, others: { id: string; name: string; flow: unknown }[] = []) =>
  check(made, { now, otherJourneys: others.map((one) => ({ ...one, flow: draft(one.flow) })) })
    .filter(({ code }) => code === 'review_gating' || code === 'conditional_review_link')
    .map(({ code, level }) => `${level}: ${code}`);

const rating = (op: string, value: number) => ({ field: 'answers.rating', op, value });
const ask = {
  id: 'ask',
  kind: 'review_request',
  settings: { channels: ['sms'] },
  exits: { sent: null, undeliverable: null },
};
const branch = (when: object, yes: string | null, no: string | null) => ({
  id: 'check',
  kind: 'branch',
  settings: { arms: [{ name: 'yes', when }] },
  exits: { yes, otherwise: no },
});
const sms = (id: string, body: string, then: string | null = null) => ({
  id,
  kind: 'sms',
  settings: { purpose: 'review', body },
  exits: { sent: then, undeliverable: then },
});
const flowOf = (first: string, ...steps: object[]) => ({
  entry: { on: 'event', type: 'job_completed' },
  first,
  steps,
  rules: {},
});
const GATED = ['error: review_gating'];

test('asking everybody is fine', () => {
  expect(gates(flowOf('ask', ask))).toEqual([]);
  expect(
    gates(flowOf('check', branch({ field: 'event.data.totalCents', op: 'gt', value: 1 }, 'ask', null), ask)),
  ).toEqual([]);
});

test('a branch on stars may not decide who is asked for a review', () => {
  expect(gates(flowOf('check', branch(rating('gte', 4), 'ask', null), ask))).toEqual(GATED);
  expect(gates(flowOf('check', branch({ not: rating('lte', 3) }, 'ask', null), ask))).toEqual(GATED);
  expect(
    gates(
      flowOf(
        'check',
        branch(
          { all: [{ field: 'customer.tags', op: 'contains', value: 'vip' }, rating('eq', 5)] },
          'ask',
          null,
        ),
        ask,
      ),
    ),
  ).toEqual(GATED);
});

test('nor may it decide who gets the public link in a text', () => {
  expect(
    gates(
      flowOf(
        'check',
        branch(rating('gte', 4), 'link', null),
        sms('link', 'Review us: {{ publicReviewLink }}'),
      ),
    ),
  ).toEqual(GATED);
});

test('telling the team about a low score is allowed', () => {
  const team = {
    id: 'team',
    kind: 'notify_team',
    settings: { to: 'owner', body: 'Somebody is unhappy' },
    exits: { done: null },
  };
  expect(gates(flowOf('check', branch(rating('lte', 3), 'team', null), team))).toEqual([]);
});

test('a tag given after a rating is a rating in disguise, also from another journey', () => {
  const marking = flowOf('check', branch(rating('gte', 4), 'mark', null), {
    id: 'mark',
    kind: 'update_customer',
    settings: { addTags: ['happy'] },
    exits: { done: null },
  });
  const asking = flowOf(
    'check',
    branch({ field: 'customer.tags', op: 'contains', value: 'happy' }, 'ask', null),
    ask,
  );
  expect(gates(asking)).toEqual([]);
  expect(gates(asking, [{ id: 'j2', name: 'Marks', flow: marking }])).toEqual(GATED);
  expect(gates(marking, [{ id: 'j3', name: 'Asks', flow: asking }]).length).toBeGreaterThan(0);
});

test('an entry, a listener, a goal or a stop rule on stars is a gate too', () => {
  const entered = {
    ...flowOf('ask', ask),
    entry: {
      on: 'event',
      type: 'feedback_received',
      where: { field: 'event.data.rating', op: 'gte', value: 4 },
    },
  };
  expect(gates(entered).length).toBeGreaterThan(0);
  const listened = flowOf(
    'listen',
    {
      id: 'listen',
      kind: 'wait_for_event',
      settings: {
        events: [
          {
            name: 'happy',
            type: 'feedback_received',
            where: { field: 'event.data.rating', op: 'gte', value: 4 },
          },
        ],
        timeout: 'P3D',
      },
      exits: { happy: 'ask', timed_out: null },
    },
    ask,
  );
  expect(gates(listened)).toEqual(GATED);
  for (const rule of ['goals', 'stopOn']) {
    const ruled = {
      ...flowOf('ask', ask),
      rules: {
        [rule]: [{ type: 'feedback_received', where: { field: 'event.data.rating', op: 'lte', value: 3 } }],
      },
    };
    expect({ rule, gates: gates(ruled).length > 0 }).toEqual({ rule, gates: true });
  }
});

test('the public link may not stand in a part of a message that only some see', () => {
  expect(
    gates(flowOf('a', sms('a', '{% if customer.tags contains "vip" %}{{ publicReviewLink }}{% endif %}'))),
  ).toContain('error: conditional_review_link');
  expect(gates(flowOf('a', sms('a', 'Review us: {{ publicReviewLink }}')))).toEqual([]);
});
