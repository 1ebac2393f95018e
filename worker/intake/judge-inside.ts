import type { LiveEnrollmentRow } from '../../db/matching.js';
import { newId } from '../../lib/ids.js';
import { eventLabel, matches, type EventPattern } from '../../workflows/flow/events.js';
import { valueAt, type EventFacts, type Facts } from '../../workflows/flow/facts.js';
import { findStep, type Flow } from '../../workflows/flow/flow.js';
import { outcomeOf } from '../../workflows/flow/outcomes.js';
import { reason, type Reason } from '../../workflows/flow/reasons.js';
import { followsADate } from '../../workflows/flow/steps/wait.js';
import { mail, mailForLater, replan, verdict, type MatchInput, type MatchResult } from './verdicts.js';

/** Did the event mean anything to this enrollment? */
export function judgeInside(enrollment: LiveEnrollmentRow, input: MatchInput, result: MatchResult): boolean {
  const flow = input.flowOf(enrollment.journey_id, enrollment.version);
  const facts = factsOf(enrollment, input);
  const meant = (pattern: EventPattern) => matches(pattern, input.event, facts, input.now);

  const outcome = outcomeOf(input.event, flow, facts, input.now, enrollment.step_id);
  if (outcome && outcome.is !== 'listened') {
    return end(enrollment, outcome.status, outcome.reason, input, result);
  }
  if (isCancelled(enrollment, flow, input.event)) {
    const what = eventLabel(input.event.type);
    return end(enrollment, 'stopped', reason('subject_cancelled', { what }), input, result);
  }
  const moved = followDates(enrollment, flow, facts, input, result);
  const woke = keepForListeners(enrollment, flow, meant, input, result);
  const answered = noticeAnswer(enrollment, flow, input, result);
  return moved || woke || answered;
}

function end(
  enrollment: LiveEnrollmentRow,
  status: 'completed' | 'stopped',
  { code, message }: Reason,
  input: MatchInput,
  result: MatchResult,
): true {
  if (enrollment.held) {
    // Held people stand still: what came is performed when the owner lets them go on.
    const kind = status === 'completed' ? 'goal' : 'stop_rule';
    result.mail.push(mailForLater(enrollment.id, kind, { type: input.event.type, code, message }));
    verdict(result, enrollment.journey_id, enrollment.id, 'ignored', 'held', {
      message: `${message} The journey is on hold; it counts when it goes on.`,
    });
    return true;
  }
  result.ended.push({
    id: enrollment.id,
    status,
    reason_code: code,
    reason_message: message,
    timeline_id: newId(),
  });
  verdict(result, enrollment.journey_id, enrollment.id, 'ended', code, { message });
  return true;
}

/** Who waits to be reminded of a question they have now answered need not wait any longer. */
function noticeAnswer(
  enrollment: LiveEnrollmentRow,
  flow: Flow,
  input: MatchInput,
  result: MatchResult,
): boolean {
  const step = enrollment.step_id === null ? null : findStep(flow, enrollment.step_id);
  if (input.event.type !== 'feedback_received' || step?.kind !== 'review_request') return false;
  result.mail.push(replan(enrollment.id));
  verdict(result, enrollment.journey_id, enrollment.id, 'woke', 'answered', {
    message: reason('answered').message,
  });
  return true;
}

/** A reservation or job that is called off ends whoever waits for its date. */
function isCancelled(enrollment: LiveEnrollmentRow, flow: Flow, event: EventFacts): boolean {
  if (!/_(cancelled|voided)$/.test(event.type) || !isSameSubject(enrollment, event)) return false;
  const step = enrollment.step_id === null ? null : findStep(flow, enrollment.step_id);
  return (
    step?.kind === 'wait' && followsADate(step.settings) && step.settings.until.field.startsWith('event.')
  );
}

/**
 * Dates that later or present waits follow are kept up to date from events about the same subject; who waits for one
 * now is planned again.
 */
function followDates(
  enrollment: LiveEnrollmentRow,
  flow: Flow,
  facts: Facts,
  input: MatchInput,
  result: MatchResult,
): boolean {
  const changed = new Map<string, unknown>();
  let waitsForOne = false;
  for (const step of flow.steps) {
    if (step.kind !== 'wait' || !followsADate(step.settings)) continue;
    const { field } = step.settings.until;
    const here = step.id === enrollment.step_id;
    if (field.startsWith('event.data.') && isSameSubject(enrollment, input.event)) {
      const next = valueAt({ ...facts, event: input.event }, field);
      if (next === undefined || next === valueAt(facts, field)) continue;
      changed.set(field.slice('event.data.'.length), next);
      waitsForOne ||= here;
    } else if (field.startsWith('customer.')) {
      waitsForOne ||= here;
    }
  }
  if (changed.size > 0) {
    const stored = enrollment.facts as { event?: { data?: Record<string, unknown> } };
    const data = structuredClone(stored.event?.data ?? {});
    for (const [path, value] of changed) setPath(data, path.split('.'), value);
    result.merged.push({ id: enrollment.id, facts: { ...stored, event: { ...stored.event, data } } });
  }
  if (!waitsForOne) return false;
  result.mail.push(replan(enrollment.id, 'The date this waits for changed.'));
  verdict(result, enrollment.journey_id, enrollment.id, 'replanned', 'date_changed', {
    message: 'The date this customer waits for was read again.',
  });
  return true;
}

/**
 * Keep the event for every step of this flow that waits for it, so that a listener reached a moment later can look
 * back; wake the enrollment when it listens now.
 */
function keepForListeners(
  enrollment: LiveEnrollmentRow,
  flow: Flow,
  meant: (pattern: EventPattern) => boolean,
  input: MatchInput,
  result: MatchResult,
): boolean {
  const steps: Record<string, string> = {};
  for (const step of flow.steps) {
    if (step.kind !== 'wait_for_event') continue;
    const taken = step.settings.events.find(meant);
    if (taken) steps[step.id] = taken.name;
  }
  if (Object.keys(steps).length === 0) return false;
  result.mail.push(mail(enrollment.id, 'event', { type: input.event.type, steps }));
  const listens = enrollment.step_id !== null && enrollment.step_id in steps;
  const { id, journey_id: journeyId } = enrollment;
  if (!listens) {
    verdict(result, journeyId, id, 'ignored', 'kept', {
      message: 'A later step waits for this; it is kept for then.',
    });
  } else if (enrollment.held) {
    verdict(result, journeyId, id, 'ignored', 'held', {
      message: 'The journey is on hold; it counts when it goes on.',
    });
  } else {
    verdict(result, journeyId, id, 'woke', 'listened_for', {
      message: `${eventLabel(input.event.type)}: what this customer waited for.`,
    });
  }
  return true;
}

function factsOf(enrollment: LiveEnrollmentRow, input: MatchInput): Facts {
  const stored = enrollment.facts as Partial<Facts>;
  return {
    enrollmentId: enrollment.id,
    customer:
      input.customer?.id === enrollment.customer_id
        ? input.customer
        : (input.others.get(enrollment.customer_id) ?? { id: enrollment.customer_id }),
    business: input.business,
    event: stored.event ?? { type: '', data: {} },
    subject:
      enrollment.subject_kind === null ? null : { kind: enrollment.subject_kind, id: enrollment.subject_id! },
    staff: stored.staff ?? null,
    location: stored.location ?? null,
    saved: stored.saved ?? {},
  };
}

function isSameSubject(enrollment: LiveEnrollmentRow, event: EventFacts): boolean {
  return (
    enrollment.subject_kind !== null &&
    event.subject?.kind === enrollment.subject_kind &&
    event.subject.id === enrollment.subject_id
  );
}

function setPath(target: Record<string, unknown>, [key, ...rest]: string[], value: unknown): void {
  if (key === undefined || key === '__proto__') return;
  if (rest.length === 0) {
    target[key] = value;
    return;
  }
  const next = target[key];
  const inner = typeof next === 'object' && next !== null ? (next as Record<string, unknown>) : {};
  target[key] = inner;
  setPath(inner, rest, value);
}
