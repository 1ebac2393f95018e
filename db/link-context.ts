import type { Channel, Purpose } from '../workflows/flow/purposes.js';
import type { BusinessTransaction } from './tenant.js';
import type { PublicToken } from './tokens.js';

/** What a link is about: whom, which message, which visit. */
export interface LinkContext {
  customer: { id: string; name: string | null; givenName: string | null; locale: string | null };
  message: {
    id: string;
    channel: Channel;
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
          channel: message.channel as Channel,
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
