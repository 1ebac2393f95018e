import type { Draft, DraftStep } from '../../workflows/flow/draft.js';
import { MOST_STEPS, type StepId } from '../../workflows/flow/flow.js';
import type { Kind } from '../../workflows/flow/steps/index.js';
import { newStep, randomId, type MakeId } from './new-step.js';
import {
  leading,
  ledToFrom,
  placesTo,
  rerouted,
  stepIn,
  targetAt,
  whole,
  withoutLost,
  type Place,
} from './places.js';
import { alwaysForks, linesOf, waysOut } from './ways.js';

/**
 * Every edit takes a draft and gives another; the one it took is untouched. An edit that makes no
 * sense (a step or place that is not there, more than two hundred steps) gives the same draft back.
 */

/** Puts a new step at a place; whatever stood there follows it on every way out. */
export function insertAfter(
  flow: Draft,
  place: Place,
  kind: Kind,
  { alone = false, makeId = randomId }: { alone?: boolean; makeId?: MakeId } = {},
): { flow: Draft; stepId: StepId | null } {
  const next = targetAt(flow, place);
  if (next === undefined || flow.steps.length >= MOST_STEPS) return { flow, stepId: null };
  const step = newStep(kind, next, makeId);
  const settings = kind === 'go_to' && flow.steps[0] ? { ...step.settings, step: flow.first } : step.settings;
  const made = kind === 'go_to' ? { ...step, settings, exits: { exhausted: next } } : step;
  const steps = [...flow.steps, made];
  return { flow: leading({ ...flow, steps }, place, step.id, alone), stepId: step.id };
}

/**
 * Takes a step away. What led to it leads to what followed; a fork takes its arms with it, except the
 * one in `keep`. Steps another path still leads to stay.
 */
export function remove(flow: Draft, id: StepId, keep?: string): Draft {
  const step = stepIn(flow, id);
  if (!step) return flow;
  const next = followerOf(step, keep);
  const without = rerouted(flow, id, next === id ? null : next);
  return withoutLost(flow, { ...without, steps: without.steps.filter((one) => one.id !== id) });
}

/** What a step bridges to: where all its ways out lead, or the arm to keep; null when they part. */
function followerOf(step: DraftStep, keep?: string): StepId | null {
  if (keep !== undefined) return step.exits[keep] ?? null;
  const targets = [...new Set(Object.values(step.exits))];
  if (targets.length === 1) return targets[0] ?? null;
  // “Not delivered” is a side way: without the step there is only the main one.
  return alwaysForks(step.kind) ? null : (Object.values(step.exits)[0] ?? null);
}

/** Does taking this step away also take steps that only it leads to? */
export function takesAlong(flow: Draft, id: StepId, keep?: string): StepId[] {
  const left = new Set(remove(flow, id, keep).steps.map((step) => step.id));
  return flow.steps.map((step) => step.id).filter((one) => one !== id && !left.has(one));
}

/** How many of the steps that only this fork leads to stay when one of its arms is kept. */
export const staysWith = (flow: Draft, id: StepId, keep: string): number =>
  takesAlong(flow, id).length - takesAlong(flow, id, keep).length;

/** The steps that move with a step: itself, and for a fork everything under it. */
export function movesWith(flow: Draft, id: StepId): Set<StepId> {
  const step = stepIn(flow, id);
  if (!step || !isFork(step)) return new Set([id]);
  return new Set([id, ...takesAlong(flow, id)]);
}

export const isFork = (step: DraftStep): boolean => linesOf(step).length > 1;

/** Moves a step (a fork with its arms) to another place. */
export function move(flow: Draft, id: StepId, place: Place): Draft {
  const step = stepIn(flow, id);
  const moving = movesWith(flow, id);
  if (!step || targetAt(flow, place) === undefined) return flow;
  if (place !== 'first' && moving.has(place.stepId)) return flow;
  if (targetAt(flow, place) === id) return flow;
  if (!isFork(step)) {
    const next = followerOf(step);
    const bridged = rerouted(flow, id, next === id ? null : next);
    const target = targetAt(bridged, place) ?? null;
    const reset = Object.fromEntries(
      Object.keys(step.exits).map((exit) => [exit, target === id ? null : target]),
    );
    // A jump to the moved step still means that step.
    const steps = bridged.steps.map((one) => {
      if (one.id === id) return { ...step, exits: reset };
      const before = stepIn(flow, one.id);
      return before?.kind === 'go_to' && before.settings.step === id
        ? { ...one, settings: before.settings }
        : one;
    });
    return withoutLost(flow, leading({ ...bridged, steps }, place, id));
  }
  const cut = placesTo(flow, id).reduce((made, from) => leading(made, from, null), flow);
  // An arm that joins another path would lead back to the fork from a place further down that path.
  if (place !== 'first' && ledToFrom(cut, id).has(place.stepId)) return flow;
  const target = targetAt(cut, place) ?? null;
  const placed = leading(cut, place, id);
  const moved = endsLeadingTo(placed, moving, target);
  // A fork without an open end has nowhere to let the steps below its new place go on.
  if (target !== null && !ledToFrom(moved, moved.first).has(target)) return flow;
  return withoutLost(flow, moved);
}

/** Lets every open end among some steps lead on to `target`. */
export function endsLeadingTo(flow: Draft, among: ReadonlySet<StepId>, target: StepId | null): Draft {
  if (target === null || among.has(target)) return flow;
  return {
    ...flow,
    steps: flow.steps.map((step) =>
      among.has(step.id) && Object.values(step.exits).includes(null)
        ? {
            ...step,
            exits: Object.fromEntries(Object.entries(step.exits).map(([exit, to]) => [exit, to ?? target])),
          }
        : step,
    ),
  };
}

/** The same step once more: right after it, or above it when it forks (its arms stay with the lower one). */
export function duplicate(
  flow: Draft,
  id: StepId,
  makeId: MakeId = randomId,
): { flow: Draft; stepId: StepId | null } {
  const step = stepIn(flow, id);
  if (!step || flow.steps.length >= MOST_STEPS) return { flow, stepId: null };
  const copy = { ...structuredClone(step), id: makeId(step.kind) };
  if (!isFork(step)) {
    const steps = flow.steps.map((one) =>
      one.id === id ? { ...one, exits: mapped(one.exits, () => copy.id) } : one,
    );
    return { flow: { ...flow, steps: [...steps, copy] }, stepId: copy.id };
  }
  const above = rerouted(flow, id, copy.id);
  const steps = above.steps.map((one) => {
    const before = stepIn(flow, one.id);
    return one.kind === 'go_to' && before?.settings.step === id ? { ...one, settings: before.settings } : one;
  });
  return {
    flow: { ...above, steps: [...steps, { ...copy, exits: mapped(copy.exits, () => id) }] },
    stepId: copy.id,
  };
}

/**
 * Changes a step, as its panel hands it back whole. Its ways out follow: a renamed arm keeps its steps, a new one goes on
 * as the last did.
 */
export function replaceStep(flow: Draft, next: DraftStep): Draft {
  const step = stepIn(flow, next.id);
  if (!step) return flow;
  const exits = exitsFor(
    next,
    Object.keys(step.exits).length > 0 ? { ...step.exits, ...next.exits } : next.exits,
  );
  const steps = flow.steps.map((one) => (one.id === next.id ? { ...next, exits } : one));
  return withoutLost(flow, whole({ ...flow, steps }));
}

/**
 * The ways out a step should have, given those it had. A name that is new takes over from one that has
 * gone, in order: that is how renaming an arm keeps its steps. While an arm has no name yet (it is being
 * typed), its way out waits under the old one.
 */
function exitsFor(step: DraftStep, had: Record<string, StepId | null>): Record<string, StepId | null> {
  const ways = waysOut(step);
  const gone = Object.keys(had).filter((way) => !ways.includes(way) && !KEPT.includes(way));
  const nameless = armsIn(step.settings).length - ways.filter((way) => !KEPT.includes(way)).length;
  const side = alwaysForks(step.kind) ? null : (Object.values(had)[0] ?? null);
  const exits: Record<string, StepId | null> = {};
  for (const way of ways) {
    if (!Object.hasOwn(had, way) && alwaysForks(step.kind)) exits[way] = had[gone.shift() ?? ''] ?? null;
    else exits[way] = had[way] === undefined ? side : had[way];
  }
  if (alwaysForks(step.kind))
    for (const way of gone.slice(0, Math.max(0, nameless))) exits[way] = had[way] ?? null;
  return exits;
}

const KEPT = ['otherwise', 'timed_out'];

const armsIn = (settings: Record<string, unknown>): unknown[] => {
  const list = settings.arms ?? settings.events;
  return Array.isArray(list) ? list : [];
};

/**
 * Lets a place go on at a step that is already there, by a “Go to step”: the step itself stays where it is
 * drawn. A way back up is limited, because a circle must end. What only that place led to goes.
 */
export function goTo(
  flow: Draft,
  place: Place,
  target: StepId | null,
  { alone = false, makeId = randomId }: { alone?: boolean; makeId?: MakeId } = {},
): Draft {
  if (targetAt(flow, place) === undefined || targetAt(flow, place) === target) return flow;
  if (target === null) return withoutLost(flow, leading(flow, place, null, alone));
  const owner = place === 'first' ? null : stepIn(flow, place.stepId);
  if (!stepIn(flow, target) || !owner || place === 'first') return flow;
  // The way another exit of the same step takes: the two become one line again.
  if (Object.values(owner.exits).includes(target))
    return withoutLost(flow, leading(flow, place, target, alone));
  if (flow.steps.length >= MOST_STEPS) return flow;
  const circle = ledToFrom(flow, target).has(owner.id);
  const jump: DraftStep = {
    id: makeId('go_to'),
    kind: 'go_to',
    settings: { step: target, maxPasses: circle ? 3 : 1 },
    exits: { exhausted: null },
  };
  return withoutLost(flow, leading({ ...flow, steps: [...flow.steps, jump] }, place, jump.id, alone));
}

export const setEntry = (flow: Draft, entry: Draft['entry']): Draft => ({ ...flow, entry });
export const setRules = (flow: Draft, rules: Draft['rules']): Draft => ({ ...flow, rules });

/** Takes in a document from outside: every way out it should have is there, none leads nowhere. */
export function adopted(flow: Draft): Draft {
  return whole({
    ...flow,
    steps: flow.steps.map((step) => ({ ...step, exits: exitsFor(step, step.exits) })),
  });
}

const mapped = (
  exits: Record<string, StepId | null>,
  to: (target: StepId | null) => StepId | null,
): Record<string, StepId | null> =>
  Object.fromEntries(Object.entries(exits).map(([exit, target]) => [exit, to(target)]));
