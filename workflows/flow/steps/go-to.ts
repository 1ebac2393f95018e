import { z } from 'zod';
import { stepId } from '../step-id.js';
import { defineStep } from './define-step.js';

/** Jump to another step, at most so many times; then take the exit. */
export const goTo = defineStep({
  kind: 'go_to',
  settings: z.object({
    step: stepId,
    maxPasses: z
      .int({ error: 'Give a whole number.' })
      .min(1, { error: 'Let people pass at least once.' })
      .max(100, { error: 'Let people pass at most 100 times.' }),
  }),
  exits: ['exhausted'],
  effect: false,
});
