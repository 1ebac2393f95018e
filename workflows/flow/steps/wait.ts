import { z } from 'zod';
import { clockTime, weekday } from '../clock-time.js';
import { duration, offset } from '../duration.js';
import { defineStep } from './define-step.js';

const fieldPath = z.string().regex(/^[A-Za-z][A-Za-z0-9_]*(\.[A-Za-z0-9_-]+){1,8}$/, {
  error: 'Name a field that holds a date, such as event.data.startsAt.',
});

const forAWhile = z.object({ duration });
const untilAnHour = z.object({ until: z.object({ weekday: weekday.optional(), time: clockTime }) });
const untilADate = z.object({
  until: z.object({ field: fieldPath, offset: offset.optional(), time: clockTime.optional() }),
  /** What to do when that time has passed. A date that is missing or unreadable is always unknown. */
  ifPast: z
    .enum(['continue', 'unknown_date'], { error: 'Choose continue or unknown_date.' })
    .default('unknown_date'),
});

export type WaitSettings =
  z.infer<typeof forAWhile> | z.infer<typeof untilAnHour> | z.infer<typeof untilADate>;

/** Tells a fault of the one shape that is meant, not of all three. */
const settings = z.unknown().transform((made, context): WaitSettings => {
  const result = shapeOf(made).safeParse(made);
  if (result.success) return result.data;
  for (const { path, message } of result.error.issues) context.addIssue({ code: 'custom', path, message });
  return z.NEVER;
});

function shapeOf(made: unknown): z.ZodType<WaitSettings> {
  const parts = (typeof made === 'object' && made !== null ? made : {}) as Record<string, unknown>;
  if (parts.until === undefined) return forAWhile;
  const until = (typeof parts.until === 'object' && parts.until !== null ? parts.until : {}) as Record<
    string,
    unknown
  >;
  return until.field === undefined ? untilAnHour : untilADate;
}

/** Let time pass: for a while, until an hour on the customer's clock, or around a date. */
export const wait = defineStep({
  kind: 'wait',
  settings,
  exits: (made) => (followsADate(made) ? ['done', 'unknown_date'] : ['done']),
  effect: false,
});

export function followsADate(made: WaitSettings): made is z.infer<typeof untilADate> {
  return 'until' in made && 'field' in made.until;
}
