import { sql } from 'kysely';
import type { BusinessTransaction } from './tenant.js';

export type Landing = 'finish' | 'move' | 'end';

/** What became of a group of people when a version was published. */
export interface Landed {
  /** Where they stood; null is somebody who had only just come in. */
  stepId: string | null;
  state: string;
  do: Landing;
  /** Where they went, for `move`. */
  to: string | null;
  count: number;
}

/** A published flow. Never changes. */
export interface Version {
  number: number;
  publishedAt: Date;
  /** A membership's id, or `key:<id>`. */
  author: string | null;
  authorName: string | null;
  note: string;
  /** How many are inside it now. */
  inside: number;
  flow: unknown;
  landed: Landed[];
}

/** Of a version `v`. */
const columns = sql`
  v.number, v.published_at as "publishedAt", v.author, v.note, v.landed,
  coalesce((select m.name from tenancy.memberships m where m.business_id = v.business_id and m.id::text = v.author),
           (select k.name from tenancy.api_keys k
             where k.business_id = v.business_id and 'key:' || k.id::text = v.author)) as "authorName",
  (select count(*)::int from journeys.enrollments e
    where e.business_id = v.business_id and e.journey_id = v.journey_id and e.version = v.number
      and e.status = 'active') as inside`;

/** Newest first, without their flows. */
export async function listVersions(
  tx: BusinessTransaction,
  { journeyId, before, limit }: { journeyId: string; before: number | null; limit: number },
): Promise<Omit<Version, 'flow'>[]> {
  const { rows } = await sql<Omit<Version, 'flow'>>`
    select ${columns} from journeys.versions v
     where v.business_id = ${tx.businessId} and v.journey_id = ${journeyId}
       and (${before}::int is null or v.number < ${before}::int)
     order by v.number desc limit ${limit}`.execute(tx.k);
  return rows;
}

export async function findVersion(
  tx: BusinessTransaction,
  journeyId: string,
  number: number,
): Promise<Version | null> {
  const { rows } = await sql<Version>`
    select ${columns}, v.flow from journeys.versions v
     where v.business_id = ${tx.businessId} and v.journey_id = ${journeyId} and v.number = ${number}`.execute(
    tx.k,
  );
  return rows[0] ?? null;
}

/** The next version of a locked journey. */
export async function nextVersionNumber(tx: BusinessTransaction, journeyId: string): Promise<number> {
  const { rows } = await sql<{ next: number }>`
    select coalesce(max(number), 0) + 1 as next from journeys.versions
     where business_id = ${tx.businessId} and journey_id = ${journeyId}`.execute(tx.k);
  return rows[0]!.next;
}

export async function insertVersion(
  tx: BusinessTransaction,
  journeyId: string,
  { number, flow, note, landed }: Pick<Version, 'number' | 'flow' | 'note' | 'landed'>,
): Promise<Version> {
  const { rows } = await sql<Version>`
    insert into journeys.versions as v (business_id, journey_id, number, flow, note, author, landed)
    values (${tx.businessId}, ${journeyId}, ${number}, ${JSON.stringify(flow)}, ${note}, ${tx.actor},
            ${JSON.stringify(landed)})
    returning ${columns}, v.flow`.execute(tx.k);
  return rows[0]!;
}

/** The flows people may be in: the one new people enter, and those of everybody still inside. */
export async function flowsInUse(
  tx: BusinessTransaction,
  journeyId: string,
  liveVersion: number | null,
): Promise<unknown[]> {
  const { rows } = await sql<{ flow: unknown }>`
    select v.flow from journeys.versions v
     where v.business_id = ${tx.businessId} and v.journey_id = ${journeyId}
       and (v.number = ${liveVersion}::int
            or exists (select from journeys.enrollments e
                        where e.business_id = v.business_id and e.journey_id = v.journey_id
                          and e.version = v.number and e.status = 'active'))`.execute(tx.k);
  return rows.map(({ flow }) => flow);
}

export interface Trigger {
  type: string;
  role: 'entry' | 'goal' | 'stop' | 'listener';
}

/** Which event types a journey has an interest in from now on, instead of before. */
export async function replaceTriggers(
  tx: BusinessTransaction,
  journeyId: string,
  triggers: readonly Trigger[],
): Promise<void> {
  await sql`delete from journeys.triggers where business_id = ${tx.businessId} and journey_id = ${journeyId}`.execute(
    tx.k,
  );
  await sql`
    insert into journeys.triggers (business_id, journey_id, event_type, role)
    select ${tx.businessId}, ${journeyId}, t.type, t.role
      from jsonb_to_recordset(${JSON.stringify(triggers)}::jsonb) as t (type text, role text)
    on conflict do nothing`.execute(tx.k);
}

/** New people enter this version from now on. A draft becomes live; a paused journey stays paused. */
export async function makeLive(tx: BusinessTransaction, journeyId: string, number: number): Promise<void> {
  await sql`
    update journeys.journeys
       set live_version = ${number}, status = case when status = 'draft' then 'live' else status end
     where business_id = ${tx.businessId} and id = ${journeyId}`.execute(tx.k);
}
