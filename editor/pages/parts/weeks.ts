/** Midnight of a day in a zone, and the days around it, as instants. Weeks begin on Monday. */

const DAY = 86_400_000;

/** The instant at which the day of `at` began in `zone`. Where clocks change that day, right to the hour. */
export function startOfDay(at: Date, zone: string): Date {
  const parts = Object.fromEntries(
    new Intl.DateTimeFormat('en-GB', {
      timeZone: zone,
      hourCycle: 'h23',
      hour: '2-digit',
      minute: '2-digit',
      second: '2-digit',
    })
      .formatToParts(at)
      .map(({ type, value }) => [type, Number(value)]),
  );
  const since = ((parts.hour ?? 0) * 3600 + (parts.minute ?? 0) * 60 + (parts.second ?? 0)) * 1000;
  return new Date(at.getTime() - since - at.getMilliseconds());
}

/** The start of this week and last, and where last week was by now. */
export function weeksAround(now: Date, zone: string) {
  const today = startOfDay(now, zone);
  const weekday = new Intl.DateTimeFormat('en-GB', { timeZone: zone, weekday: 'short' }).format(now);
  const since = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'].indexOf(weekday);
  const monday = startOfDay(new Date(today.getTime() - since * DAY + DAY / 2), zone);
  return {
    monday,
    lastMonday: startOfDay(new Date(monday.getTime() - 7 * DAY + DAY / 2), zone),
    byNowLastWeek: new Date(now.getTime() - 7 * DAY),
    /** The last seven days, oldest first, today included. */
    days: [6, 5, 4, 3, 2, 1, 0].map((ago) => {
      const from = startOfDay(new Date(today.getTime() - ago * DAY + DAY / 2), zone);
      return { from, to: ago === 0 ? now : new Date(from.getTime() + DAY) };
    }),
  };
}
