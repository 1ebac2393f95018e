import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { copyText, paste, stepsIn } from '../../editor/draft/clipboard.js';
import * as edits from '../../editor/draft/edits.js';
import type { Place } from '../../editor/draft/places.js';
import { itemsOf, treeOf } from '../../editor/draft/tree.js';
import { waysOut } from '../../editor/draft/ways.js';
import { emptyDraft, type Draft } from '../../workflows/flow/draft.js';
import { circles } from '../../workflows/flow/graph.js';
import { KINDS, type Kind } from '../../workflows/flow/steps/index.js';

let made = 0;
const makeId = (kind: Kind) => `${kind}_${++made}`;
const add = (flow: Draft, place: Place, kind: Kind) => {
  const { flow: next, stepId } = edits.insertAfter(flow, place, kind, { makeId });
  return [next, stepId!] as const;
};
const withSettings = (flow: Draft, id: string, settings: Record<string, unknown>) =>
  edits.replaceStep(flow, { ...flow.steps.find((step) => step.id === id)!, settings });
const exits = (flow: Draft, id: string) => flow.steps.find((step) => step.id === id)?.exits;

/** email → wait → sms */
function three() {
  const [a, sms] = add(emptyDraft, 'first', 'sms');
  const [b, wait] = add(a, 'first', 'wait');
  const [flow, email] = add(b, 'first', 'email');
  return { flow, email, wait, sms };
}

test('a new step stands between what was above and what was below', () => {
  const { flow, email, wait, sms } = three();
  expect(flow.first).toBe(email);
  expect(exits(flow, email)).toEqual({ sent: wait, undeliverable: wait });
  expect(exits(flow, wait)).toEqual({ done: sms });
  expect(exits(flow, sms)).toEqual({ sent: null, undeliverable: null });
});

test('a check put into a line loses nobody: every way goes on as before', () => {
  const { flow, email, wait } = three();
  const [forked, check] = add(flow, { stepId: email, exit: 'sent' }, 'branch');
  expect(exits(forked, check)).toEqual({ yes: wait, otherwise: wait });
  expect(edits.remove(forked, check)).toEqual({ ...flow, steps: expect.anything() as never });
  expect(edits.remove(forked, check).steps).toEqual(flow.steps);
});

test('a removed fork takes its arms along, unless one is to be kept', () => {
  const [empty, check] = add(emptyDraft, 'first', 'branch');
  const [one, yes] = add(empty, { stepId: check, exit: 'yes' }, 'email');
  const [flow, no] = add(one, { stepId: check, exit: 'otherwise' }, 'sms');
  expect(edits.takesAlong(flow, check).sort()).toEqual([yes, no].sort());
  expect(edits.remove(flow, check)).toMatchObject({ first: null, steps: [] });
  expect(edits.remove(flow, check, 'otherwise').steps.map(({ id }) => id)).toEqual([no]);
  const [longer] = add(flow, { stepId: no, exit: 'sent' }, 'wait');
  expect(edits.staysWith(longer, check, 'yes')).toBe(1);
  expect(edits.staysWith(longer, check, 'otherwise')).toBe(2);
});

test('two arms that go on together do so by a jump, and the step they share stays where it is', () => {
  const [empty, check] = add(emptyDraft, 'first', 'branch');
  const [one, yes] = add(empty, { stepId: check, exit: 'yes' }, 'email');
  const [two, no] = add(one, { stepId: check, exit: 'otherwise' }, 'sms');
  const flow = edits.goTo(two, { stepId: yes, exit: 'sent' }, no, { makeId });
  const jump = flow.steps.find(({ kind }) => kind === 'go_to')!;
  expect(jump.settings).toEqual({ step: no, maxPasses: 1 });
  expect(exits(flow, yes)).toEqual({ sent: jump.id, undeliverable: jump.id });
  expect(exits(flow, check)).toEqual({ yes, otherwise: no });
  expect(edits.remove(flow, no).steps.map(({ id }) => id)).toEqual([check, yes]);
});

test('going back up makes a jump with a limit', () => {
  const { flow, email, sms } = three();
  const back = edits.goTo(flow, { stepId: sms, exit: 'sent' }, email, { makeId });
  const jump = back.steps.find(({ kind }) => kind === 'go_to')!;
  expect(jump.settings).toEqual({ step: email, maxPasses: 3 });
  expect(exits(back, sms)).toEqual({ sent: jump.id, undeliverable: jump.id });
  expect(edits.remove(back, email).steps.find(({ kind }) => kind === 'go_to')?.settings.step).toBe(
    exits(flow, email)?.sent,
  );
});

test('a moved step leaves its place closed behind it', () => {
  const { flow, email, wait, sms } = three();
  const moved = edits.move(flow, email, { stepId: sms, exit: 'sent' });
  expect(moved.first).toBe(wait);
  expect(exits(moved, sms)).toEqual({ sent: email, undeliverable: email });
  expect(exits(moved, email)).toEqual({ sent: null, undeliverable: null });
  expect(edits.move(flow, email, 'first')).toBe(flow);
});

test('a fork does not move below a step that one of its arms joins', () => {
  const [empty, upper] = add(emptyDraft, 'first', 'branch');
  const [flow, shared] = add(empty, { stepId: upper, exit: 'yes' }, 'wait');
  const [forked, lower] = add(flow, { stepId: upper, exit: 'otherwise' }, 'branch');
  const joined = {
    ...forked,
    steps: forked.steps.map((step) =>
      step.id === lower ? { ...step, exits: { yes: shared, otherwise: null } } : step,
    ),
  };
  expect(edits.move(joined, lower, { stepId: shared, exit: 'done' })).toBe(joined);
});

test('an arm that is renamed keeps its steps, even through an empty name', () => {
  const [empty, check] = add(emptyDraft, 'first', 'branch');
  const [flow, yes] = add(empty, { stepId: check, exit: 'yes' }, 'email');
  const renamed = withSettings(flow, check, { arms: [{ name: 'Happy', when: {} }] });
  expect(exits(renamed, check)).toEqual({ Happy: yes, otherwise: null });
  const blank = withSettings(flow, check, { arms: [{ name: '', when: {} }] });
  expect(blank.steps).toHaveLength(2);
  const again = withSettings(blank, check, { arms: [{ name: 'Glad', when: {} }] });
  expect(exits(again, check)).toEqual({ Glad: yes, otherwise: null });
});

test('a copied step arrives in another journey under a new name, with its words', () => {
  const { flow, email } = three();
  const worded = withSettings(flow, email, { purpose: 'service', subject: 'Hello', body: 'There' });
  const text = copyText(worded, email)!;
  expect(stepsIn('hello')).toBeNull();
  const { flow: other, stepId } = paste(emptyDraft, 'first', text, makeId);
  expect(stepId).not.toBe(email);
  expect(other.steps).toMatchObject([{ id: stepId, settings: { subject: 'Hello' }, exits: { sent: null } }]);
});

/** One random act on a draft, chosen by numbers. */
const act = fc.record({
  do: fc.constantFrom(
    'insert',
    'insert',
    'insert',
    'remove',
    'move',
    'duplicate',
    'paste',
    'goTo',
    'rename',
    'arm',
  ),
  step: fc.nat(),
  place: fc.nat(),
  kind: fc.constantFrom(...KINDS),
  alone: fc.boolean(),
});
type Act = typeof act extends fc.Arbitrary<infer A> ? A : never;

function perform(flow: Draft, one: Act): Draft {
  const places: Place[] = [
    'first',
    ...flow.steps.flatMap(({ id, exits: ways }) => Object.keys(ways).map((exit) => ({ stepId: id, exit }))),
  ];
  const place = places[one.place % places.length]!;
  const step = flow.steps[one.step % Math.max(1, flow.steps.length)];
  if (one.do === 'insert') return edits.insertAfter(flow, place, one.kind, { alone: one.alone, makeId }).flow;
  if (!step) return flow;
  switch (one.do) {
    case 'remove':
      return edits.remove(flow, step.id, one.alone ? Object.keys(step.exits)[0] : undefined);
    case 'move':
      return edits.move(flow, step.id, place);
    case 'duplicate':
      return edits.duplicate(flow, step.id, makeId).flow;
    case 'paste':
      return paste(flow, place, copyText(flow, step.id)!, makeId).flow;
    case 'goTo':
      return edits.goTo(flow, place, step.id, { alone: one.alone, makeId });
    case 'rename': {
      if (step.kind !== 'branch') return flow;
      const [first, ...rest] = step.settings.arms as object[];
      const renamed = first ? [{ ...first, name: `Way ${++made}` }, ...rest] : [];
      return withSettings(flow, step.id, { arms: renamed });
    }
    default: {
      if (step.kind !== 'branch') return flow;
      const arms = step.settings.arms as unknown[];
      const changed = one.alone ? arms.slice(1) : [...arms, { name: `Arm ${one.place}`, when: {} }];
      return withSettings(flow, step.id, { arms: changed });
    }
  }
}

test('a whole arm is copied with everything that follows in it, and what follows its new place goes on', () => {
  const [empty, check] = add(emptyDraft, 'first', 'branch');
  const [one, sms] = add(empty, { stepId: check, exit: 'yes' }, 'sms');
  const [two, wait] = add(one, { stepId: sms, exit: 'sent' }, 'wait');
  const [flow] = add(two, { stepId: wait, exit: 'done' }, 'email');
  const text = copyText(flow, sms, { onward: true })!;
  expect(stepsIn(text)!.steps.map(({ kind }) => kind)).toEqual(['sms', 'wait', 'email']);

  const other = three();
  const pasted = paste(other.flow, { stepId: other.email, exit: 'sent' }, text, makeId);
  const kinds = itemsOf(treeOf(pasted.flow)).map(({ step }) => step?.kind ?? '');
  expect(kinds.filter(Boolean)).toEqual(['email', 'sms', 'wait', 'email', 'wait', 'sms']);
});

test('after any number of edits every way out leads somewhere, and everything is drawn exactly once', () => {
  fc.assert(
    fc.property(fc.array(act, { maxLength: 40 }), (acts) => {
      let flow = emptyDraft;
      for (const one of acts) {
        const before = structuredClone(flow);
        const next = perform(flow, one);
        expect(flow).toEqual(before);
        flow = next;
        const ids = flow.steps.map(({ id }) => id);
        expect(new Set(ids).size).toBe(ids.length);
        if (flow.first !== null) expect(ids).toContain(flow.first);
        for (const step of flow.steps) {
          expect(Object.keys(step.exits).sort()).toEqual([...waysOut(step)].sort());
          for (const target of Object.values(step.exits)) if (target !== null) expect(ids).toContain(target);
          if (step.kind === 'go_to' && step.settings.step !== '') expect(ids).toContain(step.settings.step);
        }
        const still = flow.steps.map((step) => ({ ...step, settings: {} }));
        expect(circles(still)).toEqual([]);
        const tree = treeOf(flow);
        expect(tree.loose).toEqual([]);
        const items = itemsOf(tree);
        expect(
          items
            .filter(({ as }) => as === 'step')
            .map(({ id }) => id)
            .sort(),
        ).toEqual([...ids].sort());
        expect(new Set(items.map(({ id }) => id)).size).toBe(items.length);
      }
    }),
    { numRuns: 300 },
  );
});
