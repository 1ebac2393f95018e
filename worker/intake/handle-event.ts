import * as claims from '../../db/claims.js';
import * as matching from '../../db/matching.js';
import { releaseQueued } from '../../db/perform.js';
import { withBusiness, type BusinessTransaction, type Database } from '../../db/tenant.js';
import type { BusinessKeys } from '../../lib/business-keys.js';
import type { Log } from '../../lib/log.js';
import type { Calendar } from '../../workflows/flow/calendar.js';
import type { NewEvent } from '../../workflows/flow/events.js';
import type { EventFacts } from '../../workflows/flow/facts.js';
import type { FlowCache } from '../flows.js';
import type { WorkerMetrics } from '../metrics.js';
import { match, type MatchInput, type MatchResult } from './match.js';
import { customerFacts, keepLocation, keepStaff, whoIsMeant, type Person } from './people.js';

export interface HandleDeps {
  metrics: Pick<WorkerMetrics, 'matched'>;
  database: Database;
  keys: BusinessKeys;
  flows: FlowCache;
  calendar: Calendar;
  log: Log;
}

export interface Handled {
  outcome: 'matched' | 'ignored' | 'failed';
  /** What was put in the outbox: to be told to Temporal now. */
  outbox: { id: string; kind: 'start' | 'nudge'; enrollment_id: string }[];
}

/** After so many failures an event is set aside, so that later events of its subject can go on. */
const MOST_FAILURES = 8;

/**
 * Take one event all the way: who it is about, what every journey makes of it, and what follows, in one transaction.
 * Null when it is not ours to take now: another worker has it, or an older event of its subject comes first.
 *
 * The transaction is the lease: a worker that dies leaves nothing behind. What fails is rolled back to a savepoint and
 * counted, so that one bad event harms no other.
 */
export async function handleEvent(
  { businessId, eventId, orderKey }: { businessId: string; eventId: string; orderKey: string },
  deps: HandleDeps,
): Promise<Handled | null> {
  await deps.keys.ensure(businessId);
  return withBusiness(deps.database, { businessId, actor: 'journey' }, async (tx) => {
    const [[lock], [event]] = await Promise.all([
      tx.run(claims.lockOrder, [businessId, orderKey]),
      tx.run(claims.claimEvent, [businessId, eventId]),
      tx.run(claims.savepoint),
    ]);
    if (!lock?.mine || !event) return null;
    try {
      return await matchClaimed(tx, event, deps);
    } catch (error) {
      await tx.run(claims.rollbackToSavepoint);
      const failures = event.failures + 1;
      tx.last(claims.recordFailure, [
        businessId,
        eventId,
        `Matching failed: ${error instanceof Error ? error.name : 'Error'}`,
        MOST_FAILURES,
        backoffSeconds(failures),
      ]);
      deps.log.error({ err: error, businessId, eventId, attempt: failures }, 'an event could not be matched');
      return { outcome: 'failed', outbox: [] };
    }
  });
}

async function matchClaimed(
  tx: BusinessTransaction,
  claimed: claims.ClaimedEventRow,
  deps: HandleDeps,
): Promise<Handled> {
  const event = await openEvent(claimed, tx.businessId, deps.keys);
  const { person, note } = await whoIsMeant(tx, claimed, event);
  const [staff, location] = await Promise.all([keepStaff(tx, event.staff), keepLocation(tx, event.location)]);

  const found = await loadUnderLocks(tx, claimed, event, person);
  const flows = await readFlows(tx, found, deps.flows);
  const input: MatchInput = {
    event: eventFacts(claimed, event, person),
    attempt: claimed.attempt,
    depth: claimed.depth,
    journeyId: claimed.journey_id,
    customer: person && customerFacts(person),
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
  const outbox = await write(tx, claimed, person, note, result);
  for (const { outcome } of result.matches) deps.metrics.matched(outcome);
  return { outcome: result.matches.length > 0 ? 'matched' : 'ignored', outbox };
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
) {
  const load = async () => {
    const [found] = await tx.run(matching.loadMatching, [
      tx.businessId,
      claimed.type,
      person?.id ?? null,
      event.subject?.kind ?? null,
      event.subject?.id ?? null,
      claimed.journey_id,
    ]);
    return found!;
  };
  const found = await load();
  const others = new Set(found.live.map((one) => one.customer_id).filter((id) => id !== person?.id));
  if (others.size === 0) return found;
  await tx.run(matching.lockPeople, [tx.businessId, [...others].sort()]);
  return load();
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
): Promise<Handled['outbox']> {
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
  const rows = await tx.run(matching.writeOutcome, [tx.businessId, JSON.stringify(outcome)]);
  return rows.map(({ outbox_id, kind, enrollment_id }) => ({ id: outbox_id, kind, enrollment_id }));
}

/** 1 s, 2 s, 4 s … with full jitter, eight tries in about an hour at most. */
function backoffSeconds(failures: number): number {
  return Math.min(1200, 2 ** failures * 4) * (0.5 + Math.random() / 2);
}
