import type { Draft, DraftStep } from '../../workflows/flow/draft.js';
import type { Field } from '../../workflows/flow/fields.js';
import type { SayStep } from './words/index.js';

/** What the panel of one kind of step works with: values, a way to change them, and what is wrong where. */
export interface PanelProps {
  draft: Draft;
  step: DraftStep;
  values: Record<string, unknown>;
  /** Sets one setting; undefined takes it away. */
  set: (key: string, value: unknown) => void;
  /** Replaces all settings. */
  replace: (settings: Record<string, unknown>) => void;
  fields: readonly Field[];
  /** What is wrong at a place such as `events.0.name`, as a sentence. */
  faultAt: (path: string) => string | undefined;
  t: SayStep;
  locale: string;
}

export const textIn = (value: unknown): string => (typeof value === 'string' ? value : '');
export const listIn = <T>(value: unknown): T[] => (Array.isArray(value) ? (value as T[]) : []);
export const recordIn = (value: unknown): Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : {};

/** The same object with one key set, or without it. */
export function withKey(made: Record<string, unknown>, key: string, value: unknown): Record<string, unknown> {
  const { [key]: _, ...rest } = made;
  return value === undefined ? rest : { ...made, [key]: value };
}
