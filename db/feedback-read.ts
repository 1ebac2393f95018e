import type { BusinessTransaction } from './tenant.js';

export interface FeedbackRow {
  id: string;
  rating: number;
  comment: string;
  privateNote: string;
  wantsCall: boolean;
  source: string;
  customerId: string | null;
  enrollmentId: string | null;
  staffId: string | null;
  locationId: string | null;
  subjectKind: string | null;
  subjectId: string | null;
  publicLinksShown: unknown;
  resolvedAt: Date | null;
  resolvedBy: string | null;
  resolutionNote: string | null;
  changedAt: Date | null;
  createdAt: Date;
}

export interface FeedbackFilter {
  customerId?: string | undefined;
  enrollmentId?: string | undefined;
  staffId?: string | undefined;
  locationId?: string | undefined;
  rating?: number | undefined;
  resolved?: boolean | undefined;
  /** What waits for somebody: rated `low` or lower, with words, or with a wish to be called. */
  toAnswer?: { low: number } | undefined;
}

const columns = [
  'id',
  'rating',
  'comment',
  'private_note as privateNote',
  'wants_call as wantsCall',
  'source',
  'customer_id as customerId',
  'enrollment_id as enrollmentId',
  'staff_id as staffId',
  'location_id as locationId',
  'subject_kind as subjectKind',
  'subject_id as subjectId',
  'public_links_shown as publicLinksShown',
  'resolved_at as resolvedAt',
  'resolved_by as resolvedBy',
  'resolution_note as resolutionNote',
  'changed_at as changedAt',
  'created_at as createdAt',
] as const;

export function listFeedback(
  tx: BusinessTransaction,
  { after, limit, ...filter }: { after: string | null; limit: number } & FeedbackFilter,
): Promise<FeedbackRow[]> {
  return tx.k
    .selectFrom('feedback.responses')
    .select(columns)
    .where('business_id', '=', tx.businessId)
    .$if(filter.customerId !== undefined, (query) => query.where('customer_id', '=', filter.customerId!))
    .$if(filter.enrollmentId !== undefined, (query) =>
      query.where('enrollment_id', '=', filter.enrollmentId!),
    )
    .$if(filter.staffId !== undefined, (query) => query.where('staff_id', '=', filter.staffId!))
    .$if(filter.locationId !== undefined, (query) => query.where('location_id', '=', filter.locationId!))
    .$if(filter.rating !== undefined, (query) => query.where('rating', '=', filter.rating!))
    .$if(filter.resolved !== undefined, (query) =>
      query.where('resolved_at', filter.resolved ? 'is not' : 'is', null),
    )
    .$if(filter.toAnswer !== undefined, (query) =>
      query
        .where('resolved_at', 'is', null)
        .where((is) =>
          is.or([
            is('rating', '<=', filter.toAnswer!.low),
            is('comment', '<>', ''),
            is('private_note', '<>', ''),
            is('wants_call', '=', true),
          ]),
        ),
    )
    .$if(after !== null, (query) => query.where('id', '<', after!))
    .orderBy('id', 'desc')
    .limit(limit)
    .execute();
}

export function findFeedback(tx: BusinessTransaction, id: string): Promise<FeedbackRow | undefined> {
  return tx.k
    .selectFrom('feedback.responses')
    .select(columns)
    .where('business_id', '=', tx.businessId)
    .where('id', '=', id)
    .executeTakeFirst();
}

/** Somebody has dealt with it; saying so again replaces who and what. */
export function resolveFeedback(
  tx: BusinessTransaction,
  id: string,
  { at, note }: { at: Date; note: string | null },
): Promise<FeedbackRow | undefined> {
  return tx.k
    .updateTable('feedback.responses')
    .set({ resolved_at: at, resolved_by: tx.actor, resolution_note: note })
    .where('business_id', '=', tx.businessId)
    .where('id', '=', id)
    .returning(columns)
    .executeTakeFirst();
}
