import type { EventPattern } from './events.js';
import type { Instant } from './instant.js';

export type StepId = string;

/** What an enrollment's workflow must do next. Carries ids and instants only, never words or names. */
export type Directive =
  /** Perform the step now. */
  | { do: 'run'; step: StepId }
  /** Sleep until the instant, then perform `then`; null is the end. */
  | { do: 'wait'; until: Instant; then: StepId | null }
  /** Sleep until one of the events comes or the instant passes, whichever is first. */
  | { do: 'listen'; for: EventPattern[]; until: Instant | null; step: StepId }
  /** It is over; `reason` is a code of `reasons`. */
  | { do: 'end'; status: 'completed' | 'stopped' | 'failed'; reason: string };
