import * as claims from '../../db/claims.js';
import * as matching from '../../db/matching.js';
import { releaseQueued } from '../../db/perform.js';
import { withBusiness, type BusinessTransaction, type Database } from '../../db/tenant.js';
import type { BusinessKeys } from '../../lib/business-keys.js';
import type { Log } from '../../lib/log.js';
import type { Calendar } from '../../workflows/flow/calendar.js';
import type { NewEvent } from '../../workflows/flow/events.js';
import type { EventFacts } from '../../workflows/flow/facts.js';
import type { Beginner } from '../activities/head-starts.js';
import type { FlowCache } from '../flows.js';
import type { WorkerMetrics } from '../metrics.js';
import { match } from './match.js';
import { customerFacts, keepLocation, keepStaff, whoIsMeant, type Person } from './people.js';
import type { MatchInput, MatchResult } from './verdicts.js';

export interface HandleDeps {
  metrics: Pick<WorkerMetrics, 'matched'>;
  database: Database;
  keys: BusinessKeys;
  flows: FlowCache;
  calendar: Calendar;
  log: Log;
  /** How to take the first turn of a passage in the transaction that writes it, or null when that is not to be done. */
  beginner?(businessId: string): Promise<Beginner | null>;
}

export interface Handled {
  outcome: 'matched' | 'ignored' | 'failed';
  /** Goes on with the one passage whose first turn has been taken: to be called once. */
  goOn?: () => void;
  /** What was put in the outbox: to be told to Temporal now. */
  outbox: { id: string; kind: 'start' | 'nudge'; enrollment_id: string }[];
}

/** After so many failures an event is set aside, so that later events of its subject can go on. */
const MOST_FAILURES = 8;

/**
 * Take one event all the way: who it is about, what every journey makes of it, and what follows, in one transaction.
 * Null when it is not ours to take now: another worker has it, or an older event of its subject comes first.
 *
 * The transaction is the lease: a worker that dies leaves nothing behind. What fails is undone as a whole and counted in
 * a transaction of its own, so that one bad event harms no other.
 */
export async function handleEvent(
  { businessId, eventId }: { businessId: string; eventId: string },
  deps: HandleDeps,
): Promise<Handled | null> {
  const [beginner] = await Promise.all([deps.beginner?.(businessId), deps.keys.ensure(businessId)]);
  const context = { businessId, actor: 'journey' };
  let claimed: claims.ClaimedEventRow | undefined;
  let hasBegun = false;
  const begin: Beginner = (tx, enrollmentId) => {
    hasBegun = true;
    return beginner!(tx, enrollmentId);
  };
  const attempt = (mayBegin: Beginner | null) =>
    withBusiness(deps.database, context, async (tx) => {
      const [[lock], [event]] = await Promise.all([
        tx.run(claims.lockOrder, [businessId, eventId]),
        tx.run(claims.claimEvent, [businessId, eventId]),
      ]);
      if (!lock?.mine || !event) return null;
      claimed = event;
      return matchClaimed(tx, event, mayBegin, deps);
    });
  try {
    const matched = await attempt(beginner ? begin : null).catch((error: unknown) => {
      if (!hasBegun) throw error;
      // What a first turn fails on is no fault of the match: that is made again, and the turn left to its workflow.
      deps.log.warn({ err: error, businessId, eventId }, 'a first turn is left to its workflow');
      return attempt(null);
    });
    if (!matched) return null;
    const { outcome, matches, written, goOn } = matched;
    for (const match of matches) deps.metrics.matched(match.outcome);
    const outbox = (await written).map(({ outbox_id, kind, enrollment_id }) => ({
      id: outbox_id,
      kind,
      enrollment_id,
    }));
    return { outcome, outbox, ...(goOn && { goOn }) };
  } catch (error) {
    if (!claimed) throw error;
    await countFailure(context, claimed, error, deps);
    return { outcome: 'failed', outbox: [] };
  }
}

async function countFailure(
  context: { businessId: string; actor: string },
  { id, failures }: claims.ClaimedEventRow,
  error: unknown,
  { database, log }: HandleDeps,
): Promise<void> {
  const { businessId } = context;
  const attempt = failures + 1;
  log.error({ err: error, businessId, eventId: id, attempt }, 'an event could not be matched');
  await withBusiness(database, context, async (tx) =>
    tx.last(claims.recordFailure, [
      businessId,
      id,
      `Matching failed: ${error instanceof Error ? error.name : 'Error'}`,
      MOST_FAILURES,
      backoffSeconds(attempt),
      failures,
    ]),
  );
}

/** What a transaction has decided; the rows of the outbox are known once it has committed. */
interface Matched {
  outcome: 'matched' | 'ignored';
  matches: MatchResult['matches'];
  written: Promise<matching.WrittenOutboxRow[]>;
  goOn: (() => void) | null;
}

async function matchClaimed(
  tx: BusinessTransaction,
  claimed: claims.ClaimedEventRow,
  begin: Beginner | null,
  deps: HandleDeps,
): Promise<Matched> {
  const event = await openEvent(claimed, tx.businessId, deps.keys);
  // Asked for together with the lock it must be read under: one round trip less before the first message.
  let early: { customerId: string; found: ReturnType<typeof load> } | undefined;
  const { person, note } = await whoIsMeant(tx, claimed, event, (customerId) => {
    early = { customerId, found: load(tx, claimed, event, customerId) };
    early.found.catch(() => {});
  });
  const [staff, location] = await Promise.all([keepStaff(tx, event.staff), keepLocation(tx, event.location)]);

  const read = early && early.customerId === person?.id ? early.found : load(tx, claimed, event, person?.id);
  const { found, others } = await loadUnderLocks(tx, claimed, event, person, await read);
  const flows = await readFlows(tx, found, deps.flows);
  const input: MatchInput = {
    event: eventFacts(claimed, event, person),
    attempt: claimed.attempt,
    depth: claimed.depth,
    journeyId: claimed.journey_id,
    customer: person && customerFacts(person),
    others: new Map(others.map((other) => [other.id, customerFacts(other)])),
    business: found.business,
    staff,
    location,
    journeys: found.journeys,
    live: found.live,
    past: found.past,
    flowOf: (journeyId, version) => flows.get(`${journeyId}:${version}`)!,
    now: claimed.now.toISOString(),
    calendar: deps.calendar,
  };
  const result = match(input);
  const written = await write(tx, claimed, person, note, result);
  const goOn = begin && (await beginOnly(tx, result, begin));
  return {
    outcome: result.matches.length > 0 ? 'matched' : 'ignored',
    matches: result.matches,
    ...written,
    goOn,
  };
}

/** An event that does nothing but let one person into one journey, as most do: their first turn is taken here. */
async function beginOnly(
  tx: BusinessTransaction,
  { enrollments, ended, mail }: MatchResult,
  begin: Beginner,
): Promise<(() => void) | null> {
  const [only] = enrollments;
  if (!only || enrollments.length > 1 || ended.length > 0 || mail.length > 0) return null;
  return begin(tx, only.id);
}

async function openEvent(
  claimed: claims.ClaimedEventRow,
  businessId: string,
  keys: BusinessKeys,
): Promise<NewEvent> {
  if (!claimed.payload) throw new Error('The event was scrubbed before it could be matched');
  const bytes = await keys.open(businessId, claimed.payload, {
    table: 'inbox_events',
    rowId: claimed.id,
    kind: 'payload',
  });
  return JSON.parse(bytes.toString('utf8')) as NewEvent;
}

function eventFacts(
  claimed: claims.ClaimedEventRow,
  event: NewEvent,
  person: Person | null,
): EventFacts & { id: string } {
  return {
    id: claimed.id,
    type: claimed.type,
    occurredAt: claimed.occurred_at.toISOString(),
    ...(person && { customerId: person.id }),
    subject: event.subject ?? null,
    data: event.data,
  };
}

/**
 * What the verdicts need. An event about a subject may concern people other than the one it names: they are locked like
 * the first and everything is read again. Two events that lock each other's people end as a failure that is tried again.
 */
async function loadUnderLocks(
  tx: BusinessTransaction,
  claimed: claims.ClaimedEventRow,
  event: NewEvent,
  person: Person | null,
  found: matching.FoundForMatching,
): Promise<{ found: matching.FoundForMatching; others: Person[] }> {
  const ids = new Set(found.live.map((one) => one.customer_id).filter((id) => id !== person?.id));
  if (ids.size === 0) return { found, others: [] };
  const others = await tx.run(matching.lockPeople, [tx.businessId, [...ids].sort()]);
  return { found: await load(tx, claimed, event, person?.id), others };
}

async function load(
  tx: BusinessTransaction,
  claimed: claims.ClaimedEventRow,
  event: NewEvent,
  customerId: string | undefined,
): Promise<matching.FoundForMatching> {
  const [found] = await tx.run(matching.loadMatching, [
    tx.businessId,
    claimed.type,
    customerId ?? null,
    event.subject?.kind ?? null,
    event.subject?.id ?? null,
    claimed.journey_id,
  ]);
  return found!;
}

async function readFlows(
  tx: BusinessTransaction,
  found: { journeys: matching.ConsideredJourneyRow[]; live: matching.LiveEnrollmentRow[] },
  flows: FlowCache,
) {
  const wanted = [
    ...found.journeys.map((one) => [one.journey_id, one.live_version] as const),
    ...found.live.map((one) => [one.journey_id, one.version] as const),
  ];
  return new Map(
    await Promise.all(
      wanted.map(
        async ([journeyId, version]) =>
          [`${journeyId}:${version}`, await flows.get(tx, journeyId, version)] as const,
      ),
    ),
  );
}

async function write(
  tx: BusinessTransaction,
  claimed: claims.ClaimedEventRow,
  person: Person | null,
  note: string | null,
  result: MatchResult,
): Promise<Pick<Matched, 'written'>> {
  if (result.ended.length > 0) {
    const ended = await tx.run(matching.endEnrollments, [
      tx.businessId,
      JSON.stringify(result.ended),
      claimed.id,
    ]);
    for (const { journey_id, queued_event_id } of ended) {
      if (queued_event_id) tx.last(releaseQueued, [tx.businessId, queued_event_id, journey_id]);
    }
  }
  const outcome: matching.Outcome = {
    event_id: claimed.id,
    status: result.matches.length > 0 ? 'matched' : 'ignored',
    note:
      note ?? (result.matches.length > 0 ? null : 'Nothing matched, because no journey listens for this.'),
    customer_id: person?.id ?? null,
    attempt: claimed.attempt,
    ...result,
  };
  // Not waited for, so that it travels with the commit.
  return { written: tx.run(matching.writeOutcome, [tx.businessId, JSON.stringify(outcome)]) };
}

/** 1 s, 2 s, 4 s … with full jitter, eight tries in about an hour at most. */
function backoffSeconds(failures: number): number {
  return Math.min(1200, 2 ** failures * 4) * (0.5 + Math.random() / 2);
}
