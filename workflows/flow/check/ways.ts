import { settingsOf, type Draft, type DraftStep } from '../draft.js';
import { roughMillis } from '../duration.js';
import type { Rules } from '../flow.js';
import { circles, reachableFrom } from '../graph.js';
import { issue, type Issue } from '../issues.js';
import { exitsOf } from '../steps/index.js';
import { followsADate } from '../steps/wait.js';

/** Is there a way through, and does every way end or rest? */
export function wayIssues(made: Draft): Issue[] {
  const ids = new Set(made.steps.map(({ id }) => id));
  return [
    ...duplicateIssues(made),
    ...made.steps.flatMap((step, index) => exitIssues(step, `steps.${index}`, ids)),
    ...unreachableIssues(made, ids),
    ...circleIssues(made),
  ];
}

function duplicateIssues({ steps }: Draft): Issue[] {
  return steps.flatMap((step, index) =>
    steps.findIndex(({ id }) => id === step.id) === index
      ? []
      : [
          issue('duplicate_id', `Two steps have the id “${step.id}”; give each its own.`, {
            stepId: step.id,
            path: `steps.${index}.id`,
          }),
        ],
  );
}

function exitIssues(step: DraftStep, path: string, ids: ReadonlySet<string>): Issue[] {
  const found: Issue[] = [];
  for (const way of waysOutOf(step)) {
    if (Object.hasOwn(step.exits, way)) continue;
    found.push(
      issue('missing_exit', `Say what comes after “${way}”: a step, or the end.`, {
        stepId: step.id,
        path: `${path}.exits.${way}`,
      }),
    );
  }
  for (const [way, target] of Object.entries(step.exits)) {
    if (target === null || ids.has(target)) continue;
    found.push(
      issue(
        'unknown_target',
        `“${way}” leads to “${target}”, which does not exist. Choose another step, or the end.`,
        { stepId: step.id, path: `${path}.exits.${way}` },
      ),
    );
  }
  if (step.kind === 'go_to' && typeof step.settings.step === 'string' && !ids.has(step.settings.step)) {
    found.push(
      issue('unknown_target', `There is no step “${step.settings.step}” to go to. Choose another.`, {
        stepId: step.id,
        path: `${path}.settings.step`,
      }),
    );
  }
  return found;
}

/** The exits of a step that is filled in; a step that is not may still grow any. */
function waysOutOf({ kind, settings }: DraftStep): readonly string[] {
  const complete = settingsOf({ kind, settings });
  return complete === null ? [] : exitsOf({ kind, settings: complete } as Parameters<typeof exitsOf>[0]);
}

function unreachableIssues({ first, steps }: Draft, ids: ReadonlySet<string>): Issue[] {
  if (first === null || !ids.has(first)) return [];
  const reached = reachableFrom(first, steps);
  return steps.flatMap((step, index) =>
    reached.has(step.id)
      ? []
      : [
          issue(
            'unreachable_step',
            'No way leads here, so nobody will reach this step. Connect it or remove it.',
            { stepId: step.id, path: `steps.${index}` },
          ),
        ],
  );
}

function circleIssues({ steps, rules }: Draft): Issue[] {
  const place = (id: string | undefined) => ({
    stepId: id,
    path: `steps.${steps.findIndex((step) => step.id === id)}`,
  });
  const restless = circles(steps, (step) => !surelyWaits(step));
  const endless = circles(steps, (step) => step.kind !== 'go_to').filter(
    (circle) => !restless.some((other) => other.some((id) => circle.includes(id))),
  );
  const limited = (rules as Rules).expireAfter !== undefined;
  return [
    ...restless.map(([id]) =>
      issue(
        'cycle_without_wait',
        'These steps go round in a circle without a wait, which would send everything at once. Put a wait into the circle.',
        place(id),
      ),
    ),
    ...(limited
      ? []
      : endless.map(([id]) =>
          issue(
            'endless_cycle',
            'These steps go round for ever. Use “Go to step” with a number of times, or let the journey end after a while.',
            place(id),
          ),
        )),
  ];
}

/** A wait for a date may be over on arrival; only time that certainly passes stops a circle. */
function surelyWaits(step: DraftStep): boolean {
  if (step.kind === 'wait_for_event') return true;
  if (step.kind !== 'wait') return false;
  const settings = settingsOf({ kind: 'wait', settings: step.settings });
  if (settings === null) return true;
  return 'duration' in settings ? roughMillis(settings.duration) > 0 : !followsADate(settings);
}
