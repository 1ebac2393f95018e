import type { Draft, DraftStep } from '../../workflows/flow/draft.js';
import type { StepId } from '../../workflows/flow/flow.js';
import { reachableFrom } from '../../workflows/flow/graph.js';
import { linesOf } from './ways.js';

/** Where a step can stand: right after the start, or at a way out of another step. */
export type Place = 'first' | { stepId: StepId; exit: string };

export const samePlace = (a: Place, b: Place): boolean => placeKey(a) === placeKey(b);

export const placeKey = (place: Place): string =>
  place === 'first' ? 'first' : `${place.stepId}/${place.exit}`;

export const stepIn = (flow: Pick<Draft, 'steps'>, id: StepId | null): DraftStep | null =>
  id === null ? null : (flow.steps.find((step) => step.id === id) ?? null);

/** What stands at a place now; null is the end, undefined is no such place. */
export function targetAt(flow: Draft, place: Place): StepId | null | undefined {
  if (place === 'first') return flow.first;
  return stepIn(flow, place.stepId)?.exits[place.exit];
}

/** Lets a place lead elsewhere; ways out that are drawn as one line stay one line, unless `alone`. */
export function leading(flow: Draft, place: Place, target: StepId | null, alone = false): Draft {
  if (place === 'first') return { ...flow, first: target };
  return {
    ...flow,
    steps: flow.steps.map((step) => {
      if (step.id !== place.stepId || !Object.hasOwn(step.exits, place.exit)) return step;
      const exits = alone
        ? [place.exit]
        : (linesOf(step).find((line) => line.exits.includes(place.exit))?.exits ?? [place.exit]);
      return {
        ...step,
        exits: { ...step.exits, ...Object.fromEntries(exits.map((exit) => [exit, target])) },
      };
    }),
  };
}

/** Every place that leads to a step, the start included. */
export function placesTo(flow: Draft, id: StepId): Place[] {
  const places: Place[] = flow.first === id ? ['first'] : [];
  for (const step of flow.steps) {
    for (const [exit, target] of Object.entries(step.exits)) {
      if (target === id) places.push({ stepId: step.id, exit });
    }
  }
  return places;
}

/** Lets every way to `from` (jumps too) lead to `to`. A jump to nowhere is no jump: it goes with its step. */
export function rerouted(flow: Draft, from: StepId, to: StepId | null): Draft {
  return {
    ...flow,
    first: flow.first === from ? to : flow.first,
    steps: flow.steps.map((step) => {
      const exits = Object.values(step.exits).includes(from)
        ? Object.fromEntries(
            Object.entries(step.exits).map(([exit, target]) => [exit, target === from ? to : target]),
          )
        : step.exits;
      const jumps = step.kind === 'go_to' && step.settings.step === from && to !== null && to !== step.id;
      if (exits === step.exits && !jumps) return step;
      return { ...step, exits, settings: jumps ? { ...step.settings, step: to } : step.settings };
    }),
  };
}

/** The steps drawn under a step: those its ways out lead to. Jumps do not count, else an arm could hang on one. */
export function ledToFrom(flow: Draft, start: StepId | null): ReadonlySet<StepId> {
  return reachableFrom(
    start,
    flow.steps.map((step) => (step.kind === 'go_to' ? { ...step, settings: {} } : step)),
  );
}

/** Takes away what could be reached before an edit and no longer can; what was loose before stays. */
export function withoutLost(before: Draft, after: Draft): Draft {
  const was = ledToFrom(before, before.first);
  const is = ledToFrom(after, after.first);
  const kept = after.steps.filter(({ id }) => is.has(id) || !was.has(id));
  return whole(kept.length === after.steps.length ? after : { ...after, steps: kept });
}

/** A draft none of whose ways out, jumps or start leads to a step that is not there. */
export function whole(flow: Draft): Draft {
  const ids = new Set(flow.steps.map(({ id }) => id));
  const lost = (target: StepId | null) => target !== null && !ids.has(target);
  // A jump that has not been told where to is unfinished, not broken.
  const jump = flow.steps.find(
    (step) =>
      step.kind === 'go_to' &&
      typeof step.settings.step === 'string' &&
      step.settings.step !== '' &&
      lost(step.settings.step),
  );
  if (jump) {
    const beyond = jump.exits.exhausted ?? null;
    const without = rerouted(flow, jump.id, beyond === jump.id ? null : beyond);
    return whole({ ...without, steps: without.steps.filter(({ id }) => id !== jump.id) });
  }
  if (!lost(flow.first) && !flow.steps.some((step) => Object.values(step.exits).some(lost))) return flow;
  return {
    ...flow,
    first: lost(flow.first) ? null : flow.first,
    steps: flow.steps.map((step) =>
      Object.values(step.exits).some(lost)
        ? {
            ...step,
            exits: Object.fromEntries(
              Object.entries(step.exits).map(([exit, target]) => [exit, lost(target) ? null : target]),
            ),
          }
        : step,
    ),
  };
}
