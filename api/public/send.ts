import { randomBytes } from 'node:crypto';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import type { Request, Response } from 'express';
import { plainPage, type PlainKind } from './plain-page.js';
import { acceptedLanguage, isLanguage, languageOf, type Language } from './words.js';

/** The first language we speak of: the address's, those given, the browser's. */
export function languageFor(request: Request, ...known: (string | null)[]): Language {
  return languageOf(queryText(request, 'lang'), ...known, acceptedLanguage(request.get('accept-language')));
}

/** One value of the query; null when it is absent or given twice. */
export function queryText(request: Request, name: string): string | null {
  const value = request.query[name];
  return typeof value === 'string' ? value : null;
}

export function sendPlain(request: Request, response: Response, status: number, kind: PlainKind): void {
  const nonce = newNonce();
  send(response, status, nonce, plainPage({ language: languageFor(request), nonce, kind }));
}

export function send(response: Response, status: number, nonce: string, html: string): void {
  setHeaders(response, nonce);
  response.status(status).type('html').vary('accept-encoding');
  // A page is 10 KB, and 3 KB so: on a thin connection that is the wait.
  const takes = (['br', 'gzip'] as const).find((one) => response.req.acceptsEncodings(one) === one);
  if (!takes) return void response.send(html);
  response.set('content-encoding', takes);
  response.send(takes === 'br' ? brotliCompressSync(html, BROTLI) : gzipSync(html));
}

/** Quality 5 takes half a millisecond; the best, ten times that for a tenth less. */
const BROTLI = { params: { [constants.BROTLI_PARAM_QUALITY]: 5 } };

/** Answer a form so that Back and reload are harmless. The language somebody chose stays chosen. */
export function seeOther(
  { request, response, here }: { request: Request; response: Response; here: string },
  query: Record<string, string> = {},
): void {
  const lang = queryText(request, 'lang');
  const text = new URLSearchParams({ ...query, ...(isLanguage(lang) && { lang }) }).toString();
  setHeaders(response, newNonce());
  response
    .status(303)
    .set('location', text ? `${here}?${text}` : here)
    .end();
}

/** Nothing from elsewhere, nothing kept, nobody told where somebody came from. */
export function setHeaders(response: Response, nonce: string): void {
  response.set({
    'content-security-policy': `default-src 'none'; style-src 'nonce-${nonce}'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'`,
    'cache-control': 'private, no-store',
    'referrer-policy': 'no-referrer',
    'x-robots-tag': 'noindex, nofollow',
    'x-content-type-options': 'nosniff',
  });
}

export const newNonce = () => randomBytes(16).toString('base64');
