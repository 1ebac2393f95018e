import type { Calendar } from './calendar.js';
import { evaluate } from './conditions.js';
import type { BusinessFacts, CustomerFacts, EventFacts, Facts, Subject } from './facts.js';
import type { Flow } from './flow.js';
import { isBefore, type Instant } from './instant.js';
import { reason, type Reason } from './reasons.js';
import { mayEnter, type Passed } from './reentry.js';
import { rehearse, type Answer, type Rehearsed, type Sent } from './rehearse.js';
import type { Reentry } from './rules.js';
import type { Permission, SendingDefaults } from './sending.js';
import { typesOf } from './outcomes.js';

/** Something that really happened, as far as it is still known. */
export interface PastEvent extends EventFacts {
  id: string;
  occurredAt: Instant;
  staff?: Facts['staff'];
  location?: Facts['location'];
}

/** One customer's share of the past. */
export interface PastOfCustomer {
  customer: CustomerFacts;
  permission: Permission;
  /** What other journeys sent them. */
  recent: readonly Sent[];
  /** What could have begun the journey, oldest first. */
  arrivals: readonly PastEvent[];
  /** What happened besides: what the journey ends at, stops by or waits for. Oldest first. */
  others: readonly PastEvent[];
}

export interface PastSetting {
  flow: Flow;
  business: BusinessFacts;
  defaults: SendingDefaults;
  /** What the business lays down where the journey says nothing. */
  reentry?: Reentry | undefined;
  calendar: Calendar;
  links?: Parameters<typeof rehearse>[0]['links'];
}

/** What the journey would have made of one event. */
export interface PastVerdict {
  event: PastEvent;
  verdict: 'enrolled' | 'restarted' | 'merged' | 'ignored';
  reason: Reason;
  /** What would have followed; null when nobody came in. */
  rehearsed: Rehearsed | null;
  /** What the customer really did meanwhile, as far as it concerns the journey. */
  answers: Answer[];
}

/** As much of what happened afterwards as one passage looks at. */
const MOST_ANSWERS = 200;

/** Event types that end, stop or wake a passage: what must be known besides what begins one. */
export const typesMeanwhile = (flow: Flow): string[] => [
  ...new Set(
    typesOf(flow)
      .filter(({ role }) => role !== 'entry')
      .map(({ type }) => type),
  ),
];

/**
 * What a journey would have made of one customer's past, had it been live: who comes in (again), who is inside already,
 * and what each passage sends, knowing what the customer really did afterwards. Passages are judged in the order they
 * begin; a later one knows what the earlier ones sent. The customer is taken as they are known today.
 */
export function rehearsePast(past: PastOfCustomer, setting: PastSetting): PastVerdict[] {
  const work = rehearsePastInSteps(past, setting);
  for (;;) {
    const step = work.next();
    if (step.done) return step.value;
  }
}

/** The same, stopping after every event, so that whoever runs it may do something else in between. */
export function* rehearsePastInSteps(
  past: PastOfCustomer,
  setting: PastSetting,
): Generator<undefined, PastVerdict[]> {
  const { flow } = setting;
  const verdicts: PastVerdict[] = [];
  const history: Passed[] = [];
  const passages: Passage[] = [];

  for (const event of past.arrivals) {
    yield;
    const refused = refusedEntry(event, past, setting);
    if (refused) {
      verdicts.push({ event, verdict: 'ignored', reason: refused, rehearsed: null, answers: [] });
      continue;
    }
    const subject = event.subject ?? null;
    const inside = passages.find(
      (one) => isSame(one.subject, subject) && isBefore(event.occurredAt, one.verdict.rehearsed.ended.at),
    );
    const repeat = inside ? (flow.rules.onRepeat ?? 'ignore') : null;
    if (inside && repeat === 'restart') {
      breakOff(inside, event.occurredAt);
      begin(event, event.occurredAt, 'restarted');
      continue;
    }
    if (inside && repeat !== 'queue') {
      const merged = repeat === 'merge';
      verdicts.push({
        event,
        verdict: merged ? 'merged' : 'ignored',
        reason: merged
          ? {
              code: 'merged',
              message: 'The customer was inside already; the newest details would have been taken over.',
            }
          : reason('already_in'),
        rehearsed: null,
        answers: [],
      });
      continue;
    }
    const at = inside ? inside.verdict.rehearsed.ended.at : event.occurredAt;
    const allowed = mayEnter(flow.rules.reentry ?? setting.reentry, history, subject, at);
    if (allowed.allowed) begin(event, at, 'enrolled');
    else verdicts.push({ event, verdict: 'ignored', reason: allowed.reason, rehearsed: null, answers: [] });
  }
  return verdicts;

  function begin(event: PastEvent, at: Instant, verdict: 'enrolled' | 'restarted'): void {
    const answers = past.others
      .filter(({ occurredAt }) => isBefore(at, occurredAt))
      .slice(0, MOST_ANSWERS)
      .map(({ type, occurredAt, subject, data }): Answer => ({
        type,
        at: occurredAt,
        subject: subject ?? undefined,
        data,
      }));
    const rehearsed = rehearse({
      flow,
      event,
      customer: past.customer,
      business: setting.business,
      staff: event.staff,
      location: event.location,
      answers,
      startAt: at,
      calendar: setting.calendar,
      permission: past.permission,
      recent: [...past.recent, ...passages.flatMap((one) => sentBy(one.verdict.rehearsed))],
      defaults: setting.defaults,
      seed: event.id,
      links: setting.links,
    });
    const meanwhile = answers.filter((answer) => !isBefore(rehearsed.ended.at, answer.at ?? at));
    const made = { event, verdict, reason: reason('entered'), rehearsed, answers: meanwhile };
    history.push({ subject: event.subject ?? null, startedAt: at });
    passages.push({ subject: event.subject ?? null, verdict: made });
    verdicts.push(made);
  }
}

interface Passage {
  subject: Subject | null;
  verdict: PastVerdict & { rehearsed: Rehearsed };
}

function refusedEntry(
  event: PastEvent,
  past: PastOfCustomer,
  { flow, business }: PastSetting,
): Reason | null {
  if (flow.entry.on !== 'event' || flow.entry.type !== event.type) return reason('other_event');
  if (!flow.entry.where) return null;
  const facts: Facts = {
    customer: past.customer,
    business,
    event,
    subject: event.subject ?? null,
    staff: event.staff ?? null,
    location: event.location ?? null,
  };
  const { holds, checks, missing } = evaluate(flow.entry.where, facts, event.occurredAt);
  if (holds) return null;
  const failed = checks.filter(({ passed }) => !passed).map(({ label }) => label);
  const unknown = missing.map((field) => `${field} is missing`);
  return reason('condition_not_met', { what: [...failed, ...unknown].join(', ') });
}

/** A newer occurrence takes the place: nothing the old passage had ahead of it happens. */
function breakOff({ verdict }: Passage, at: Instant): void {
  const { entries } = verdict.rehearsed;
  verdict.rehearsed = {
    entries: entries.filter((entry) => !isBefore(at, entry.at) && entry.kind !== 'end'),
    ended: { at, status: 'stopped', reason: reason('restarted') },
  };
}

const sentBy = ({ entries }: Rehearsed): Sent[] =>
  entries.flatMap(({ at, message }) =>
    message ? [{ at, channel: message.channel, purpose: message.purpose }] : [],
  );

const isSame = (a: Subject | null, b: Subject | null): boolean => a?.kind === b?.kind && a?.id === b?.id;

interface Counted {
  code: string;
  /** The sentence of one of them. */
  message: string;
  count: number;
}

/** What the verdicts of many customers come to. Parts of a whole may be added up. */
export interface PastTally {
  /** Events that could have begun the journey. */
  events: number;
  enrolled: number;
  /** Why the others would not have come in, the most frequent first. */
  notEnrolled: Counted[];
  /** What each step would have sent. */
  sent: { stepId: string; channel: 'email' | 'sms'; count: number; parts: number }[];
  /** Messages of each day in the business's zone, in order. */
  days: { date: string; email: number; sms: number }[];
  /** Messages that would have waited first, and what for. */
  held: Counted[];
  /** Messages that would not have been sent at all, and why. */
  unsent: (Counted & { stepId: string })[];
  ended: (Counted & { status: Rehearsed['ended']['status'] })[];
}

export const emptyTally = (): PastTally => ({
  events: 0,
  enrolled: 0,
  notEnrolled: [],
  sent: [],
  days: [],
  held: [],
  unsent: [],
  ended: [],
});

/** Adds one verdict. `dateOf` gives the day of an instant, `2026-11-20`, where the business is. */
export function count(
  tally: PastTally,
  { verdict, reason: why, rehearsed }: PastVerdict,
  dateOf: (at: Instant) => string,
): void {
  tally.events += 1;
  if (!rehearsed || rehearsed.ended.status === 'ignored') {
    raise(tally.notEnrolled, sameReason(why), { ...why, count: 0 });
    return;
  }
  if (verdict === 'enrolled' || verdict === 'restarted') tally.enrolled += 1;
  for (const { at, stepId, exit, reason: told, message } of rehearsed.entries) {
    if (message) {
      const { channel, segments } = message;
      const made = { stepId: stepId ?? '', channel, count: 0, parts: 0 };
      const step = raise(tally.sent, (one) => one.stepId === stepId && one.channel === channel, made);
      step.parts += segments;
      const date = dateOf(at);
      let day = tally.days.find((one) => one.date === date);
      if (!day) tally.days.push((day = { date, email: 0, sms: 0 }));
      day[channel] += 1;
    } else if (stepId !== null && told && HOLDS.has(told.code)) {
      raise(tally.held, ({ code }) => code === told.code, { ...told, count: 0 });
    } else if (stepId !== null && told && exit === 'undeliverable') {
      const same = (one: { stepId: string; code: string }) => one.stepId === stepId && one.code === told.code;
      raise(tally.unsent, same, { stepId, ...told, count: 0 });
    }
  }
  const { status, reason: end } = rehearsed.ended;
  raise(tally.ended, (one) => one.status === status && one.code === end.code, { status, ...end, count: 0 });
}

/** Two tallies of different customers, as one. */
export function added(a: PastTally, b: PastTally): PastTally {
  const sum = structuredClone(a);
  sum.events += b.events;
  sum.enrolled += b.enrolled;
  for (const one of b.notEnrolled) raise(sum.notEnrolled, sameReason(one), { ...one, count: 0 }, one.count);
  for (const one of b.sent) {
    const same = (other: typeof one) => other.stepId === one.stepId && other.channel === one.channel;
    raise(sum.sent, same, { ...one, count: 0, parts: 0 }, one.count).parts += one.parts;
  }
  for (const one of b.days) {
    const day = sum.days.find(({ date }) => date === one.date);
    if (day) {
      day.email += one.email;
      day.sms += one.sms;
    } else sum.days.push({ ...one });
  }
  for (const one of b.held) raise(sum.held, ({ code }) => code === one.code, { ...one, count: 0 }, one.count);
  for (const one of b.unsent) {
    const same = (other: typeof one) => other.stepId === one.stepId && other.code === one.code;
    raise(sum.unsent, same, { ...one, count: 0 }, one.count);
  }
  for (const one of b.ended) {
    const same = (other: typeof one) => other.status === one.status && other.code === one.code;
    raise(sum.ended, same, { ...one, count: 0 }, one.count);
  }
  return inOrder(sum);
}

/** The most frequent first, days as they come. */
export function inOrder(tally: PastTally): PastTally {
  for (const list of [tally.notEnrolled, tally.held, tally.unsent, tally.ended])
    list.sort((a, b) => b.count - a.count);
  tally.days.sort((a, b) => (a.date < b.date ? -1 : 1));
  return tally;
}

const HOLDS: ReadonlySet<string> = new Set(['quiet_hours', 'marketing_hours', 'send_window', 'cap']);

export const isHeld = ({ reason: told, message }: Rehearsed['entries'][number]): boolean =>
  message === undefined && told !== undefined && HOLDS.has(told.code);

const sameReason = (why: { code: string; message: string }) => (one: { code: string; message: string }) =>
  one.code === why.code && one.message === why.message;

function raise<T extends { count: number }>(list: T[], same: (one: T) => boolean, made: T, by = 1): T {
  let found = list.find(same);
  if (!found) list.push((found = made));
  found.count += by;
  return found;
}
