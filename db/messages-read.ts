import { sql } from 'kysely';
import type { BusinessTransaction } from './tenant.js';

export interface MessageRow {
  id: string;
  direction: string;
  channel: string;
  purpose: string | null;
  intent: string | null;
  status: string;
  reasonCode: string | null;
  reasonMessage: string | null;
  customerId: string;
  enrollmentId: string | null;
  journeyId: string | null;
  stepId: string | null;
  visit: number | null;
  /** Sealed for `messages/content`: `{ to, from, subject, text, html }`. */
  content: Buffer | null;
  segments: number | null;
  /** Its links that are counted, and how often people and programs opened them; null when none is. */
  clicks: { links: number; people: number; programs: number } | null;
  provider: string | null;
  providerMessageId: string | null;
  /** Through which it came in or went out; null in the outbox. */
  connectionId: string | null;
  heldUntil: Date | null;
  /** Who of the team wrote it; null for those of journeys and of customers. */
  author: string | null;
  authorName: string | null;
  createdAt: Date;
  sentAt: Date | null;
  deliveredAt: Date | null;
}

export interface MessageFilter {
  customerId?: string | undefined;
  enrollmentId?: string | undefined;
  journeyId?: string | undefined;
  channel?: string | undefined;
  status?: string | undefined;
}

const fields = (tx: BusinessTransaction) =>
  tx.k
    .selectFrom('messaging.messages')
    .select([
      'id',
      'direction',
      'channel',
      'purpose',
      'intent',
      'status',
      'reason_code as reasonCode',
      'reason_message as reasonMessage',
      'customer_id as customerId',
      'enrollment_id as enrollmentId',
      'journey_id as journeyId',
      'step_id as stepId',
      'visit',
      'content',
      'segments',
      'provider',
      'provider_message_id as providerMessageId',
      'connection_id as connectionId',
      'held_until as heldUntil',
      'author',
      sql<string | null>`(select m.name from tenancy.memberships m
         where m.business_id = messaging.messages.business_id and m.id::text = messaging.messages.author)`.as(
        'authorName',
      ),
      sql<MessageRow['clicks']>`(select case when count(*) > 0 then jsonb_build_object(
             'links', count(*), 'people', sum(l.opens), 'programs', sum(l.scans)) end
         from messaging.links l
        where l.business_id = messaging.messages.business_id and l.message_id = messaging.messages.id)`.as(
        'clicks',
      ),
      'created_at as createdAt',
      'sent_at as sentAt',
      'delivered_at as deliveredAt',
    ])
    .where('business_id', '=', tx.businessId);

export function listMessages(
  tx: BusinessTransaction,
  { after, limit, ...filter }: { after: string | null; limit: number } & MessageFilter,
): Promise<MessageRow[]> {
  return fields(tx)
    .$if(filter.customerId !== undefined, (query) => query.where('customer_id', '=', filter.customerId!))
    .$if(filter.enrollmentId !== undefined, (query) =>
      query.where('enrollment_id', '=', filter.enrollmentId!),
    )
    .$if(filter.journeyId !== undefined, (query) => query.where('journey_id', '=', filter.journeyId!))
    .$if(filter.channel !== undefined, (query) => query.where('channel', '=', filter.channel!))
    .$if(filter.status !== undefined, (query) => query.where('status', '=', filter.status!))
    .$if(after !== null, (query) => query.where('id', '<', after!))
    .orderBy('id', 'desc')
    .limit(limit)
    .execute();
}

export function messagesById(tx: BusinessTransaction, ids: readonly string[]): Promise<MessageRow[]> {
  return ids.length === 0 ? Promise.resolve([]) : fields(tx).where('id', 'in', ids).execute();
}

export function findMessage(tx: BusinessTransaction, id: string): Promise<MessageRow | undefined> {
  return fields(tx).where('id', '=', id).executeTakeFirst();
}
