import { z } from 'zod';
import type { StepId } from './directive.js';

/** A step's id, unique in its flow. No colon: keys are made as `<enrollment>:<step>:<visit>`. */
const STEP_ID = /^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$/;

export const stepId = z.string().regex(STEP_ID, {
  error: 'Name a step with letters, digits, hyphens and underscores.',
});

export const isStepId = (made: unknown): made is StepId => typeof made === 'string' && STEP_ID.test(made);
