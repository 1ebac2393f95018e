import type { Calendar } from './calendar.js';
import type { Entry } from './entry.js';
import { isBefore, type Instant } from './instant.js';
import { momentOfDate } from './schedule.js';

export type DateEntry = Extract<Entry, { on: 'date' }>;

/** The event by which a date enters the inbox; meant for the one journey it begins. */
export const DATE_CAME_ROUND = 'custom_date_came_round' as const;

/** Hours back within which a date has only just come round: what an outage of a day missed is caught up by itself. */
export const CATCH_UP_HOURS = 26;

/** The attribute of customers whose date begins the journey; null for other fields, which begin none. */
export const attributeOf = ({ field }: DateEntry): string | null =>
  /^customer\.attributes\.([^.]+)$/.exec(field)?.[1] ?? null;

/**
 * The moments after `from` and up to `until` at which this value of the date comes round, oldest first. Without a time
 * of its own a date comes round at nine in the morning of the customer's `zone`.
 */
export function momentsBetween(
  value: unknown,
  entry: DateEntry,
  { from, until }: { from: Instant; until: Instant },
  { zone, businessZone, calendar }: { zone: string; businessZone: string; calendar: Calendar },
): Instant[] {
  const around = { offset: entry.offset, time: entry.time ?? '09:00' };
  return occurrences(value, entry, Number(until.slice(0, 4)))
    .flatMap((one) => momentOfDate(one, around, zone, calendar, businessZone) ?? [])
    .filter((at) => isBefore(from, at) && !isBefore(until, at));
}

/** The date itself; for one that comes every year, its days around `year`. 29 February is kept on the 28th. */
function occurrences(value: unknown, { every }: DateEntry, year: number): unknown[] {
  const written = typeof value === 'string' ? /^\d{4}-(\d{2})-(\d{2})/.exec(value) : null;
  if (every !== 'year' || !written) return [value];
  const [, month, day] = written;
  return [-1, 0, 1].map((shift) => {
    const exists = new Date(`${year + shift}-${month}-${day}T00:00:00Z`).getUTCDate() === Number(day);
    return `${year + shift}-${month}-${exists ? day : '28'}`;
  });
}

/** Which occurrence it is: the key under which it enters the inbox once. */
export const occurrenceKey = (journeyId: string, customerId: string, at: Instant): string =>
  `date:${journeyId}:${customerId}:${at.slice(0, 10)}`;

/** What a date that has come round says, as an event. */
export function dateEvent(attribute: string, at: Instant) {
  return {
    type: DATE_CAME_ROUND,
    occurredAt: at,
    subject: { kind: 'date', id: `${attribute}:${at.slice(0, 10)}` },
    data: { field: attribute, at },
  };
}
