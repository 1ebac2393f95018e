import { insertEvents } from '../../db/inbox.js';
import { advanceMessage, findMessage, recordReceipt, type ReceiptMessage } from '../../db/receipts.js';
import { insertConsents, latestConsents, lockCustomer, suppressAddress } from '../../db/suppressions.js';
import { withBusiness, type BusinessTransaction } from '../../db/tenant.js';
import type { ApiDeps } from '../deps.js';
import { ownEvent } from '../../db/own-event.js';
import type { Receipt } from './source.js';

type ReceiptDeps = Pick<ApiDeps, 'database' | 'keys' | 'now'>;

/**
 * What a provider says became of a message: kept once, moves the message forward and never back, and may mean that an
 * address must never be used again. Arriving and failing are events of their own, so that journeys can listen.
 * False when the message is not ours.
 */
export async function takeReceipt(businessId: string, receipt: Receipt, deps: ReceiptDeps): Promise<boolean> {
  await deps.keys.ensure(businessId);
  return withBusiness(deps.database, { businessId, actor: `provider:${receipt.provider}` }, async (tx) => {
    const message = await findMessage(tx, receipt);
    if (!message) return false;
    // The customer first, as everywhere: what follows may change whether they are messaged.
    await lockCustomer(tx, message.customerId);
    const at = receipt.at ?? deps.now();
    const isNew = await recordReceipt(tx, {
      messageId: message.id,
      type: receipt.type,
      key: receipt.key,
      detail: { ...receipt.detail, ...(receipt.reason && { reason: receipt.reason.code }) },
      at,
    });
    if (!isNew) return true;
    await suppress(tx, message, receipt, deps);
    if (receipt.outcome === 'noted') return true;
    const moved = await advanceMessage(tx, {
      messageId: message.id,
      status: receipt.outcome,
      providerMessageId: receipt.providerMessageId,
      reason: receipt.reason,
      at,
    });
    if (moved && receipt.outcome !== 'sent') await say(tx, message, receipt, at, deps);
    return true;
  });
}

/** `message_delivered` or `message_failed`, one step deeper than the enrollment that sent it. */
async function say(
  tx: BusinessTransaction,
  message: ReceiptMessage,
  { outcome, reason }: Receipt,
  at: Date,
  { keys }: ReceiptDeps,
) {
  const type = outcome === 'delivered' ? 'message_delivered' : 'message_failed';
  const event = await ownEvent(keys, tx.businessId, {
    type,
    customerId: message.customerId,
    subject: message.subject,
    depth: message.depth + 1,
    occurredAt: at,
    dedupeKey: `${type}:${message.id}`,
    data: { ...aboutMessage(message), ...(reason && { reason: reason.code }) },
  });
  await insertEvents(tx, [event]);
}

async function suppress(
  tx: BusinessTransaction,
  message: ReceiptMessage,
  receipt: Receipt,
  deps: ReceiptDeps,
) {
  if (!receipt.suppress) return;
  const { channel, address, reason } = receipt.suppress;
  const isNew = await suppressAddress(tx, {
    channel,
    address,
    reason,
    detail: receipt.reason?.code ?? receipt.type,
    messageId: message.id,
  });
  const isRefusal = reason === 'complained' || reason === 'unsubscribed';
  if (!isNew || !isRefusal) return;
  await refuseAll(tx, message, `${receipt.provider}: ${receipt.type}`);
  const event = await ownEvent(deps.keys, tx.businessId, {
    type: 'unsubscribed',
    customerId: message.customerId,
    subject: message.subject,
    depth: message.depth + 1,
    occurredAt: receipt.at ?? deps.now(),
    data: {
      ...aboutMessage(message),
      purposes: ['service', 'review', 'marketing'],
      via: reason === 'complained' ? 'complaint' : 'provider',
    },
  });
  await insertEvents(tx, [event]);
}

/** They want nothing more by this channel; what they refused already is not said twice. */
export async function refuseAll(
  tx: BusinessTransaction,
  message: { id: string | null; customerId: string; channel: 'email' | 'sms' },
  evidence: string,
) {
  const consents = await latestConsents(tx, message.customerId);
  const purposes = (['service', 'review', 'marketing'] as const).filter(
    (purpose) =>
      !consents.some((one) => one.channel === message.channel && one.purpose === purpose && !one.granted),
  );
  await insertConsents(
    tx,
    purposes.map((purpose) => ({
      customerId: message.customerId,
      channel: message.channel,
      purpose,
      granted: false,
      source: 'provider' as const,
      evidence,
      messageId: message.id,
    })),
  );
}

const aboutMessage = (message: ReceiptMessage) => ({
  messageId: message.id,
  channel: message.channel,
  ...(message.purpose && { purpose: message.purpose }),
  ...(message.enrollmentId && { enrollmentId: message.enrollmentId }),
  ...(message.journeyId && { journeyId: message.journeyId }),
  ...(message.stepId && { stepId: message.stepId }),
});
