import { comparisonsOf, fieldsOf, type Comparison, type Condition } from '../conditions.js';
import type { EventPattern } from '../events.js';
import { isInstant, isRealDate, toMillis, type Instant } from '../instant.js';
import { issue, type Issue } from '../issues.js';
import type { Examined } from './examined.js';
import { fieldIssues } from './fields.js';
import { inside, type Place } from './place.js';

/** An event to wait for, end at or stop by: its conditions look at that event, not at the one that began the journey. */
export function patternIssues(
  { type, where, same }: EventPattern,
  place: Place,
  examined: Examined,
): Issue[] {
  return [
    ...subjectIssues(same, inside(place, 'same'), examined),
    ...(where ? conditionIssues(where, inside(place, 'where'), type, examined) : []),
  ];
}

function subjectIssues(same: EventPattern['same'], place: Place, { entry }: Examined): Issue[] {
  if (same === 'customer' || entry === undefined || entry.on === 'event' || entry.on === 'date') return [];
  return [
    issue(
      'no_subject',
      'This journey is about no job, invoice or reservation, so “the same one” means the same customer.',
      place,
    ),
  ];
}

/** `eventType` is that of the event the condition looks at; null when it looks at none in particular. */
export function conditionIssues(
  made: Condition,
  place: Place,
  eventType: string | null,
  examined: Examined,
): Issue[] {
  return [
    ...fieldsOf(made).flatMap(({ field, path }) =>
      fieldIssues(field, inside(place, ...path), eventType, examined),
    ),
    ...comparisonsOf(made)
      .filter(({ comparison }) => neverAgain(comparison, examined.context.now))
      .map(({ comparison, path }) =>
        issue(
          'past_date',
          `The date ${String(comparison.value)} has passed, so this is never true any more. Change the date or remove the check.`,
          inside(place, ...path, 'value'),
        ),
      ),
  ];
}

/** Something that happens from now on is never before a date that has passed. */
function neverAgain({ field, op, value }: Comparison, now: Instant): boolean {
  if (!['before', 'lt', 'lte'].includes(op) || typeof value !== 'string') return false;
  if (field !== 'event.occurredAt') return false;
  return (isInstant(value) || isRealDate(value)) && toMillis(value) < toMillis(now);
}
