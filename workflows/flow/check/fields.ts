import { eventLabel } from '../events.js';
import { issue, type Issue } from '../issues.js';
import type { Examined } from './examined.js';
import type { KnownFields } from './known-fields.js';
import type { Place } from './place.js';

/** Each business fills these as it likes: whatever is named there may well exist. */
const OPEN_ENDED = ['customer.attributes.', 'location.', 'staff.', 'answers.'];

/** Is there such a field for a condition or a wait to look at? */
export const fieldIssues = (
  path: string,
  place: Place,
  eventType: string | null,
  { fieldsAt, saved }: Examined,
): Issue[] => missingAmong(fieldsAt(eventType, 'condition'), saved, path, place, eventType);

/** Is there such a field for a text to show? One that is itself looked up (`*`) may be any. */
export function textFieldIssues(
  path: string,
  place: Place,
  { fieldsAt, saved, eventType }: Examined,
): Issue[] {
  if (path.split('.')[0] === '*') return [];
  return missingAmong(fieldsAt(eventType, 'text'), saved, path, place, eventType);
}

function missingAmong(
  known: KnownFields,
  kept: ReadonlySet<string>,
  path: string,
  place: Place,
  eventType: string | null,
): Issue[] {
  const [root, saved = ''] = path.split('.');
  if (root === 'saved') {
    if (kept.has(saved)) return [];
    return [
      issue(
        'unknown_field',
        `Nothing in this journey keeps “${path}”. Keep it in a “Call a web address” step first.`,
        place,
      ),
    ];
  }
  if (OPEN_ENDED.some((start) => path.startsWith(start))) return [];
  if (known.has(path)) return [];
  const near = known.nearest(path);
  const hint = near ? ` Did you mean ${near.path}?` : '';
  if (!path.startsWith('event.data.'))
    return [issue('unknown_field', `There is no field “${path}”.${hint}`, place)];
  if (eventType === null || eventType.startsWith('custom_')) return [];
  return [
    issue(
      'unusual_field',
      `“${eventLabel(eventType)}” does not usually say “${path.slice('event.data.'.length)}”.${hint}`,
      place,
    ),
  ];
}
