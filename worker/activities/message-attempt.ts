import type { Step, StepOf } from '../../workflows/flow/flow.js';
import { PURPOSE_OF_INTENT, type Channel, type Purpose } from '../../workflows/flow/purposes.js';
import { reason } from '../../workflows/flow/reasons.js';
import { addDuration } from '../../workflows/flow/schedule.js';
import { zoneOf } from '../../workflows/flow/zones.js';
import type { Case } from './case.js';
import type { PerformDeps } from './deps.js';

export type MessageStep = StepOf<'email'> | StepOf<'sms'> | StepOf<'review_request'>;

export const isMessageStep = (step: Step): step is MessageStep =>
  step.kind === 'email' || step.kind === 'sms' || step.kind === 'review_request';

/** One message to be sent, by one channel. */
export interface Attempt {
  channel: Channel;
  /** enrollment:step:visit, and for an ask the channel: at most one message for each. */
  key: string;
  reminder: boolean;
  /** A reminder is as useful from when it falls due as the ask was from when its step was reached. */
  dueAt?: string;
}

/** The channels a step may use, the preferred first. */
export const channelsOf = (step: MessageStep): readonly Channel[] =>
  step.kind === 'review_request' ? step.settings.channels : [step.kind];

/** See `Attempt.key`. */
export const keyOf = (kase: Case, step: MessageStep, channel: Channel): string =>
  `${kase.row.id}:${step.id}:${kase.visit}` + (step.kind === 'review_request' ? `:${channel}` : '');

/** Ends the key of the second message of an ask. */
export const REMINDER = ':reminder';

export function purposeOf(step: MessageStep): Purpose {
  if (step.kind === 'review_request') return 'review';
  return (
    step.settings.purpose ?? (step.settings.intent ? PURPOSE_OF_INTENT[step.settings.intent] : 'marketing')
  );
}

/** On to the next step, or first the wait for an answer. */
export function afterSent(kase: Case, step: MessageStep, attempt: Attempt, at: Date, deps: PerformDeps) {
  const wait = attempt.reminder ? null : waitForAnswer(kase, step, at, deps);
  return wait ?? { do: 'leave' as const, exit: 'sent', reason: reason('sent') };
}

/** How long an answer is waited for before the reminder; null when the step sends none. */
export function waitForAnswer(kase: Case, step: MessageStep, askedAt: Date, deps: PerformDeps) {
  if (step.kind !== 'review_request' || step.settings.remindAfter === undefined) return null;
  const zone = zoneOf(kase.facts, deps.calendar);
  const until = addDuration(askedAt.toISOString(), step.settings.remindAfter, zone, deps.calendar);
  return { do: 'hold' as const, until, reason: reason('waiting', { until }) };
}
