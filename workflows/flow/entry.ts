import { z } from 'zod';
import { clockTime } from './clock-time.js';
import { condition } from './conditions.js';
import { offset } from './duration.js';
import { eventType } from './events.js';

const dateField = z.string().regex(/^[A-Za-z][A-Za-z0-9_]*(\.[A-Za-z0-9_-]+){1,8}$/, {
  error: 'Name a field that holds a date, such as customer.attributes.birthday.',
});

/** How customers come into a journey. */
export const entry = z.discriminatedUnion(
  'on',
  [
    z.object({ on: z.literal('event'), type: eventType, where: condition.optional() }),
    z.object({
      on: z.literal('date'),
      field: dateField,
      offset: offset.optional(),
      time: clockTime.optional(),
      /** The day comes round every year, whatever year it was written with: a birthday. */
      every: z.literal('year', { error: 'Choose year, or leave it out.' }).optional(),
      where: condition.optional(),
    }),
    z.object({ on: z.literal('segment'), where: condition }),
    z.object({ on: z.literal('manual') }),
  ],
  { error: 'Choose what begins the journey: event, date, segment or manual.' },
);
export type Entry = z.infer<typeof entry>;
