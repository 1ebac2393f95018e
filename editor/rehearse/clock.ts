import { useMemo } from 'react';
import { useLocale } from 'use-intl';

/** Dates and times on the customer's clock, in the reader's language. */
export function useClock(zone: string) {
  const locale = useLocale();
  return useMemo(() => {
    const format = (options: Intl.DateTimeFormatOptions) => {
      const made = new Intl.DateTimeFormat(locale === 'en' ? 'en-GB' : locale, {
        timeZone: zone,
        ...options,
      });
      return (at: string) => made.format(new Date(at));
    };
    const day = format({ weekday: 'short', day: 'numeric', month: 'short' });
    const time = format({ hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
    return { day, time, moment: (at: string) => `${day(at)}, ${time(at)}` };
  }, [locale, zone]);
}
