import { noteInbound } from './conversations.js';
import { statement } from './statement.js';
import type { BusinessTransaction } from './tenant.js';

/** A message as a receipt needs to know it. */
export interface ReceiptMessage {
  id: string;
  status: string;
  channel: 'email' | 'sms';
  purpose: string | null;
  customerId: string;
  enrollmentId: string | null;
  journeyId: string | null;
  stepId: string | null;
  subject: { kind: string; id: string } | null;
  /** How deep in a chain of events that journeys caused the enrollment is. */
  depth: number;
}

interface MessageRow {
  id: string;
  status: string;
  channel: 'email' | 'sms';
  purpose: string | null;
  customer_id: string;
  enrollment_id: string | null;
  journey_id: string | null;
  step_id: string | null;
  subject_kind: string | null;
  subject_id: string | null;
  depth: number;
}

const find = statement<MessageRow>(
  'receipts.find_message',
  `select m.id, m.status, m.channel, m.purpose, m.customer_id, m.enrollment_id, m.journey_id, m.step_id,
          e.subject_kind, e.subject_id, coalesce(e.depth, 0) as depth
     from messaging.messages m
     left join journeys.enrollments e on e.business_id = m.business_id and e.id = m.enrollment_id
    where m.business_id = $1 and m.direction = 'outbound'
      and (m.id = $2::uuid or (m.provider = $3 and m.provider_message_id = $4))
    order by m.id = $2::uuid desc nulls last
    limit 1`,
);

/** The message a provider speaks of: by our own id, where it gives that back, else by its own. */
export async function findMessage(
  tx: BusinessTransaction,
  {
    messageId,
    provider,
    providerMessageId,
  }: { messageId: string | null; provider: string; providerMessageId: string },
): Promise<ReceiptMessage | null> {
  const [row] = await tx.run(find, [tx.businessId, messageId, provider, providerMessageId]);
  if (!row) return null;
  return {
    id: row.id,
    status: row.status,
    channel: row.channel,
    purpose: row.purpose,
    customerId: row.customer_id,
    enrollmentId: row.enrollment_id,
    journeyId: row.journey_id,
    stepId: row.step_id,
    subject: row.subject_kind && row.subject_id ? { kind: row.subject_kind, id: row.subject_id } : null,
    depth: row.depth,
  };
}

const insertReceipt = statement<{ id: string }>(
  'receipts.insert',
  `insert into messaging.message_events (business_id, message_id, type, receipt_key, detail, at)
   values ($1, $2, $3, $4, $5::jsonb, $6)
   on conflict (business_id, message_id, receipt_key) do nothing
   returning id`,
);

/** Keep a receipt; false when the same one is here already. */
export async function recordReceipt(
  tx: BusinessTransaction,
  receipt: { messageId: string; type: string; key: string; detail: Record<string, unknown>; at: Date },
): Promise<boolean> {
  const rows = await tx.run(insertReceipt, [
    tx.businessId,
    receipt.messageId,
    receipt.type,
    receipt.key,
    JSON.stringify(receipt.detail),
    receipt.at,
  ]);
  return rows.length > 0;
}

const advance = statement<{ id: string }>(
  'receipts.advance',
  `update messaging.messages
      set status = $3,
          provider_message_id = coalesce(provider_message_id, $4),
          reason_code = $5, reason_message = $6,
          lease_until = null, look_up_at = null,
          sent_at = case when $3 in ('sent', 'delivered') then coalesce(sent_at, $7) else sent_at end,
          delivered_at = case when $3 = 'delivered' then coalesce(delivered_at, $7) else delivered_at end
    where business_id = $1 and id = $2
      and case $3 when 'sent' then status in ('sending', 'unknown')
                  else status in ('sending', 'unknown', 'sent') end
   returning id`,
);

/**
 * Move a message on as a receipt says: sending or unknown to sent, any of these to delivered or failed; never back, and
 * never from one end to the other. True when it moved.
 */
export async function advanceMessage(
  tx: BusinessTransaction,
  change: {
    messageId: string;
    status: 'sent' | 'delivered' | 'failed';
    providerMessageId: string;
    reason: { code: string; message: string } | null;
    at: Date;
  },
): Promise<boolean> {
  const rows = await tx.run(advance, [
    tx.businessId,
    change.messageId,
    change.status,
    change.providerMessageId,
    change.reason?.code ?? null,
    change.reason?.message ?? null,
    change.at,
  ]);
  return rows.length > 0;
}

const insertInbound = statement<{ id: string }>(
  'receipts.insert_inbound',
  `insert into messaging.messages (business_id, id, send_key, direction, channel, status, customer_id, content, provider,
                                   connection_id, provider_message_id)
   values ($1, $2, $3, 'inbound', 'sms', 'received', $4, $5, $6, $7, $8)
   on conflict (business_id, send_key) do nothing
   returning id`,
);

/** A text a person sent us; false when it is here already. `content` is sealed for `messages/content`. */
export async function insertInboundText(
  tx: BusinessTransaction,
  text: {
    id: string;
    customerId: string;
    content: Buffer;
    provider: string;
    connectionId: string;
    providerMessageId: string;
  },
): Promise<boolean> {
  const rows = await tx.run(insertInbound, [
    tx.businessId,
    text.id,
    `inbound:${text.provider}:${text.providerMessageId}:${text.customerId}`,
    text.customerId,
    text.content,
    text.provider,
    text.connectionId,
    text.providerMessageId,
  ]);
  if (rows.length === 0) return false;
  tx.last(noteInbound, [tx.businessId, text.customerId, text.id]);
  return true;
}

const lastTexted = statement<{ customer_id: string; depth: number }>(
  'receipts.last_texted',
  `select m.customer_id, coalesce(e.depth, 0) as depth
     from messaging.messages m
     left join journeys.enrollments e on e.business_id = m.business_id and e.id = m.enrollment_id
    where m.business_id = $1 and m.customer_id = any($2::uuid[]) and m.direction = 'outbound' and m.channel = 'sms'
      and m.status in ('sent', 'delivered', 'unknown', 'sending')
    order by m.id desc limit 1`,
);

/** Who of these people was texted last: an answer from a shared number is taken as theirs. */
export async function lastTextedOf(
  tx: BusinessTransaction,
  customerIds: readonly string[],
): Promise<{ customerId: string; depth: number } | null> {
  const [row] = await tx.run(lastTexted, [tx.businessId, customerIds]);
  return row ? { customerId: row.customer_id, depth: row.depth } : null;
}
