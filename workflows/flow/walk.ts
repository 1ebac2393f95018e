import type { Calendar } from './calendar.js';
import { clockWords } from './clock-words.js';
import { evaluate, type Check } from './conditions.js';
import type { Directive } from './directive.js';
import { valueAt, type Facts } from './facts.js';
import { fieldLabel } from './fields.js';
import { findStep, getStep, type Flow, type Step, type StepId, type StepOf } from './flow.js';
import { fractionOf } from './hash.js';
import { earlierOf, isBefore, type Instant } from './instant.js';
import { reason, type Reason } from './reasons.js';
import { addDuration, momentOfDate, nextTime, staggered } from './schedule.js';
import { isEffect, type Kind } from './steps/index.js';
import { followsADate } from './steps/wait.js';
import { zoneOf } from './zones.js';

/** One line of what happened on the way. */
export interface Trail {
  stepId: StepId;
  kind: Kind;
  /** 1 the first time this enrollment reaches the step. */
  visit: number;
  /** The way out taken; null while it stays here. A `go_to` that jumps says `jumped`. */
  exit: string | null;
  at: Instant;
  reason?: Reason;
  /** What a branch looked at. */
  checks?: Check[];
  /** Fields a branch wanted and did not find. */
  missing?: string[];
}

/** How often each step has been reached. */
export type Visits = Readonly<Record<StepId, number>>;

export interface Walk {
  flow: Flow;
  /** Where to go on: into a step (null is the end), or out of one by an exit. */
  from: { enter: StepId | null } | { leave: StepId; exit: string; reason?: Reason };
  visits: Visits;
  facts: Facts;
  now: Instant;
  calendar: Calendar;
  /** When the wait at the entered step truly began (moved from another version): that time counts. */
  since?: Instant | undefined;
  /** When the enrollment began: with it, `rules.expireAfter` is kept. */
  startedAt?: Instant | undefined;
}

export interface Walked {
  trail: Trail[];
  directive: Directive;
  /** Where it stopped; null at the end. */
  at: StepId | null;
  /** Which visit of `at` this is; 0 at the end. */
  visit: number;
  /** When it came to `at`; a wait counts from here. */
  since: Instant;
  visits: Visits;
}

/** More steps than this without a pause can only be a loop. */
const MOST_STEPS_AT_ONCE = 1000;

/**
 * From a place in the flow to the next thing the world must do. Checks, splits, jumps and waits that
 * are over are passed on the way; it stops at a step with an effect, at a wait, or at the end.
 * Pure: the same input gives the same answer. An instant in the directive is always after `now`.
 */
export function walk({ flow, from, visits, facts, now, calendar, since, startedAt }: Walk): Walked {
  const trail: Trail[] = [];
  const counts: Record<StepId, number> = { ...visits };
  const expiry = startedAt === undefined ? null : expiresAt(flow, startedAt, facts, calendar);
  if (expiry !== null && !isBefore(now, expiry)) return ended('stopped', reason('expired'));

  let next: StepId | null;
  if ('leave' in from) {
    const left = getStep(flow, from.leave);
    note(left, from.exit, from.reason);
    next = follow(flow, from.leave, from.exit);
  } else {
    next = from.enter;
  }

  let arrived = since ?? now;
  for (let passed = 0; passed < MOST_STEPS_AT_ONCE; passed++) {
    if (next === null) return ended('completed', reason('finished'));
    const step = findStep(flow, next);
    if (!step) return ended('failed', reason('step_missing', { step: next }));
    counts[step.id] = visitOf(step.id) + 1;
    if (isEffect(step.kind)) return stopped(step, { do: 'run', step: step.id });
    const taken = passThrough(step, visitOf(step.id), { flow, facts, now, calendar, since: arrived, expiry });
    note(step, 'exit' in taken ? taken.exit : null, taken.reason, taken);
    if ('directive' in taken) return stopped(step, taken.directive);
    next = taken.to;
    arrived = now;
  }
  return ended('failed', reason('endless_loop'));

  function visitOf(id: StepId): number {
    return Object.hasOwn(counts, id) ? (counts[id] ?? 0) : 0;
  }
  function note(
    step: Step,
    exit: string | null,
    why?: Reason,
    more: Pick<Trail, 'checks' | 'missing'> = {},
  ): void {
    const line: Trail = {
      stepId: step.id,
      kind: step.kind,
      visit: Math.max(1, visitOf(step.id)),
      exit,
      at: now,
    };
    if (why) line.reason = why;
    if (more.checks) line.checks = more.checks;
    if (more.missing && more.missing.length > 0) line.missing = more.missing;
    trail.push(line);
  }
  function stopped(step: Step, directive: Directive): Walked {
    return { trail, directive, at: step.id, visit: visitOf(step.id), since: arrived, visits: counts };
  }
  function ended(status: 'completed' | 'stopped' | 'failed', why: Reason): Walked {
    return {
      trail,
      directive: { do: 'end', status, reason: why.code },
      at: null,
      visit: 0,
      since: now,
      visits: counts,
    };
  }
}

/** The step a way out leads to; null is the end. Throws a RangeError when the step has no such exit. */
export function follow(flow: Flow, stepId: StepId, exit: string): StepId | null {
  const { exits } = getStep(flow, stepId);
  if (!Object.hasOwn(exits, exit)) throw new RangeError(`The step “${stepId}” has no exit “${exit}”`);
  return exits[exit] ?? null;
}

/**
 * Works out again the wait at which an enrollment stands, because what it waits for has moved (a
 * reservation changed, a customer’s zone became known) or the enrollment came from another version.
 * Counts no new visit; `since` is when the wait began.
 */
export function replan(input: Omit<Walk, 'from'> & { stepId: StepId; since: Instant }): Walked {
  const { stepId, ...rest } = input;
  const visit = Object.hasOwn(input.visits, stepId) ? (input.visits[stepId] ?? 1) : 1;
  return walk({ ...rest, from: { enter: stepId }, visits: { ...input.visits, [stepId]: visit - 1 } });
}

/** When the journey's time runs out for an enrollment; null when it never does. */
export function expiresAt(flow: Flow, startedAt: Instant, facts: Facts, calendar: Calendar): Instant | null {
  const span = flow.rules.expireAfter;
  return span === undefined ? null : addDuration(startedAt, span, zoneOf(facts, calendar), calendar);
}

interface Here {
  flow: Flow;
  facts: Facts;
  now: Instant;
  calendar: Calendar;
  since: Instant;
  expiry: Instant | null;
}

type Passage =
  | { exit: string; to: StepId | null; reason: Reason; checks?: Check[]; missing?: string[] }
  | { directive: Directive; reason: Reason; checks?: Check[]; missing?: string[] };

function passThrough(step: Step, visit: number, here: Here): Passage {
  switch (step.kind) {
    case 'branch':
      return chooseArm(step, here);
    case 'split':
      return shareOut(step, here);
    case 'go_to':
      return jump(step, visit, here);
    case 'wait':
      return waitAt(step, here);
    case 'wait_for_event':
      return listenAt(step, here);
    default:
      throw new TypeError(`A ${step.kind} step has an effect and cannot be passed through`);
  }
}

function chooseArm(step: StepOf<'branch'>, { flow, facts, now }: Here): Passage {
  const checks: Check[] = [];
  const missing = new Set<string>();
  for (const { name, when } of step.settings.arms) {
    const verdict = evaluate(when, facts, now);
    checks.push(...verdict.checks);
    verdict.missing.forEach((field) => missing.add(field));
    if (!verdict.holds) continue;
    const what = verdict.checks.filter(({ passed }) => passed).map(({ label }) => label);
    const why = reason('arm_held', { what: what.length > 0 ? what.join(', ') : name });
    return { exit: name, to: follow(flow, step.id, name), reason: why, checks, missing: [...missing] };
  }
  const to = follow(flow, step.id, 'otherwise');
  return { exit: 'otherwise', to, reason: reason('no_arm_held'), checks, missing: [...missing] };
}

/** The same enrollment always takes the same arm; without one (a preview), the first with a share. */
function shareOut(step: StepOf<'split'>, { flow, facts }: Here): Passage {
  const arms = step.settings.arms.filter(({ weight }) => weight > 0);
  const total = arms.reduce((sum, { weight }) => sum + weight, 0);
  let mark = facts.enrollmentId === undefined ? 0 : fractionOf(`${facts.enrollmentId}:${step.id}`) * total;
  const chosen = arms.find(({ weight }) => (mark -= weight) < 0) ?? arms.at(-1);
  if (!chosen) throw new RangeError(`The split “${step.id}” has no arm with a share`);
  return { exit: chosen.name, to: follow(flow, step.id, chosen.name), reason: reason('shared_out') };
}

function jump(step: StepOf<'go_to'>, visit: number, { flow }: Here): Passage {
  const { step: target, maxPasses: most } = step.settings;
  if (visit > most)
    return {
      exit: 'exhausted',
      to: follow(flow, step.id, 'exhausted'),
      reason: reason('exhausted', { most }),
    };
  return { exit: 'jumped', to: target, reason: reason('jumped', { step: target, pass: visit, most }) };
}

function waitAt(step: StepOf<'wait'>, here: Here): Passage {
  const { flow, now, expiry } = here;
  const planned = planWait(step, here);
  if ('exit' in planned) return { ...planned, to: follow(flow, step.id, planned.exit) };
  if (!isBefore(now, planned.until)) {
    return {
      exit: 'done',
      to: follow(flow, step.id, 'done'),
      reason: reason(isBefore(here.since, planned.until) ? 'wait_over' : 'already_past'),
    };
  }
  const until = expiry === null ? planned.until : earlierOf(planned.until, expiry);
  return {
    directive: { do: 'wait', until, then: follow(flow, step.id, 'done') },
    reason: reason('waiting', { until: clockWords(until, zoneOf(here.facts, here.calendar), here.calendar) }),
  };
}

/** Until when a wait lasts that began at `since`, or the exit it takes at once. */
export function planWait(
  step: StepOf<'wait'>,
  { facts, now, calendar, since }: Pick<Here, 'facts' | 'now' | 'calendar' | 'since'>,
): { until: Instant } | { exit: 'done' | 'unknown_date'; reason: Reason } {
  const { settings } = step;
  const zone = zoneOf(facts, calendar);
  if ('duration' in settings) return { until: addDuration(since, settings.duration, zone, calendar) };
  if (!followsADate(settings)) {
    return { until: staggered(nextTime(settings.until, since, zone, calendar), facts.enrollmentId) };
  }
  const { until, ifPast } = settings;
  const value = valueAt(facts, until.field);
  const field = fieldLabel(until.field);
  if (value === undefined) return { exit: 'unknown_date', reason: reason('missing_date', { field }) };
  const moment = momentOfDate(
    value,
    until,
    zone,
    calendar,
    zoneOf({ customer: {}, business: facts.business }, calendar),
  );
  if (moment === null) return { exit: 'unknown_date', reason: reason('invalid_date', { field }) };
  // A wait once begun ends as done: only a date that was past on arrival is "past".
  if (!isBefore(now, moment)) {
    if (isBefore(since, moment)) return { exit: 'done', reason: reason('wait_over') };
    return { exit: ifPast === 'continue' ? 'done' : 'unknown_date', reason: reason('past_date', { field }) };
  }
  return { until: until.time === undefined ? moment : staggered(moment, facts.enrollmentId) };
}

function listenAt(
  step: StepOf<'wait_for_event'>,
  { flow, facts, now, calendar, since, expiry }: Here,
): Passage {
  const { events, timeout } = step.settings;
  const timesOut = addDuration(since, timeout, zoneOf(facts, calendar), calendar);
  if (!isBefore(now, timesOut)) {
    return { exit: 'timed_out', to: follow(flow, step.id, 'timed_out'), reason: reason('timed_out') };
  }
  const until = expiry === null ? timesOut : earlierOf(timesOut, expiry);
  return { directive: { do: 'listen', for: events, until, step: step.id }, reason: reason('listening') };
}
