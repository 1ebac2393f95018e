import type { Calendar } from './calendar.js';
import type { Facts } from './facts.js';
import { toMillis, type Instant } from './instant.js';
import { judgeSend, type Judgement, type Permission, type SendingDefaults } from './sending.js';

/** A customer's text counts as an open question for so long: a month in which they may be answered. */
const TALK_DAYS = 30;
/** Whoever wrote within the last day waits for an answer, and may want it before morning. */
const AWAITED_HOURS = 24;

/** A text somebody of the team wants to send to one customer. */
export interface ReplyCase {
  facts: Pick<Facts, 'customer' | 'business'>;
  defaults: SendingDefaults;
  permission: Permission;
  /** When this customer last texted us. */
  lastInboundAt: Instant | null;
  /** The author was told that it is a quiet hour there, and wants it sent all the same. */
  hoursConfirmed: boolean;
  /** When it was written: it is worth sending for three days. */
  writtenAt: Instant;
  now: Instant;
  calendar: Calendar;
}

/**
 * May this text go now? It is a `service` text under the same consents and suppressions as any other. Two things are
 * different from a journey's: where the business wants a yes on record, having asked us something is one; and caps and
 * send windows, which are there to tame machines, do not bind a person. Source: docs/decisions, "An answer is service".
 */
export function judgeReply(kase: ReplyCase): Judgement {
  const { facts, permission, writtenAt, now, calendar } = kase;
  const { requireConsent, ...defaults } = kase.defaults;
  const needed = requireConsent ?? [];
  return judgeSend({
    channel: 'sms',
    purpose: 'service',
    rules: {
      caps: null,
      sendWindow: null,
      ...(kase.hoursConfirmed && mayDisturb(kase) && { quietHours: null }),
    },
    defaults: {
      ...defaults,
      requireConsent: beganTalk(kase) ? needed.filter((one) => one !== 'service') : needed,
    },
    facts,
    permission,
    recent: [],
    enteredAt: writtenAt,
    now,
    calendar,
  });
}

/** Has the customer written lately, so that this is an answer? */
export const beganTalk = (kase: Pick<ReplyCase, 'lastInboundAt' | 'now'>): boolean =>
  isWithin(kase, TALK_DAYS * 24);

/** May an answer leave in a quiet hour, if its author says so? Only to somebody who asked today. */
export const mayDisturb = (kase: Pick<ReplyCase, 'lastInboundAt' | 'now'>): boolean =>
  isWithin(kase, AWAITED_HOURS);

function isWithin({ lastInboundAt, now }: Pick<ReplyCase, 'lastInboundAt' | 'now'>, hours: number): boolean {
  return lastInboundAt !== null && toMillis(now) - toMillis(lastInboundAt) <= hours * 3_600_000;
}
