import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import express, { Router, type Request, type Response } from 'express';

/** Where the built app lies, as seen from api/ and from dist/api/. */
const FOLDERS = ['../dist/app', '../app'].map((place) => fileURLToPath(new URL(place, import.meta.url)));

/**
 * The owner's app: its files, and its page at every address that a browser opens and nothing else answers.
 * Nothing is served while the app has not been built; a later build is seen without a restart.
 */
export function appRoutes(folders: readonly string[] = FOLDERS): Router {
  const router = Router();
  for (const folder of folders) {
    // Their names carry a hash of what is in them; the icon alone does not.
    router.use(
      '/app',
      express.static(`${folder}/app`, {
        index: false,
        redirect: false,
        cacheControl: false,
        setHeaders: (response, file) =>
          void response.set(
            'cache-control',
            /-[\w-]{8}\.\w+$/.test(file) ? 'public, max-age=31536000, immutable' : 'public, max-age=3600',
          ),
      }),
    );
  }
  router.get('/{*path}', (request, response, next) => {
    const page = isForThePage(request)
      ? folders.find((folder) => existsSync(`${folder}/index.html`))
      : undefined;
    if (page === undefined) return next();
    sendPage(readFileSync(`${page}/index.html`, 'utf8'), response);
  });
  return router;
}

/** Browsers say that they want HTML; programs that guess an address are told that nothing is there. */
const isForThePage = (request: Request): boolean =>
  (request.get('accept') ?? '').includes('text/html') &&
  !/^\/(api|app|hooks|r)(\/|$)|\.\w+$/.test(request.path);

function sendPage(html: string, response: Response): void {
  const nonce = randomBytes(16).toString('base64url');
  response.set({ 'content-security-policy': policyWith(nonce), 'cache-control': 'no-store' });
  response.type('html').send(html.replace('__STYLE_NONCE__', nonce));
}

/**
 * Our own scripts only. Styles that libraries write carry the nonce; style attributes and pictures from elsewhere are
 * allowed because e-mails are previewed in frames without script, which inherit this policy.
 */
const policyWith = (nonce: string) =>
  [
    "default-src 'none'",
    "script-src 'self'",
    `style-src 'self' 'nonce-${nonce}'`,
    "style-src-attr 'unsafe-inline'",
    "img-src 'self' data: blob: https:",
    "font-src 'self'",
    "connect-src 'self'",
    "frame-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ].join('; ');
