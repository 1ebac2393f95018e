import { z } from 'zod';

/** A step's id, unique in its flow. No colon: keys are made as `<enrollment>:<step>:<visit>`. */
export const stepId = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$/, {
  error: 'Name a step with letters, digits, hyphens and underscores.',
});
