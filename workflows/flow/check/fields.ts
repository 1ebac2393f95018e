import { eventLabel } from '../events.js';
import { fieldsFor, type Field } from '../fields.js';
import { issue, type Issue } from '../issues.js';
import type { Draft } from '../draft.js';
import type { Examined } from './examined.js';
import { nearestField } from './nearest-field.js';
import type { Place } from './place.js';

/** Each business fills these as it likes: whatever is named there may well exist. */
const OPEN_ENDED = ['customer.attributes.', 'location.', 'staff.', 'answers.'];

/** Is there such a field for a condition or a wait to look at? Links are made for messages only. */
export function fieldIssues(
  path: string,
  place: Place,
  eventType: string | null,
  examined: Examined,
): Issue[] {
  const fields = knownFields(eventType, examined).filter(({ onlyInMessages }) => !onlyInMessages);
  return missingAmong(fields, path, place, eventType, examined);
}

/** Is there such a field for a text to show? One that is itself looked up (`*`) may be any. */
export function textFieldIssues(path: string, place: Place, examined: Examined): Issue[] {
  if (path.split('.')[0] === '*') return [];
  const { eventType } = examined;
  return missingAmong(knownFields(eventType, examined), path, place, eventType, examined);
}

export function knownFields(eventType: string | null, { context }: Examined): Field[] {
  return [...fieldsFor(eventType), ...(context.fields ?? [])];
}

function missingAmong(
  known: readonly Field[],
  path: string,
  place: Place,
  eventType: string | null,
  { draft }: Examined,
): Issue[] {
  const [root, saved = ''] = path.split('.');
  if (root === 'saved') {
    if (savedNames(draft).has(saved)) return [];
    return [
      issue(
        'unknown_field',
        `Nothing in this journey keeps “${path}”. Keep it in a “Call a web address” step first.`,
        place,
      ),
    ];
  }
  if (OPEN_ENDED.some((start) => path.startsWith(start))) return [];
  if (known.some((field) => isWithin(path, field.path) || isWithin(field.path, path))) return [];
  const near = nearestField(path, known);
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

const isWithin = (path: string, whole: string): boolean => path === whole || path.startsWith(`${whole}.`);

/** What the journey keeps of the answers to its calls. */
function savedNames({ steps }: Draft): Set<string> {
  return new Set(
    steps
      .filter(({ kind }) => kind === 'webhook')
      .flatMap(({ settings }) => Object.keys((settings.save as object | undefined) ?? {})),
  );
}
