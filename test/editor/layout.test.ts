import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { CARD, layout } from '../../editor/canvas/layout.js';
import { insertAfter } from '../../editor/draft/edits.js';
import type { Place } from '../../editor/draft/places.js';
import { itemsOf, treeOf, type Run } from '../../editor/draft/tree.js';
import { emptyDraft, type Draft } from '../../workflows/flow/draft.js';
import { KINDS } from '../../workflows/flow/steps/index.js';

const journey = fc
  .array(fc.record({ place: fc.nat(), kind: fc.constantFrom(...KINDS), alone: fc.boolean() }), {
    maxLength: 60,
  })
  .map((inserts) => {
    let flow: Draft = emptyDraft;
    for (const { place, kind, alone } of inserts) {
      const places: Place[] = [
        'first',
        ...flow.steps.flatMap(({ id, exits }) => Object.keys(exits).map((exit) => ({ stepId: id, exit }))),
      ];
      flow = insertAfter(flow, places[place % places.length]!, kind, { alone }).flow;
    }
    return flow;
  });

/** Column of every arm of every fork, as drawn, and whether each is right of the one before. */
function armsInOrder(run: Run, x: (id: string) => number): boolean {
  if (run.end.as !== 'fork') return true;
  const heads = run.end.arms.map(({ stepId, exits, run: arm }) => {
    const [step] = arm.steps;
    if (step) return x(step.id);
    return arm.end.as === 'finish' || arm.end.as === 'join' ? x(`end:${stepId}:${exits[0]}`) : Number.NaN;
  });
  return (
    heads.every((head, index) => index === 0 || head > heads[index - 1]!) &&
    run.end.arms.every((arm) => armsInOrder(arm.run, x))
  );
}

test('arms stand in the order they were written, steps under what leads to them, and nothing overlaps', () => {
  fc.assert(
    fc.property(journey, (flow) => {
      const tree = treeOf(flow);
      const drawn = layout(tree);
      const boxes = [...drawn.boxes.values()];
      expect(boxes.map(({ id }) => id).sort()).toEqual(
        itemsOf(tree)
          .map(({ id }) => id)
          .sort(),
      );
      expect(armsInOrder(tree.main, (id) => drawn.boxes.get(id)!.x)).toBe(true);
      for (const item of itemsOf(tree)) {
        if (item.up) expect(drawn.boxes.get(item.id)!.top).toBeGreaterThan(drawn.boxes.get(item.up)!.top);
      }
      for (const [index, a] of boxes.entries()) {
        expect(Number.isInteger(a.x) && Number.isInteger(a.top)).toBe(true);
        for (const b of boxes.slice(index + 1)) {
          const apart = Math.abs(a.x - b.x) >= CARD.width + 40;
          const above = a.top + a.height <= b.top || b.top + b.height <= a.top;
          expect(apart || above).toBe(true);
        }
      }
    }),
    { numRuns: 200 },
  );
});

test('every gap of the journey can take a step', () => {
  fc.assert(
    fc.property(journey, (flow) => {
      for (const { place } of layout(treeOf(flow)).gaps) {
        expect(insertAfter(flow, place, 'wait').stepId).not.toBeNull();
      }
    }),
  );
});
