import { draft, type Draft, type DraftStep } from '../../workflows/flow/draft.js';
import { MOST_STEPS, type StepId } from '../../workflows/flow/flow.js';
import { endsLeadingTo, movesWith } from './edits.js';
import { randomId, type MakeId } from './new-step.js';
import { leading, stepIn, targetAt, whole, type Place } from './places.js';

const FORMAT = 'journeyman.steps.v1';

/**
 * A step (a fork with its arms) as text that can be put down in any journey, tab or business; `onward`,
 * with everything that comes after it.
 */
export function copyText(flow: Draft, id: StepId, { onward = false } = {}): string | null {
  const step = stepIn(flow, id);
  if (!step) return null;
  const all = new Set(flow.steps.map((one) => one.id));
  const ids = under(flow, id, onward ? all : movesWith(flow, id));
  const steps = flow.steps
    .filter((one) => ids.has(one.id))
    .map((one) => ({
      ...one,
      exits: Object.fromEntries(
        Object.entries(one.exits).map(([exit, target]) => [
          exit,
          target !== null && ids.has(target) && target !== id ? target : null,
        ]),
      ),
    }));
  return JSON.stringify({ format: FORMAT, first: id, steps }, null, 1);
}

/** Of these steps the ones that stand below `id`: a jump from elsewhere that would lose its target is not copied. */
function under(flow: Draft, id: StepId, among: Set<StepId>): Set<StepId> {
  const found = new Set<StepId>();
  const next: StepId[] = [id];
  for (let at = next.pop(); at !== undefined; at = next.pop()) {
    if (found.has(at) || !among.has(at)) continue;
    found.add(at);
    next.push(...Object.values(stepIn(flow, at)?.exits ?? {}).filter((target) => target !== null));
  }
  return found;
}

/** The steps in a text, or null when it is something else. */
export function stepsIn(text: string): { first: StepId; steps: DraftStep[] } | null {
  let made: unknown;
  try {
    made = JSON.parse(text);
  } catch {
    return null;
  }
  if (typeof made !== 'object' || made === null || !('format' in made) || made.format !== FORMAT) return null;
  const { first, steps } = draft(made);
  return first !== null && steps.some(({ id }) => id === first) ? { first, steps } : null;
}

/** Puts copied steps at a place under new ids; whatever stood there follows every open end. */
export function paste(
  flow: Draft,
  place: Place,
  text: string,
  makeId: MakeId = randomId,
): { flow: Draft; stepId: StepId | null } {
  const copied = stepsIn(text);
  const next = targetAt(flow, place);
  if (!copied || next === undefined || flow.steps.length + copied.steps.length > MOST_STEPS) {
    return { flow, stepId: null };
  }
  const ids = new Map(copied.steps.map(({ id, kind }) => [id, makeId(kind)]));
  const steps = copied.steps.map((step) => ({
    ...step,
    id: ids.get(step.id) ?? step.id,
    settings:
      step.kind === 'go_to' && typeof step.settings.step === 'string'
        ? { ...step.settings, step: ids.get(step.settings.step) ?? step.settings.step }
        : step.settings,
    exits: Object.fromEntries(
      Object.entries(step.exits).map(([exit, target]) => [
        exit,
        target === null ? null : (ids.get(target) ?? null),
      ]),
    ),
  }));
  const first = ids.get(copied.first) ?? null;
  const placed = leading({ ...flow, steps: [...flow.steps, ...steps] }, place, first);
  const made = whole(endsLeadingTo(placed, new Set(steps.map(({ id }) => id)), next));
  return { flow: made, stepId: stepIn(made, first) ? first : null };
}
