import type { Request } from 'express';
import type { OpenedLink } from '../../db/links.js';
import { saysAPersonActed } from './who-asks.js';

/** Programs that look into messages do it as they arrive; nobody reads an e-mail and presses so soon. */
const TOO_SOON_MS = { email: 10_000, sms: 2_000 } as const;
/** Programs open all links of a message at once; people press one. */
const BURST_MS = 2_000;

export type Opening = 'person' | 'program' | 'nobody';

/**
 * Who opened a link? `nobody`: a look ahead (HEAD, prefetch, preview), of which nothing is kept. `person`: a browser that
 * says somebody pressed it, at a time when somebody may have. Everything else is `program`: counted apart, and no journey
 * hears of it. Missing a person is the mistake we prefer (docs/decisions/0012).
 */
export function judgeClick(request: Request, link: OpenedLink, now: Date): Opening {
  if (request.method !== 'GET' || looksAhead(request)) return 'nobody';
  if (!saysAPersonActed(request)) return 'program';
  if (link.sent_at === null || now.getTime() - link.sent_at.getTime() < TOO_SOON_MS[link.channel])
    return 'program';
  const other = link.other_opened_at;
  if (other && Math.abs(now.getTime() - other.getTime()) < BURST_MS) return 'program';
  return 'person';
}

const looksAhead = (request: Request): boolean =>
  ['sec-purpose', 'purpose', 'x-purpose', 'x-moz'].some((name) =>
    /prefetch|prerender|preview/i.test(request.get(name) ?? ''),
  );
