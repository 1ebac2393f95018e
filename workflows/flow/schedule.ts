import type { Calendar, WallTime } from './calendar.js';
import { minutesOf, weekdayNumber, type Weekday } from './clock-time.js';
import { getDuration } from './duration.js';
import { fractionOf } from './hash.js';
import { fromMillis, isInstant, isRealDate, toMillis, type Instant } from './instant.js';
import type { QuietHours, SendWindow } from './rules.js';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const MINUTES_OF_DAY = 24 * 60;

/** Daily hours at which something may happen: minutes since midnight; `until` is exclusive and may be the next day. */
export interface Hours {
  /** 1 for Monday to 7; absent: every day. A span over midnight belongs to the day it begins on. */
  days?: ReadonlySet<number>;
  from: number;
  until: number;
}

/** The opposite of quiet hours. From and until alike means never quiet. */
export const hoursOutside = ({ from, until }: QuietHours): Hours => ({
  from: minutesOf(until),
  until: minutesOf(from),
});

export const hoursWithin = ({ days, from, until }: SendWindow): Hours => ({
  days: new Set(days.map(weekdayNumber)),
  from: minutesOf(from),
  until: minutesOf(until),
});

/** Hours of which one open is enough: Monday to Friday until six, or Saturday until one. */
export type Openings = readonly Hours[];

/** Is each of the openings open, at this moment, in all these zones? */
export function isAllowed(
  at: Instant,
  openings: readonly Openings[],
  zones: readonly string[],
  calendar: Calendar,
): boolean {
  const millis = toMillis(at);
  return zones.every((zone) => openings.every((hours) => isOpen(millis, hours, zone, calendar)));
}

/**
 * The first moment, now or later, at which each of the openings is open in all zones; null when there
 * is none within a month (they exclude each other).
 */
export function nextAllowed(
  now: Instant,
  openings: readonly Openings[],
  zones: readonly string[],
  calendar: Calendar,
): Instant | null {
  const start = toMillis(now);
  let millis = start;
  while (millis - start < 30 * DAY) {
    const shut = shutAt(millis);
    if (!shut) return fromMillis(millis);
    const next = shut.hours
      .map((hours) => nextOpening(millis, hours, shut.zone, calendar))
      .filter((at) => at !== null);
    if (next.length === 0) return null;
    millis = Math.min(...next);
  }
  return null;

  function shutAt(at: number): { hours: Openings; zone: string } | null {
    for (const zone of zones) {
      for (const hours of openings) if (!isOpen(at, hours, zone, calendar)) return { hours, zone };
    }
    return null;
  }
}

const isOpen = (millis: number, hours: Openings, zone: string, calendar: Calendar): boolean =>
  hours.some((open) => isWithin(millis, open, zone, calendar));

function isWithin(millis: number, { days, from, until }: Hours, zone: string, calendar: Calendar): boolean {
  const wall = calendar.wallAt(millis, zone);
  const minute = wall.hour * 60 + wall.minute;
  const today = weekdayOf(wall);
  const yesterday = today === 1 ? 7 : today - 1;
  const opensOn = (day: number) => !days || days.has(day);
  if (from === until) return opensOn(today);
  if (from < until) return opensOn(today) && minute >= from && minute < until;
  return (opensOn(today) && minute >= from) || (opensOn(yesterday) && minute < until);
}

/** The next moment after `millis` at which these hours begin; from and until alike is the whole day. */
function nextOpening(
  millis: number,
  { days, from, until }: Hours,
  zone: string,
  calendar: Calendar,
): number | null {
  const begin = from === until ? 0 : from;
  const today = calendar.wallAt(millis, zone);
  for (let ahead = 0; ahead <= 8; ahead++) {
    const day = daysLater(today, ahead);
    if (days && !days.has(weekdayOf(day))) continue;
    const opening = [...momentsOf(atMinute(day, begin), zone, calendar)].find((moment) => moment > millis);
    if (opening !== undefined) return opening;
  }
  return null;
}

/** When a clock shows `wall`: once, twice when clocks go back, and when they jump over it, the moment of the jump. */
function momentsOf(wall: WallTime, zone: string, calendar: Calendar): number[] {
  const moment = calendar.momentOf(wall, zone);
  if (asUtc(calendar.wallAt(moment, zone)) !== asUtc(wall)) return [momentOfJump(moment, zone, calendar)];
  const again = [30 * MINUTE, HOUR].map((later) => moment + later);
  return [moment, ...again.filter((later) => asUtc(calendar.wallAt(later, zone)) === asUtc(wall))];
}

/** The moment at which the clocks in `zone` last jumped before `after`, to the millisecond. */
function momentOfJump(after: number, zone: string, calendar: Calendar): number {
  const offsetAt = (millis: number) => asUtc(calendar.wallAt(millis, zone)) - millis;
  const target = offsetAt(after);
  let before = after - 26 * HOUR;
  let since = after;
  while (since - before > 1) {
    const middle = Math.floor((before + since) / 2);
    if (offsetAt(middle) === target) since = middle;
    else before = middle;
  }
  return since;
}

/**
 * `at` plus a span: years to days keep the hour on clocks in `zone` (and stop at the end of a shorter
 * month), hours to seconds are elapsed time and come after.
 */
export function addDuration(at: Instant, span: string, zone: string, calendar: Calendar): Instant {
  const { sign, years, months, weeks, days, exactMillis } = getDuration(span);
  let millis = toMillis(at);
  if (years + months + weeks + days > 0) {
    const moved = monthsLater(calendar.wallAt(millis, zone), sign * (years * 12 + months));
    millis = calendar.momentOf(daysLater(moved, sign * (weeks * 7 + days)), zone);
  }
  return fromMillis(millis + sign * exactMillis);
}

/** The next time, after `after`, that clocks in `zone` show this hour (on this weekday). */
export function nextTime(
  { weekday, time }: { weekday?: Weekday | undefined; time: string },
  after: Instant,
  zone: string,
  calendar: Calendar,
): Instant {
  const start = toMillis(after);
  const today = calendar.wallAt(start, zone);
  for (let ahead = 0; ahead <= 8; ahead++) {
    const day = daysLater(today, ahead);
    if (weekday !== undefined && weekdayOf(day) !== weekdayNumber(weekday)) continue;
    const moment = calendar.momentOf(atMinute(day, minutesOf(time)), zone);
    if (moment > start) return fromMillis(moment);
  }
  throw new RangeError(`No ${time} within a week of ${after} in ${zone}`);
}

const LOCAL_TIME = /^(\d{4}-\d{2}-\d{2})[T ]([01]\d|2[0-3]):([0-5]\d)(:[0-5]\d(\.\d+)?)?$/;

/**
 * The moment a date field means: an instant as it is, a date at its first minute or at `time`, a time
 * without offset on clocks in `localZone`; then moved by `offset`. Null when the value is no date.
 */
export function momentOfDate(
  value: unknown,
  { offset, time }: { offset?: string | undefined; time?: string | undefined },
  zone: string,
  calendar: Calendar,
  localZone: string = zone,
): Instant | null {
  const base = baseOf(value, zone, localZone, calendar);
  if (base === null) return null;
  const timed =
    time === undefined
      ? base
      : calendar.momentOf(atMinute(calendar.wallAt(base, zone), minutesOf(time)), zone);
  return offset === undefined ? fromMillis(timed) : addDuration(fromMillis(timed), offset, zone, calendar);
}

function baseOf(value: unknown, zone: string, localZone: string, calendar: Calendar): number | null {
  if (typeof value !== 'string') return null;
  if (isInstant(value)) return toMillis(value);
  if (isRealDate(value)) return calendar.momentOf(wallOfDate(value, 0), zone);
  const local = LOCAL_TIME.exec(value);
  if (!local?.[1] || !isRealDate(local[1])) return null;
  return calendar.momentOf(wallOfDate(local[1], Number(local[2]) * 60 + Number(local[3])), localZone);
}

/** How far apart sends of one hour are spread, so that a thousand nine o’clocks are no burst. */
export const SPREAD_SECONDS = 300;

/** A few minutes later, always as many for the same enrollment; unchanged without a seed (previews). */
export function staggered(at: Instant, seed: string | undefined): Instant {
  if (seed === undefined) return at;
  return fromMillis(toMillis(at) + Math.floor(fractionOf(`${seed}:stagger`) * SPREAD_SECONDS) * 1000);
}

function asUtc({ year, month, day, hour, minute, second, millisecond }: WallTime): number {
  return Date.UTC(year, month - 1, day, hour, minute, second, millisecond);
}

function wallOf(utc: number): WallTime {
  const at = new Date(utc);
  return {
    year: at.getUTCFullYear(),
    month: at.getUTCMonth() + 1,
    day: at.getUTCDate(),
    hour: at.getUTCHours(),
    minute: at.getUTCMinutes(),
    second: at.getUTCSeconds(),
    millisecond: at.getUTCMilliseconds(),
  };
}

const daysLater = (wall: WallTime, days: number): WallTime => wallOf(asUtc(wall) + days * DAY);

function monthsLater(wall: WallTime, months: number): WallTime {
  const index = wall.year * 12 + wall.month - 1 + months;
  const [year, month] = [Math.floor(index / 12), (index % 12) + 1];
  const lastDay = new Date(Date.UTC(year, month, 0)).getUTCDate();
  return { ...wall, year, month, day: Math.min(wall.day, lastDay) };
}

/** Midnight at the day's end (24:00) is the next day's 00:00. */
function atMinute(day: WallTime, minutes: number): WallTime {
  const whole = { ...day, hour: 0, minute: 0, second: 0, millisecond: 0 };
  const next = minutes >= MINUTES_OF_DAY ? daysLater(whole, 1) : whole;
  const left = minutes % MINUTES_OF_DAY;
  return { ...next, hour: Math.floor(left / 60), minute: left % 60 };
}

function wallOfDate(date: string, minutes: number): WallTime {
  const [year, month, day] = date.split('-').map(Number);
  return atMinute(
    { year: year ?? 0, month: month ?? 1, day: day ?? 1, hour: 0, minute: 0, second: 0, millisecond: 0 },
    minutes,
  );
}

/** 1 for Monday to 7 for Sunday. */
function weekdayOf(wall: WallTime): number {
  const day = new Date(asUtc(wall)).getUTCDay();
  return day === 0 ? 7 : day;
}
