import { Router, type Request, type Response } from 'express';
import { RateLimiterMemory } from 'rate-limiter-flexible';
import { insertEvents } from '../../db/inbox.js';
import { findLink, noteOpening, resolveLink, type OpenedLink } from '../../db/links.js';
import { recordReceipt } from '../../db/receipts.js';
import { lockCustomer } from '../../db/suppressions.js';
import { withBusiness, type BusinessTransaction } from '../../db/tenant.js';
import { hashToken, looksLikeLinkToken } from '../../lib/tokens.js';
import { networkOf } from '../address-network.js';
import type { ApiDeps } from '../deps.js';
import { ownEvent } from '../../db/own-event.js';
import { judgeClick } from './judge-click.js';
import { refuseFlood, refuseMethod } from './refusals.js';
import { newNonce, sendPlain, setHeaders } from './send.js';

/**
 * `/l/<token>`: a link of a message, on to where it leads. Everybody is led there, programs that check links too; only to
 * the address that was kept when the message was written, and nothing in the request can change it. That somebody
 * pressed it is noted when a browser says that a person did.
 */
export function linkRoutes(deps: ApiDeps): Router {
  const router = Router({ caseSensitive: true });
  const misses = new RateLimiterMemory({ points: 30, duration: 600 });
  const perLink = new RateLimiterMemory({ points: 60, duration: 60 });

  router
    .route('/l/:token')
    .get(async (request: Request, response: Response) => {
      const text = (request.params as { token: string }).token;
      await deps.limits.publicPage(request.ip ?? '');
      const found = looksLikeLinkToken(text) ? await resolveLink(deps.database, hashToken(text)) : null;
      if (!found) {
        await misses.consume(networkOf(request.ip ?? '')).catch(refuseFlood);
        return sendPlain(request, response, 404, 'unknown');
      }
      await perLink.consume(found.id).catch(refuseFlood);
      const target = await follow(request, found, deps);
      if (!target) return sendPlain(request, response, 404, 'unknown');
      setHeaders(response, newNonce());
      response.status(302).set('location', target).end();
    })
    .all(refuseMethod('GET, HEAD', 'A link can only be followed.'));
  router.use('/l', (request: Request, response: Response) => sendPlain(request, response, 404, 'unknown'));
  return router;
}

/** Where the link leads, after noting who seems to have opened it; null when it is gone. */
async function follow(
  request: Request,
  { businessId, id }: { businessId: string; id: string },
  deps: ApiDeps,
): Promise<string | null> {
  await deps.keys.ensure(businessId);
  return withBusiness(deps.database, { businessId, actor: `link:${id}` }, async (tx) => {
    const link = await findLink(tx, id);
    if (!link) return null;
    const place = { table: 'links', rowId: link.id, kind: 'target' };
    const target = (await deps.keys.open(businessId, link.target, place)).toString('utf8');
    if (!/^https?:\/\//i.test(target) || !URL.canParse(target)) return null;
    await note(tx, request, link, target, deps);
    return new URL(target).href;
  });
}

async function note(
  tx: BusinessTransaction,
  request: Request,
  link: OpenedLink,
  target: string,
  deps: ApiDeps,
): Promise<void> {
  const now = deps.now();
  const opening = judgeClick(request, link, now);
  if (opening === 'nobody') return;
  const byPerson = opening === 'person';
  if (byPerson) await lockCustomer(tx, link.customer_id);
  noteOpening(tx, link.id, byPerson, now);
  await recordReceipt(tx, {
    messageId: link.message_id,
    type: byPerson ? 'clicked' : 'scanned',
    // A link pressed ten times in a minute, or looked at by a program again, is one line of the message.
    key: byPerson ? `link:${link.id}:${Math.floor(now.getTime() / 60_000)}` : `link:${link.id}:program`,
    detail: { linkId: link.id, ...(link.review_site !== null && { site: link.review_site }) },
    at: now,
  });
  if (byPerson) await announce(tx, link, target, now, deps);
}

/** `link_clicked`, and `review_link_opened` where it leads to public reviews: once for each link. */
async function announce(
  tx: BusinessTransaction,
  link: OpenedLink,
  target: string,
  occurredAt: Date,
  { keys }: ApiDeps,
): Promise<void> {
  const about = {
    customerId: link.customer_id,
    subject: link.subject_kind && link.subject_id ? { kind: link.subject_kind, id: link.subject_id } : null,
    depth: link.depth + 1,
    occurredAt,
  };
  const data = {
    messageId: link.message_id,
    channel: link.channel,
    url: target,
    ...(link.purpose && { purpose: link.purpose }),
    ...(link.enrollment_id && { enrollmentId: link.enrollment_id }),
    ...(link.journey_id && { journeyId: link.journey_id }),
    ...(link.step_id && { stepId: link.step_id }),
  };
  const said = [
    await ownEvent(keys, tx.businessId, {
      ...about, data, type: 'link_clicked', dedupeKey: `link_clicked:${link.id}`,
    }),
  ]; // prettier-ignore
  if (link.review_site !== null) {
    const opened = { ...data, site: link.review_site };
    said.push(
      await ownEvent(keys, tx.businessId, {
        ...about, data: opened, type: 'review_link_opened', dedupeKey: `review_link_opened:${link.id}`,
      }),
    ); // prettier-ignore
  }
  await insertEvents(tx, said);
}
