import { z } from 'zod';

/** A time of day, `08:30`, on a 24-hour clock. */
export const clockTime = z
  .string()
  .regex(/^([01]\d|2[0-3]):[0-5]\d$/, { error: 'Give a time of day from 00:00 to 23:59, such as 09:30.' });

/** The end of a day's span; `24:00` is midnight at its end. */
export const clockEnd = z.string().regex(/^(([01]\d|2[0-3]):[0-5]\d|24:00)$/, {
  error: 'Give a time of day from 00:00 to 24:00, such as 21:00.',
});

/** Minutes since midnight of `08:30`. */
export function minutesOf(time: string): number {
  return Number(time.slice(0, 2)) * 60 + Number(time.slice(3, 5));
}

export const WEEKDAYS = [
  'monday',
  'tuesday',
  'wednesday',
  'thursday',
  'friday',
  'saturday',
  'sunday',
] as const;
const SHORT_WEEKDAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;

/** A weekday by name (`monday` or `mon`) or ISO number (1 is Monday, 7 Sunday). */
export const weekday = z.union([z.enum(WEEKDAYS), z.enum(SHORT_WEEKDAYS), z.int().min(1).max(7)], {
  error: 'Choose a weekday, monday to sunday.',
});
export type Weekday = z.infer<typeof weekday>;

/** 1 for Monday to 7 for Sunday (ISO 8601). */
export function weekdayNumber(day: Weekday): number {
  if (typeof day === 'number') return day;
  return SHORT_WEEKDAYS.findIndex((short) => day.startsWith(short)) + 1;
}

/** “Monday”. */
export function weekdayName(day: Weekday): string {
  const name = WEEKDAYS[weekdayNumber(day) - 1] ?? 'monday';
  return name.charAt(0).toUpperCase() + name.slice(1);
}
