import { evaluate } from './conditions.js';
import type { BusinessFacts, CustomerFacts, EventFacts, Facts, Subject } from './facts.js';
import type { Flow } from './flow.js';
import { isBefore, type Instant } from './instant.js';
import { mayEnter, type Passed } from './reentry.js';
import type { Reentry } from './rules.js';

/** Something that happened to a customer and could have begun a journey. */
export interface Arrival {
  /** Of the event. */
  id: string;
  at: Instant;
  event: EventFacts;
  customer: CustomerFacts & { id: string };
  staff?: Facts['staff'];
  location?: Facts['location'];
}

/** A passage of one customer through the journey, as far as coming in again asks. */
export interface PassageBefore extends Passed {
  customerId: string;
  active: boolean;
  /** The event that began it, or the first of the replays of that event. */
  eventId: string | null;
}

interface Door {
  flow: Pick<Flow, 'entry' | 'rules'>;
  business: BusinessFacts;
  /** What the business lays down where the journey says nothing. */
  reentry?: Reentry | undefined;
}

/** Do the conditions of the journey's start hold for this arrival? An event of another type does not begin it. */
export function meetsEntry(
  { flow: { entry }, business }: Pick<Door, 'flow' | 'business'>,
  arrival: Arrival,
  now: Instant,
): boolean {
  if (entry.on === 'event' && entry.type !== arrival.event.type) return false;
  if (entry.on === 'manual' || !entry.where) return true;
  const { customer, event, staff, location } = arrival;
  const facts = { customer, business, event, subject: event.subject ?? null, staff, location };
  return evaluate(entry.where, facts as Facts, now).holds;
}

/**
 * Who would have come in had the journey stood open while these things happened, oldest first. `before` are passages
 * that began earlier. A second occurrence about the same thing counts only where the journey takes it as a new passage.
 */
export function wouldHaveEntered(
  door: Door,
  arrivals: readonly Arrival[],
  before: readonly PassageBefore[],
): Arrival[] {
  const { rules } = door.flow;
  const history = historyOf(before);
  const entered: Arrival[] = [];
  for (const arrival of arrivals) {
    if (!meetsEntry(door, arrival, arrival.at)) continue;
    const passed = history.get(arrival.customer.id) ?? [];
    const subject = arrival.event.subject ?? null;
    if (!mayEnter(rules.reentry ?? door.reentry, passed, subject, arrival.at).allowed) continue;
    history.set(arrival.customer.id, [...passed, { subject, startedAt: arrival.at }]);
    entered.push(arrival);
  }
  return entered;
}

/**
 * Who could be taken in now, although it happened a while ago: the conditions hold today, nobody of them is inside the
 * journey, and the journey takes them (again). Of several occurrences the newest counts; `arrivals` may come in any
 * order. What has already begun a passage does not begin another.
 */
export function couldEnterNow(
  door: Door,
  arrivals: readonly Arrival[],
  passages: readonly PassageBefore[],
  now: Instant,
): Arrival[] {
  const { rules } = door.flow;
  const inside = new Set(passages.filter(({ active }) => active).map(({ customerId }) => customerId));
  const used = new Set(passages.map(({ eventId }) => eventId));
  const history = historyOf(passages);
  const seen = new Set<string>();
  const newestFirst = [...arrivals].sort((a, b) => (isBefore(a.at, b.at) ? 1 : -1));
  return newestFirst.filter((arrival) => {
    const { id } = arrival.customer;
    const subject = arrival.event.subject ?? null;
    const key = JSON.stringify([id, subject?.kind, subject?.id]);
    if (inside.has(id) || used.has(arrival.id) || seen.has(key)) return false;
    if (!meetsEntry(door, arrival, now)) return false;
    const passed = history.get(id) ?? [];
    if (!mayEnter(rules.reentry ?? door.reentry, passed, subject, now).allowed) return false;
    seen.add(key);
    history.set(id, [...passed, { subject, startedAt: now }]);
    return true;
  });
}

function historyOf(
  passages: readonly { customerId: string; subject: Subject | null; startedAt: Instant }[],
): Map<string, Passed[]> {
  const history = new Map<string, Passed[]>();
  for (const { customerId, subject, startedAt } of passages) {
    history.set(customerId, [...(history.get(customerId) ?? []), { subject, startedAt }]);
  }
  return history;
}
