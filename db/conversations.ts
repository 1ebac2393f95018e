import { sql } from 'kysely';
import { statement } from './statement.js';
import type { BusinessTransaction } from './tenant.js';

/** A customer's text came in: the talk moves to the top of the list, and is unread. */
export const noteInbound = statement(
  'conversations.note_inbound',
  `insert into messaging.conversations as c (business_id, customer_id, last_message_id, last_inbound_id)
   values ($1, $2, $3, $3)
   on conflict (business_id, customer_id) do update
      set last_message_id = greatest(c.last_message_id, excluded.last_message_id),
          last_inbound_id = greatest(c.last_inbound_id, excluded.last_inbound_id)`,
);

/** Somebody of the team wrote; whoever answers has read what was asked. */
export const noteReply = statement(
  'conversations.note_reply',
  `insert into messaging.conversations as c (business_id, customer_id, last_message_id)
   values ($1, $2, $3)
   on conflict (business_id, customer_id) do update
      set last_message_id = greatest(c.last_message_id, excluded.last_message_id), read_to = c.last_inbound_id`,
);

/** Somebody has read up to this message. What came in meanwhile stays unread. */
export const markRead = statement(
  'conversations.mark_read',
  `update messaging.conversations set read_to = greatest(read_to, least($3::uuid, last_inbound_id))
    where business_id = $1 and customer_id = $2 and last_inbound_id is not null`,
);

export interface ConversationRow {
  /** Of its newest text: lists go on after it. */
  id: string;
  customerId: string;
  customerName: string | null;
  phone: string | null;
  unread: boolean;
}

const isUnread = sql<boolean>`(v.last_inbound_id is not null and v.last_inbound_id is distinct from v.read_to)`;

/** Talks with people we still know, by their newest text. */
export function listConversations(
  tx: BusinessTransaction,
  { unread, after, limit }: { unread?: boolean | undefined; after: string | null; limit: number },
): Promise<ConversationRow[]> {
  return tx.k
    .selectFrom('messaging.conversations as v')
    .innerJoin('crm.customers as c', (join) =>
      join.onRef('c.business_id', '=', 'v.business_id').onRef('c.id', '=', 'v.customer_id'),
    )
    .select([
      'v.last_message_id as id',
      'v.customer_id as customerId',
      'c.name as customerName',
      'c.phone',
      isUnread.as('unread'),
    ])
    .where('v.business_id', '=', tx.businessId)
    .where('c.lifecycle', '<>', 'erased')
    .$if(unread !== undefined, (query) => query.where(isUnread, '=', unread!))
    .$if(after !== null, (query) => query.where('v.last_message_id', '<', after!))
    .orderBy('v.last_message_id', 'desc')
    .limit(limit)
    .execute();
}

/** Whether anything of this customer's is unread, and when they last texted. */
export async function findConversation(
  tx: BusinessTransaction,
  customerId: string,
): Promise<{ unread: boolean; lastMessageId: string } | null> {
  const row = await tx.k
    .selectFrom('messaging.conversations as v')
    .select([isUnread.as('unread'), 'v.last_message_id as lastMessageId'])
    .where('v.business_id', '=', tx.businessId)
    .where('v.customer_id', '=', customerId)
    .executeTakeFirst();
  return row ?? null;
}
