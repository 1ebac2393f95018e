import type { Instant } from '../../../../workflows/flow/instant.js';
import type { QuietHours } from '../../../../workflows/flow/rules.js';

/** Is it, on a clock in `zone`, an hour to leave people alone? Told apart from the product, by what Intl says a clock shows. */
export function isQuiet(at: Instant, { from, until }: QuietHours, zone: string): boolean {
  const clock = new Intl.DateTimeFormat('en-GB', {
    timeZone: zone,
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  });
  const shown = clock.format(new Date(at));
  return from <= until ? shown >= from && shown < until : shown >= from || shown < until;
}
