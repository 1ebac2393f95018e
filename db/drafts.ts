import { sql } from 'kysely';
import type { BusinessTransaction } from './tenant.js';

/** The flow being edited. Every save makes the next revision. */
export interface DraftRow {
  flow: unknown;
  revision: number;
  updatedAt: Date;
  updatedBy: string | null;
}

const selectDraft = sql`
  select d.flow, d.revision, d.updated_at as "updatedAt", d.updated_by as "updatedBy"
    from journeys.drafts d
    join journeys.journeys j on j.business_id = d.business_id and j.id = d.journey_id and j.deleted_at is null`;

export async function findDraft(tx: BusinessTransaction, journeyId: string): Promise<DraftRow | null> {
  const { rows } = await sql<DraftRow>`${selectDraft}
   where d.business_id = ${tx.businessId} and d.journey_id = ${journeyId}`.execute(tx.k);
  return rows[0] ?? null;
}

/** The same, and nobody saves it until this transaction ends. */
export async function lockDraft(tx: BusinessTransaction, journeyId: string): Promise<DraftRow | null> {
  const { rows } = await sql<DraftRow>`${selectDraft}
   where d.business_id = ${tx.businessId} and d.journey_id = ${journeyId}
     for update of d`.execute(tx.k);
  return rows[0] ?? null;
}

/** Save a locked draft. */
export async function updateDraft(
  tx: BusinessTransaction,
  journeyId: string,
  flow: unknown,
): Promise<DraftRow> {
  const { rows } = await sql<DraftRow>`
    update journeys.drafts
       set flow = ${JSON.stringify(flow)}, revision = revision + 1, updated_by = ${tx.actor}
     where business_id = ${tx.businessId} and journey_id = ${journeyId}
    returning flow, revision, updated_at as "updatedAt", updated_by as "updatedBy"`.execute(tx.k);
  return rows[0]!;
}

/** What the checker of a draft wants to know of the rest of the business. */
export interface Surroundings {
  business: {
    name: string;
    timezone: string;
    locale: string;
    country: string | null;
    postalAddress: string | null;
    settings: Record<string, unknown>;
  };
  /** The other journeys that are live or paused, as published. */
  others: { id: string; name: string; flow: unknown }[];
}

export async function readSurroundings(tx: BusinessTransaction, journeyId: string): Promise<Surroundings> {
  const business = await sql<Surroundings['business']>`
    select name, timezone, locale, country, postal_address as "postalAddress", settings
      from tenancy.businesses where id = ${tx.businessId}`.execute(tx.k);
  const others = await sql<Surroundings['others'][number]>`
    select j.id, j.name, v.flow
      from journeys.journeys j
      join journeys.versions v on v.business_id = j.business_id and v.journey_id = j.id and v.number = j.live_version
     where j.business_id = ${tx.businessId} and j.id <> ${journeyId} and j.deleted_at is null
       and j.status in ('live', 'paused')
     order by j.id`.execute(tx.k);
  return { business: business.rows[0]!, others: others.rows };
}
