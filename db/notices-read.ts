import type { BusinessTransaction } from './tenant.js';

export interface NoticeRow {
  id: string;
  memberId: string;
  kind: string;
  body: string;
  customerId: string | null;
  enrollmentId: string | null;
  stepId: string | null;
  feedbackId: string | null;
  emailStatus: string;
  readAt: Date | null;
  doneAt: Date | null;
  createdAt: Date;
}

const columns = [
  'id',
  'membership_id as memberId',
  'kind',
  'body',
  'customer_id as customerId',
  'enrollment_id as enrollmentId',
  'step_id as stepId',
  'feedback_id as feedbackId',
  'email_status as emailStatus',
  'read_at as readAt',
  'done_at as doneAt',
  'created_at as createdAt',
] as const;

/** Notices of one member, or of everybody. */
export function listNotices(
  tx: BusinessTransaction,
  {
    memberId,
    done,
    after,
    limit,
  }: { memberId: string | null; done?: boolean | undefined; after: string | null; limit: number },
): Promise<NoticeRow[]> {
  return tx.k
    .selectFrom('journeys.notices')
    .select(columns)
    .where('business_id', '=', tx.businessId)
    .$if(memberId !== null, (query) => query.where('membership_id', '=', memberId!))
    .$if(done !== undefined, (query) => query.where('done_at', done ? 'is not' : 'is', null))
    .$if(after !== null, (query) => query.where('id', '<', after!))
    .orderBy('id', 'desc')
    .limit(limit)
    .execute();
}

/** Undefined means leave as it is. Undefined comes back when the notice is nobody's, or somebody else's. */
export function markNotice(
  tx: BusinessTransaction,
  id: string,
  { memberId, readAt, doneAt }: { memberId: string | null; readAt?: Date | null; doneAt?: Date | null },
): Promise<NoticeRow | undefined> {
  return tx.k
    .updateTable('journeys.notices')
    .set({
      id,
      ...(readAt !== undefined && { read_at: readAt }),
      ...(doneAt !== undefined && { done_at: doneAt }),
    })
    .where('business_id', '=', tx.businessId)
    .where('id', '=', id)
    .$if(memberId !== null, (query) => query.where('membership_id', '=', memberId!))
    .returning(columns)
    .executeTakeFirst();
}
