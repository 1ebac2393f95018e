import type { DraftStep } from '../../workflows/flow/draft.js';
import type { StepId } from '../../workflows/flow/flow.js';
import type { Kind } from '../../workflows/flow/steps/index.js';

/** A line on the canvas: the ways out of one step that are drawn as one. */
export interface Line {
  exits: string[];
  target: StepId | null;
}

/** Kinds whose ways out are separate paths even while all of them lead to the same place. */
const PATHS: readonly Kind[] = ['branch', 'split', 'wait_for_event'];

export const alwaysForks = (kind: Kind): boolean => PATHS.includes(kind);

/** The named ways out of a step, also while its settings are incomplete or wrong. */
export function waysOut({ kind, settings }: { kind: Kind; settings: unknown }): string[] {
  const made = (typeof settings === 'object' && settings !== null ? settings : {}) as Record<string, unknown>;
  switch (kind) {
    case 'email':
    case 'sms':
    case 'review_request':
      return ['sent', 'undeliverable'];
    case 'wait':
      return followsADate(made.until) ? ['done', 'unknown_date'] : ['done'];
    case 'wait_for_event':
      return [...namesIn(made.events, ['timed_out']), 'timed_out'];
    case 'branch':
      return [...namesIn(made.arms, ['otherwise']), 'otherwise'];
    case 'split':
      return namesIn(made.arms, []);
    case 'webhook':
      return ['accepted', 'rejected'];
    case 'go_to':
      return ['exhausted'];
    case 'update_customer':
    case 'notify_team':
      return ['done'];
  }
}

/** The lines that leave a step, in the order it names its ways out. */
export function linesOf(step: DraftStep): Line[] {
  const lines = Object.entries(step.exits).map(([exit, target]) => ({ exits: [exit], target }));
  const [first] = lines;
  if (!first || alwaysForks(step.kind) || lines.some(({ target }) => target !== first.target)) return lines;
  return [{ exits: lines.flatMap(({ exits }) => exits), target: first.target }];
}

const followsADate = (until: unknown): boolean =>
  typeof until === 'object' && until !== null && 'field' in until && until.field !== undefined;

function namesIn(made: unknown, kept: readonly string[]): string[] {
  if (!Array.isArray(made)) return [];
  const names = made.map((one: unknown) => nameOf(one)).filter((name) => name !== '' && !kept.includes(name));
  return [...new Set(names)];
}

export function nameOf(made: unknown): string {
  const name = typeof made === 'object' && made !== null && 'name' in made ? made.name : '';
  return typeof name === 'string' && name !== '__proto__' ? name.trim().slice(0, 60) : '';
}
