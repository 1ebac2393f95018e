import { findLinkContext, type LinkContext } from '../../db/link-context.js';
import { insertEvents } from '../../db/inbox.js';
import {
  findSuppression,
  insertConsents,
  latestConsents,
  liftSuppression,
  lockCustomer,
  type LatestConsent,
  type LockedCustomer,
} from '../../db/suppressions.js';
import { withBusiness, type BusinessTransaction } from '../../db/tenant.js';
import type { PublicToken } from '../../db/tokens.js';
import { PURPOSES, type Channel, type Purpose } from '../../workflows/flow/purposes.js';
import type { ApiDeps } from '../deps.js';
import { ownEvent } from '../../db/own-event.js';
import type { Choice } from './stop-page.js';

type PermissionDeps = Pick<ApiDeps, 'database' | 'keys' | 'now'>;

export interface Press {
  channel: Channel;
  purposes: readonly Purpose[];
  allow: boolean;
  via: 'one_click' | 'preferences_page';
  /** What was pressed, where, and in which words: what the business can show afterwards. */
  evidence: string;
}

/**
 * Stop or allow some kinds of message, at once: the consents are written under the customer's lock, which every send
 * takes before it looks at them. Pressing twice changes nothing more. False when the customer is gone.
 */
export async function setPermission(
  token: PublicToken,
  press: Press,
  deps: PermissionDeps,
): Promise<boolean> {
  const { businessId } = token;
  await deps.keys.ensure(businessId);
  return withBusiness(deps.database, { businessId, actor: `customer:${token.customerId}` }, async (tx) => {
    const customer = await lockCustomer(tx, token.customerId);
    const context = customer && (await findLinkContext(tx, token));
    if (!customer || !context) return false;
    const before = await latestConsents(tx, customer.id);
    const changing = press.purposes.filter((purpose) => !isDecided(before, press, purpose));
    await insertConsents(
      tx,
      changing.map((purpose) => ({
        customerId: customer.id,
        channel: press.channel,
        purpose,
        granted: press.allow,
        source: press.via === 'one_click' ? ('unsubscribe_link' as const) : ('preferences_page' as const),
        evidence: press.evidence,
        messageId: context.message?.id ?? null,
      })),
    );
    if (press.allow) await allowAddress(tx, customer, press.channel);
    else if (changing.length > 0) await say(tx, context, press, changing, deps);
    return true;
  });
}

const isDecided = (consents: LatestConsent[], { channel, allow }: Press, purpose: Purpose): boolean =>
  consents.some((one) => one.channel === channel && one.purpose === purpose && one.granted === allow);

/** Who allows messages again takes back their own refusal of the address; a bounce stays a bounce. */
async function allowAddress(tx: BusinessTransaction, { email, phone }: LockedCustomer, channel: Channel) {
  const address = channel === 'email' ? email : phone;
  if (!address) return;
  await liftSuppression(tx, {
    channel,
    address,
    because: 'Allowed again on the preferences page.',
    reasons: ['keyword', 'unsubscribed', 'complained'],
  });
}

async function say(
  tx: BusinessTransaction,
  { customer, message, enrollment }: LinkContext,
  { channel, via }: Press,
  purposes: readonly Purpose[],
  { keys, now }: PermissionDeps,
) {
  const event = await ownEvent(keys, tx.businessId, {
    type: 'unsubscribed',
    customerId: customer.id,
    subject: enrollment?.subject ?? null,
    depth: enrollment ? enrollment.depth + 1 : 0,
    occurredAt: now(),
    data: {
      channel,
      purposes: [...purposes],
      via,
      ...(message && { messageId: message.id }),
      ...(enrollment && { enrollmentId: enrollment.id, journeyId: enrollment.journeyId }),
    },
  });
  await insertEvents(tx, [event]);
}

/**
 * What one press in a mail program refuses. It shows no choices, so it takes what the message was and whatever is less
 * welcome: who wants no service mail wants no offers either.
 */
export function refusedWith(purpose: Purpose | null): readonly Purpose[] {
  return purpose ? PURPOSES.slice(PURPOSES.indexOf(purpose)) : PURPOSES;
}

/** Every kind of message a person can get, and whether it may be sent today. Without a word, marketing may not. */
export async function choicesOf(
  tx: BusinessTransaction,
  customer: LockedCustomer,
  about: Channel | null,
): Promise<Choice[]> {
  const consents = await latestConsents(tx, customer.id);
  const choices: Choice[] = [];
  for (const channel of ['email', 'sms'] as const) {
    const address = channel === 'email' ? customer.email : customer.phone;
    if (!address && channel !== about) continue;
    const suppressed = address ? await findSuppression(tx, { channel, address }) : null;
    for (const purpose of PURPOSES) {
      const said = consents.find((one) => one.channel === channel && one.purpose === purpose);
      choices.push({ channel, purpose, allowed: !suppressed && (said?.granted ?? purpose !== 'marketing') });
    }
  }
  return choices;
}
