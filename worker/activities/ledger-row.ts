import * as ledger from '../../db/messages.js';
import type { StepMessageRow } from '../../db/perform.js';
import type { BusinessTransaction } from '../../db/tenant.js';
import { newId } from '../../lib/ids.js';
import { reason, type Reason } from '../../workflows/flow/reasons.js';
import { messagesHere, note, type Case } from './case.js';
import type { Composed } from './compose.js';
import type { Effect } from './effect.js';
import { purposeOf, type Attempt, type MessageStep } from './message-attempt.js';

/** Nothing is sent, and the ledger says why. */
export async function skip(
  tx: BusinessTransaction,
  kase: Case,
  step: MessageStep,
  attempt: Attempt,
  why: Reason,
): Promise<Effect> {
  const id = messagesHere(kase, step).find((message) => message.send_key === attempt.key)?.id ?? newId();
  tx.last(ledger.writeMessage, [
    tx.businessId,
    JSON.stringify(newMessage(kase, step, attempt, { id, status: 'skipped', why })),
    null,
    '[]',
  ]);
  noteMessage(kase, step, id, why);
  return { do: 'leave', exit: 'undeliverable', reason: why };
}

/** Nothing is sent until then, and the ledger says why; the timeline does when that is news. */
export async function hold(
  tx: BusinessTransaction,
  kase: Case,
  step: MessageStep,
  attempt: Attempt,
  until: string,
  why: Reason,
  earlier: StepMessageRow | undefined,
): Promise<Effect> {
  const id = earlier?.id ?? newId();
  tx.last(ledger.writeMessage, [
    tx.businessId,
    JSON.stringify(newMessage(kase, step, attempt, { id, status: 'held', why, until })),
    null,
    '[]',
  ]);
  const isNews = earlier?.reason_code !== why.code || kase.row.due_at?.toISOString() !== until;
  if (isNews) {
    note(kase, {
      type: 'held',
      step_id: step.id,
      visit: kase.visit,
      reason_code: why.code,
      reason_message: why.message,
      message_id: id,
    });
  }
  return { do: 'hold', until, reason: why };
}

/** The row of a message as it is written: nulls where it does not say. */
export function newMessage(
  kase: Case,
  step: MessageStep,
  attempt: Attempt,
  made: {
    id: string;
    status: ledger.NewMessage['status'];
    provider?: { name: string };
    composed?: Composed | null;
    why?: Reason;
    until?: string;
  },
): ledger.NewMessage {
  return {
    id: made.id,
    send_key: attempt.key,
    channel: attempt.channel,
    purpose: purposeOf(step),
    intent: step.settings.intent ?? null,
    status: made.status,
    reason_code: made.why?.code ?? null,
    reason_message: made.why?.message ?? null,
    customer_id: kase.row.customer_id,
    enrollment_id: kase.row.id,
    journey_id: kase.row.journey_id,
    version: kase.version,
    step_id: step.id,
    visit: kase.visit,
    language: made.composed?.language ?? null,
    segments: made.composed?.segments ?? null,
    provider: made.provider?.name ?? null,
    connection_id: made.provider ? kase.connections[attempt.channel] : null,
    held_until: made.until ?? null,
    is_review_request: step.kind === 'review_request',
    is_reminder: attempt.reminder,
  };
}

/** A line of the timeline: the message went, or `why` it did not. */
export function noteMessage(kase: Case, step: MessageStep, messageId: string, why: Reason | null): void {
  note(kase, {
    type: 'message',
    step_id: step.id,
    visit: kase.visit,
    reason_code: why?.code ?? 'sent',
    reason_message: why?.message ?? reason('sent').message,
    message_id: messageId,
  });
}
