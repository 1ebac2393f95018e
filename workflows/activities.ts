import type { PerformAnswer, PerformInput } from './messages.js';

/** What enrollments ask of the world. */
export interface JourneyActivities {
  /**
   * Take the enrollment one turn further and say what to do next. Idempotent by `turn`: asking again, late
   * or twice at once, gives the stored answer and does nothing.
   */
  perform(input: PerformInput): Promise<PerformAnswer>;
}

/** What the clock asks of the world: one activity per kind of upkeep, each finds out itself what is due. */
export interface UpkeepActivities {
  /** Enrollments whose time passed without anybody moving them are started or nudged again. */
  redispatchOverdue(): Promise<{ redispatched: number }>;
  /** Messages whose sender died in the middle of the call, and that nobody will come back to, are left unknown. */
  settleAbandoned(): Promise<{ settled: number }>;
  /** Messages whose fate nobody knows are looked up at providers that can tell. */
  lookUpUnknown(): Promise<{ lookedUp: number }>;
  /** What journeys tell the team reaches it by e-mail too. */
  emailNotices(): Promise<{ emailed: number }>;
  /** Businesses that are being deleted are taken a step further. */
  closeBusinesses(): Promise<{ closed: number }>;
  /** Rows past their keeping time are scrubbed or deleted. */
  sweepRetention(): Promise<{ removed: number }>;
  /** Data keys still wrapped by an older key of SECRETS_KEY are wrapped by the current one. */
  rewrapDataKeys(): Promise<{ rewrapped: number }>;
  /** Journeys entered by a date: customers whose date has come round enter the inbox. */
  enterByDate(): Promise<{ entered: number }>;
  /** Journeys entered by a description: customers who have come to fit it enter the inbox. */
  enterBySegment(): Promise<{ entered: number }>;
}
