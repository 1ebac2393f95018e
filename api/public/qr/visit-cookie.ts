import type { Request, Response } from 'express';
import type { ApiDeps } from '../../deps.js';

const COOKIE = 'jm_visit';

/**
 * Who has answered today is thanked again instead of asked again: a soft rule, kept by the phone itself in a cookie that
 * says which answer and not whose, and that nobody else is sent.
 */
export function rememberVisit(
  { response, here }: { response: Response; here: string },
  visit: string,
  { config }: Pick<ApiDeps, 'config'>,
): void {
  response.cookie(COOKIE, visit, {
    path: here,
    maxAge: 24 * 3_600_000,
    httpOnly: true,
    sameSite: 'lax',
    secure: config.publicUrl.startsWith('https:'),
  });
}

export const rememberedVisit = (request: Request): string | null =>
  new RegExp(`(?:^|;\\s*)${COOKIE}=([A-Za-z0-9_-]{43})(?:;|$)`).exec(request.get('cookie') ?? '')?.[1] ??
  null;
