import { Router } from 'express';
import type { ApiDeps } from './deps.js';

/** `/`: what is running here, until the app itself is. */
export function homeRoutes(_deps: ApiDeps): Router {
  const router = Router();
  router.get('/', (_request, response) => {
    response
      .type('html')
      .send('<!doctype html><title>Journeyman</title><p>Journeyman is running. <a href="/docs">Its API</a>.');
  });
  return router;
}
