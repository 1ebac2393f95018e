import { temporalCalendar } from '../../workflows/flow/calendar-temporal.js';
import { isReserved, newEvent, type NewEvent } from '../../workflows/flow/events.js';
import { isInstant, isRealDate } from '../../workflows/flow/instant.js';
import type { ImportField } from './columns.js';
import { PERSON_FIELDS, type EventColumn, type EventField } from './event-columns.js';
import { readRow, type Fault } from './read-row.js';

/** An event of a file, and the line it stands on. */
export interface EventOfFile {
  line: number;
  event: NewEvent & { occurredAt: string };
}

/** How a file is to be understood: `country` for numbers without one, `zone` for times without an offset. */
export interface Reading {
  heading: readonly string[];
  columns: readonly (EventColumn | null)[];
  country: string | null;
  zone: string;
}

/** One row of a file of events. Everything wrong with it is told at once, and then it is not used at all. */
export function readEventRow(
  row: { line: number; cells: readonly string[] },
  { heading, columns, country, zone }: Reading,
): { event: EventOfFile } | { faults: Fault[] } {
  const persons = columns.map((column) =>
    PERSON_FIELDS.includes(column as ImportField) ? (column as ImportField) : null,
  );
  const who = readRow(row, heading, persons, country);
  const faults = 'faults' in who ? [...who.faults] : [];
  const cell = (field: EventField) => row.cells[columns.indexOf(field)] ?? '';
  const fault = (field: EventField, message: string) =>
    void faults.push({ line: row.line, column: heading[columns.indexOf(field)] ?? null, message });

  const occurredAt = momentIn(cell('occurredAt'), zone);
  if (occurredAt === null) fault('occurredAt', 'Write when it happened as 2026-11-20 or 2026-11-20 15:04.');
  const [kind, subjectId] = [cell('subjectKind').toLowerCase(), cell('subjectId')];
  const type = cell('type').toLowerCase();
  const parsed = newEvent.safeParse({
    ...(cell('id') && { id: cell('id') }),
    type,
    ...(subjectId && { subject: { kind: kind || kindOf(type), id: subjectId } }),
    ...('person' in who && { customer: customerOf(who.person) }),
    data: dataOf(row.cells, columns),
  });
  for (const { path, message } of parsed.success ? [] : parsed.error.issues) {
    if (path[0] === 'subject') fault(path[1] === 'kind' ? 'subjectKind' : 'subjectId', message);
    else if (path[0] === 'id' || path[0] === 'type') fault(path[0], message);
    else faults.push({ line: row.line, column: null, message });
  }
  if (isReserved(type)) fault('type', 'Journeyman makes this event itself; it cannot come from a file.');
  if (faults.length > 0 || !parsed.success || occurredAt === null) return { faults };
  return { event: { line: row.line, event: { ...parsed.data, occurredAt } } };
}

/** `job` of `job_completed`: what a number without a kind is the number of. */
const kindOf = (type: string): string => type.replace(/^custom_/, '').split('_')[0] || 'job';

function customerOf({ line: _line, consents: _consents, country: _country, givenName, familyName, ...said }: {
  line: number; consents: unknown; country?: string; givenName?: string; familyName?: string;
}) {
  return { ...said, ...(givenName && { firstName: givenName }), ...(familyName && { lastName: familyName }) };
} // prettier-ignore

function dataOf(cells: readonly string[], columns: readonly (EventColumn | null)[]): Record<string, unknown> {
  const data: Record<string, unknown> = {};
  for (const [at, column] of columns.entries()) {
    const text = cells[at] ?? '';
    if (column?.startsWith('data.') && text !== '') data[column.slice('data.'.length)] = valueOf(text);
  }
  return data;
}

/** A number where the cell holds one; “0042” and telephone numbers are texts. */
const valueOf = (text: string): string | number =>
  /^-?(0|[1-9]\d{0,14})(\.\d{1,6})?$/.test(text) ? Number(text) : text;

/** An instant as it stands, a date at its midnight, or a date and hour, in the zone of the business. */
function momentIn(text: string, zone: string): string | null {
  if (isInstant(text)) return new Date(text).toISOString();
  const [, date, hour = '0', minute = '0', second = '0'] =
    /^(\d{4}-\d\d-\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d))?)?$/.exec(text) ?? [];
  if (!date || !isRealDate(date) || Number(hour) > 23 || Number(minute) > 59 || Number(second) > 59)
    return null;
  const [year = 0, month = 1, day = 1] = date.split('-').map(Number);
  const wall = {
    year, month, day, hour: Number(hour), minute: Number(minute), second: Number(second), millisecond: 0,
  }; // prettier-ignore
  return new Date(temporalCalendar.momentOf(wall, zone)).toISOString();
}
