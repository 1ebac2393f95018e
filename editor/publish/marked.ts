import { diff } from '../../workflows/flow/diff.js';
import type { Draft, DraftStep } from '../../workflows/flow/draft.js';
import type { StepId } from '../../workflows/flow/flow.js';
import { ENTRY } from '../draft/tree.js';

export type Mark = 'added' | 'changed' | 'removed';

/** Two journeys as one: the later one, with the steps that are gone drawn where they stood. */
export interface Marked {
  flow: Draft;
  /** By the id of a step, or `entry`; what is the same has none. */
  marks: ReadonlyMap<string, Mark>;
}

/**
 * Lay two journeys over each other. A step that is gone stands in the line it stood in, before whatever is there now;
 * where it led on to steps that remain, the line goes on to those. Nothing of the later journey is left out.
 */
export function laidOver(before: Draft, after: Draft): Marked {
  const marks = new Map<string, Mark>();
  for (const { change, ...more } of diff(before, after).changes) {
    if (change === 'entry') marks.set(ENTRY, 'changed');
    if (!('stepId' in more) || change === 'removed') continue;
    if (change === 'added') marks.set(more.stepId, 'added');
    else if (!marks.has(more.stepId)) marks.set(more.stepId, 'changed');
  }
  const ghosts = ghostsOf(before, after);
  for (const { id } of ghosts.values()) marks.set(id, 'removed');
  return { flow: withGhosts(before, after, ghosts), marks };
}

/** The steps that are gone, by the id they had. One whose id is another kind of step now gets an id of its own. */
function ghostsOf(before: Draft, after: Draft): Map<StepId, DraftStep> {
  const kinds = new Map(after.steps.map(({ id, kind }) => [id, kind]));
  return new Map(
    before.steps
      .filter(({ id, kind }) => kinds.get(id) !== kind)
      .map((step) => [step.id, { ...step, id: kinds.has(step.id) ? `${step.id}__gone` : step.id }]),
  );
}

function withGhosts(before: Draft, after: Draft, ghosts: ReadonlyMap<StepId, DraftStep>): Draft {
  const steps = new Map(after.steps.map((step) => [step.id, { ...step, exits: { ...step.exits } }]));
  const placed = new Set<StepId>();

  /** Puts a ghost, and the ghosts behind it, in front of what stands there now; gives the id to lead to. */
  function put(id: StepId, now: StepId | null): StepId {
    const ghost = ghosts.get(id)!;
    if (placed.has(id)) return ghost.id;
    placed.add(id);
    const exits = Object.fromEntries(
      Object.entries(ghost.exits).map(([exit, target]) => [
        exit,
        target !== null && ghosts.has(target) ? put(target, now) : now,
      ]),
    );
    steps.set(ghost.id, { ...ghost, exits });
    return ghost.id;
  }

  let { first } = after;
  if (before.first !== null && ghosts.has(before.first)) first = put(before.first, after.first);
  for (const step of before.steps) {
    const stays = steps.get(step.id);
    if (!stays || ghosts.has(step.id)) continue;
    for (const [exit, target] of Object.entries(step.exits)) {
      if (target === null || !ghosts.has(target) || !Object.hasOwn(stays.exits, exit)) continue;
      const now = stays.exits[exit] ?? null;
      // The way has moved elsewhere meanwhile, and the ghost is drawn on another way already: leave this one alone.
      if (placed.has(target) && !leadsTo(steps, ghosts.get(target)!.id, now)) continue;
      stays.exits[exit] = put(target, now);
    }
  }
  for (const [id] of ghosts) if (!placed.has(id)) put(id, null);
  return { ...after, first, steps: [...steps.values()] };
}

/** Does a ghost lead on to this step, directly or through other ghosts? */
function leadsTo(steps: ReadonlyMap<StepId, DraftStep>, from: StepId, to: StepId | null): boolean {
  const seen = new Set<StepId>();
  const look = (id: StepId): boolean => {
    if (seen.has(id)) return false;
    seen.add(id);
    return Object.values(steps.get(id)?.exits ?? {}).some(
      (target) => target === to || (target !== null && look(target)),
    );
  };
  return look(from);
}
