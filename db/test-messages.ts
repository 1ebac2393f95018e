import { statement } from './statement.js';
import type { BusinessTransaction } from './tenant.js';

export type TestMessageStatus = 'queued' | 'sending' | 'sent' | 'failed' | 'unknown';

/** A message of the business to somebody of its own team. */
export interface TestMessageRow {
  id: string;
  channel: 'email' | 'sms';
  status: TestMessageStatus;
  reasonCode: string | null;
  reasonMessage: string | null;
  createdAt: Date;
  sentAt: Date | null;
}

const columns = `id, channel, status, reason_code as "reasonCode", reason_message as "reasonMessage",
  created_at as "createdAt", sent_at as "sentAt"`;

const lock = statement(
  'test_messages.lock',
  `select pg_advisory_xact_lock(hashtextextended('test messages ' || $1::text, 0))`,
);
const lately = statement<{ count: number; oldest: Date | null }>(
  'test_messages.lately',
  `select count(*)::int as count, min(created_at) as oldest from messaging.test_messages
    where business_id = $1 and created_at > $2`,
);

/** How many were asked for since a moment, and when the first of them was. Whoever asks next waits for this transaction. */
export async function countTestMessages(
  tx: BusinessTransaction,
  since: Date,
): Promise<{ count: number; oldest: Date | null }> {
  await tx.run(lock, [tx.businessId]);
  const [row] = await tx.run(lately, [tx.businessId, since]);
  return row!;
}

const suppressed = statement<{ suppressed: boolean }>(
  'test_messages.suppressed',
  `select exists (select from messaging.suppressions
                   where business_id = $1 and channel = $2 and lifted_at is null
                     and address_hash = sha256(convert_to($1::uuid::text || ':' || $2 || ':' || $3, 'UTF8'))) as suppressed`,
);

/** Has whoever holds this address said that they want nothing more? */
export async function isSuppressed(
  tx: BusinessTransaction,
  { channel, address }: { channel: 'email' | 'sms'; address: string },
): Promise<boolean> {
  const [row] = await tx.run(suppressed, [tx.businessId, channel, address]);
  return row!.suppressed;
}

const insert = statement(
  'test_messages.insert',
  `insert into messaging.test_messages (business_id, id, channel, content, asked_by) values ($1, $2, $3, $4, $5)`,
);

/** `content` is sealed for `test_messages/content`: the outgoing message, until the worker adds who sends it. */
export function insertTestMessage(
  tx: BusinessTransaction,
  { id, channel, content }: { id: string; channel: 'email' | 'sms'; content: Buffer },
): Promise<unknown> {
  return tx.run(insert, [tx.businessId, id, channel, content, tx.actor]);
}

const find = statement<TestMessageRow>(
  'test_messages.find',
  `select ${columns} from messaging.test_messages where business_id = $1 and id = $2`,
);

export async function findTestMessage(tx: BusinessTransaction, id: string): Promise<TestMessageRow | null> {
  const [row] = await tx.run(find, [tx.businessId, id]);
  return row ?? null;
}

/** Across businesses, as app_dispatch: what waits to be sent, and calls nobody came back from. */
export const testMessagesDue = statement<{ business_id: string; id: string }>(
  'test_messages.due',
  `select business_id, id from messaging.test_messages
    where status = 'queued' or (status = 'sending' and lease_until < now()) order by id limit $1`,
);

/** Take one to send it, for 30 seconds. Nothing when somebody else has it, or it has been sent. */
export const claimTestMessage = statement<{ channel: 'email' | 'sms'; content: Buffer }>(
  'test_messages.claim',
  `update messaging.test_messages
      set status = 'sending', lease_until = clock_timestamp() + interval '30 seconds'
    where business_id = $1 and id = $2 and status = 'queued'
   returning channel, content`,
);

/** A call nobody came back from may have gone: it is left at that, and never sent again. */
export const abandonTestMessage = statement(
  'test_messages.abandon',
  `update messaging.test_messages
      set status = 'unknown', reason_code = $3, reason_message = $4, content = null, lease_until = null
    where business_id = $1 and id = $2 and status = 'sending' and lease_until < clock_timestamp()`,
);

/** What became of it; what it said is forgotten. */
export const settleTestMessage = statement(
  'test_messages.settle',
  `update messaging.test_messages
      set status = $3, reason_code = $4, reason_message = $5, provider = $6, provider_message_id = $7, content = null,
          lease_until = null, sent_at = case when $3 = 'sent' then clock_timestamp() end
    where business_id = $1 and id = $2 and status = 'sending'`,
);
