import { lazy } from 'react';

/** The settings of a step by its kind: loaded with the first step that is opened, because the composer is large. */
export const StepSettings = lazy(async () => ({ default: (await import('../steps/index.js')).StepSettings }));

/** What starts a journey and how it behaves as a whole: loaded when they are opened, with the editor of checks. */
export const EntryPanel = lazy(async () => ({
  default: (await import('../steps/entry-panel.js')).EntryPanel,
}));
export const RulesPanel = lazy(async () => ({
  default: (await import('../steps/rules-panel.js')).RulesPanel,
}));
