import { intlCalendar } from '../calendar-intl.js';
import type { Draft } from '../draft.js';
import type { Rules } from '../flow.js';
import { issue, type Issue } from '../issues.js';
import { channelsOf, purposeOf } from '../message-steps.js';
import { rules as rulesSchema } from '../rules.js';
import { nextAllowed } from '../schedule.js';
import { openHours } from '../sending.js';
import { isMessage } from '../steps/index.js';
import { conditionIssues, patternIssues } from './conditions.js';
import type { Examined } from './examined.js';
import { feedsItself } from './feeds-itself.js';
import { fieldIssues } from './fields.js';

/** What holds for the journey as a whole: who comes in, what ends it, at which hours it may send. */
export function ruleIssues(examined: Examined): Issue[] {
  const rules = rulesSchema.safeParse(examined.draft.rules).data;
  return [
    ...entryIssues(examined),
    ...(rules
      ? [
          ...endIssues(rules, examined),
          ...quietOffIssues(rules, examined.draft),
          ...hourIssues(rules, examined),
        ]
      : []),
  ];
}

function entryIssues(examined: Examined): Issue[] {
  const { entry, eventType, draft } = examined;
  if (!entry) return [];
  return [
    ...('where' in entry && entry.where
      ? conditionIssues(entry.where, { path: 'entry.where' }, eventType, examined)
      : []),
    ...(entry.on === 'date' ? fieldIssues(entry.field, { path: 'entry.field' }, null, examined) : []),
    ...feedsItself(draft, entry),
  ];
}

function endIssues(rules: Rules, examined: Examined): Issue[] {
  return (['goals', 'stopOn'] as const).flatMap((name) =>
    (rules[name] ?? []).flatMap((pattern, index) =>
      patternIssues(pattern, { path: `rules.${name}.${index}` }, examined),
    ),
  );
}

function quietOffIssues({ quietHours }: Rules, { steps }: Draft): Issue[] {
  if (quietHours !== null) return [];
  const purposes = steps.filter(({ kind }) => isMessage(kind)).map(purposeOf);
  const path = 'rules.quietHours';
  if (purposes.includes('marketing')) {
    return [
      issue(
        'quiet_hours_off_marketing',
        'Marketing messages must leave people alone at night. Set quiet hours, or use those of the business.',
        { path },
      ),
    ];
  }
  if (!purposes.includes('review')) return [];
  return [
    issue(
      'quiet_hours_off',
      'Without quiet hours a rating request may arrive in the night. Set quiet hours, or use those of the business.',
      { path },
    ),
  ];
}

/** Quiet hours, windows and the law on texts may leave no moment at all. */
function hourIssues(rules: Rules, { draft, context: { defaults = {}, now } }: Examined): Issue[] {
  return draft.steps.flatMap((step, index) => {
    const purpose = purposeOf(step);
    if (purpose === null) return [];
    const shut = channelsOf(step).some((channel) => {
      const hours = openHours({ channel, purpose, rules, defaults }).map((open) => open.hours);
      return nextAllowed(now, hours, ['UTC'], intlCalendar) === null;
    });
    if (!shut) return [];
    return [
      issue(
        'no_sending_hours',
        'Quiet hours and hours of sending leave no moment to send this. Make one of them wider.',
        { stepId: step.id, path: `steps.${index}` },
      ),
    ];
  });
}
