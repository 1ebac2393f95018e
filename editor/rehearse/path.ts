import type { Draft } from '../../workflows/flow/draft.js';
import { stepIn } from '../draft/places.js';
import { endId, ENTRY } from '../draft/tree.js';
import { linesOf } from '../draft/ways.js';
import type { Entry, Rehearsal } from './api.js';

/** One thing on the canvas the customer comes to, in order. */
export interface Stop {
  /** Of the card, pill or end. */
  itemId: string;
  stepId: string | null;
  /** The lines of the rehearsal told here: from, and up to but without. */
  from: number;
  until: number;
  /** Joins passed on the way here, where the line ends in “Go to”. */
  through: string | null;
}

/** The way through the journey as things on the canvas. A step told in several lines is one stop. */
export function stopsOf(flow: Draft, { entries, ended }: Rehearsal): Stop[] {
  const stops: Stop[] = [{ itemId: ENTRY, stepId: null, from: 0, until: 0, through: null }];
  let exit: string | null = null;
  entries.forEach((entry, index) => {
    const last = stops.at(-1)!;
    const stays = entry.stepId === null || (entry.stepId === last.stepId && !isNewVisit(entries, index));
    if (!stays) {
      const through = last.stepId === null ? null : joinOf(flow, last.stepId, exit);
      stops.push({ itemId: entry.stepId!, stepId: entry.stepId, from: index, until: index + 1, through });
      exit = null;
    } else last.until = index + 1;
    if (entry.stepId !== null && entry.exit !== null) exit = entry.exit;
  });
  const last = stops.at(-1)!;
  if (ended.status === 'completed' && ended.reason.code === 'finished' && last.stepId !== null) {
    const end = placeOf(flow, last.stepId, exit);
    if (end) {
      last.until = Math.max(last.from + 1, entries.length - 1);
      stops.push({
        itemId: end,
        stepId: null,
        from: entries.length - 1,
        until: entries.length,
        through: null,
      });
    }
  }
  return stops;
}

/** The same step again after it was left: a journey that goes round. */
function isNewVisit(entries: readonly Entry[], index: number): boolean {
  const before = entries.slice(0, index).findLast(({ stepId }) => stepId !== null);
  const left = before?.exit !== null && before?.exit !== undefined;
  // An ask that reminds is told as sent twice, without having been left in between.
  return left && entries[index]?.kind !== 'review_request';
}

function placeOf(flow: Draft, stepId: string, exit: string | null): string | null {
  const step = stepIn(flow, stepId);
  const line = step && linesOf(step).find(({ exits }) => exit === null || exits.includes(exit));
  return line ? endId({ stepId, exit: line.exits[0] ?? '' }) : null;
}

const joinOf = (flow: Draft, stepId: string, exit: string | null): string | null =>
  placeOf(flow, stepId, exit);

/** The line that tells a stop best: where it was left, else where it was reached. */
export const lineOf = (entries: readonly Entry[], { from, until }: Stop): Entry | undefined => {
  const lines = entries.slice(from, until).filter(({ stepId }) => stepId !== null);
  return lines.find(({ message }) => message) ?? lines.at(-1) ?? entries[from];
};
