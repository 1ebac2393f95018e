import { Router, type NextFunction, type Request, type Response } from 'express';
import { RateLimiterMemory } from 'rate-limiter-flexible';
import { resolveQrCode } from '../../../db/qr-codes.js';
import { networkOf } from '../../address-network.js';
import type { ApiDeps } from '../../deps.js';
import { onlyGetAndPost, refuseFlood } from '../refusals.js';
import { sendPlain } from '../send.js';
import { openScan, type Scan } from './scan.js';
import { showPage } from './show-page.js';
import { takeForm } from './take-form.js';

/**
 * `/q/<code>`: what a printed code opens. A GET shows the question and counts one more scan of the day, and nothing of
 * whoever scanned; only what somebody sends from the page is kept. A code that is unknown, off, over or put away answers
 * with one and the same page, so that trying codes teaches nothing.
 */
export function qrRoutes(deps: ApiDeps): Router {
  const router = Router({ caseSensitive: true });
  const misses = new RateLimiterMemory({ points: 30, duration: 600 });
  const answers = new RateLimiterMemory({ points: 30, duration: 60 });
  const perBusiness = new RateLimiterMemory({ points: 600, duration: 600 });

  const page = (show: (scan: Scan) => Promise<void>) => async (request: Request, response: Response) => {
    await deps.limits.publicPage(request.ip ?? '');
    const wanted = (request.params as { code: string }).code.toUpperCase();
    const found = /^[2-9A-HJKMNP-Z]{8}$/.test(wanted) ? await resolveQrCode(deps.database, wanted) : null;
    const scan = found && (await openScan(request, response, found, deps));
    if (scan) return show(scan);
    await misses.consume(networkOf(request.ip ?? '')).catch(refuseFlood);
    sendPlain(request, response, 404, 'code');
  };

  router
    .route('/q/:code')
    .get(page((scan) => showPage(scan, deps)))
    .post(
      page(async (scan) => {
        await answers.consume(`${scan.code.id}:${networkOf(scan.request.ip ?? '')}`).catch(refuseFlood);
        await perBusiness.consume(scan.businessId).catch(refuseFlood);
        await takeForm(scan, deps);
      }),
    )
    .all(onlyGetAndPost);
  router.use('/q', (request: Request, response: Response, next: NextFunction) => {
    if (request.path === '/' || request.path.split('/').length > 2)
      return sendPlain(request, response, 404, 'code');
    next();
  });
  return router;
}
