import type { Draft } from '../draft.js';
import { entry as entrySchema } from '../entry.js';
import { MOST_STEPS } from '../flow.js';
import { issue, type Issue } from '../issues.js';
import { rules as rulesSchema } from '../rules.js';
import { isStepId } from '../step-id.js';
import { isKind } from '../steps/index.js';
import { fromZod } from './from-zod.js';
import { asText } from '../as-text.js';

/** From here on a journey is hard to keep in view. */
const MANY_STEPS = 60;

/** Steps of a document that are looked at; nobody reads as many issues. */
const LOOKED_THROUGH = 1000;

/** Parts of the document that make no sense at all and are not kept. */
export function lostIssues(made: unknown): Issue[] {
  const { steps } = partsOf(made);
  if (!Array.isArray(steps)) return [];
  const found = steps
    .slice(0, LOOKED_THROUGH)
    .flatMap((step: unknown, index) => lostStepIssues(step, `steps.${index}`));
  if (steps.length <= MOST_STEPS) return found;
  return [
    ...found,
    issue(
      'too_many_steps',
      `A journey can have ${MOST_STEPS} steps; those after are left out. Split it into several journeys.`,
      { path: 'steps' },
    ),
  ];
}

function lostStepIssues(step: unknown, path: string): Issue[] {
  const { id, kind } = partsOf(step);
  if (!isKind(kind))
    return [
      issue('unknown_kind', `“${asText(kind).slice(0, 40)}” is no kind of step; this step is left out.`, {
        path: `${path}.kind`,
      }),
    ];
  if (isStepId(id)) return [];
  return [
    issue(
      'unknown_kind',
      'A step needs an id of letters, digits, hyphens and underscores; this step is left out.',
      { path: `${path}.id` },
    ),
  ];
}

const partsOf = (made: unknown): Record<string, unknown> =>
  typeof made === 'object' && made !== null ? (made as Record<string, unknown>) : {};

/** What must be there for a journey to be one: something that begins it, rules that hold, a first step. */
export function shapeIssues(made: Draft): Issue[] {
  return [...entryIssues(made), ...unreadableRules(made), ...stepListIssues(made)];
}

function entryIssues({ entry }: Draft): Issue[] {
  if (entry === null) return [issue('missing_entry', 'Choose what begins this journey.', { path: 'entry' })];
  const { error } = entrySchema.safeParse(entry);
  return error ? fromZod(error, 'bad_entry', { path: 'entry' }) : [];
}

function unreadableRules({ rules }: Draft): Issue[] {
  const { error } = rulesSchema.safeParse(rules);
  return error ? fromZod(error, 'bad_rules', { path: 'rules' }) : [];
}

function stepListIssues({ first, steps }: Draft): Issue[] {
  if (steps.length === 0)
    return [issue('empty_flow', 'This journey does nothing yet: add a first step.', { path: 'steps' })];
  const found: Issue[] = [];
  if (steps.length > MANY_STEPS) {
    found.push(
      issue('many_steps', `${steps.length} steps are hard to keep in view; consider two journeys.`, {
        path: 'steps',
      }),
    );
  }
  if (first === null || !steps.some(({ id }) => id === first)) {
    found.push(issue('missing_first', 'Choose the step this journey begins with.', { path: 'first' }));
  }
  return found;
}
