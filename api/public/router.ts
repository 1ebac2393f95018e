import { Router, type NextFunction, type Request, type Response } from 'express';
import { RateLimiterMemory } from 'rate-limiter-flexible';
import type { TokenPurpose } from '../../db/tokens.js';
import { Problem } from '../../lib/problem.js';
import { hashToken } from '../../lib/tokens.js';
import type { ApiDeps } from '../deps.js';
import { isDatabaseAway } from '../problem-handler.js';
import { linkRoutes } from './link-router.js';
import { openVisit, type LinkVisit } from './link-visit.js';
import { expiredPage } from './plain-page.js';
import { qrRoutes } from './qr/router.js';
import { showRating, takeRating } from './rating.js';
import { onlyGetAndPost, refuseFlood, refuseMethod } from './refusals.js';
import { send, sendPlain } from './send.js';
import { showChoices, takePress } from './stopping.js';
import { showWhy } from './why.js';

/**
 * The pages customers open from a message, without signing in: `/r/<token>` rate, `/u/<token>` stop messages,
 * `/why/<token>` why they came. Plain HTML, no script. GET and HEAD change nothing, because mail scanners open links.
 */
export function publicRoutes(deps: ApiDeps): Router {
  const router = Router({ caseSensitive: true });
  const perToken = new RateLimiterMemory({ points: 60, duration: 60 });

  /** A page for the holder of a link of this purpose; everybody else is told that it leads nowhere. */
  const page =
    (purpose: TokenPurpose, show: (visit: LinkVisit) => Promise<void>, { neverExpires = false } = {}) =>
    async (request: Request, response: Response) => {
      const text = (request.params as { token: string }).token;
      await perToken.consume(hashToken(text).toString('hex')).catch(refuseFlood);
      // Mail providers unsubscribe many people from few addresses; only the link itself is counted then.
      if (request.method !== 'POST') await deps.limits.publicPage(request.ip ?? '');
      const visit = await openVisit(request, response, text, purpose, deps);
      if (!visit) {
        // Whoever posts to links that lead nowhere is no mail provider.
        if (request.method === 'POST') await deps.limits.publicPage(request.ip ?? '');
        return sendPlain(request, response, 404, 'unknown');
      }
      const { expiresAt } = visit.token;
      if (!neverExpires && expiresAt && expiresAt <= deps.now()) {
        return send(response, 410, visit.nonce, expiredPage(visit));
      }
      await show(visit);
    };

  router
    .route('/r/:token')
    .get(page('rate', (visit) => showRating(visit, deps)))
    .post(page('rate', (visit) => takeRating(visit, deps)))
    .all(onlyGetAndPost);
  for (const [path, purpose] of [
    ['/u/:token', 'unsubscribe'],
    ['/r/:token/stop', 'rate'],
    ['/why/:token/stop', 'why'],
  ] as const) {
    router
      .route(path)
      .get(page(purpose, (visit) => showChoices(atStop(visit, path), deps), { neverExpires: true }))
      .post(page(purpose, (visit) => takePress(atStop(visit, path), deps), { neverExpires: true }))
      .all(onlyGetAndPost);
  }
  router
    .route('/why/:token')
    .get(page('why', (visit) => showWhy(visit, deps)))
    .all(refuseMethod('GET, HEAD', 'This page can only be read.'));

  router.use(qrRoutes(deps));
  router.use(linkRoutes(deps));

  router.use(['/r', '/u', '/why'], (request: Request, response: Response) =>
    sendPlain(request, response, 404, 'unknown'),
  );
  router.use((error: unknown, request: Request, response: Response, next: NextFunction) => {
    if (response.headersSent || !/^\/(?:r|u|why|q|l)(?:\/|$)/.test(request.path)) return next(error);
    if (error instanceof Problem && error.code === 'rate_limited') {
      response.set('retry-after', String(error.retryAfterSeconds ?? 60));
      return sendPlain(request, response, 429, 'limited');
    }
    if (isDatabaseAway(error)) {
      response.set('retry-after', '5');
      return sendPlain(request, response, 503, 'away');
    }
    next(error);
  });
  return router;
}

const atStop = (visit: LinkVisit, path: string): LinkVisit =>
  path.endsWith('/stop') ? { ...visit, here: `${visit.here}/stop` } : visit;
