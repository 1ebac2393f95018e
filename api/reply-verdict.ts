import { replyCase, type ReplyFacts } from '../db/replies.js';
import { temporalCalendar } from '../workflows/flow/calendar-temporal.js';
import { clockWords } from '../workflows/flow/clock-words.js';
import { firstNameOf } from '../workflows/flow/facts.js';
import type { Instant } from '../workflows/flow/instant.js';
import type { Reason } from '../workflows/flow/reasons.js';
import { beganTalk, judgeReply, mayDisturb } from '../workflows/flow/reply.js';
import { zoneOf } from '../workflows/flow/zones.js';

/** May somebody of the team text this customer now? The worker asks the same again before it sends. */
export function judge(facts: ReplyFacts, { now, hoursConfirmed }: { now: Date; hoursConfirmed: boolean }) {
  const kase = replyCase(facts, { now, writtenAt: now, hoursConfirmed, calendar: temporalCalendar });
  return { verdict: judgeReply(kase), mayConfirm: mayDisturb(kase) };
}

/** The business's name before the first text somebody gets out of the blue; an answer needs none. */
export function signatureOf({ business, lastInboundAt, wasTexted }: ReplyFacts, now: Date): string | null {
  const began = beganTalk({ lastInboundAt: lastInboundAt?.toISOString() ?? null, now: now.toISOString() });
  return began || wasTexted ? null : business.name;
}

/** Why not, and what to do instead. */
export function refusalSentence({ code, message }: Reason, facts: ReplyFacts): string {
  const who = nameOf(facts);
  switch (code) {
    case 'no_address':
      return `There is no phone number for ${who}. Add one above, then write.`;
    case 'suppressed':
      return `${who} has stopped texts from you, or the number cannot be texted. Call instead; they can text START to be written to again.`;
    case 'opted_out':
      return `${who} does not want texts about their visits. Call or email instead; they can text START to be written to again.`;
    case 'no_consent':
      return `${who} has not agreed to texts. Ask first, and record the yes under “May we write?”.`;
    default:
      return message;
  }
}

/** That it is late there, and until when. */
export function quietSentence(until: Instant, facts: ReplyFacts, now: Date): string {
  const zone = zoneOf(
    { customer: { ...facts.customer, firstName: facts.customer.givenName }, business: facts.business },
    temporalCalendar,
  );
  const [here, opens] = [now.toISOString(), until].map((at) => clockWords(at, zone, temporalCalendar));
  return `Where ${nameOf(facts)} is, it is ${here}: a quiet hour, which ends at ${opens}.`;
}

const nameOf = ({ customer }: ReplyFacts): string =>
  firstNameOf({ name: customer.name, firstName: customer.givenName }) ?? 'this customer';
