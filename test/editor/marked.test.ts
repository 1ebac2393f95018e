import { expect, test } from '@jest/globals';
import type { Draft, DraftStep } from '../../workflows/flow/draft.js';
import { itemsOf, treeOf } from '../../editor/draft/tree.js';
import { laidOver } from '../../editor/publish/marked.js';

const wait = (id: string, to: string | null, duration = 'P2D'): DraftStep => ({
  id,
  kind: 'wait',
  settings: { duration },
  exits: { done: to },
});
const text = (id: string, to: string | null, body = 'Hello'): DraftStep => ({
  id,
  kind: 'sms',
  settings: { purpose: 'service', body },
  exits: { sent: to, undeliverable: to },
});
const check = (id: string, yes: string | null, otherwise: string | null): DraftStep => ({
  id,
  kind: 'branch',
  settings: { arms: [{ name: 'yes', when: { field: 'customer.tags', op: 'contains', value: 'vip' } }] },
  exits: { yes, otherwise },
});
const journey = (...steps: DraftStep[]): Draft => ({
  entry: { on: 'event', type: 'job_completed' },
  first: steps[0]?.id ?? null,
  steps,
  rules: {},
});
const drawn = (before: Draft, after: Draft) => {
  const { flow, marks } = laidOver(before, after);
  return {
    steps: itemsOf(treeOf(flow)).flatMap(({ step }) => (step ? [step.id] : [])),
    marks: Object.fromEntries(marks),
  };
};

test('a step that is gone is drawn where it stood, and the line goes on behind it', () => {
  const before = journey(text('a', 'b'), wait('b', 'c'), text('c', null));
  const after = journey(text('a', 'c'), text('c', null));
  expect(drawn(before, after)).toEqual({ steps: ['a', 'b', 'c'], marks: { b: 'removed' } });
});

test('what is new, changed and gone is marked, all on one drawing', () => {
  const before = journey(text('a', 'b'), wait('b', 'c'), wait('c', null));
  const after = journey(text('a', 'n', 'Other words'), text('n', 'c'), wait('c', null));
  expect(drawn(before, after)).toEqual({
    steps: ['a', 'b', 'n', 'c'],
    marks: { a: 'changed', n: 'added', b: 'removed' },
  });
});

test('a first step that is gone stands before the first there is now', () => {
  const before = journey(wait('a', 'b'), text('b', null));
  expect(drawn(before, journey(text('b', null)))).toEqual({ steps: ['a', 'b'], marks: { a: 'removed' } });
});

test('a fork that is gone keeps its arms, and everything after it is drawn once', () => {
  const before = journey(text('a', 'f'), check('f', 'x', 'z'), wait('x', 'z'), text('z', null));
  const after = journey(text('a', 'z'), text('z', null));
  const { steps, marks } = drawn(before, after);
  expect([...steps].sort()).toEqual(['a', 'f', 'x', 'z']);
  expect(marks).toEqual({ f: 'removed', x: 'removed' });
});

test('a step that became another kind is shown as both', () => {
  const before = journey(wait('a', null));
  const after = journey(text('a', null));
  expect(drawn(before, after)).toEqual({
    steps: ['a__gone', 'a'],
    marks: { a: 'added', a__gone: 'removed' },
  });
});

test('everything of the later journey is still there, whatever was taken away', () => {
  const before = journey(
    check('f', 'x', 'y'),
    text('x', 'w'),
    text('y', 'w'),
    wait('w', 'z'),
    text('z', null),
  );
  const after = journey(check('f', 'z', 'n'), text('n', 'z'), text('z', null));
  const { flow } = laidOver(before, after);
  for (const step of after.steps) expect(flow.steps).toContainEqual(expect.objectContaining({ id: step.id }));
  const ids = new Set(flow.steps.map(({ id }) => id));
  const targets = flow.steps.flatMap(({ exits }) => Object.values(exits));
  expect(targets.every((target) => target === null || ids.has(target))).toBe(true);
  expect([...ids].sort()).toEqual(['f', 'n', 'w', 'x', 'y', 'z']);
});

test('the same journey twice has no marks', () => {
  const same = journey(text('a', 'b'), wait('b', null));
  expect(laidOver(same, same).marks.size).toBe(0);
});
