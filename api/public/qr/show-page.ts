import type { Request } from 'express';
import { countScan } from '../../../db/qr-codes.js';
import { withBusiness } from '../../../db/tenant.js';
import type { ApiDeps } from '../../deps.js';
import { queryText } from '../send.js';
import { saysItIsAProgram } from '../who-asks.js';
import { answerOf, freshVisit, visitOf, type Scan } from './scan.js';
import { sendAsk, sendContact, sendThanks } from './send-page.js';
import { rememberedVisit } from './visit-cookie.js';

/** What a code asks; who has answered on this visit is thanked, and may change their mind. */
export async function showPage(scan: Scan, deps: ApiDeps): Promise<void> {
  const { request, code } = scan;
  const { visit, text } = visitOf(scan, [queryText(request, 'v'), rememberedVisit(request)], deps);
  const answer = visit && queryText(request, 'new') !== '1' ? await answerOf(scan, visit, deps) : undefined;
  if (isAScan(request)) {
    await withBusiness(deps.database, { businessId: scan.businessId }, async (tx) =>
      countScan(tx, code.id, deps.now()),
    );
  }
  if (code.purpose === 'contact') {
    const kept = queryText(request, 'done') === '1';
    return sendContact(scan, freshVisit(scan, deps), { problem: null, typed: {}, kept });
  }
  if (!answer) return sendAsk(scan, freshVisit(scan, deps));
  if (queryText(request, 'change') === '1') {
    const { rating, comment } = answer;
    return sendAsk(scan, text, { problem: null, typed: { rating, comment } });
  }
  sendThanks(scan, text, answer);
}

/** Somebody has just come: not a preview, not a robot, and not another page of ours they turned to. */
function isAScan(request: Request): boolean {
  const cameFrom = request.get('sec-fetch-site');
  return !saysItIsAProgram(request) && Object.keys(request.query).length === 0 && cameFrom !== 'same-origin';
}
