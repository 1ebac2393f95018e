import * as ledger from '../../db/messages.js';
import * as replies from '../../db/replies.js';
import { lockCustomer, suppressAddress } from '../../db/suppressions.js';
import { withBusiness, type BusinessTransaction } from '../../db/tenant.js';
import { judgeReply } from '../../workflows/flow/reply.js';
import { reason, type Reason } from '../../workflows/flow/reasons.js';
import type { PerformDeps } from '../activities/deps.js';
import type { OutgoingSms, Provider, SendOutcome } from '../channels/provider.js';

export type ReplyDeps = Pick<
  PerformDeps,
  | 'database'
  | 'keys'
  | 'calendar'
  | 'providers'
  | 'senders'
  | 'connections'
  | 'publicUrl'
  | 'metrics'
  | 'log'
  | 'now'
>;

/** Providers that take a key forget it after a day; an hour is left for clocks and queues. */
const RESEND_WITHIN_MS = 23 * 3_600_000;
const PROVIDER_TIMEOUT_MS = 10_000;

interface Call {
  provider: Provider<OutgoingSms>;
  outgoing: OutgoingSms;
  customerId: string;
  attempts: number;
}

/**
 * Send a text that somebody of the team wrote: judged once more under the customer's lock, so that whoever has stopped
 * texts meanwhile gets none; at most once, by the same ledger as everything else.
 */
export async function sendReply(
  { businessId, id }: { businessId: string; id: string },
  deps: ReplyDeps,
): Promise<void> {
  await deps.keys.ensure(businessId);
  const connections = await deps.connections.of(businessId);
  const call = await withBusiness(deps.database, { businessId }, (tx) =>
    prepare(tx, id, connections.sms, deps),
  );
  if (!call) return;
  const outcome = await call.provider.send(call.outgoing, {
    idempotencyKey: id,
    timeoutMs: PROVIDER_TIMEOUT_MS,
  });
  deps.metrics.sent(call.provider.name, outcome.outcome);
  await withBusiness(deps.database, { businessId }, async (tx) => {
    await lockCustomer(tx, call.customerId);
    await settle(tx, id, call, outcome, deps.now());
  });
}

/** What is to be sent, after the row says so; null when nothing is, or not now. */
async function prepare(
  tx: BusinessTransaction,
  id: string,
  connectionId: string | null,
  deps: ReplyDeps,
): Promise<Call | null> {
  const [whose] = await tx.run(replies.customerOfReply, [tx.businessId, id]);
  if (!whose) return null;
  await lockCustomer(tx, whose.customer_id);
  const [row] = await tx.run(replies.claimReply, [tx.businessId, id]);
  if (!row) return null;
  if (row.status === 'sending') return recover(tx, row, whose.customer_id, deps);

  const facts = await replies.loadReplyFacts(tx, whose.customer_id);
  const why =
    facts && row.content ? await hindrance(tx, row, facts, deps) : { reason: reason('customer_erased') };
  if (why) {
    tx.last(replies.putOffReply, [tx.businessId, id, why.until ?? null, why.reason.code, why.reason.message]);
    return null;
  }

  const provider = deps.providers.sms;
  const written = await opened(row.content!, id, tx.businessId, deps);
  // What a provider refused for the moment is tried again with the same bytes.
  const outgoing: OutgoingSms =
    row.attempts > 0
      ? (written as OutgoingSms)
      : {
          to: facts!.customer.phone!,
          from: deps.senders.sms,
          text: written.text,
          metadata: { messageId: id },
          ...(connectionId && {
            statusCallback: `${deps.publicUrl}/hooks/twilio/${connectionId}?message=${id}`,
          }),
        };
  const place = { table: 'messages', rowId: id, kind: 'content' };
  const content = await deps.keys.seal(tx.businessId, JSON.stringify(outgoing), place);
  const status = provider.keepsMessagesInApp ? 'sent' : 'sending';
  tx.last(replies.startReply, [tx.businessId, id, status, content, provider.name, connectionId]);
  return status === 'sent'
    ? null
    : { provider, outgoing, customerId: whose.customer_id, attempts: row.attempts + 1 };
}

/** Why it does not go now, with when to look again; without a moment it never will. */
async function hindrance(
  tx: BusinessTransaction,
  row: replies.ReplyRow,
  facts: replies.ReplyFacts,
  deps: ReplyDeps,
): Promise<{ until?: string; reason: Reason } | null> {
  const verdict = judgeReply(
    replies.replyCase(facts, {
      now: row.now,
      writtenAt: row.created_at,
      hoursConfirmed: row.hours_confirmed_at !== null,
      calendar: deps.calendar,
    }),
  );
  if (verdict.do === 'skip') return { reason: verdict.reason };
  if (verdict.do === 'hold') return verdict;
  const { perMinute } = facts.business.settings as { perMinute?: { sms?: number } | null };
  if (!perMinute?.sms) return null;
  const [taken] = await tx.run(ledger.takeToken, [tx.businessId, 'sms', perMinute.sms]);
  if (taken) return null;
  const until = new Date(row.now.getTime() + Math.ceil(60_000 / perMinute.sms)).toISOString();
  return { until, reason: reason('sender_rate', { until }) };
}

/** Nobody came back from a call. Only a provider that takes a key is asked again; else it may have gone, and stays so. */
async function recover(
  tx: BusinessTransaction,
  row: replies.ReplyRow,
  customerId: string,
  deps: ReplyDeps,
): Promise<Call | null> {
  const provider = row.provider === null ? null : deps.providers.byName('sms', row.provider);
  const age = row.now.getTime() - (row.first_attempt_at ?? row.created_at).getTime();
  if (provider?.takesIdempotencyKey !== true || age >= RESEND_WITHIN_MS) {
    leaveUnknown(tx, row.id, provider, row.now);
    return null;
  }
  const [taken] = await tx.run(ledger.retakeLease, [tx.businessId, row.id]);
  if (!taken) return null;
  const outgoing = (await opened(taken.content, row.id, tx.businessId, deps)) as OutgoingSms;
  return { provider: provider as Provider<OutgoingSms>, outgoing, customerId, attempts: taken.attempts };
}

async function settle(
  tx: BusinessTransaction,
  id: string,
  { provider, outgoing, attempts }: Call,
  outcome: SendOutcome,
  now: Date,
): Promise<void> {
  if (outcome.outcome === 'accepted')
    return record(tx, { id, status: 'sent', providerMessageId: outcome.providerMessageId });
  if (outcome.outcome === 'unknown') {
    // A key makes asking again safe: the lease runs out, and it is.
    return provider.takesIdempotencyKey ? undefined : leaveUnknown(tx, id, provider, now);
  }
  if (!outcome.permanent) {
    const seconds = outcome.retryAfterSeconds ?? Math.min(3600, 30 * 2 ** Math.min(attempts - 1, 7));
    const until = new Date(now.getTime() + seconds * 1000).toISOString();
    const why = reason('provider_unavailable', { until, what: outcome.reason.message });
    return record(tx, { id, status: 'held', reason: why, heldUntil: until });
  }
  record(tx, { id, status: 'failed', reason: outcome.reason });
  if (!outcome.suppress) return;
  await suppressAddress(tx, {
    channel: 'sms',
    address: outgoing.to,
    reason: 'refused',
    detail: outcome.reason.message,
    messageId: id,
  });
}

/** Nobody can know whether it went: shown as such, looked up where that is possible, and never sent again. */
function leaveUnknown(tx: BusinessTransaction, id: string, provider: { lookUp?: unknown } | null, now: Date) {
  const lookUpAt = provider?.lookUp ? new Date(now.getTime() + 60_000).toISOString() : null;
  record(tx, { id, status: 'unknown', reason: reason('outcome_unknown'), lookUpAt });
}

function record(
  tx: BusinessTransaction,
  settled: {
    id: string;
    status: ledger.SettledMessage['status'];
    providerMessageId?: string | null;
    reason?: { code: string; message: string };
    heldUntil?: string;
    lookUpAt?: string | null;
  },
): void {
  const row: ledger.SettledMessage = {
    status: settled.status,
    provider_message_id: settled.providerMessageId ?? null,
    reason_code: settled.reason?.code ?? null,
    reason_message: settled.reason?.message ?? null,
    held_until: settled.heldUntil ?? null,
    look_up_at: settled.lookUpAt ?? null,
  };
  tx.last(ledger.settleMessage, [tx.businessId, settled.id, JSON.stringify(row)]);
}

async function opened(
  content: Buffer,
  id: string,
  businessId: string,
  { keys }: ReplyDeps,
): Promise<{ to: string; text: string }> {
  const bytes = await keys.open(businessId, content, { table: 'messages', rowId: id, kind: 'content' });
  return JSON.parse(bytes.toString('utf8')) as { to: string; text: string };
}
