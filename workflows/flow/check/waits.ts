import { describeDuration, parseDuration, roughMillis } from '../duration.js';
import type { Rules } from '../flow.js';
import { issue, type Issue } from '../issues.js';
import type { SettingsOf } from '../steps/index.js';
import { followsADate } from '../steps/wait.js';
import type { Examined } from './examined.js';
import { fieldIssues } from './fields.js';
import { inside, type Place } from './place.js';

/** A leap year, in milliseconds: waits beyond it are rarely meant. */
const LONG_WAIT = 366 * 86_400_000;

export function waitIssues(settings: SettingsOf<'wait'>, place: Place, examined: Examined): Issue[] {
  if ('duration' in settings) return spanIssues(settings.duration, inside(place, 'duration'), examined);
  if (!followsADate(settings)) return [];
  return fieldIssues(settings.until.field, inside(place, 'until', 'field'), examined.eventType, examined);
}

/** Does this wait outlast the journey itself, or anybody’s patience? */
export function spanIssues(span: string, place: Place, { draft }: Examined): Issue[] {
  const { expireAfter } = draft.rules as Rules;
  const millis = roughMillis(span);
  if (typeof expireAfter === 'string' && parseDuration(expireAfter) && millis > roughMillis(expireAfter)) {
    return [
      issue(
        'wait_outlasts_journey',
        `This waits ${describeDuration(span)}, but everyone leaves the journey after ${describeDuration(expireAfter)}. Shorten one or lengthen the other.`,
        place,
      ),
    ];
  }
  if (millis <= LONG_WAIT) return [];
  return [issue('wait_too_long', `${describeDuration(span)} is a very long wait. Is it meant?`, place)];
}
