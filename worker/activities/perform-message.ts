import { insertLinks } from '../../db/links.js';
import * as ledger from '../../db/messages.js';
import type { StepMessageRow } from '../../db/perform.js';
import type { BusinessTransaction } from '../../db/tenant.js';
import { newId } from '../../lib/ids.js';
import type { Channel } from '../../workflows/flow/purposes.js';
import { reason, type Reason } from '../../workflows/flow/reasons.js';
import { judgeSend, type SendingDefaults } from '../../workflows/flow/sending.js';
import { askProvider, leftUnknown } from './ask-provider.js';
import { messagesHere, type Case } from './case.js';
import { compose } from './compose.js';
import type { PerformDeps } from './deps.js';
import type { Effect } from './effect.js';
import { hold, newMessage, noteMessage, skip } from './ledger-row.js';
import {
  afterSent,
  channelsOf,
  keyOf,
  purposeOf,
  REMINDER,
  waitForAnswer,
  type Attempt,
  type MessageStep,
} from './message-attempt.js';
import { openContent, sealContent, sealLinks } from './message-content.js';

/** Providers that take a key forget it after a day; an hour is left for clocks and queues. */
const RESEND_WITHIN_MS = 23 * 3_600_000;

/**
 * Send the message of a step: at most one to each visit, by the first channel that may. The ledger row is written here,
 * before the provider is called, and everything that can refuse or delay a message is looked at in this transaction.
 * `skipDueBy`: what had fallen due by then is not sent.
 */
export async function performMessage(
  tx: BusinessTransaction,
  kase: Case,
  step: MessageStep,
  deps: PerformDeps,
  skipDueBy?: string,
): Promise<Effect> {
  const known = messagesHere(kase, step);
  const asked = known.find((message) => isSent(message) && !message.send_key.endsWith(REMINDER));
  if (asked) return afterAsking(tx, kase, step, asked, known, deps, skipDueBy);

  let refusal: Reason | undefined;
  for (const channel of channelsOf(step)) {
    const attempt: Attempt = { channel, key: keyOf(kase, step, channel), reminder: false };
    const effect = await tryChannel(tx, kase, step, attempt, known, deps, skipDueBy);
    if (effect.do !== 'leave' || effect.exit === 'sent') return effect;
    refusal ??= effect.reason;
  }
  return { do: 'leave', exit: 'undeliverable', ...(refusal && { reason: refusal }) };
}

/** The ask has gone; a reminder follows when the step wants one and nobody has answered. */
async function afterAsking(
  tx: BusinessTransaction,
  kase: Case,
  step: MessageStep,
  asked: StepMessageRow,
  known: StepMessageRow[],
  deps: PerformDeps,
  skipDueBy: string | undefined,
): Promise<Effect> {
  const sent: Effect = { do: 'leave', exit: 'sent' };
  if (step.kind !== 'review_request' || step.settings.remindAfter === undefined) return sent;
  if (kase.row.rating !== null) return { ...sent, reason: reason('answered') };
  const wait = waitForAnswer(kase, step, new Date(asked.sent_at ?? asked.created_at), deps);
  if (wait && kase.now < wait.until) return wait;
  if (wait && skipDueBy !== undefined && wait.until <= skipDueBy) {
    return { ...sent, reason: reason('overdue_skipped') };
  }

  const attempt: Attempt = {
    channel: asked.channel,
    key: keyOf(kase, step, asked.channel) + REMINDER,
    reminder: true,
    ...(wait && { dueAt: wait.until }),
  };
  const effect = await tryChannel(tx, kase, step, attempt, known, deps);
  return effect.do === 'leave' ? sent : effect;
}

async function tryChannel(
  tx: BusinessTransaction,
  kase: Case,
  step: MessageStep,
  attempt: Attempt,
  known: StepMessageRow[],
  deps: PerformDeps,
  skipDueBy?: string,
): Promise<Effect> {
  const earlier = known.find((message) => message.send_key === attempt.key);
  if (earlier && isSent(earlier)) return { do: 'leave', exit: 'sent' };
  if (earlier?.status === 'failed' || earlier?.status === 'skipped') {
    return { do: 'leave', exit: 'undeliverable', ...reasonOf(earlier) };
  }
  if (earlier?.status === 'sending') return recover(tx, kase, step, attempt, earlier, deps);
  const isDueLater = earlier?.held_until && instantOf(earlier.held_until) > (skipDueBy ?? '');
  if (skipDueBy !== undefined && !isDueLater) {
    return skip(tx, kase, step, attempt, reason('overdue_skipped'));
  }

  const verdict = judge(kase, step, attempt, deps);
  if (verdict.do === 'skip') return skip(tx, kase, step, attempt, verdict.reason);
  if (verdict.do === 'hold') return hold(tx, kase, step, attempt, verdict.until, verdict.reason, earlier);

  const rate = await takeAllowance(tx, kase, attempt.channel);
  if (rate) return hold(tx, kase, step, attempt, rate.until, rate.reason, earlier);
  return claim(tx, kase, step, attempt, earlier, deps);
}

function judge(kase: Case, step: MessageStep, attempt: Attempt, deps: PerformDeps, caps?: null) {
  return judgeSend({
    channel: attempt.channel,
    purpose: purposeOf(step),
    rules: { ...kase.flow.rules, ...(caps === null && { caps }) },
    defaults: (kase.facts.business.settings ?? {}) as SendingDefaults,
    facts: kase.facts,
    permission: {
      consents: kase.row.consents.map((consent) => ({ ...consent, at: instantOf(consent.at) })),
      suppressed: { email: kase.row.suppressed_email, sms: kase.row.suppressed_sms },
    },
    recent: kase.row.recent_messages.map((message) => ({ ...message, at: instantOf(message.at) })),
    usefulFor: step.settings.usefulFor,
    enteredAt: attempt.dueAt ?? kase.since,
    now: kase.now,
    calendar: deps.calendar,
  });
}

/** Write the row as `sending` (or, where nothing leaves the house, as `sent`) with what will be sent. */
async function claim(
  tx: BusinessTransaction,
  kase: Case,
  step: MessageStep,
  attempt: Attempt,
  earlier: StepMessageRow | undefined,
  deps: PerformDeps,
): Promise<Effect> {
  const provider = attempt.channel === 'email' ? deps.providers.email : deps.providers.sms;
  const id = earlier?.id ?? newId();
  // What a provider refused for the moment is tried again with the same bytes.
  const composed = earlier && earlier.attempts > 0 ? null : compose(kase, step, attempt, id, deps);
  if (composed && 'refused' in composed) return skip(tx, kase, step, attempt, composed.refused);

  const content = composed && (await sealContent(composed, id, tx.businessId, deps));
  const inApp = provider.keepsMessagesInApp === true;
  const written = tx.run(ledger.writeMessage, [
    tx.businessId,
    JSON.stringify(
      newMessage(kase, step, attempt, { id, status: inApp ? 'sent' : 'sending', provider, composed }),
    ),
    content,
    JSON.stringify(composed?.tokens ?? []),
  ]);
  if (composed && composed.shortLinks.length > 0) {
    const sealed = await sealLinks(composed.shortLinks, tx.businessId, deps);
    tx.last(insertLinks, [tx.businessId, id, JSON.stringify(sealed)]);
  }
  // From here on events count as coming after this message, also those that arrive while the provider is asked.
  kase.lastMessageAt =
    earlier && earlier.attempts > 0 && earlier.first_attempt_at
      ? instantOf(earlier.first_attempt_at)
      : kase.now;
  if (inApp) {
    theRow(await written);
    noteMessage(kase, step, id, null);
    return afterSent(kase, step, attempt, deps.now(), deps);
  }
  return {
    do: 'call',
    // Nobody waits for the answer before the commit, so both travel together; the provider is asked after it only.
    async call() {
      const row = theRow(await written);
      const outgoing = composed?.outgoing ?? (await openContent(row.content!, id, tx.businessId, deps));
      return askProvider(kase, step, attempt, id, provider, outgoing, row.attempts, deps);
    },
  };
}

function theRow<Row>([row]: Row[]): Row {
  if (!row) throw new Error('The ledger row changed while its customer was locked');
  return row;
}

/**
 * An attempt is out. While its lease lasts, wait for it; afterwards only a provider that takes a key is asked again, and
 * only what may still be sent: to somebody who has refused meanwhile, nothing leaves that might not have left before.
 */
async function recover(
  tx: BusinessTransaction,
  kase: Case,
  step: MessageStep,
  attempt: Attempt,
  earlier: StepMessageRow,
  deps: PerformDeps,
): Promise<Effect> {
  const leaseUntil = new Date(earlier.lease_until ?? 0).toISOString();
  if (leaseUntil > kase.row.now.toISOString()) return { do: 'busy', until: leaseUntil };
  const provider =
    earlier.provider === null ? null : deps.providers.byName(attempt.channel, earlier.provider);
  const firstAttempt = Date.parse(earlier.first_attempt_at ?? earlier.created_at);
  const mayRepeat =
    provider?.takesIdempotencyKey === true && Date.parse(kase.now) - firstAttempt < RESEND_WITHIN_MS;
  // It counts in every cap itself, and was let through them.
  const verdict = judge(kase, step, attempt, deps, null);
  if (!mayRepeat || verdict.do === 'skip') {
    return { do: 'call', call: async () => leftUnknown(kase, step, earlier.id, provider) };
  }
  if (verdict.do === 'hold') return verdict;

  const [row] = await tx.run(ledger.retakeLease, [tx.businessId, earlier.id]);
  if (!row) return { do: 'busy', until: new Date(kase.row.now.getTime() + 1000).toISOString() };
  const outgoing = await openContent(row.content, earlier.id, tx.businessId, deps);
  return {
    do: 'call',
    call: () => askProvider(kase, step, attempt, earlier.id, provider, outgoing, row.attempts, deps),
  };
}

/** A sender's own limit, where the business has set one; one token a message. */
async function takeAllowance(
  tx: BusinessTransaction,
  kase: Case,
  channel: Channel,
): Promise<{ until: string; reason: Reason } | null> {
  const settings = kase.facts.business.settings as
    { perMinute?: Partial<Record<Channel, number>> } | undefined;
  const perMinute = settings?.perMinute?.[channel];
  if (!perMinute) return null;
  const [taken] = await tx.run(ledger.takeToken, [tx.businessId, channel, perMinute]);
  if (taken) return null;
  const until = new Date(Date.parse(kase.now) + Math.ceil(60_000 / perMinute)).toISOString();
  return { until, reason: reason('sender_rate', { until }) };
}

const instantOf = (timestamp: string): string => new Date(timestamp).toISOString();

/** Did it go, or may it have gone? Then nothing else goes for it. */
const isSent = ({ status }: StepMessageRow): boolean =>
  status === 'sent' || status === 'delivered' || status === 'unknown';

function reasonOf({ reason_code }: StepMessageRow): { reason?: Reason } {
  return reason_code === null ? {} : { reason: { code: reason_code as Reason['code'], message: '' } };
}
