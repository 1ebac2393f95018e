import { lazy } from 'react';

/** The settings of a step by its kind: loaded with the first step that is opened, because the composer is large. */
export const StepSettings = lazy(async () => ({ default: (await import('../steps/index.js')).StepSettings }));
