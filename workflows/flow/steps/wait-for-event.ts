import { z } from 'zod';
import { positiveDuration } from '../duration.js';
import { eventPattern } from '../events.js';
import { defineStep } from './define-step.js';
import { exitName, refuseRepeats } from './exit-name.js';

/** Wait for something to happen, each thing with its own way out, for as long as the timeout. */
export const waitForEvent = defineStep({
  kind: 'wait_for_event',
  settings: z.object({
    events: z
      .array(eventPattern.extend({ name: exitName }))
      .min(1, { error: 'Say what to wait for.' })
      .max(10, { error: 'Wait for at most ten things.' })
      .superRefine((events, context) =>
        refuseRepeats(
          events.map(({ name }) => name),
          ['timed_out'],
          (index, message) => context.addIssue({ code: 'custom', path: [index, 'name'], message }),
        ),
      ),
    timeout: positiveDuration,
    /** Count events since the latest message (or the start), or only since this step was reached. */
    since: z.enum(['message', 'step'], { error: 'Choose message or step.' }).optional(),
  }),
  exits: ({ events }) => [...events.map(({ name }) => name), 'timed_out'],
  effect: false,
});
