import { sql } from 'kysely';
import { insertNotices } from './notices.js';
import type { BusinessTransaction } from './tenant.js';
import type { PublicToken } from './tokens.js';

/** Where public reviews are left: a name of the site, and the address. */
export interface ReviewLink {
  site: string;
  url: string;
}

/** A business as its customers' pages show it. */
export interface PublicBusiness {
  name: string;
  locale: string;
  timezone: string;
  logoUrl: string | null;
  accent: string | null;
  email: string | null;
  phone: string | null;
  website: string | null;
  postalAddress: string | null;
  /** In the order customers see them. */
  reviewLinks: ReviewLink[];
  /** A rating up to this one offers a private note and tells the owner. */
  lowRating: number;
  /** May the question name who did the work? The links to public reviews never do. */
  nameStaff: boolean;
}

const USUAL_LOW_RATING = 3;

/** The business of this transaction. Throws when there is none. */
export async function findBusiness(tx: BusinessTransaction): Promise<PublicBusiness> {
  const row = await tx.k
    .selectFrom('tenancy.businesses')
    .select([
      'name',
      'locale',
      'timezone',
      'logo_url',
      'accent',
      'email',
      'phone',
      'website',
      'postal_address',
      'review_links',
      'settings',
    ])
    .where('id', '=', tx.businessId)
    .executeTakeFirstOrThrow();
  const { lowRating: low, nameStaff } = (row.settings ?? {}) as { lowRating?: unknown; nameStaff?: unknown };
  return {
    name: row.name,
    locale: row.locale,
    timezone: row.timezone,
    logoUrl: row.logo_url,
    accent: row.accent,
    email: row.email,
    phone: row.phone,
    website: row.website,
    postalAddress: row.postal_address,
    reviewLinks: linksOf(row.review_links),
    lowRating: typeof low === 'number' && low >= 0 && low <= 5 ? low : USUAL_LOW_RATING,
    nameStaff: nameStaff !== false,
  };
}

/** What a link is about: whom, which message, which visit. */
export interface LinkContext {
  customer: { id: string; name: string | null; givenName: string | null; locale: string | null };
  message: {
    id: string;
    channel: 'email' | 'sms';
    purpose: Purpose | null;
    stepId: string | null;
    at: Date;
  } | null;
  enrollment: {
    id: string;
    journeyId: string;
    version: number;
    depth: number;
    subject: { kind: string; id: string } | null;
    eventType: string | null;
    eventAt: string | null;
    service: string | null;
    staff: { id: string | null; name: string | null } | null;
    locationId: string | null;
  } | null;
}

export type Purpose = 'service' | 'review' | 'marketing';

/** Everything about a link that its page may speak of; null when the customer is gone. */
export async function findLinkContext(
  tx: BusinessTransaction,
  token: PublicToken,
): Promise<LinkContext | null> {
  const customer = await tx.k
    .selectFrom('crm.customers')
    .select(['id', 'name', 'given_name', 'locale'])
    .where('business_id', '=', tx.businessId)
    .where('id', '=', token.customerId)
    .where('lifecycle', '<>', 'erased')
    .executeTakeFirst();
  if (!customer) return null;
  const message =
    token.messageId &&
    (await tx.k
      .selectFrom('messaging.messages')
      .select(['id', 'channel', 'purpose', 'step_id', 'sent_at', 'created_at'])
      .where('business_id', '=', tx.businessId)
      .where('id', '=', token.messageId)
      .executeTakeFirst());
  const enrollment =
    token.enrollmentId &&
    (await tx.k
      .selectFrom('journeys.enrollments')
      .select(['id', 'journey_id', 'version', 'depth', 'subject_kind', 'subject_id', 'facts'])
      .where('business_id', '=', tx.businessId)
      .where('id', '=', token.enrollmentId)
      .executeTakeFirst());
  return {
    customer: {
      id: customer.id,
      name: customer.name,
      givenName: customer.given_name,
      locale: customer.locale,
    },
    message: message
      ? {
          id: message.id,
          channel: message.channel as 'email' | 'sms',
          purpose: message.purpose as Purpose | null,
          stepId: message.step_id,
          at: message.sent_at ?? message.created_at,
        }
      : null,
    enrollment: enrollment
      ? {
          id: enrollment.id,
          journeyId: enrollment.journey_id,
          version: enrollment.version,
          depth: enrollment.depth,
          subject:
            enrollment.subject_kind && enrollment.subject_id
              ? { kind: enrollment.subject_kind, id: enrollment.subject_id }
              : null,
          ...factsOf(enrollment.facts),
        }
      : null,
  };
}

/** Facts are what events said: read with care. */
function factsOf(facts: unknown) {
  const { event, staff, location } = (facts ?? {}) as Record<
    string,
    Record<string, unknown> | null | undefined
  >;
  const service = (event?.['data'] as Record<string, unknown> | undefined)?.['service'];
  return {
    eventType: textOf(event?.['type']),
    eventAt: textOf(event?.['occurredAt']),
    service: textOf(service),
    staff: staff ? { id: textOf(staff['id']), name: textOf(staff['name']) } : null,
    locationId: textOf(location?.['id']),
  };
}

const textOf = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value : null);

/** The review links of a place, which come before the business's own; empty when it has none. */
export async function findLocationLinks(tx: BusinessTransaction, locationId: string): Promise<ReviewLink[]> {
  const row = await tx.k
    .selectFrom('tenancy.locations')
    .select('review_links')
    .where('business_id', '=', tx.businessId)
    .where('id', '=', locationId)
    .executeTakeFirst();
  return linksOf(row?.review_links);
}

function linksOf(value: unknown): ReviewLink[] {
  if (!Array.isArray(value)) return [];
  return value.flatMap((link: unknown) => {
    const { site, url } = (link ?? {}) as { site?: unknown; url?: unknown };
    return typeof url === 'string' && /^https:\/\//i.test(url) && URL.canParse(url)
      ? [{ site: typeof site === 'string' ? site : '', url }]
      : [];
  });
}

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

/** The first name of somebody who runs the business, to say who reads a private note; null when nobody does yet. */
export async function findOwnerName(tx: BusinessTransaction): Promise<string | null> {
  const row = await tx.k
    .selectFrom('tenancy.memberships')
    .select('name')
    .where('business_id', '=', tx.businessId)
    .where('role', '=', 'owner')
    .where('removed_at', 'is', null)
    .orderBy('created_at')
    .orderBy('id')
    .limit(1)
    .executeTakeFirst();
  return row?.name.trim().split(/\s+/)[0] || null;
}
