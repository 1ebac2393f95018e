import { Router } from 'express';
import type { ApiDeps } from '../deps.js';
import { openApi } from './openapi.js';
import { docsPage } from './page.js';
import { STYLE } from './style.js';

/** /openapi.json for programs, /docs for people. Both are made once, when first asked for. */
export function docsRoutes({ config }: ApiDeps): Router {
  const router = Router();
  const contract = once(() => openApi(config.publicUrl));
  const text = once(() => JSON.stringify(contract()));
  const page = once(() => docsPage(contract()));

  router.get('/openapi.json', (_request, response) => {
    response.set('cache-control', 'no-cache').type('application/json').send(text());
  });
  router.get('/docs', (_request, response) => {
    response.set('cache-control', 'no-cache').type('html').send(page());
  });
  router.get('/docs.css', (_request, response) => {
    response.set('cache-control', 'public, max-age=300').type('css').send(STYLE);
  });
  return router;
}

function once<T>(make: () => T): () => T {
  let made: { value: T } | undefined;
  return () => (made ??= { value: make() }).value;
}
