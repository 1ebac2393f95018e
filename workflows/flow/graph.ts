import type { DraftStep } from './draft.js';
import type { StepId } from './flow.js';

/** Where a step can lead: its ways out, and for a `go_to` also its jump. Unknown targets are left out. */
export function leadsTo(step: DraftStep, ids: ReadonlySet<StepId>): StepId[] {
  const targets = Object.values(step.exits).filter((target) => target !== null);
  if (step.kind === 'go_to' && typeof step.settings.step === 'string') targets.push(step.settings.step);
  return [...new Set(targets)].filter((target) => ids.has(target));
}

/** Every step that can be reached from `start`, itself included. */
export function reachableFrom(start: StepId | null, steps: readonly DraftStep[]): Set<StepId> {
  const byId = new Map(steps.map((step) => [step.id, step]));
  const ids = new Set(byId.keys());
  const seen = new Set<StepId>();
  const open = start !== null && ids.has(start) ? [start] : [];
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    if (seen.has(id)) continue;
    seen.add(id);
    const step = byId.get(id);
    if (step) open.push(...leadsTo(step, ids));
  }
  return seen;
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
  const reach = new Map(
    kept.map((step) => {
      const beyond = new Set<StepId>();
      for (const target of leadsTo(step, ids)) reachableFrom(target, kept).forEach((id) => beyond.add(id));
      return [step.id, beyond];
    }),
  );
  const found: StepId[][] = [];
  const placed = new Set<StepId>();
  for (const { id } of kept) {
    if (placed.has(id) || !reach.get(id)?.has(id)) continue;
    const circle = kept
      .map((step) => step.id)
      .filter((other) => reach.get(id)?.has(other) && reach.get(other)?.has(id));
    circle.forEach((one) => placed.add(one));
    found.push(circle);
  }
  return found;
}
