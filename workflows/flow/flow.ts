import { z } from 'zod';
import type { StepId } from './directive.js';
import { entry } from './entry.js';
import { rules } from './rules.js';
import { stepId } from './step-id.js';
import { exitsOf, STEP_KINDS, type Kind, type SettingsOf } from './steps/index.js';

export type { StepId } from './directive.js';
export type { Entry } from './entry.js';
export type { Rules } from './rules.js';

/** More steps than this and nobody can read the journey, nor any machine promise to. */
export const MOST_STEPS = 200;

export type StepOf<K extends Kind> = {
  id: StepId;
  kind: K;
  settings: SettingsOf<K>;
  /** The next step of every named way out; null is the end. */
  exits: Record<string, StepId | null>;
};
export type Step = { [K in Kind]: StepOf<K> }[Kind];

const stepOf = <K extends Kind>(kind: K) =>
  z.object({
    id: stepId,
    kind: z.literal(kind),
    settings: STEP_KINDS[kind].settings as unknown as z.ZodType<SettingsOf<K>>,
    exits: z.record(z.string(), stepId.nullable()),
  });

/** One act: what it is, how it is set, and where each way out leads. */
export const step = z.discriminatedUnion(
  'kind',
  [
    stepOf('wait'),
    stepOf('wait_for_event'),
    stepOf('email'),
    stepOf('sms'),
    stepOf('review_request'),
    stepOf('branch'),
    stepOf('split'),
    stepOf('update_customer'),
    stepOf('webhook'),
    stepOf('notify_team'),
    stepOf('go_to'),
  ],
  { error: 'This is no kind of step we know.' },
);

/**
 * A journey that can run: every step complete, every way out leading somewhere. What `check` adds
 * on top is advice and law; what is here, the interpreter relies on.
 */
export const flow = z
  .object({
    entry,
    first: stepId,
    steps: z
      .array(step)
      .min(1, { error: 'Add a first step.' })
      .max(MOST_STEPS, { error: `Use at most ${MOST_STEPS} steps.` }),
    rules: rules.default({}),
  })
  .superRefine((made, context) => {
    const refuse = (path: (string | number)[], message: string) =>
      context.addIssue({ code: 'custom', path, message });
    const ids = new Set<string>();
    made.steps.forEach(({ id }, index) => {
      if (ids.has(id)) refuse(['steps', index, 'id'], `Two steps have the id “${id}”.`);
      ids.add(id);
    });
    if (!ids.has(made.first)) refuse(['first'], `There is no step “${made.first}” to begin with.`);
    made.steps.forEach((one, index) => {
      const ways = exitsOf(one as StepOf<Kind>);
      for (const way of ways) {
        if (!Object.hasOwn(one.exits, way))
          refuse(['steps', index, 'exits', way], `Say where “${way}” leads.`);
      }
      for (const [way, target] of Object.entries(one.exits)) {
        if (target !== null && !ids.has(target))
          refuse(['steps', index, 'exits', way], `“${way}” leads to “${target}”, which does not exist.`);
      }
      if (one.kind === 'go_to' && !ids.has(one.settings.step)) {
        refuse(['steps', index, 'settings', 'step'], `There is no step “${one.settings.step}” to go to.`);
      }
    });
  }) as unknown as z.ZodType<Flow>;

export interface Flow {
  entry: z.infer<typeof entry>;
  first: StepId;
  steps: Step[];
  rules: z.infer<typeof rules>;
}

/** The step with this id, or null. */
export function findStep(made: Pick<Flow, 'steps'>, id: StepId): Step | null {
  return made.steps.find((one) => one.id === id) ?? null;
}

/** The step with this id; throws a RangeError when the flow has none. */
export function getStep(made: Pick<Flow, 'steps'>, id: StepId): Step {
  const found = findStep(made, id);
  if (!found) throw new RangeError(`The flow has no step “${id}”`);
  return found;
}
