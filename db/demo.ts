import { idOfPast } from '../lib/ids.js';
import type { BusinessTransaction } from './tenant.js';

/** A passage that ended before the demo was opened, with what it left behind. Instants are RFC 3339. */
export interface PastPassage {
  enrollment: {
    id: string;
    journeyId: string;
    version: number;
    customerId: string;
    subject: { kind: string; id: string };
    facts: unknown;
    startedAt: Date;
    endedAt: Date;
    reason: { code: string; message: string };
  };
  timeline: {
    id: string;
    at: Date;
    type: string;
    stepId: string | null;
    exit: string | null;
    reason: { code: string; message: string } | null;
    messageId: string | null;
    feedbackId: string | null;
  }[];
  messages: {
    id: string;
    channel: 'email' | 'sms';
    purpose: string;
    stepId: string;
    content: Buffer;
    segments: number | null;
    sentAt: Date;
  }[];
  feedback: {
    id: string;
    rating: number;
    comment: string;
    messageId: string;
    at: Date;
    links: unknown;
  } | null;
}

/** Scans and answers of a printed code, the newest day first; a day is `YYYY-MM-DD`. */
export async function insertCodeHistory(
  tx: BusinessTransaction,
  codeId: string,
  history: { day: string; scans: number; ratings: number[] }[],
): Promise<void> {
  const { businessId: business_id } = tx;
  for (const { day, scans, ratings } of history) {
    await tx.k
      .insertInto('feedback.qr_scans_daily')
      .values({ business_id, qr_code_id: codeId, day, scans })
      .execute();
    const at = new Date(`${day}T11:30:00Z`);
    for (const rating of ratings) {
      await tx.k
        .insertInto('feedback.responses')
        .columns([
          'business_id',
          'id',
          'rating',
          'source',
          'qr_code_id',
          'staff_id',
          'location_id',
          'created_at',
          'public_links_shown',
        ])
        .expression((query) =>
          query
            .selectFrom('feedback.qr_codes as q')
            .innerJoin('tenancy.businesses as b', 'b.id', 'q.business_id')
            .select((value) => [
              'q.business_id',
              value.val(idOfPast(at.getTime())).as('id'),
              value.val(rating).as('rating'),
              value.val('qr').as('source'),
              'q.id',
              'q.staff_id',
              'q.location_id',
              value.val(at).as('created_at'),
              'b.review_links',
            ])
            .where('q.business_id', '=', business_id)
            .where('q.id', '=', codeId),
        )
        .execute();
    }
  }
}

export async function insertCustomer(
  tx: BusinessTransaction,
  customer: {
    id: string;
    externalId: string;
    name: string;
    email: string;
    phone: string;
    timezone: string;
    locale: string;
    tags: string[];
    at: Date;
  },
): Promise<void> {
  await tx.k
    .insertInto('crm.customers')
    .values({
      business_id: tx.businessId,
      id: customer.id,
      name: customer.name,
      email: customer.email,
      phone: customer.phone,
      timezone: customer.timezone,
      locale: customer.locale,
      source: 'api',
      created_at: customer.at,
      last_event_at: customer.at,
    })
    .execute();
  await tx.k
    .insertInto('crm.customer_identities')
    .values({
      business_id: tx.businessId,
      customer_id: customer.id,
      source: 'api',
      external_id: customer.externalId,
    })
    .execute();
  for (const tag of customer.tags) {
    await tx.k
      .insertInto('crm.customer_tags')
      .values({ business_id: tx.businessId, customer_id: customer.id, tag })
      .execute();
  }
}

/** Write a finished passage as the engine would have left it. */
export async function insertPast(tx: BusinessTransaction, past: PastPassage): Promise<void> {
  const { enrollment } = past;
  const { businessId: business_id } = tx;
  await tx.k
    .insertInto('journeys.enrollments')
    .values({
      business_id,
      id: enrollment.id,
      journey_id: enrollment.journeyId,
      version: enrollment.version,
      customer_id: enrollment.customerId,
      subject_kind: enrollment.subject.kind,
      subject_id: enrollment.subject.id,
      status: 'completed',
      reason_code: enrollment.reason.code,
      reason_message: enrollment.reason.message,
      turn: 3,
      facts: JSON.stringify(enrollment.facts),
      started_at: enrollment.startedAt,
      ended_at: enrollment.endedAt,
    })
    .execute();
  for (const message of past.messages) {
    await tx.k
      .insertInto('messaging.messages')
      .values({
        business_id,
        id: message.id,
        send_key: `${enrollment.id}:${message.stepId}:1`,
        channel: message.channel,
        purpose: message.purpose,
        status: 'sent',
        customer_id: enrollment.customerId,
        enrollment_id: enrollment.id,
        journey_id: enrollment.journeyId,
        version: enrollment.version,
        step_id: message.stepId,
        visit: 1,
        content: message.content,
        language: 'en',
        segments: message.segments,
        provider: 'outbox',
        attempts: 1,
        first_attempt_at: message.sentAt,
        sent_at: message.sentAt,
        created_at: message.sentAt,
      })
      .execute();
    if (message.purpose !== 'review') continue;
    await tx.k
      .insertInto('feedback.review_requests')
      .values({
        business_id,
        message_id: message.id,
        enrollment_id: enrollment.id,
        customer_id: enrollment.customerId,
        channel: message.channel,
        answered_at: past.feedback?.messageId === message.id ? past.feedback.at : null,
        created_at: message.sentAt,
      })
      .execute();
  }
  if (past.feedback) {
    const { id, rating, comment, messageId, at, links } = past.feedback;
    await tx.k
      .insertInto('feedback.responses')
      .values({
        business_id,
        id,
        rating,
        comment,
        source: 'sms',
        customer_id: enrollment.customerId,
        enrollment_id: enrollment.id,
        message_id: messageId,
        subject_kind: enrollment.subject.kind,
        subject_id: enrollment.subject.id,
        public_links_shown: JSON.stringify(links),
        created_at: at,
      })
      .execute();
  }
  for (const line of past.timeline) {
    await tx.k
      .insertInto('journeys.timeline')
      .values({
        business_id,
        id: line.id,
        enrollment_id: enrollment.id,
        journey_id: enrollment.journeyId,
        customer_id: enrollment.customerId,
        version: enrollment.version,
        type: line.type,
        step_id: line.stepId,
        visit: line.stepId === null ? null : 1,
        exit: line.exit,
        reason_code: line.reason?.code ?? null,
        reason_message: line.reason?.message ?? null,
        message_id: line.messageId,
        feedback_id: line.feedbackId,
        actor: 'journey',
        at: line.at,
      })
      .execute();
  }
}
