import { parseDuration, roughMillis } from '../../workflows/flow/duration.js';
import type { DraftStep } from '../../workflows/flow/draft.js';
import type { Run } from './tree.js';

const DAY = 86_400_000;

/**
 * How long after the start each step is usually reached, in milliseconds; null once that hangs on a date
 * nobody knows yet. Arms of something awaited count from the wait’s beginning, its time-out from its end.
 */
export function elapsedOf(run: Run): Map<string, number | null> {
  const reached = new Map<string, number | null>();
  const walk = ({ steps, end }: Run, start: number | null) => {
    let at = start;
    for (const step of steps) {
      reached.set(step.id, at);
      at = at === null ? null : after(step, at);
    }
    const last = steps.at(-1);
    if (end.as === 'finish' || end.as === 'join') {
      reached.set(end.place === 'first' ? 'end:first' : `end:${end.place.stepId}:${end.place.exit}`, at);
    } else if (end.as === 'fork') {
      const before = last ? (reached.get(last.id) ?? null) : start;
      for (const arm of end.arms) {
        const waited = last?.kind === 'wait_for_event' && !arm.exits.includes('timed_out');
        walk(arm.run, waited ? before : at);
      }
    }
  };
  walk(run, 0);
  return reached;
}

/** Whole days, for “Day 2”. */
export const dayOf = (millis: number): number => Math.floor(millis / DAY + 1e-9);

function after({ kind, settings }: DraftStep, at: number): number | null {
  if (kind === 'wait') {
    if (typeof settings.duration === 'string') return plus(at, settings.duration);
    const until = settings.until;
    if (typeof until === 'object' && until !== null && !('field' in until)) {
      return 'weekday' in until ? null : at + DAY / 2;
    }
    return null;
  }
  if (kind === 'wait_for_event')
    return typeof settings.timeout === 'string' ? plus(at, settings.timeout) : null;
  return at;
}

const plus = (at: number, text: string): number | null =>
  parseDuration(text) ? at + roughMillis(text) : null;
