import { looksLikeZone, type Calendar, type WallTime } from './calendar.js';

const HOUR = 3_600_000;
const formats = new Map<string, Intl.DateTimeFormat>();

/** The calendar of the browser: nothing but `Intl`, so the editor carries no time library. */
export const intlCalendar: Calendar = {
  isZone(zone) {
    if (!looksLikeZone(zone)) return false;
    try {
      formatOf(zone);
      return true;
    } catch {
      return false;
    }
  },

  wallAt,

  momentOf(wall, zone) {
    const asIfUtc = utcOf(wall);
    const before = offsetAt(asIfUtc - 24 * HOUR, zone);
    const after = offsetAt(asIfUtc + 24 * HOUR, zone);
    const candidates = [asIfUtc - before, asIfUtc - after].sort((a, b) => a - b);
    const shown = candidates.find((millis) => utcOf(wallAt(millis, zone)) === asIfUtc);
    return shown ?? asIfUtc - before;
  },
};

function wallAt(millis: number, zone: string): WallTime {
  const found: Record<string, number> = {};
  for (const { type, value } of formatOf(zone).formatToParts(millis)) found[type] = Number(value);
  return {
    year: found.year ?? 0,
    month: found.month ?? 0,
    day: found.day ?? 0,
    hour: found.hour ?? 0,
    minute: found.minute ?? 0,
    second: found.second ?? 0,
    millisecond: ((millis % 1000) + 1000) % 1000,
  };
}

const offsetAt = (millis: number, zone: string): number => utcOf(wallAt(millis, zone)) - millis;

function utcOf({ year, month, day, hour, minute, second, millisecond }: WallTime): number {
  return Date.UTC(year, month - 1, day, hour, minute, second, millisecond);
}

function formatOf(zone: string): Intl.DateTimeFormat {
  const ready = formats.get(zone);
  if (ready) return ready;
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone: zone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  });
  if (formats.size < 1000) formats.set(zone, format);
  return format;
}
