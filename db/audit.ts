import { statement } from './statement.js';
import type { BusinessTransaction } from './tenant.js';

export interface AuditRow {
  id: string;
  actor: string;
  action: string;
  targetKind: string;
  targetId: string | null;
  detail: unknown;
  at: Date;
}

export interface Audited {
  /** `customer.erased`: the noun, and what became of it. */
  action: string;
  targetKind: string;
  targetId?: string | null;
  /** Ids, counts and names of fields; never what a customer said or is called. */
  detail?: Record<string, unknown>;
}

const insert = statement(
  'audit.insert',
  `insert into platform.audit_log (business_id, actor, action, target_kind, target_id, detail)
   values ($1, $2, $3, $4, $5, $6)`,
);

/** Record who changed what, in the transaction that changes it. The actor is the transaction's. */
export function audit(
  tx: BusinessTransaction,
  { action, targetKind, targetId = null, detail = {} }: Audited,
): void {
  tx.last(insert, [tx.businessId, tx.actor, action, targetKind, targetId, JSON.stringify(detail)]);
}

/** Newest first. */
export function listAudit(
  tx: BusinessTransaction,
  {
    after,
    limit,
    targetKind,
    targetId,
  }: { after: string | null; limit: number; targetKind?: string; targetId?: string },
): Promise<AuditRow[]> {
  return tx.k
    .selectFrom('platform.audit_log')
    .select(['id', 'actor', 'action', 'target_kind as targetKind', 'target_id as targetId', 'detail', 'at'])
    .where('business_id', '=', tx.businessId)
    .$if(targetKind !== undefined, (query) => query.where('target_kind', '=', targetKind!))
    .$if(targetId !== undefined, (query) => query.where('target_id', '=', targetId!))
    .$if(after !== null, (query) => query.where('id', '<', after!))
    .orderBy('id', 'desc')
    .limit(limit)
    .execute();
}
