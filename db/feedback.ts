import { sql } from 'kysely';
import { insertNotices } from './notices.js';
import type { ReviewLink } from './public-business.js';
import type { BusinessTransaction } from './tenant.js';

/** What a customer has answered through one link. */
export interface FeedbackAnswer {
  id: string;
  rating: number;
  comment: string;
  privateNote: string;
  wantsCall: boolean;
  at: Date;
}

export async function findAnswer(tx: BusinessTransaction, tokenId: string): Promise<FeedbackAnswer | null> {
  const row = await tx.k
    .selectFrom('feedback.responses')
    .select(['id', 'rating', 'comment', 'private_note', 'wants_call', 'created_at', 'changed_at'])
    .where('business_id', '=', tx.businessId)
    .where('token_id', '=', tokenId)
    .executeTakeFirst();
  if (!row) return null;
  return {
    id: row.id,
    rating: row.rating,
    comment: row.comment,
    privateNote: row.private_note,
    wantsCall: row.wants_call,
    at: row.changed_at ?? row.created_at,
  };
}

export interface NewAnswer {
  id: string;
  rating: number;
  comment: string;
  source: 'email' | 'sms' | 'qr' | 'link';
  tokenId: string;
  customerId: string;
  enrollmentId: string | null;
  messageId: string | null;
  staffId: string | null;
  locationId: string | null;
  subject: { kind: string; id: string } | null;
  publicLinksShown: ReviewLink[];
}

export async function insertAnswer(tx: BusinessTransaction, answer: NewAnswer): Promise<void> {
  await tx.k
    .insertInto('feedback.responses')
    .values({
      business_id: tx.businessId,
      id: answer.id,
      rating: answer.rating,
      comment: answer.comment,
      source: answer.source,
      token_id: answer.tokenId,
      customer_id: answer.customerId,
      enrollment_id: answer.enrollmentId,
      message_id: answer.messageId,
      staff_id: await existing(tx, 'tenancy.staff', answer.staffId),
      location_id: await existing(tx, 'tenancy.locations', answer.locationId),
      subject_kind: answer.subject?.kind ?? null,
      subject_id: answer.subject?.id ?? null,
      public_links_shown: JSON.stringify(answer.publicLinksShown),
    })
    .execute();
}

/** Facts may name somebody or a place that has been removed since. */
async function existing(
  tx: BusinessTransaction,
  table: 'tenancy.staff' | 'tenancy.locations',
  id: string | null,
): Promise<string | null> {
  if (!id) return null;
  const { rows } = await sql<{ id: string }>`
    select id from ${sql.table(table)} where business_id = ${tx.businessId} and id::text = ${id}`.execute(
    tx.k,
  );
  return rows[0]?.id ?? null;
}

/** The customer thought again: the newest rating and words count. */
export async function changeAnswer(
  tx: BusinessTransaction,
  {
    id,
    rating,
    comment,
    publicLinksShown,
  }: Pick<NewAnswer, 'id' | 'rating' | 'comment' | 'publicLinksShown'>,
): Promise<void> {
  await tx.k
    .updateTable('feedback.responses')
    .set({
      rating,
      comment,
      public_links_shown: JSON.stringify(publicLinksShown),
      changed_at: sql<Date>`clock_timestamp()`,
    })
    .where('business_id', '=', tx.businessId)
    .where('id', '=', id)
    .execute();
}

/** What was said in private after a low rating. */
export async function addPrivateNote(
  tx: BusinessTransaction,
  { id, note, wantsCall }: { id: string; note: string; wantsCall: boolean },
): Promise<void> {
  await tx.k
    .updateTable('feedback.responses')
    .set({ private_note: note, wants_call: wantsCall })
    .where('business_id', '=', tx.businessId)
    .where('id', '=', id)
    .execute();
}

/** The ask was answered: this message, and the reminders of the same enrollment. */
export async function markAsksAnswered(
  tx: BusinessTransaction,
  { messageId, enrollmentId }: { messageId: string | null; enrollmentId: string | null },
): Promise<void> {
  if (!messageId && !enrollmentId) return;
  await tx.k
    .updateTable('feedback.review_requests')
    .set({ answered_at: sql<Date>`clock_timestamp()` })
    .where('business_id', '=', tx.businessId)
    .where('answered_at', 'is', null)
    .where((is) =>
      is.or([
        ...(messageId ? [is('message_id', '=', messageId)] : []),
        ...(enrollmentId ? [is('enrollment_id', '=', enrollmentId)] : []),
      ]),
    )
    .execute();
}

/** An answer joins the timeline of its enrollment, also after that has ended. */
export async function insertFeedbackTimeline(
  tx: BusinessTransaction,
  row: {
    id: string;
    enrollmentId: string;
    journeyId: string;
    customerId: string;
    version: number;
    stepId: string | null;
    messageId: string | null;
    eventId: string;
    feedbackId: string;
    reason: { code: string; message: string };
  },
): Promise<void> {
  await tx.k
    .insertInto('journeys.timeline')
    .values({
      business_id: tx.businessId,
      id: row.id,
      enrollment_id: row.enrollmentId,
      journey_id: row.journeyId,
      customer_id: row.customerId,
      version: row.version,
      type: 'feedback',
      step_id: row.stepId,
      message_id: row.messageId,
      event_id: row.eventId,
      feedback_id: row.feedbackId,
      reason_code: row.reason.code,
      reason_message: row.reason.message,
      actor: 'customer',
      at: sql<Date>`clock_timestamp()`,
    })
    .execute();
}

/** Tell every owner of an unhappy customer, once for each `key`. */
export async function tellOwners(
  tx: BusinessTransaction,
  notice: {
    key: string;
    body: string;
    feedbackId: string;
    customerId: string;
    enrollmentId: string | null;
    stepId: string | null;
  },
): Promise<void> {
  await tx.run(insertNotices, [
    tx.businessId,
    'owner',
    notice.key,
    'low_rating',
    notice.body,
    notice.enrollmentId,
    notice.customerId,
    notice.stepId,
    notice.feedbackId,
  ]);
}
