import { latestConsents } from '../../db/suppressions.js';
import { withBusiness, type BusinessTransaction } from '../../db/tenant.js';
import type { PublicToken } from '../../db/tokens.js';
import type { ApiDeps } from '../deps.js';
import { dayOf } from './dates.js';
import { messageOf, type LinkVisit } from './link-visit.js';
import { send } from './send.js';
import { whyPage } from './why-page.js';

/** What happened, by which permission, and how to stop it. */
export async function showWhy(visit: LinkVisit, { database }: ApiDeps): Promise<void> {
  const { token, link, language, business, response, nonce } = visit;
  const message = messageOf(link);
  const consent = await withBusiness(database, { businessId: token.businessId }, (tx) =>
    consentFor(tx, token, message),
  );
  const { eventType, eventAt } = link.enrollment ?? {};
  const html = whyPage({
    ...visit,
    event:
      eventType && eventAt ? { type: eventType, date: dayOf(new Date(eventAt), language, business) } : null,
    message,
    consent: consent && { granted: consent.granted, date: dayOf(consent.at, language, business) },
  });
  send(response, 200, nonce, html);
}

async function consentFor(
  tx: BusinessTransaction,
  { customerId }: PublicToken,
  message: ReturnType<typeof messageOf>,
) {
  if (!message) return null;
  const consents = await latestConsents(tx, customerId);
  return consents.find((one) => one.channel === message.channel && one.purpose === message.purpose) ?? null;
}
