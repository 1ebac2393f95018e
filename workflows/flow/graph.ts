import type { DraftStep } from './draft.js';
import type { StepId } from './flow.js';

/** Where a step can lead: its ways out, and for a `go_to` also its jump. Unknown targets are left out. */
export function leadsTo(step: DraftStep, ids: ReadonlySet<StepId>): StepId[] {
  const targets = Object.values(step.exits).filter((target) => target !== null);
  if (step.kind === 'go_to' && typeof step.settings.step === 'string') targets.push(step.settings.step);
  return [...new Set(targets)].filter((target) => ids.has(target));
}

/** Every step that can be reached from `start`, itself included. Remembered for each list of steps, which nobody may change. */
export function reachableFrom(start: StepId | null, steps: readonly DraftStep[]): ReadonlySet<StepId> {
  const map = mapOf(steps);
  if (start === null || !map.targets.has(start)) return NOWHERE;
  const known = map.reached.get(start);
  if (known) return known;
  const seen = new Set<StepId>();
  const open = [start];
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    if (seen.has(id)) continue;
    seen.add(id);
    open.push(...(map.targets.get(id) ?? []));
  }
  map.reached.set(start, seen);
  return seen;
}

interface Ways {
  targets: Map<StepId, StepId[]>;
  reached: Map<StepId, ReadonlySet<StepId>>;
}

const NOWHERE: ReadonlySet<StepId> = new Set();
const maps = new WeakMap<readonly DraftStep[], Ways>();

function mapOf(steps: readonly DraftStep[]): Ways {
  const ready = maps.get(steps);
  if (ready) return ready;
  const ids = new Set(steps.map(({ id }) => id));
  const made = { targets: new Map(steps.map((step) => [step.id, leadsTo(step, ids)])), reached: new Map() };
  maps.set(steps, made);
  return made;
}

/**
 * Circles: each a list of steps from which every other of the list can be reached, looking only at
 * steps that `keep` lets through. A step that leads to itself is a circle of one.
 */
export function circles(
  steps: readonly DraftStep[],
  keep: (step: DraftStep) => boolean = () => true,
): StepId[][] {
  const kept = steps.filter(keep);
  const ids = new Set(kept.map(({ id }) => id));
  const leads = (from: StepId, to: StepId) =>
    (next.get(from) ?? []).some((target) => reachableFrom(target, kept).has(to));
  const next = new Map(kept.map((step) => [step.id, leadsTo(step, ids)]));
  const found: StepId[][] = [];
  const placed = new Set<StepId>();
  for (const { id } of kept) {
    if (placed.has(id) || !leads(id, id)) continue;
    const circle = kept.map((step) => step.id).filter((other) => leads(id, other) && leads(other, id));
    circle.forEach((one) => placed.add(one));
    found.push(circle);
  }
  return found;
}
