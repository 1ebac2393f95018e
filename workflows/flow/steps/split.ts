import { z } from 'zod';
import { defineStep } from './define-step.js';
import { exitName, refuseRepeats } from './exit-name.js';

/** Share customers out by weight. The same enrollment takes the same arm every time. */
export const split = defineStep({
  kind: 'split',
  settings: z.object({
    arms: z
      .array(
        z.object({
          name: exitName,
          weight: z
            .number({ error: 'Give a number.' })
            .min(0, { error: 'A share cannot be less than nothing.' })
            .max(1_000_000),
        }),
      )
      .min(2, { error: 'A split needs at least two arms.' })
      .max(20, { error: 'Use at most twenty arms.' })
      .superRefine((arms, context) => {
        refuseRepeats(
          arms.map(({ name }) => name),
          [],
          (index, message) => context.addIssue({ code: 'custom', path: [index, 'name'], message }),
        );
        if (!arms.some(({ weight }) => weight > 0)) {
          context.addIssue({
            code: 'custom',
            path: [],
            message: 'Give at least one arm a share above zero.',
          });
        }
      }),
  }),
  exits: ({ arms }) => arms.map(({ name }) => name),
  effect: false,
});
