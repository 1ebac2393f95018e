/**
 * What a clock on the wall shows. `weekday` is 1 for Monday to 7 for Sunday (ISO 8601).
 */
export interface WallTime {
  year: number;
  month: number;
  day: number;
  hour: number;
  minute: number;
  second: number;
  millisecond: number;
}

/**
 * The two questions about time zones that planning asks. Everything else in `schedule` is
 * arithmetic on the answers, so the server (Temporal) and the browser (Intl) cannot drift apart.
 */
export interface Calendar {
  /** Is this the IANA name of a time zone, `Europe/Madrid`? Offsets such as `+01:00` are not names. */
  isZone(zone: string): boolean;
  /** What clocks in `zone` show at a moment (milliseconds since 1970). */
  wallAt(millis: number, zone: string): WallTime;
  /**
   * The moment at which clocks in `zone` show `wall`. Shown twice (clocks went back): the first.
   * Never shown (clocks went forward): as much later as the clocks jumped. Source: RFC 5545 §3.3.5.
   */
  momentOf(wall: WallTime, zone: string): number;
}

const IANA_NAME = /^[A-Za-z][A-Za-z0-9_+-]*(\/[A-Za-z0-9_+-]+)*$/;

/** Does the text look like an IANA zone name, before asking the zone database? */
export const looksLikeZone = (zone: string): boolean => zone.length <= 64 && IANA_NAME.test(zone);
