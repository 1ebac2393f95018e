import { z } from 'zod';
import { clockEnd, clockTime, weekday } from './clock-time.js';
import { positiveDuration } from './duration.js';
import { eventPattern } from './events.js';
import { channel, purpose } from './purposes.js';

/** Hours to leave people alone, on the customer's own clock; `until` is exclusive and may be the next day. */
export const quietHours = z.object({ from: clockTime, until: clockTime });
export type QuietHours = z.infer<typeof quietHours>;

/** The only hours in which a channel (or every channel) may send. */
export const sendWindow = z.object({
  channel: channel.optional(),
  days: z.array(weekday).min(1, { error: 'Choose at least one day.' }).max(7),
  from: clockTime,
  until: clockEnd,
});
export type SendWindow = z.infer<typeof sendWindow>;

/** At most `max` messages to one customer in any span of `per`, over all journeys. */
export const cap = z.object({
  purpose: purpose.optional(),
  channel: channel.optional(),
  max: z.int({ error: 'Give a whole number.' }).min(1, { error: 'Allow at least one message.' }).max(1000),
  per: positiveDuration,
});
export type Cap = z.infer<typeof cap>;

/** May the same customer come in again? */
export const reentry = z.discriminatedUnion(
  'mode',
  [
    /** Once ever for each subject. */
    z.object({ mode: z.literal('per_subject') }),
    /** Once ever. */
    z.object({ mode: z.literal('once') }),
    /** Again when so many days have passed since the last time. */
    z.object({
      mode: z.literal('every'),
      days: z.int().min(1, { error: 'Give at least one day.' }).max(3650),
    }),
    z.object({ mode: z.literal('always') }),
  ],
  { error: 'Choose per_subject, once, every or always.' },
);
export type Reentry = z.infer<typeof reentry>;

export const ON_REPEAT = ['ignore', 'restart', 'merge', 'queue'] as const;

/** How a journey behaves as a whole. What is absent falls back to the business's own settings; null means none. */
export const rules = z.object({
  reentry: reentry.optional(),
  onRepeat: z.enum(ON_REPEAT, { error: 'Choose ignore, restart, merge or queue.' }).optional(),
  stopOn: z.array(eventPattern).max(20).optional(),
  goals: z.array(eventPattern).max(20).optional(),
  quietHours: quietHours.nullable().optional(),
  sendWindow: z
    .union([sendWindow, z.array(sendWindow).max(10)])
    .nullable()
    .optional(),
  caps: z.array(cap).max(20).nullable().optional(),
  expireAfter: positiveDuration.optional(),
});
export type Rules = z.infer<typeof rules>;
