import type { CaseRow, CustomerRow, StepMessageRow, TimelineEntry } from '../../db/perform.js';
import { newId } from '../../lib/ids.js';
import type { Directive } from '../../workflows/flow/directive.js';
import type { Facts } from '../../workflows/flow/facts.js';
import type { Flow, Step, StepId } from '../../workflows/flow/flow.js';
import type { Trail, Visits } from '../../workflows/flow/walk.js';
import { customerFacts } from '../intake/people.js';

/** One enrollment under its locks: everything a decision may look at, and what has been decided so far in this turn. */
export interface Case {
  row: CaseRow;
  customer: CustomerRow;
  flow: Flow;
  version: number;
  /** The pinned version, and those that unread mail moves it to. */
  flows: ReadonlyMap<number, Flow>;
  facts: Facts;
  /** By channel, the connection by which a provider tells what became of a message. */
  connections: { email: string | null; sms: string | null };
  /** RFC 3339: the database's clock, or the instant that was waited for when that is later. */
  now: string;
  /** Where it stands. */
  stepId: StepId | null;
  visit: number;
  visits: Visits;
  since: string;
  lastMessageAt: string | null;
  /** What this turn adds to the timeline, in order. */
  entries: TimelineEntry[];
  /** Mailbox rows this turn has looked at. */
  seen: string[];
  /** Of those, events by which a listening step was left, with the step. */
  taken: Record<string, string>;
}

/** How a turn ends: with a directive to store, after which the enrollment stands at `stepId`. */
export interface Decision {
  directive: Directive;
  reason: { code: string; message: string } | null;
}

export function openCase(
  row: CaseRow,
  customer: CustomerRow,
  flows: ReadonlyMap<number, Flow>,
  connections: Case['connections'],
  now: string,
): Case {
  return {
    row,
    customer,
    flow: flows.get(row.version)!,
    flows,
    connections,
    version: row.version,
    facts: factsOf(row, customer),
    now,
    stepId: row.step_id,
    visit: row.visit,
    visits: row.visits,
    since: row.since?.toISOString() ?? now,
    lastMessageAt: row.last_message_at?.toISOString() ?? null,
    entries: [],
    seen: [],
    taken: {},
  };
}

function factsOf(row: CaseRow, customer: CustomerRow): Facts {
  const stored = row.facts as Partial<Facts>;
  return {
    enrollmentId: row.id,
    customer: customerFacts({ ...customer, tags: row.tags }),
    business: row.business,
    event: stored.event ?? { type: '', data: {} },
    subject: row.subject_kind === null ? null : { kind: row.subject_kind, id: row.subject_id! },
    staff: stored.staff ?? null,
    location: stored.location ?? null,
    saved: stored.saved ?? {},
    answers: row.rating ? { rating: row.rating.rating, ratedAt: row.rating.at } : {},
  };
}

/** Messages this enrollment already has for the step and visit it stands at. */
export function messagesHere(kase: Case, step: Step): StepMessageRow[] {
  return kase.row.step_messages.filter(
    (message) => message.step_id === step.id && message.visit === kase.visit,
  );
}

export function note(kase: Case, entry: Omit<TimelineEntry, 'id'>): void {
  kase.entries.push({ id: newId(), ...entry });
}

/** Put the steps that were walked through into the timeline. */
export function noteTrail(kase: Case, trail: Trail[], eventId: string | null = null): void {
  for (const { stepId, kind, visit, exit, reason, missing } of trail) {
    const more = missing && missing.length > 0 ? ` Missing: ${missing.join(', ')}.` : '';
    note(kase, {
      type: exit !== null ? 'step' : kind === 'wait' ? 'waiting' : 'listening',
      step_id: stepId,
      visit,
      exit,
      reason_code: reason?.code ?? null,
      reason_message: reason ? reason.message + more : null,
      event_id: eventId,
    });
  }
}
