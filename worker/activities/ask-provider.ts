import * as ledger from '../../db/messages.js';
import { suppress } from '../../db/suppressions.js';
import type { Channel } from '../../workflows/flow/purposes.js';
import { reason } from '../../workflows/flow/reasons.js';
import type { OutgoingEmail, OutgoingSms, Provider, SendOutcome } from '../channels/provider.js';
import type { Case } from './case.js';
import type { PerformDeps } from './deps.js';
import type { Settlement } from './effect.js';
import { afterSent, type Attempt, type MessageStep } from './message-attempt.js';

const PROVIDER_TIMEOUT_MS = 10_000;

/** Hands a message over, and says what becomes of its row and of its enrollment. `attempts`: those made, with this one. */
export async function askProvider(
  kase: Case,
  step: MessageStep,
  attempt: Attempt,
  messageId: string,
  provider: Provider<never>,
  outgoing: OutgoingEmail | OutgoingSms,
  attempts: number,
  deps: PerformDeps,
): Promise<Settlement> {
  const outcome = await provider.send(outgoing as never, {
    idempotencyKey: messageId,
    timeoutMs: PROVIDER_TIMEOUT_MS,
  });
  const now = deps.now();
  deps.metrics.sent(provider.name, outcome.outcome);
  switch (outcome.outcome) {
    case 'accepted':
      return settlement(
        { id: messageId, status: 'sent', providerMessageId: outcome.providerMessageId, reason: null },
        afterSent(kase, step, attempt, now, deps),
      );
    case 'refused':
      return outcome.permanent
        ? refusedForGood(kase, step, messageId, provider.channel, outgoing.to, outcome)
        : refusedForNow(messageId, outcome, attempts, now);
    case 'unknown':
      if (provider.takesIdempotencyKey) {
        // The key makes asking again safe, so nobody has to be left in doubt yet: the lease runs out and it is.
        return { record: () => {}, then: { do: 'again' } };
      }
      return leftUnknown(kase, step, messageId, provider);
  }
}

type Refused = Extract<SendOutcome, { outcome: 'refused' }>;

function refusedForGood(
  kase: Case,
  step: MessageStep,
  messageId: string,
  channel: Channel,
  to: string,
  outcome: Refused,
): Settlement {
  const why = reason('refused', { what: outcome.reason.message });
  const settled = settlement(
    { id: messageId, status: 'failed', providerMessageId: null, reason: outcome.reason },
    step.kind === 'review_request' ? { do: 'again' } : { do: 'leave', exit: 'undeliverable', reason: why },
  );
  if (!outcome.suppress) return settled;
  return {
    ...settled,
    record(tx) {
      settled.record(tx);
      tx.last(suppress, [tx.businessId, channel, to, 'refused', outcome.reason.message, messageId]);
    },
  };
}

/** Half a minute, doubling, at most an hour; or what the provider asked for. How long it stays useful is judged then. */
function refusedForNow(messageId: string, outcome: Refused, attempts: number, now: Date): Settlement {
  const seconds = outcome.retryAfterSeconds ?? Math.min(3600, 30 * 2 ** Math.min(attempts - 1, 7));
  const until = new Date(now.getTime() + seconds * 1000).toISOString();
  const why = reason('provider_unavailable', { until, what: outcome.reason.message });
  return settlement(
    { id: messageId, status: 'held', providerMessageId: null, reason: why, heldUntil: until },
    { do: 'hold', until, reason: why },
  );
}

/** Nobody can know whether it went. It counts as sent, is shown as unknown, is looked up, and never sent again. */
export function leftUnknown(
  kase: Case,
  step: MessageStep,
  messageId: string,
  provider: { lookUp?: unknown } | null,
): Settlement {
  const why = reason('outcome_unknown');
  return settlement(
    {
      id: messageId,
      status: 'unknown',
      providerMessageId: null,
      reason: why,
      lookUpAt: provider?.lookUp ? new Date(Date.parse(kase.now) + 60_000).toISOString() : null,
    },
    { do: 'leave', exit: 'sent', reason: why },
  );
}

function settlement(
  message: {
    id: string;
    status: ledger.SettledMessage['status'];
    providerMessageId: string | null;
    reason: { code: string; message: string } | null;
    heldUntil?: string;
    lookUpAt?: string | null;
  },
  then: Settlement['then'],
): Settlement {
  const settled: ledger.SettledMessage = {
    status: message.status,
    provider_message_id: message.providerMessageId,
    reason_code: message.reason?.code ?? null,
    reason_message: message.reason?.message ?? null,
    held_until: message.heldUntil ?? null,
    look_up_at: message.lookUpAt ?? null,
  };
  return {
    record: (tx) => tx.last(ledger.settleMessage, [tx.businessId, message.id, JSON.stringify(settled)]),
    then,
    message: { id: message.id, reason: message.reason },
  };
}
