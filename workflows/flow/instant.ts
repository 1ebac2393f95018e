/** A moment, as an RFC 3339 string in UTC: `2026-11-20T15:04:05.000Z`. */
export type Instant = string;

/** Milliseconds since 1970 of an instant; NaN when the text is no instant. */
export const toMillis = (instant: Instant): number => Date.parse(instant);

export const fromMillis = (millis: number): Instant => new Date(millis).toISOString();

const RFC_3339 = /^\d{4}-\d{2}-\d{2}[Tt ]\d{2}:\d{2}(:\d{2}(\.\d+)?)?([Zz]|[+-]\d{2}:?\d{2})$/;
const DATE_ONLY = /^(\d{4})-(\d{2})-(\d{2})$/;

/** Does the text name one moment, with its offset from UTC? A date alone, or a time without a zone, does not. */
export function isInstant(text: string): boolean {
  return RFC_3339.test(text) && isRealDate(text.slice(0, 10)) && !Number.isNaN(Date.parse(text));
}

/** Is it a calendar date that exists, `2028-02-29`? */
export function isRealDate(text: string): boolean {
  const match = DATE_ONLY.exec(text);
  if (!match) return false;
  const day = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(day.getTime()) && day.getUTCDate() === Number(match[3]);
}

export const laterOf = (a: Instant, b: Instant): Instant => (toMillis(a) >= toMillis(b) ? a : b);
export const earlierOf = (a: Instant, b: Instant): Instant => (toMillis(a) <= toMillis(b) ? a : b);
export const isBefore = (a: Instant, b: Instant): boolean => toMillis(a) < toMillis(b);
