import { sql } from 'kysely';
import type { BusinessTransaction } from './tenant.js';

export type JourneyStatus = 'draft' | 'live' | 'paused' | 'archived';
export type PauseMode = 'no_new_people' | 'hold_everyone';

export interface Journey {
  id: string;
  name: string;
  description: string;
  status: JourneyStatus;
  pauseMode: PauseMode | null;
  pausedAt: Date | null;
  /** The version new people enter; null until the first is published. */
  liveVersion: number | null;
  /** What begins the live version, or the draft where nothing is live. */
  entry: unknown;
  /** The draft differs from what is live. */
  draftChanged: boolean;
  draftRevision: number;
  /** How many people are inside now. */
  inside: number;
  createdAt: Date;
  updatedAt: Date;
}

interface JourneyRow {
  id: string;
  name: string;
  description: string;
  status: JourneyStatus;
  pause_mode: PauseMode | null;
  paused_at: Date | null;
  live_version: number | null;
  entry: unknown;
  draft_changed: boolean;
  draft_revision: number;
  inside: number;
  created_at: Date;
  updated_at: Date;
}

const selectJourneys = sql`
  select j.id, j.name, j.description, j.status, j.pause_mode, j.paused_at, j.live_version,
         coalesce(v.flow, d.flow) -> 'entry' as entry, v.flow is distinct from d.flow as draft_changed,
         d.revision as draft_revision, greatest(j.updated_at, d.updated_at) as updated_at, j.created_at,
         (select count(*)::int from journeys.enrollments e
           where e.business_id = j.business_id and e.journey_id = j.id and e.status = 'active') as inside
    from journeys.journeys j
    join journeys.drafts d on d.business_id = j.business_id and d.journey_id = j.id
    left join journeys.versions v on v.business_id = j.business_id and v.journey_id = j.id and v.number = j.live_version
   where j.deleted_at is null`;

export interface JourneyFilter {
  status?: JourneyStatus | undefined;
  /** Only journeys made before this one. */
  after: string | null;
  limit: number;
}

/** Newest first. */
export async function listJourneys(
  tx: BusinessTransaction,
  { status, after, limit }: JourneyFilter,
): Promise<Journey[]> {
  const { rows } = await sql<JourneyRow>`${selectJourneys}
     and j.business_id = ${tx.businessId}
     and (${status ?? null}::text is null or j.status = ${status ?? null})
     and (${after}::uuid is null or j.id < ${after}::uuid)
   order by j.id desc limit ${limit}`.execute(tx.k);
  return rows.map(journeyOf);
}

export async function findJourney(tx: BusinessTransaction, id: string): Promise<Journey | null> {
  const { rows } = await sql<JourneyRow>`${selectJourneys}
     and j.business_id = ${tx.businessId} and j.id = ${id}`.execute(tx.k);
  return rows[0] ? journeyOf(rows[0]) : null;
}

/** What is decided under a journey's lock. */
export type LockedJourney = Pick<Journey, 'id' | 'name' | 'status' | 'pauseMode' | 'liveVersion'>;

/**
 * Take the journey for this transaction: publishing, pausing, archiving and deleting one journey happen one after
 * another. Lock it before any customer. Null when there is none.
 */
export async function lockJourney(tx: BusinessTransaction, id: string): Promise<LockedJourney | null> {
  const row = await tx.k
    .selectFrom('journeys.journeys')
    .select(['id', 'name', 'status', 'pause_mode', 'live_version'])
    .where('business_id', '=', tx.businessId)
    .where('id', '=', id)
    .where('deleted_at', 'is', null)
    .forNoKeyUpdate()
    .executeTakeFirst();
  return row
    ? {
        id: row.id,
        name: row.name,
        status: row.status as JourneyStatus,
        pauseMode: row.pause_mode as PauseMode | null,
        liveVersion: row.live_version,
      }
    : null;
}

/**
 * As `lockJourney`, against somebody coming in as well: matching holds the journeys it considers (`for key share`), so a
 * journey that is to be deleted waits for them, and who comes later finds it gone.
 */
export async function lockJourneyForDeletion(tx: BusinessTransaction, id: string): Promise<boolean> {
  const row = await tx.k
    .selectFrom('journeys.journeys')
    .select('id')
    .where('business_id', '=', tx.businessId)
    .where('id', '=', id)
    .where('deleted_at', 'is', null)
    .forUpdate()
    .executeTakeFirst();
  return row !== undefined;
}

/** A new journey with an empty draft. */
export async function insertJourney(
  tx: BusinessTransaction,
  { name, description, flow }: { name: string; description: string; flow: unknown },
): Promise<string> {
  const { id } = await tx.k
    .insertInto('journeys.journeys')
    .values({ business_id: tx.businessId, name, description, created_by: tx.actor })
    .returning('id')
    .executeTakeFirstOrThrow();
  await tx.k
    .insertInto('journeys.drafts')
    .values({
      business_id: tx.businessId,
      journey_id: id,
      flow: JSON.stringify(flow),
      updated_by: tx.actor,
    })
    .execute();
  return id;
}

export interface JourneyChange {
  name?: string;
  description?: string;
  status?: 'live' | 'archived';
}

/** Change a locked journey. A status set here is no pause, so a pause ends with it. */
export async function updateJourney(
  tx: BusinessTransaction,
  id: string,
  { name, description, status }: JourneyChange,
): Promise<void> {
  const change = {
    ...(name !== undefined && { name }),
    ...(description !== undefined && { description }),
    ...(status !== undefined && { status, pause_mode: null, paused_at: null }),
  };
  if (Object.keys(change).length === 0) return;
  await tx.k
    .updateTable('journeys.journeys')
    .set(change)
    .where('business_id', '=', tx.businessId)
    .where('id', '=', id)
    .execute();
}

/** How many people are inside a journey now. */
export async function countInside(tx: BusinessTransaction, journeyId: string): Promise<number> {
  const { count } = await tx.k
    .selectFrom('journeys.enrollments')
    .select((e) => e.fn.countAll<string>().as('count'))
    .where('business_id', '=', tx.businessId)
    .where('journey_id', '=', journeyId)
    .where('status', '=', 'active')
    .executeTakeFirstOrThrow();
  return Number(count);
}

/** A deleted journey is found by nobody and takes nobody in; what happened in it stays on its people's timelines. */
export async function markJourneyDeleted(tx: BusinessTransaction, id: string): Promise<void> {
  await tx.k
    .deleteFrom('journeys.triggers')
    .where('business_id', '=', tx.businessId)
    .where('journey_id', '=', id)
    .execute();
  await sql`
    update journeys.journeys
       set deleted_at = now(), status = 'archived', pause_mode = null, paused_at = null
     where business_id = ${tx.businessId} and id = ${id}`.execute(tx.k);
}

export interface JourneyCounts {
  /** How many of them are past the time of their next step, as people who are held come to be. */
  overdue: number;
  /** People at each step now; a null step is somebody who has only just come in. */
  active: { stepId: string | null; count: number }[];
  /** How often each way out of each step has been taken, over all versions. */
  passed: { stepId: string; exit: string; count: number }[];
}

// Whoever woke while the journey was held sleeps on without a time, until somebody lets it go on.
const wokeWhileHeld = sql`paused_at is null and due_at is null
  and directive ->> 'do' = 'listen' and directive -> 'for' = '[]'::jsonb`;

/** What the canvas shows: who is where, and who has gone which way. */
export async function countPassage(tx: BusinessTransaction, journeyId: string): Promise<JourneyCounts> {
  const active = await sql<{ stepId: string | null; count: number; overdue: number }>`
    select step_id as "stepId", count(*)::int as count,
           count(*) filter (where due_at <= now() or (${wokeWhileHeld}))::int as overdue
      from journeys.enrollments
     where business_id = ${tx.businessId} and journey_id = ${journeyId} and status = 'active'
     group by step_id order by step_id`.execute(tx.k);
  const passed = await sql<{ stepId: string; exit: string; count: number }>`
    select step_id as "stepId", exit, count(*)::int as count
      from journeys.timeline
     where business_id = ${tx.businessId} and journey_id = ${journeyId} and type = 'step'
       and step_id is not null and exit is not null
     group by step_id, exit order by step_id, exit`.execute(tx.k);
  return {
    overdue: active.rows.reduce((sum, { overdue }) => sum + overdue, 0),
    active: active.rows.map(({ stepId, count }) => ({ stepId, count })),
    passed: passed.rows,
  };
}

export interface JourneyReport {
  enrolled: number;
  ended: { status: string; reason: string | null; count: number }[];
  messages: { stepId: string | null; channel: string; status: string; count: number }[];
  passed: { stepId: string; exit: string; count: number }[];
  feedback: { answers: number; averageRating: number | null };
}

/** What a journey did from `from` until just before `to`. */
export async function reportOnJourney(
  tx: BusinessTransaction,
  { journeyId, from, to }: { journeyId: string; from: Date; to: Date },
): Promise<JourneyReport> {
  const here = sql`business_id = ${tx.businessId} and journey_id = ${journeyId}`;
  const enrolled = await sql<{ count: number }>`
    select count(*)::int as count from journeys.enrollments
     where ${here} and started_at >= ${from} and started_at < ${to}`.execute(tx.k);
  const ended = await sql<JourneyReport['ended'][number]>`
    select status, reason_code as reason, count(*)::int as count from journeys.enrollments
     where ${here} and status <> 'active' and ended_at >= ${from} and ended_at < ${to}
     group by status, reason_code order by count desc, status, reason_code`.execute(tx.k);
  const messages = await sql<JourneyReport['messages'][number]>`
    select step_id as "stepId", channel, status, count(*)::int as count from messaging.messages
     where ${here} and direction = 'outbound' and created_at >= ${from} and created_at < ${to}
     group by step_id, channel, status order by step_id, channel, status`.execute(tx.k);
  const passed = await sql<JourneyReport['passed'][number]>`
    select step_id as "stepId", exit, count(*)::int as count from journeys.timeline
     where ${here} and type = 'step' and exit is not null and at >= ${from} and at < ${to}
     group by step_id, exit order by step_id, exit`.execute(tx.k);
  const feedback = await sql<{ answers: number; averageRating: number | null }>`
    select count(*)::int as answers, round(avg(r.rating), 2)::float8 as "averageRating"
      from feedback.responses r
      join journeys.enrollments e on e.business_id = r.business_id and e.id = r.enrollment_id
     where r.business_id = ${tx.businessId} and e.journey_id = ${journeyId}
       and r.created_at >= ${from} and r.created_at < ${to}`.execute(tx.k);
  return {
    enrolled: enrolled.rows[0]!.count,
    ended: ended.rows,
    messages: messages.rows,
    passed: passed.rows,
    feedback: feedback.rows[0]!,
  };
}

function journeyOf(row: JourneyRow): Journey {
  return {
    id: row.id,
    name: row.name,
    description: row.description,
    status: row.status,
    pauseMode: row.pause_mode,
    pausedAt: row.paused_at,
    liveVersion: row.live_version,
    entry: row.entry,
    draftChanged: row.draft_changed,
    draftRevision: row.draft_revision,
    inside: row.inside,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  };
}
