import type { BusinessTransaction } from './tenant.js';

export interface ConsentRow {
  id: string;
  channel: string;
  purpose: string;
  granted: boolean;
  source: string;
  evidence: string | null;
  eventId: string | null;
  messageId: string | null;
  actor: string | null;
  at: Date;
}

const columns = [
  'id',
  'channel',
  'purpose',
  'granted',
  'source',
  'evidence',
  'event_id as eventId',
  'message_id as messageId',
  'actor',
  'at',
] as const;

/** The whole history of one person, newest first. */
export function listConsents(
  tx: BusinessTransaction,
  { customerId, after, limit }: { customerId: string; after: string | null; limit: number },
): Promise<ConsentRow[]> {
  return tx.k
    .selectFrom('crm.consents')
    .select(columns)
    .where('business_id', '=', tx.businessId)
    .where('customer_id', '=', customerId)
    .$if(after !== null, (query) => query.where('id', '<', after!))
    .orderBy('id', 'desc')
    .limit(limit)
    .execute();
}

/** Call it under the customer's lock, so that it counts before the next send. */
export function insertConsent(
  tx: BusinessTransaction,
  consent: {
    customerId: string;
    channel: string;
    purpose: string;
    granted: boolean;
    source: 'api' | 'member' | 'import';
    evidence: string | null;
  },
): Promise<ConsentRow> {
  return tx.k
    .insertInto('crm.consents')
    .values({
      business_id: tx.businessId,
      customer_id: consent.customerId,
      channel: consent.channel,
      purpose: consent.purpose,
      granted: consent.granted,
      source: consent.source,
      evidence: consent.evidence,
      actor: tx.actor,
    })
    .returning(columns)
    .executeTakeFirstOrThrow();
}
