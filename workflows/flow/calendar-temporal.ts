import { Temporal } from 'temporal-polyfill';
import { looksLikeZone, type Calendar } from './calendar.js';

const known = new Map<string, boolean>();

/** The calendar of the server. */
export const temporalCalendar: Calendar = {
  isZone(zone) {
    const seen = known.get(zone);
    if (seen !== undefined) return seen;
    const answer = looksLikeZone(zone) && isKnown(zone);
    if (known.size < 1000) known.set(zone, answer);
    return answer;
  },

  wallAt(millis, zone) {
    const { year, month, day, hour, minute, second, millisecond } =
      Temporal.Instant.fromEpochMilliseconds(millis).toZonedDateTimeISO(zone);
    return { year, month, day, hour, minute, second, millisecond };
  },

  momentOf(wall, zone) {
    return Temporal.PlainDateTime.from({ ...wall }).toZonedDateTime(zone, { disambiguation: 'compatible' })
      .epochMilliseconds;
  },
};

function isKnown(zone: string): boolean {
  try {
    Temporal.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(zone);
    return true;
  } catch {
    return false;
  }
}
