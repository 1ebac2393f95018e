import type { ConsideredJourneyRow, LiveEnrollmentRow, NewMatch } from '../../db/matching.js';
import { newId } from '../../lib/ids.js';
import { evaluate } from '../../workflows/flow/conditions.js';
import { BY_HAND, eventLabel } from '../../workflows/flow/events.js';
import type { EventFacts, Facts } from '../../workflows/flow/facts.js';
import type { Flow } from '../../workflows/flow/flow.js';
import { reason, type Reason } from '../../workflows/flow/reasons.js';
import { mayEnter } from '../../workflows/flow/reentry.js';
import { addDuration } from '../../workflows/flow/schedule.js';
import { zoneOf } from '../../workflows/flow/zones.js';
import { replan, verdict, type MatchInput, type MatchResult } from './verdicts.js';

/** An event deeper than this in a chain of events that journeys caused matches nothing. */
const DEEPEST_CHAIN = 5;

const END_OF_TIME = '9999-12-31T00:00:00.000Z';

/** What was looked at before somebody was let in or turned away, in the order it was. */
type Checks = { label: string; passed: boolean }[];

/** May whom the event is about come into this journey? */
export function judgeEntry(journey: ConsideredJourneyRow, input: MatchInput, result: MatchResult): void {
  const flow = input.flowOf(journey.journey_id, journey.live_version);
  const byHand = input.event.type === BY_HAND;
  const checks: Checks = [
    { label: byHand ? 'Enrolled by hand' : eventLabel(input.event.type), passed: true },
  ];
  const ignore = ({ code, message }: Reason, failed?: string) =>
    verdict(result, journey.journey_id, null, 'ignored', code, {
      message,
      checks: failed === undefined ? checks : [...checks, { label: failed, passed: false }],
    });

  if (input.depth > DEEPEST_CHAIN)
    return ignore(reason('too_deep'), 'Not caused by a long chain of journeys');
  if (journey.status === 'paused') return ignore(reason('paused'), 'Journey is running');
  checks.push({ label: 'Journey is running', passed: true });
  if (!input.customer) return ignore(reason('no_customer'), 'The customer is known');
  checks.push({ label: 'The customer is known', passed: true });
  const unmet = byHand ? null : unmetCondition(flow, input, checks);
  if (unmet) return ignore(unmet);

  const inside = passageUnderWay(journey, input, result);
  // Nobody is made to wait for a turn that never comes.
  const waits = inside && flow.rules.onRepeat === 'queue';
  const asked = waits ? { ...input, now: END_OF_TIME } : input;
  const refused = byHand || (inside && !waits) ? null : refusedReentry(journey, flow, asked);
  if (refused) return ignore(refused, 'May come in again');
  if (inside) return repeat(inside, flow, journey, input, result, checks);
  checks.push({ label: 'May come in', passed: true });
  enroll(journey, flow, input, result, checks, 'enrolled');
}

/** Why the conditions of the entry do not hold; null when they do. Each of them joins `checks`. */
function unmetCondition({ entry }: Flow, input: MatchInput, checks: Checks): Reason | null {
  if (!('where' in entry) || !entry.where) return null;
  const judged = evaluate(entry.where, entryFacts(input), input.now);
  checks.push(...judged.checks);
  if (judged.holds) return null;
  const failed = judged.checks.filter((check) => !check.passed).map((check) => check.label);
  const missing = judged.missing.length > 0 ? ` Missing: ${judged.missing.join(', ')}.` : '';
  const why = reason('condition_not_met', { what: failed.join(', ') });
  return { ...why, message: why.message + missing };
}

/** The passage of this customer about this subject, unless this very event has ended it. */
function passageUnderWay(
  { journey_id: journeyId }: ConsideredJourneyRow,
  { live, customer, event: { subject } }: MatchInput,
  { ended }: MatchResult,
): LiveEnrollmentRow | undefined {
  return live.find(
    (one) =>
      one.journey_id === journeyId &&
      one.customer_id === customer!.id &&
      one.subject_kind === (subject?.kind ?? null) &&
      one.subject_id === (subject?.id ?? null) &&
      !ended.some(({ id }) => id === one.id),
  );
}

/** Why they may not come in again; null when they may, or come for the first time. */
function refusedReentry(
  { journey_id: journeyId }: ConsideredJourneyRow,
  flow: Flow,
  { business, past, event, now }: MatchInput,
): Reason | null {
  const settings = (business.settings ?? {}) as { reentry?: Flow['rules']['reentry'] };
  const history = past
    .filter((one) => one.journey_id === journeyId)
    .map((one) => ({
      subject: one.subject_kind === null ? null : { kind: one.subject_kind, id: one.subject_id! },
      startedAt: new Date(one.started_at).toISOString(),
    }));
  const allowed = mayEnter(flow.rules.reentry ?? settings.reentry, history, event.subject ?? null, now);
  return allowed.allowed ? null : allowed.reason;
}

/** A second event for a passage that is still under way does what the journey says. */
function repeat(
  inside: LiveEnrollmentRow,
  flow: Flow,
  journey: ConsideredJourneyRow,
  input: MatchInput,
  result: MatchResult,
  checks: Checks,
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
      result.mail.push(replan(inside.id, 'Newer details arrived.'));
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
  checks: Checks,
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
