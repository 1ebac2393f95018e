import { lazy, type ComponentType } from 'react';
import type { Draft, DraftStep } from '../../workflows/flow/draft.js';
import { PlainSettings } from './plain-settings.js';

export interface StepSettingsProps {
  draft: Draft;
  step: DraftStep;
  onChange: (next: DraftStep) => void;
  context: { journeyId: string };
}

const found = import.meta.glob<{ StepSettings?: ComponentType<StepSettingsProps> }>('../steps/index.tsx');
const load = found['../steps/index.tsx'];

/** The settings of a step by its kind; the plain form where a kind has none of its own. */
export const StepSettings: ComponentType<StepSettingsProps> = load
  ? lazy(async () => ({ default: (await load()).StepSettings ?? PlainSettings }))
  : PlainSettings;
