import type {
  ConsideredJourneyRow,
  EndedEnrollment,
  LiveEnrollmentRow,
  NewEnrollment,
  NewMail,
  NewMatch,
  PastEnrollmentRow,
} from '../../db/matching.js';
import { newId } from '../../lib/ids.js';
import type { Calendar } from '../../workflows/flow/calendar.js';
import type { CustomerFacts, EventFacts } from '../../workflows/flow/facts.js';
import type { Flow } from '../../workflows/flow/flow.js';

/** One event, and everything its verdicts depend on. */
export interface MatchInput {
  event: EventFacts & { id: string };
  attempt: number;
  depth: number;
  /** Set when the event is meant for one journey only. */
  journeyId: string | null;
  customer: (CustomerFacts & { id: string }) | null;
  /** Whom the event does not name, but whose passage is about the same thing. */
  others: ReadonlyMap<string, CustomerFacts>;
  business: Record<string, unknown>;
  staff: Record<string, unknown> | null;
  location: Record<string, unknown> | null;
  journeys: ConsideredJourneyRow[];
  live: LiveEnrollmentRow[];
  past: PastEnrollmentRow[];
  flowOf: (journeyId: string, version: number) => Flow;
  now: string;
  calendar: Calendar;
}

/** What one event leads to; `db/matching` writes it in one transaction. */
export interface MatchResult {
  ended: EndedEnrollment[];
  enrollments: NewEnrollment[];
  merged: { id: string; facts: unknown }[];
  queued: { id: string }[];
  mail: NewMail[];
  matches: NewMatch[];
}

/** What a journey made of the event, and why. */
export function verdict(
  result: MatchResult,
  journeyId: string,
  enrollmentId: string | null,
  outcome: NewMatch['outcome'],
  code: string,
  { message, checks = [] }: { message: string; checks?: NewMatch['checks'] },
): void {
  result.matches.push({
    id: newId(),
    journey_id: journeyId,
    enrollment_id: enrollmentId,
    outcome,
    reason_code: code,
    reason_message: message,
    checks,
  });
}

/** What an enrollment is told, and woken for. */
export const mail = (enrollmentId: string, kind: NewMail['kind'], body: unknown): NewMail => ({
  id: newId(),
  enrollment_id: enrollmentId,
  kind,
  body,
  nudge: true,
});

/** What it is told when it next looks, without being woken. */
export const mailForLater = (enrollmentId: string, kind: NewMail['kind'], body: unknown): NewMail => ({
  ...mail(enrollmentId, kind, body),
  nudge: false,
});

/** That its plan may have changed. `why` stands in its timeline. */
export const replan = (enrollmentId: string, why?: string): NewMail =>
  mail(enrollmentId, 'control', {
    act: 'replan',
    ...(why !== undefined && { reason: why }),
    actor: 'journey',
  });
