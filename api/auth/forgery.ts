import type { Request } from 'express';
import { Problem } from '../../lib/problem.js';

/**
 * Refuse a change that another site makes somebody's browser send. Cookies are SameSite=Lax already; this also
 * covers sister sites and old browsers.
 *
 * A browser says where a request comes from (`Sec-Fetch-Site`, or `Origin`); a script that says neither holds no
 * cookie by accident, and passes. A body must be JSON, which no HTML form can send.
 */
export function refuseForgery(request: Request, publicUrl: string): void {
  const site = request.get('sec-fetch-site');
  const origin = request.get('origin');
  const ours =
    origin !== undefined
      ? origin === new URL(publicUrl).origin || origin === `${request.protocol}://${request.get('host')}`
      : site === undefined || site === 'same-origin' || site === 'none';
  if (!ours || site === 'cross-site') {
    throw new Problem(
      'forbidden',
      'This request came from another site. Open Journeyman itself and try again.',
    );
  }
}
