import type { Draft, DraftStep } from '../../workflows/flow/draft.js';
import type { StepId } from '../../workflows/flow/flow.js';
import type { Place } from './places.js';
import { linesOf } from './ways.js';

/** What a line of steps ends in: the end, a step drawn elsewhere, the arms of a fork, or a jump. */
export type End =
  | { as: 'finish'; place: Place }
  | { as: 'join'; place: Place; to: StepId }
  | { as: 'fork'; arms: Arm[] }
  | { as: 'jump' };

/** Steps one under the other, from a place to where they part or end. */
export interface Run {
  place: Place;
  steps: DraftStep[];
  end: End;
}

export interface Arm {
  stepId: StepId;
  exits: string[];
  run: Run;
}

/**
 * The journey as it is drawn: a tree, every step once, in the order its ways out are written. A second
 * way to a step that is already drawn is a join. Steps that nothing leads to make runs of their own.
 */
export function treeOf(flow: Draft): { main: Run; loose: Run[] } {
  const byId = new Map(flow.steps.map((step) => [step.id, step]));
  const drawn = new Set<StepId>();

  function runFrom(place: Place, start: StepId | null): Run {
    const steps: DraftStep[] = [];
    let at = place;
    let next = start;
    for (;;) {
      const step = next === null ? undefined : byId.get(next);
      if (!step) return { place, steps, end: { as: 'finish', place: at } };
      if (drawn.has(step.id)) return { place, steps, end: { as: 'join', place: at, to: step.id } };
      drawn.add(step.id);
      steps.push(step);
      const lines = linesOf(step);
      if (lines.length > 1) {
        const arms = lines.map(({ exits, target }) => ({
          stepId: step.id,
          exits,
          run: runFrom({ stepId: step.id, exit: exits[0] ?? '' }, target),
        }));
        return { place, steps, end: { as: 'fork', arms } };
      }
      const [line] = lines;
      if (step.kind === 'go_to' && (line?.target ?? null) === null)
        return { place, steps, end: { as: 'jump' } };
      at = { stepId: step.id, exit: line?.exits[0] ?? '' };
      next = line?.target ?? null;
    }
  }

  const main = runFrom('first', flow.first);
  const led = new Set(flow.steps.flatMap((step) => Object.values(step.exits)));
  const loose: Run[] = [];
  const heads = [...flow.steps.filter(({ id }) => !led.has(id)), ...flow.steps];
  for (const step of heads) {
    if (!drawn.has(step.id)) loose.push(runFrom({ stepId: step.id, exit: '' }, step.id));
  }
  return { main, loose };
}

/** Everything that can be pointed at, in reading order, with its neighbours for the arrow keys. */
export interface Item {
  id: string;
  as: 'entry' | 'step' | 'finish' | 'join';
  step: DraftStep | null;
  /** The place that leads to it; null for the start and for steps nothing leads to. */
  place: Place | null;
  to: StepId | null;
  depth: number;
  up: string | null;
  down: string | null;
  left: string | null;
  right: string | null;
}

export const ENTRY = 'entry';
export const endId = (place: Place): string =>
  place === 'first' ? 'end:first' : `end:${place.stepId}:${place.exit}`;

export function itemsOf(tree: { main: Run; loose: Run[] }): Item[] {
  const items: Item[] = [];
  const add = (item: Partial<Item> & Pick<Item, 'id' | 'as'>): Item => {
    const made = {
      step: null,
      place: null,
      to: null,
      depth: 0,
      up: null,
      down: null,
      left: null,
      right: null,
      ...item,
    };
    items.push(made);
    return made;
  };
  const link = (above: Item | null, below: Item) => {
    if (!above) return;
    below.up = above.id;
    above.down ??= below.id;
  };

  /** Adds a run and gives its first item. */
  function addRun(run: Run, above: Item | null, depth: number, loose = false): Item | null {
    let last = above;
    let first: Item | null = null;
    let place: Place | null = loose ? null : run.place;
    for (const step of run.steps) {
      const item = add({ id: step.id, as: 'step', step, place, depth });
      link(last, item);
      first ??= item;
      last = item;
      const [line] = linesOf(step);
      place = { stepId: step.id, exit: line?.exits[0] ?? '' };
    }
    const { end } = run;
    if (end.as === 'finish' || end.as === 'join') {
      const item = add({
        id: endId(end.place),
        as: end.as,
        place: end.place,
        to: end.as === 'join' ? end.to : null,
        depth,
      });
      link(last, item);
      first ??= item;
    } else if (end.as === 'fork') {
      const heads = end.arms.map((arm) => ({
        from: items.length,
        item: addRun(arm.run, last, depth + 1),
        to: items.length,
      }));
      heads.forEach(({ from, to }, index) => {
        const before = heads[index - 1]?.item;
        const after = heads[index + 1]?.item;
        for (const item of items.slice(from, to)) {
          item.left ??= before?.id ?? null;
          item.right ??= after?.id ?? null;
        }
      });
    }
    return first;
  }

  const entry = add({ id: ENTRY, as: 'entry' });
  addRun(tree.main, entry, 0);
  tree.loose.forEach((run) => addRun(run, null, 0, true));
  return items;
}
