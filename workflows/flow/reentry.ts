import type { Subject } from './facts.js';
import { toMillis, type Instant } from './instant.js';
import { reason, type Reason } from './reasons.js';
import type { Reentry } from './rules.js';

/** An earlier passage of the same customer through the same journey. */
export interface Passed {
  subject: Subject | null;
  startedAt: Instant;
}

const DAY = 86_400_000;

/**
 * May the customer come in again, now that no passage of theirs is under way? Without a rule: once
 * ever for each subject. No subject means it is about the customer.
 */
export function mayEnter(
  rule: Reentry | undefined,
  history: readonly Passed[],
  subject: Subject | null,
  now: Instant,
): { allowed: true } | { allowed: false; reason: Reason } {
  const mode = rule?.mode ?? 'per_subject';
  if (mode === 'always' || history.length === 0) return { allowed: true };
  if (mode === 'once') return { allowed: false, reason: reason('been_through') };
  if (rule?.mode === 'every') {
    const latest = Math.max(...history.map(({ startedAt }) => toMillis(startedAt)));
    if (toMillis(now) - latest >= rule.days * DAY) return { allowed: true };
    return { allowed: false, reason: reason('too_soon', { days: rule.days }) };
  }
  if (!history.some((passed) => isSame(passed.subject, subject))) return { allowed: true };
  return { allowed: false, reason: reason('been_through_subject') };
}

const isSame = (a: Subject | null, b: Subject | null): boolean => a?.kind === b?.kind && a?.id === b?.id;
