import { z } from 'zod';

/**
 * An ISO 8601 duration taken apart. Years to days are calendar units (they keep the hour on the
 * customer's clock); `exactMillis` is elapsed time. `sign` is −1 for `-P1D`.
 */
export interface Duration {
  sign: 1 | -1;
  years: number;
  months: number;
  weeks: number;
  days: number;
  exactMillis: number;
}

const ISO_8601 =
  /^([+-])?P(?=\d|T\d)(?:(\d{1,6})Y)?(?:(\d{1,6})M)?(?:(\d{1,6})W)?(?:(\d{1,6})D)?(?:T(?=\d)(?:(\d{1,9}(?:\.\d{1,9})?)H)?(?:(\d{1,9}(?:\.\d{1,9})?)M)?(?:(\d{1,9}(?:\.\d{1,9})?)S)?)?$/;

/** `P2D`, `PT48H`, `PT0.5S`, `-P1DT2H`; null when the text is none. Source: ISO 8601-1, durations. */
export function parseDuration(text: string): Duration | null {
  const match = ISO_8601.exec(text);
  if (!match) return null;
  const part = (index: number) => Number(match[index] ?? 0);
  return {
    sign: match[1] === '-' ? -1 : 1,
    years: part(2),
    months: part(3),
    weeks: part(4),
    days: part(5),
    exactMillis: Math.round(part(6) * 3_600_000 + part(7) * 60_000 + part(8) * 1000),
  };
}

/** Like `parseDuration`, for text a schema has let through; throws a RangeError on anything else. */
export function getDuration(text: string): Duration {
  const parsed = parseDuration(text);
  if (!parsed) throw new RangeError(`“${text}” is no ISO 8601 duration`);
  return parsed;
}

const DAY = 86_400_000;

/** About how long it is, in milliseconds: for limits and comparisons, never for planning. */
export function roughMillis(text: string): number {
  const { sign, years, months, weeks, days, exactMillis } = getDuration(text);
  return sign * ((years * 365.25 + months * 30.44 + weeks * 7 + days) * DAY + exactMillis);
}

/** “2 days”, “1 hour 30 minutes”, “1 day before”-style signs left to the caller. */
export function describeDuration(text: string): string {
  const parsed = parseDuration(text);
  if (!parsed) return text;
  const hours = Math.floor(parsed.exactMillis / 3_600_000);
  const minutes = Math.floor((parsed.exactMillis % 3_600_000) / 60_000);
  const seconds = (parsed.exactMillis % 60_000) / 1000;
  const parts = [
    counted(parsed.years, 'year'),
    counted(parsed.months, 'month'),
    counted(parsed.weeks, 'week'),
    counted(parsed.days, 'day'),
    counted(hours, 'hour'),
    counted(minutes, 'minute'),
    counted(seconds, 'second'),
  ].filter((part) => part !== '');
  return parts.length === 0 ? 'no time' : parts.join(' ');
}

function counted(amount: number, unit: string): string {
  if (amount === 0) return '';
  return `${amount} ${unit}${amount === 1 ? '' : 's'}`;
}

const LONGEST_MILLIS = 10 * 366 * DAY;

/** A time span that is not negative and at most ten years. */
export const duration = z
  .string()
  .refine((text) => parseDuration(text)?.sign === 1 && roughMillis(text) <= LONGEST_MILLIS, {
    error: 'Give a time span such as P2D (two days) or PT90M (ninety minutes).',
  });

/** A span longer than nothing. */
export const positiveDuration = duration.refine((text) => !parseDuration(text) || roughMillis(text) > 0, {
  error: 'This time span must be longer than nothing.',
});

/** A time span either way: `-P1D` is a day before. */
export const offset = z
  .string()
  .refine((text) => parseDuration(text) !== null && Math.abs(roughMillis(text)) <= LONGEST_MILLIS, {
    error: 'Give a time span such as P1D (a day after) or -PT24H (24 hours before).',
  });
