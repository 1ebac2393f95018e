import { settingsOf, type DraftStep } from '../draft.js';
import { issue, type Issue, type IssueCode } from '../issues.js';
import { isMessage, STEP_KINDS } from '../steps/index.js';
import { conditionIssues, patternIssues } from './conditions.js';
import type { Examined } from './examined.js';
import { fromZod } from './from-zod.js';
import { messageIssues } from './messages.js';
import { inside, type Place } from './place.js';
import { bodyIssues } from './texts.js';
import { spanIssues, waitIssues } from './waits.js';

/** What each step says by itself: is it filled in, do its words and conditions make sense? */
export function stepIssues(examined: Examined): Issue[] {
  return examined.draft.steps.flatMap((step, index) => {
    const place: Place = { stepId: step.id, path: `steps.${index}.settings` };
    return [
      ...incompleteIssues(step, place),
      ...textIssuesOf(step, place, examined),
      ...(settingsOf(step) === null ? [] : settledIssues(step, place, examined)),
    ];
  });
}

/** What the schema of its kind says about settings it refused. */
function incompleteIssues(step: DraftStep, place: Place): Issue[] {
  if (settingsOf(step) !== null) return [];
  const { error } = STEP_KINDS[step.kind].settings.safeParse(step.settings);
  return error ? fromZod(error, (at, message) => codeAt(step, at, message), place) : [];
}

function codeAt({ kind }: DraftStep, at: PropertyKey[], message: string): IssueCode {
  const [first, , last] = at;
  if (first === 'purpose' && isMessage(kind)) return 'missing_purpose';
  if (kind === 'webhook' && first === 'url') return 'bad_webhook_url';
  if (/^(Two are named|“.*” is kept)/.test(message)) return 'duplicate_name';
  if (at.includes('when') || at.includes('where')) return 'bad_condition';
  if (kind === 'split' && first === 'arms' && (last === 'weight' || /share/.test(message)))
    return 'bad_weights';
  return 'incomplete_step';
}

/** Words are looked at while a step is still being filled in. */
function textIssuesOf(step: DraftStep, place: Place, examined: Examined): Issue[] {
  if (isMessage(step.kind)) return messageIssues(step, place, examined);
  if (step.kind === 'notify_team' || step.kind === 'webhook') return bodyIssues(step, place, examined);
  return [];
}

/** Checks that need complete settings. */
function settledIssues(step: DraftStep, place: Place, examined: Examined): Issue[] {
  switch (step.kind) {
    case 'wait':
      return waitIssues(settingsOf({ kind: 'wait', settings: step.settings })!, place, examined);
    case 'wait_for_event': {
      const { events, timeout } = settingsOf({ kind: 'wait_for_event', settings: step.settings })!;
      return [
        ...spanIssues(timeout, inside(place, 'timeout'), examined),
        ...events.flatMap((pattern, index) =>
          patternIssues(pattern, inside(place, 'events', index), examined),
        ),
      ];
    }
    case 'branch': {
      const { arms } = settingsOf({ kind: 'branch', settings: step.settings })!;
      return arms.flatMap(({ when }, index) =>
        conditionIssues(when, inside(place, 'arms', index, 'when'), examined.eventType, examined),
      );
    }
    case 'split': {
      const { arms } = settingsOf({ kind: 'split', settings: step.settings })!;
      return arms.flatMap(({ name, weight }, index) =>
        weight > 0
          ? []
          : [
              issue(
                'empty_arm',
                `Nobody goes to “${name}”: its share is zero.`,
                inside(place, 'arms', index, 'weight'),
              ),
            ],
      );
    }
    default:
      return [];
  }
}
