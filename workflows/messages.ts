import type { Directive } from './flow/directive.js';

/**
 * The contract with Temporal: task queues, workflow ids, signals. Everything here is ids and instants;
 * what a signal is about stands in the database.
 */

/** Workflows, and the local activities they run in the same process. */
export const journeysQueue = 'journeys';
/** Ordinary activities: upkeep, and the durable fallback when a step cannot be performed locally and at once. */
export const effectsQueue = 'effects';
/** When upkeep runs: each starts the workflow it names. Night is three in the morning, UTC. */
export const SCHEDULES = [
  { id: 'upkeep-every-minute', workflow: 'everyMinute', every: '1 minute' },
  { id: 'upkeep-every-ten-minutes', workflow: 'everyTenMinutes', every: '10 minutes' },
  { id: 'upkeep-every-night', workflow: 'everyNight', every: '1 day', offset: '3 hours' },
] as const;

export interface EnrollmentInput {
  businessId: string;
  enrollmentId: string;
  /** How many directives this enrollment has been given so far; 0 at the start of a journey. */
  turn: number;
}

/** Why the next step is performed: it follows, a wait is over, something came in, or somebody stepped in. */
export type Cause = 'step' | 'due' | 'event' | 'control';

export interface PerformInput {
  businessId: string;
  enrollmentId: string;
  turn: number;
  cause: Cause;
  /** RFC 3339. With cause `due`: the instant that was waited for counts as passed, whatever the clock says. */
  due?: string;
}

export interface PerformAnswer {
  /** The turn the directive answers; higher than asked for when the database is ahead of this workflow. */
  turn: number;
  directive: Directive;
}

export const enrollmentWorkflowId = (enrollmentId: string): string => `enrollment:${enrollmentId}`;

/** "Look at your mailbox." Carries nothing: `perform` reads what came. */
export const nudgeSignal = 'nudge';
/** The same, from a person's hands. */
export const controlSignal = 'control';
