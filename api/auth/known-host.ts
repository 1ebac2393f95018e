import { isIP } from 'node:net';
import type { NextFunction, Request, Response } from 'express';
import { Problem } from '../../lib/problem.js';

/**
 * Refuse to set up or sign anybody in under a name that is not ours. A page may point a name of its own at this machine
 * after it was loaded (DNS rebinding), and its scripts then count as ours to the browser; the Host header still
 * carries that name. Ours are the host of PUBLIC_URL and what nobody can point anywhere: addresses, `localhost`, and
 * names without a dot, as a proxy's own network gives them.
 *
 * Source: RFC 9110, section 7.2 (a server must guard against a Host that is not its own).
 */
export function refuseUnknownHosts(publicUrl: string) {
  const ours = new URL(publicUrl);
  return (request: Request, _response: Response, next: NextFunction): void => {
    // Only a proxy we trust may say that the name was another on the way in.
    const asked = hostnameOf(request.get('host'));
    const forwarded = hostnameOf(request.host);
    if (asked !== null && (isUnmovable(asked) || [asked, forwarded].includes(ours.hostname))) return next();
    throw new Problem(
      'forbidden',
      `Nobody signs in under this name. Open ${ours.origin} instead, or, if this name is meant to be ours, set PUBLIC_URL to it and start Journeyman again.`,
    );
  };
}

/** Lower case, without port and final dot, addresses in their plain form; null for what is no host. */
function hostnameOf(host: string | undefined): string | null {
  if (!host || !URL.canParse(`http://${host}`)) return null;
  return new URL(`http://${host}`).hostname.replace(/\.$/, '');
}

const isUnmovable = (name: string): boolean =>
  !name.includes('.') || name.endsWith('.localhost') || isIP(name) !== 0;
