import { z } from 'zod';
import { condition } from '../conditions.js';
import { defineStep } from './define-step.js';
import { exitName, refuseRepeats } from './exit-name.js';

/** Check something: the first arm whose condition holds is taken, else `otherwise`. */
export const branch = defineStep({
  kind: 'branch',
  settings: z.object({
    arms: z
      .array(z.object({ name: exitName, when: condition }))
      .min(1, { error: 'Add at least one thing to check.' })
      .max(20, { error: 'Use at most twenty arms.' })
      .superRefine((arms, context) =>
        refuseRepeats(
          arms.map(({ name }) => name),
          ['otherwise'],
          (index, message) => context.addIssue({ code: 'custom', path: [index, 'name'], message }),
        ),
      ),
  }),
  exits: ({ arms }) => [...arms.map(({ name }) => name), 'otherwise'],
  effect: false,
});
