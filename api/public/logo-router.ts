import { Router, type Request, type Response } from 'express';
import { RateLimiterMemory } from 'rate-limiter-flexible';
import { findLogo, resolveLogo } from '../../db/logos.js';
import { withBusiness } from '../../db/tenant.js';
import { logoPath, readLogoPath } from '../../lib/logo.js';
import { Problem } from '../../lib/problem.js';
import type { ApiDeps } from '../deps.js';
import { refuseFlood, refuseMethod } from './refusals.js';

/**
 * `/logo/<name>/<width>x<height>.<png or jpg>`: what a business shows on its customers' pages and in its e-mails. A path
 * always leads to the same bytes, so whoever has them need not ask again.
 */
export function logoRoutes(deps: ApiDeps): Router {
  const router = Router({ caseSensitive: true });
  // Mail programs fetch pictures for many readers from few addresses.
  const perAddress = new RateLimiterMemory({ points: 1200, duration: 60 });
  router
    .route('/logo/:name/:file')
    .get(async (request: Request, response: Response) => {
      await perAddress.consume(request.ip ?? '').catch(refuseFlood);
      const logo = await logoAt(request.path, deps);
      if (!logo) throw new Problem('not_found', 'There is no logo at this address.');
      response.set({
        'content-type': logo.mediaType,
        'content-length': String(logo.picture.length),
        'cache-control': 'public, max-age=31536000, immutable',
        // Mail read in a browser shows it on a page of somebody else's.
        'cross-origin-resource-policy': 'cross-origin',
        'content-security-policy': "default-src 'none'; sandbox",
        'x-content-type-options': 'nosniff',
        'x-robots-tag': 'noindex',
      });
      response.end(logo.picture);
    })
    .all(refuseMethod('GET, HEAD', 'A logo can only be looked at.'));
  return router;
}

async function logoAt(path: string, { database }: ApiDeps) {
  const asked = readLogoPath(path);
  const businessId = asked && (await resolveLogo(database, asked.name));
  if (!businessId) return null;
  const logo = await withBusiness(database, { businessId }, (tx) => findLogo(tx, asked.name));
  // A path that lies about the size would have its page leave the wrong room.
  return logo && logoPath(businessId, { ...logo, bytes: logo.picture }) === path ? logo : null;
}
