import { z } from 'zod';

/** What came of a span of time: how far it got, step by step, and how that went day by day. */
export const results = z
  .object({
    by: z.enum(['day', 'week', 'month']).meta({ description: 'What one entry of `series` covers.' }),
    entered: z.int().meta({ description: 'Passages that began in the span.' }),
    ended: z
      .array(z.object({ status: z.string(), reason: z.string().nullable(), count: z.int() }))
      .meta({ description: 'Passages that were over in the span, by why, most first.' }),
    messages: z.object({
      sent: z.int(),
      delivered: z.int(),
      confirmable: z
        .int()
        .meta({ description: 'How many of those sent went through a provider that says when one arrived.' }),
      linksSent: z
        .int()
        .meta({ description: 'How many of those sent carry a link whose opening is counted.' }),
      clicked: z.int().meta({ description: 'In how many of them somebody opened it.' }),
      failed: z.int(),
      skipped: z.int(),
    }),
    asks: z.object({ asked: z.int(), answered: z.int(), reviewLinksOpened: z.int() }).meta({
      description: 'Requests for a rating sent in the span, without reminders, and what became of them.',
    }),
    ratings: z
      .object({
        answers: z.int(),
        average: z.number().nullable(),
        byRating: z.object({ '1': z.int(), '2': z.int(), '3': z.int(), '4': z.int(), '5': z.int() }),
      })
      .meta({ description: 'Answers given in the span, whenever they were asked for.' }),
    series: z.array(
      z.object({
        from: z.string().meta({ format: 'date', description: 'First day, in the zone of the business.' }),
        entered: z.int(),
        sent: z.int(),
        answers: z.int(),
        average: z.number().nullable(),
      }),
    ),
  })
  .meta({ id: 'Results' });

const rated = { answers: z.int(), average: z.number().nullable() };

/** The same, split by journey, by who did the work and by place. */
export const splits = z.object({
  journeys: z.array(
    z.object({ id: z.string(), name: z.string(), entered: z.int(), sent: z.int(), ...rated }),
  ),
  staff: z.array(z.object({ id: z.string(), name: z.string(), ...rated })),
  locations: z.array(z.object({ id: z.string(), name: z.string(), ...rated })),
});
