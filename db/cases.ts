import { sql } from 'kysely';
import type { BusinessTransaction } from './tenant.js';

/** A rehearsal kept with its journey. `content` is sealed for `cases/content`. */
export interface CaseRow {
  id: string;
  journeyId: string;
  name: string;
  customerId: string | null;
  content: Buffer;
  createdBy: string | null;
  createdAt: Date;
  updatedAt: Date;
}

const columns = sql`c.id, c.journey_id as "journeyId", c.name, c.customer_id as "customerId", c.content,
  c.created_by as "createdBy", c.created_at as "createdAt", c.updated_at as "updatedAt"`;

/** Oldest first: the order they were kept in. */
export async function listCases(
  tx: BusinessTransaction,
  journeyId: string,
  { after = null, limit }: { after?: string | null; limit: number },
): Promise<CaseRow[]> {
  const { rows } = await sql<CaseRow>`
    select ${columns} from journeys.cases c
     where c.business_id = ${tx.businessId} and c.journey_id = ${journeyId}
       and (${after}::uuid is null or c.id > ${after}::uuid)
     order by c.id limit ${limit}`.execute(tx.k);
  return rows;
}

export async function findCase(
  tx: BusinessTransaction,
  journeyId: string,
  id: string,
): Promise<CaseRow | null> {
  const { rows } = await sql<CaseRow>`
    select ${columns} from journeys.cases c
     where c.business_id = ${tx.businessId} and c.journey_id = ${journeyId} and c.id = ${id}`.execute(tx.k);
  return rows[0] ?? null;
}

/** How many a journey has. Call it under the journey's lock when the number must hold. */
export async function countCases(tx: BusinessTransaction, journeyId: string): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*)::int as count from journeys.cases
     where business_id = ${tx.businessId} and journey_id = ${journeyId}`.execute(tx.k);
  return rows[0]?.count ?? 0;
}

export async function insertCase(
  tx: BusinessTransaction,
  made: Pick<CaseRow, 'id' | 'journeyId' | 'name' | 'customerId' | 'content'>,
): Promise<CaseRow> {
  const { rows } = await sql<CaseRow>`
    insert into journeys.cases as c (business_id, id, journey_id, name, customer_id, content, created_by)
    values (${tx.businessId}, ${made.id}, ${made.journeyId}, ${made.name}, ${made.customerId}, ${made.content},
            ${tx.actor})
    returning ${columns}`.execute(tx.k);
  return rows[0]!;
}

export async function updateCase(
  tx: BusinessTransaction,
  journeyId: string,
  { id, content }: Pick<CaseRow, 'id' | 'content'>,
): Promise<CaseRow | null> {
  const { rows } = await sql<CaseRow>`
    update journeys.cases c set content = ${content}
     where c.business_id = ${tx.businessId} and c.journey_id = ${journeyId} and c.id = ${id}
    returning ${columns}`.execute(tx.k);
  return rows[0] ?? null;
}

/** False when there was none. */
export async function deleteCase(tx: BusinessTransaction, journeyId: string, id: string): Promise<boolean> {
  const { rows } = await sql<{ id: string }>`
    delete from journeys.cases
     where business_id = ${tx.businessId} and journey_id = ${journeyId} and id = ${id}
    returning id`.execute(tx.k);
  return rows.length > 0;
}
