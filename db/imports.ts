import { sql } from 'kysely';
import type { BusinessTransaction } from './tenant.js';

/** What came of a file. `rejected` holds lines and sentences, never a value of the file. */
export interface ImportRow {
  id: string;
  of: 'customers' | 'events';
  fileName: string;
  rows: number;
  created: number;
  updated: number;
  refusalsKept: number;
  rejected: unknown;
  createdBy: string | null;
  createdAt: Date;
}

const columns = [
  'id',
  sql<'customers' | 'events'>`kind`.as('of'),
  'file_name as fileName',
  'rows',
  'created',
  'updated',
  'refusals_kept as refusalsKept',
  'rejected',
  'created_by as createdBy',
  'created_at as createdAt',
] as const;

export function insertImport(
  tx: BusinessTransaction,
  done: Omit<ImportRow, 'id' | 'createdAt' | 'createdBy'>,
): Promise<ImportRow> {
  return tx.k
    .insertInto('integrations.imports')
    .values({
      business_id: tx.businessId,
      kind: done.of,
      file_name: done.fileName,
      rows: done.rows,
      created: done.created,
      updated: done.updated,
      refusals_kept: done.refusalsKept,
      rejected: JSON.stringify(done.rejected),
      created_by: tx.actor,
    })
    .returning(columns)
    .executeTakeFirstOrThrow();
}

/** Newest first. */
export function listImports(
  tx: BusinessTransaction,
  { after, limit }: { after: string | null; limit: number },
): Promise<ImportRow[]> {
  return tx.k
    .selectFrom('integrations.imports')
    .select(columns)
    .where('business_id', '=', tx.businessId)
    .$if(after !== null, (query) => query.where('id', '<', after!))
    .orderBy('id', 'desc')
    .limit(limit)
    .execute();
}

export function findImport(tx: BusinessTransaction, id: string): Promise<ImportRow | undefined> {
  return tx.k
    .selectFrom('integrations.imports')
    .select(columns)
    .where('business_id', '=', tx.businessId)
    .where('id', '=', id)
    .executeTakeFirst();
}
