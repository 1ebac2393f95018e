/** As much of a line of an enrollment's timeline as its way is told from; oldest first. */
export interface Line {
  at: string;
  type: string;
  stepId: string | null;
  exit: string | null;
  reason: { code: string; message: string } | null;
}

/** Once at a step: from when to when, and how it was left. */
export interface Visit {
  stepId: string;
  arrived: string;
  /** Null while somebody stands there, or when the passage ended there. */
  left: string | null;
  exit: string | null;
  /** `done`, `not_done` with a reason, `here` now, or `ended` where the whole passage stopped. */
  how: 'done' | 'not_done' | 'here' | 'ended';
  reason: { code: string; message: string } | null;
}

const BY_HAND = new Set(['skipped_by_hand', 'moved', 'overdue_skipped']);

/** The steps a customer came to, in order. Lines about the same stay at a step are one visit. */
export function visitsOf(lines: readonly Line[], { active }: { active: boolean }): Visit[] {
  const visits: Visit[] = [];
  let freeAt: string | null = null;
  for (const line of lines) {
    const last = visits.at(-1);
    if (line.type === 'enrolled') freeAt = line.at;
    if (line.type === 'ended') {
      if (last && last.left === null) Object.assign(last, { how: 'ended', reason: line.reason });
      break;
    }
    if (line.stepId === null || !STANDS.has(line.type)) continue;
    const same = last?.stepId === line.stepId && last.left === null;
    if (!same) {
      // Whoever was moved away has left without the step saying so.
      if (last && last.left === null) Object.assign(last, { left: line.at, how: 'not_done' });
      visits.push({
        stepId: line.stepId,
        arrived: freeAt ?? line.at,
        left: null,
        exit: null,
        how: 'here',
        reason: null,
      });
      freeAt = null;
    }
    const now = visits.at(-1)!;
    if (line.reason) now.reason = line.reason;
    if (line.type !== 'step') continue;
    const unsent = line.exit === 'undeliverable' || line.exit === 'rejected' || line.exit === 'unknown_date';
    now.left = line.at;
    now.exit = line.exit;
    now.how = unsent || BY_HAND.has(line.reason?.code ?? '') ? 'not_done' : 'done';
    freeAt = line.at;
  }
  const last = visits.at(-1);
  if (last && last.left === null && !active && last.how === 'here') last.how = 'ended';
  return visits;
}

/** Types of line that say where somebody stands. */
const STANDS: ReadonlySet<string> = new Set(['step', 'waiting', 'listening', 'held', 'message', 'event']);
