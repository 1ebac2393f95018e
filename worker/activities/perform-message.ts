import { insertLinks, type NewLink } from '../../db/links.js';
import * as ledger from '../../db/messages.js';
import type { StepMessageRow } from '../../db/perform.js';
import { suppress } from '../../db/suppressions.js';
import type { BusinessTransaction } from '../../db/tenant.js';
import { newId } from '../../lib/ids.js';
import type { Step, StepOf } from '../../workflows/flow/flow.js';
import { PURPOSE_OF_INTENT, type Channel, type Purpose } from '../../workflows/flow/purposes.js';
import { reason, type Reason } from '../../workflows/flow/reasons.js';
import { addDuration } from '../../workflows/flow/schedule.js';
import { judgeSend, type SendingDefaults } from '../../workflows/flow/sending.js';
import { zoneOf } from '../../workflows/flow/zones.js';
import type { OutgoingEmail, OutgoingSms, Provider, SendOutcome } from '../channels/provider.js';
import { messagesHere, note, type Case } from './case.js';
import { compose, type Composed } from './compose.js';
import type { PerformDeps } from './deps.js';
import type { Effect, Settlement } from './effect.js';
import type { ShortLink } from './short-links.js';

export type MessageStep = StepOf<'email'> | StepOf<'sms'> | StepOf<'review_request'>;

export const isMessageStep = (step: Step): step is MessageStep =>
  step.kind === 'email' || step.kind === 'sms' || step.kind === 'review_request';

/** Providers that take a key forget it after a day; an hour is left for clocks and queues. */
const RESEND_WITHIN_MS = 23 * 3_600_000;
const PROVIDER_TIMEOUT_MS = 10_000;

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

/** How long an answer is waited for before the reminder; null when the step sends none. */
function waitForAnswer(kase: Case, step: MessageStep, askedAt: Date, deps: PerformDeps) {
  if (step.kind !== 'review_request' || step.settings.remindAfter === undefined) return null;
  const zone = zoneOf(kase.facts, deps.calendar);
  const until = addDuration(askedAt.toISOString(), step.settings.remindAfter, zone, deps.calendar);
  return { do: 'hold' as const, until, reason: reason('waiting', { until }) };
}

const REMINDER = ':reminder';

interface Attempt {
  channel: Channel;
  /** enrollment:step:visit, and for an ask the channel: at most one message for each. */
  key: string;
  reminder: boolean;
  /** A reminder is as useful from when it falls due as the ask was from when its step was reached. */
  dueAt?: string;
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
  kase.lastMessageAt = kase.now;
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
      return callProvider(kase, step, attempt, id, provider, outgoing, row.attempts, deps);
    },
  };
}

function theRow<Row>([row]: Row[]): Row {
  if (!row) throw new Error('The ledger row changed while its customer was locked');
  return row;
}

/** On to the next step, or first the wait for an answer. */
function afterSent(kase: Case, step: MessageStep, attempt: Attempt, at: Date, deps: PerformDeps) {
  const wait = attempt.reminder ? null : waitForAnswer(kase, step, at, deps);
  return wait ?? { do: 'leave' as const, exit: 'sent', reason: reason('sent') };
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
    call: () => callProvider(kase, step, attempt, earlier.id, provider, outgoing, row.attempts, deps),
  };
}

async function callProvider(
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
function leftUnknown(
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

async function skip(
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

async function hold(
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

function newMessage(
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

function noteMessage(kase: Case, step: MessageStep, messageId: string, why: Reason | null): void {
  note(kase, {
    type: 'message',
    step_id: step.id,
    visit: kase.visit,
    reason_code: why?.code ?? 'sent',
    reason_message: why?.message ?? reason('sent').message,
    message_id: messageId,
  });
}

async function sealContent(
  composed: Composed,
  id: string,
  businessId: string,
  deps: PerformDeps,
): Promise<Buffer> {
  return deps.keys.seal(businessId, JSON.stringify(composed.outgoing), {
    table: 'messages',
    rowId: id,
    kind: 'content',
  });
}

/** Where links lead can say who somebody is (`?email=…`): it is kept as the text is. */
const sealLinks = (links: ShortLink[], businessId: string, deps: PerformDeps): Promise<NewLink[]> =>
  Promise.all(
    links.map(async ({ id, hash, target, reviewSite }) => {
      const sealed = await deps.keys.seal(businessId, target, { table: 'links', rowId: id, kind: 'target' });
      return { id, hash, target: sealed.toString('hex'), review_site: reviewSite };
    }),
  );

async function openContent(
  content: Buffer,
  id: string,
  businessId: string,
  deps: PerformDeps,
): Promise<OutgoingEmail | OutgoingSms> {
  const bytes = await deps.keys.open(businessId, content, { table: 'messages', rowId: id, kind: 'content' });
  return JSON.parse(bytes.toString('utf8')) as OutgoingEmail | OutgoingSms;
}

const instantOf = (timestamp: string): string => new Date(timestamp).toISOString();

/** Did it go, or may it have gone? Then nothing else goes for it. */
const isSent = ({ status }: StepMessageRow): boolean =>
  status === 'sent' || status === 'delivered' || status === 'unknown';

function reasonOf({ reason_code }: StepMessageRow): { reason?: Reason } {
  return reason_code === null ? {} : { reason: { code: reason_code as Reason['code'], message: '' } };
}

const channelsOf = (step: MessageStep): readonly Channel[] =>
  step.kind === 'review_request' ? step.settings.channels : [step.kind];

const keyOf = (kase: Case, step: MessageStep, channel: Channel): string =>
  `${kase.row.id}:${step.id}:${kase.visit}` + (step.kind === 'review_request' ? `:${channel}` : '');

export function purposeOf(step: MessageStep): Purpose {
  if (step.kind === 'review_request') return 'review';
  return (
    step.settings.purpose ?? (step.settings.intent ? PURPOSE_OF_INTENT[step.settings.intent] : 'marketing')
  );
}
