import { IMPORT_FIELDS, guessColumns } from './columns.js';
import { fieldsMeant } from './headings.js';

/** What a column of a file of events says about the event itself. */
export const EVENT_FIELDS = ['id', 'type', 'occurredAt', 'subjectKind', 'subjectId'] as const;
export type EventField = (typeof EVENT_FIELDS)[number];

/** Who it happened to. Permission is asked for with a file of customers, not with one of events. */
export const PERSON_FIELDS = IMPORT_FIELDS.filter(
  (field) => !['emailMarketing', 'smsMarketing', 'consentSource'].includes(field),
);

/** A field of the event or its customer, or `data.<name>` for what is kept with the event. */
export type EventColumn = string;

const HEADINGS: Record<EventField, readonly string[]> = {
  id: ['id', 'eventid', 'idevento', 'idevenement'],
  type: ['type', 'event', 'eventtype', 'what', 'tipo', 'evento', 'evenement'],
  occurredAt: ['occurredat', 'date', 'when', 'time', 'datetime', 'happenedat', 'fecha', 'cuando', 'quand'],
  subjectKind: ['subjectkind', 'kind', 'about'],
  subjectId: ['subjectid', 'number', 'reference', 'ref', 'numero', 'referencia'],
};

/** What each heading most likely means. What nobody knows is kept with the event under its own name. */
export function guessEventColumns(heading: readonly string[]): (EventColumn | null)[] {
  const own = fieldsMeant(heading, EVENT_FIELDS, HEADINGS);
  const persons = guessColumns(heading.map((word, at) => (own[at] ? '' : word)));
  return heading.map((word, at) => {
    const person = persons[at];
    if (own[at]) return own[at];
    if (person && PERSON_FIELDS.includes(person)) return person;
    const name = camel(word);
    return name === '' ? null : `data.${name}`;
  });
}

/** Where a column is kept in the event, as journeys name it. */
export function pathOf(column: EventColumn | null | undefined): string | null {
  if (!column) return null;
  if (column === 'subjectKind') return 'subject.kind';
  if (column === 'subjectId') return 'subject.id';
  return PERSON_FIELDS.some((field) => field === column) ? `customer.${column}` : column;
}

/** `Total cents` and `total_cents` as `totalCents`, so that they are where journeys look for them. */
function camel(heading: string): string {
  const words = heading.replace(/^data\./i, '').match(/[\p{L}\p{N}]+/gu) ?? [];
  const [first = '', ...rest] = words;
  const joined = [
    first.charAt(0).toLowerCase() + first.slice(1),
    ...rest.map((word) => word.charAt(0).toUpperCase() + word.slice(1)),
  ].join('');
  return joined.slice(0, 60);
}
