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
import { evaluate } from '../../workflows/flow/conditions.js';
import { eventLabel, matches, type EventPattern } from '../../workflows/flow/events.js';
import { valueAt, type CustomerFacts, type EventFacts, type Facts } from '../../workflows/flow/facts.js';
import { findStep, type Flow } from '../../workflows/flow/flow.js';
import { addDuration } from '../../workflows/flow/schedule.js';
import { outcomeOf } from '../../workflows/flow/outcomes.js';
import { reason, type Reason } from '../../workflows/flow/reasons.js';
import { mayEnter } from '../../workflows/flow/reentry.js';
import { followsADate } from '../../workflows/flow/steps/wait.js';
import { zoneOf } from '../../workflows/flow/zones.js';

/** An event deeper than this in a chain of events that journeys caused matches nothing. */
export const DEEPEST_CHAIN = 5;

/** The type of the event that enrolls somebody by hand. */
export const BY_HAND = 'custom_enrolled_by_hand';

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

/**
 * The verdict of every journey an event concerns: first on the people inside (a goal or stop rule ends them, a listener
 * wakes, a date moves), then on who may come in. Every journey considered leaves at least one verdict with its reason.
 */
export function match(input: MatchInput): MatchResult {
  const result: MatchResult = { ended: [], enrollments: [], merged: [], queued: [], mail: [], matches: [] };
  const touched = new Set<string>();
  for (const enrollment of input.live) {
    if (input.journeyId !== null && input.journeyId !== enrollment.journey_id) continue;
    if (judgeInside(enrollment, input, result)) touched.add(enrollment.journey_id);
  }
  for (const journey of input.journeys) {
    if (journey.roles.includes('entry') || input.journeyId === journey.journey_id) {
      judgeEntry(journey, input, result);
    } else if (!touched.has(journey.journey_id)) {
      verdict(result, journey.journey_id, null, 'ignored', 'nobody_inside', {
        message: reason('nobody_inside').message,
      });
    }
  }
  return result;
}

/** Did the event mean anything to this enrollment? */
function judgeInside(enrollment: LiveEnrollmentRow, input: MatchInput, result: MatchResult): boolean {
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
    result.mail.push(mail(enrollment.id, kind, { type: input.event.type, code, message }, false));
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
  result.mail.push(mail(enrollment.id, 'control', { act: 'replan', actor: 'journey' }, true));
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
  let replan = false;
  for (const step of flow.steps) {
    if (step.kind !== 'wait' || !followsADate(step.settings)) continue;
    const { field } = step.settings.until;
    const here = step.id === enrollment.step_id;
    if (field.startsWith('event.data.') && isSameSubject(enrollment, input.event)) {
      const next = valueAt({ ...facts, event: input.event }, field);
      if (next === undefined || next === valueAt(facts, field)) continue;
      changed.set(field.slice('event.data.'.length), next);
      replan ||= here;
    } else if (field.startsWith('customer.')) {
      replan ||= here;
    }
  }
  if (changed.size > 0) {
    const stored = enrollment.facts as { event?: { data?: Record<string, unknown> } };
    const data = structuredClone(stored.event?.data ?? {});
    for (const [path, value] of changed) setPath(data, path.split('.'), value);
    result.merged.push({ id: enrollment.id, facts: { ...stored, event: { ...stored.event, data } } });
  }
  if (!replan) return false;
  result.mail.push(
    mail(
      enrollment.id,
      'control',
      { act: 'replan', reason: 'The date this waits for changed.', actor: 'journey' },
      true,
    ),
  );
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
  const listens = enrollment.step_id !== null && enrollment.step_id in steps;
  result.mail.push(mail(enrollment.id, 'event', { type: input.event.type, steps }, true));
  verdict(
    result,
    enrollment.journey_id,
    enrollment.id,
    listens && !enrollment.held ? 'woke' : 'ignored',
    listens ? (enrollment.held ? 'held' : 'listened_for') : 'kept',
    {
      message: !listens
        ? 'A later step waits for this; it is kept for then.'
        : enrollment.held
          ? 'The journey is on hold; it counts when it goes on.'
          : `${eventLabel(input.event.type)}: what this customer waited for.`,
    },
  );
  return true;
}

function judgeEntry(journey: ConsideredJourneyRow, input: MatchInput, result: MatchResult): void {
  const flow = input.flowOf(journey.journey_id, journey.live_version);
  const byHand = input.event.type === BY_HAND;
  const checks: { label: string; passed: boolean }[] = [
    { label: byHand ? 'Enrolled by hand' : eventLabel(input.event.type), passed: true },
  ];
  const ignore = (label: string, { code, message }: Reason) =>
    verdict(result, journey.journey_id, null, 'ignored', code, {
      message,
      checks: [...checks, { label, passed: false }],
    });

  if (input.depth > DEEPEST_CHAIN) {
    return ignore('Not caused by a long chain of journeys', reason('too_deep'));
  }
  if (journey.status === 'paused') return ignore('Journey is running', reason('paused'));
  checks.push({ label: 'Journey is running', passed: true });
  if (!input.customer) {
    return ignore('The customer is known', reason('no_customer'));
  }
  checks.push({ label: 'The customer is known', passed: true });

  const facts = entryFacts(input);
  if (!byHand && 'where' in flow.entry && flow.entry.where) {
    const judged = evaluate(flow.entry.where, facts, input.now);
    checks.push(...judged.checks);
    if (!judged.holds) {
      const failed = judged.checks.filter((check) => !check.passed).map((check) => check.label);
      const missing = judged.missing.length > 0 ? ` Missing: ${judged.missing.join(', ')}.` : '';
      const { code, message } = reason('condition_not_met', { what: failed.join(', ') });
      return void verdict(result, journey.journey_id, null, 'ignored', code, {
        message: message + missing,
        checks,
      });
    }
  }

  const subject = input.event.subject ?? null;
  const inside = input.live.find(
    (one) =>
      one.journey_id === journey.journey_id &&
      one.customer_id === input.customer!.id &&
      one.subject_kind === (subject?.kind ?? null) &&
      one.subject_id === (subject?.id ?? null) &&
      !result.ended.some((ended) => ended.id === one.id),
  );
  if (inside) return repeat(inside, flow, journey, input, result, checks);

  const settings = (input.business.settings ?? {}) as { reentry?: Flow['rules']['reentry'] };
  if (!byHand) {
    const history = input.past.filter((one) => one.journey_id === journey.journey_id);
    const allowed = mayEnter(
      flow.rules.reentry ?? settings.reentry,
      history.map((one) => ({
        subject: one.subject_kind === null ? null : { kind: one.subject_kind, id: one.subject_id! },
        startedAt: new Date(one.started_at).toISOString(),
      })),
      subject,
      input.now,
    );
    if (!allowed.allowed) return ignore('May come in again', allowed.reason);
  }
  checks.push({ label: 'May come in', passed: true });
  enroll(journey, flow, input, result, checks, 'enrolled');
}

/** A second event for a passage that is still under way does what the journey says. */
function repeat(
  inside: LiveEnrollmentRow,
  flow: Flow,
  journey: ConsideredJourneyRow,
  input: MatchInput,
  result: MatchResult,
  checks: { label: string; passed: boolean }[],
): void {
  const say = (outcome: NewMatch['outcome'], code: string, message: string) =>
    verdict(result, journey.journey_id, inside.id, outcome, code, { message, checks });
  switch (flow.rules.onRepeat ?? 'ignore') {
    case 'merge': {
      const stored = result.merged.find((one) => one.id === inside.id)?.facts ?? inside.facts;
      const kept = stored as { event?: EventFacts };
      const event = { ...storedEvent(input.event), data: { ...kept.event?.data, ...input.event.data } };
      result.merged = result.merged.filter((one) => one.id !== inside.id);
      result.merged.push({ id: inside.id, facts: { ...kept, event } });
      result.mail.push(
        mail(
          inside.id,
          'control',
          { act: 'replan', reason: 'Newer details arrived.', actor: 'journey' },
          true,
        ),
      );
      return say('merged', 'merged', 'The customer is inside already; the newest details were taken over.');
    }
    case 'restart':
      result.ended.push({
        id: inside.id,
        status: 'stopped',
        reason_code: 'restarted',
        reason_message: reason('restarted').message,
        timeline_id: newId(),
      });
      return enroll(journey, flow, input, result, checks, 'restarted');
    case 'queue':
      result.queued.push({ id: inside.id });
      return say('queued', 'queued', 'The customer is inside already; this waits until that passage ends.');
    default:
      return void verdict(result, journey.journey_id, inside.id, 'ignored', 'already_in', {
        message: reason('already_in').message,
        checks: [...checks, { label: 'Not inside already', passed: false }],
      });
  }
}

function enroll(
  journey: ConsideredJourneyRow,
  flow: Flow,
  input: MatchInput,
  result: MatchResult,
  checks: { label: string; passed: boolean }[],
  outcome: 'enrolled' | 'restarted',
): void {
  const id = newId();
  const zone = zoneOf({ customer: input.customer!, business: input.business }, input.calendar);
  result.enrollments.push({
    id,
    journey_id: journey.journey_id,
    version: journey.live_version,
    subject_kind: input.event.subject?.kind ?? null,
    subject_id: input.event.subject?.id ?? null,
    facts: { event: storedEvent(input.event), staff: input.staff, location: input.location, saved: {} },
    depth: input.depth,
    expires_at: flow.rules.expireAfter
      ? addDuration(input.now, flow.rules.expireAfter, zone, input.calendar)
      : null,
    timeline_id: newId(),
  });
  verdict(result, journey.journey_id, id, outcome, outcome === 'enrolled' ? 'entered' : 'restarted', {
    message:
      outcome === 'enrolled'
        ? 'The customer came in.'
        : 'The customer was inside already; that passage ended and a new one began.',
    checks,
  });
}

function verdict(
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

function mail(enrollmentId: string, kind: NewMail['kind'], body: unknown, nudge: boolean): NewMail {
  return { id: newId(), enrollment_id: enrollmentId, kind, body, nudge };
}

/** What is kept of an event in the enrollment it starts: what happened, never who it happened to. */
function storedEvent(event: EventFacts): EventFacts {
  const { id, type, occurredAt, subject, data } = event;
  return { ...(id && { id }), type, ...(occurredAt && { occurredAt }), subject: subject ?? null, data };
}

function entryFacts(input: MatchInput): Facts {
  return {
    customer: input.customer!,
    business: input.business,
    event: input.event,
    subject: input.event.subject ?? null,
    staff: input.staff,
    location: input.location,
  };
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
