import { useLocale } from 'use-intl';
import { useZone } from '../api/queries.js';

type Instant = string | Date;

/** Dates and times in the reader's language and the business's zone. */
export function useWhen() {
  const locale = useLocale();
  const zone = useZone();
  const format = (options: Intl.DateTimeFormatOptions) => {
    const made = new Intl.DateTimeFormat(locale === 'en' ? 'en-GB' : locale, { timeZone: zone, ...options });
    return (at: Instant) => made.format(typeof at === 'string' ? new Date(at) : at);
  };
  const day = format({ weekday: 'short', day: 'numeric', month: 'short' });
  const year = format({ year: 'numeric' });
  const full = format({ day: 'numeric', month: 'short', year: 'numeric' });
  const time = format({ hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
  const relative = new Intl.RelativeTimeFormat(locale, { numeric: 'auto' });
  return {
    /** 14:05 */
    time,
    /** Tue 17 Nov; with the year when it is another one. */
    day: (at: Instant) => (year(at) === year(new Date()) ? day(at) : full(at)),
    /** 14:05 today, else Tue 17 Nov, 14:05. */
    moment: (at: Instant) =>
      full(at) === full(new Date())
        ? time(at)
        : `${year(at) === year(new Date()) ? day(at) : full(at)}, ${time(at)}`,
    /** "3 hours ago", "in 2 days". */
    ago: (at: Instant) => {
      const seconds = (new Date(at).getTime() - Date.now()) / 1000;
      for (const [unit, size] of [
        ['day', 86_400],
        ['hour', 3_600],
        ['minute', 60],
      ] as const) {
        if (Math.abs(seconds) >= size) return relative.format(Math.trunc(seconds / size), unit);
      }
      return relative.format(0, 'minute');
    },
  };
}
