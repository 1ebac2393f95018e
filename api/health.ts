import { Router } from 'express';
import { ask } from '../db/ready.js';
import type { ApiDeps } from './deps.js';

/** /healthz is this process, /readyz its database (Temporal is told as a field), /metrics Prometheus text. */
export function healthRoutes({ database, temporal, metrics, log }: ApiDeps): Router {
  const router = Router();
  router.get('/healthz', (_request, response) => {
    response.set('cache-control', 'no-store').json({ status: 'ok' });
  });
  router.get('/readyz', async (_request, response) => {
    response.set('cache-control', 'no-store');
    const away = await ask(database).then(
      () => null,
      (error: unknown) => error ?? new Error('no reason given'),
    );
    if (away) {
      log.warn({ err: away }, 'The database does not answer');
      response.status(503).set('retry-after', '5');
    }
    response.json({
      status: away ? 'unavailable' : 'ready',
      database: away ? 'unreachable' : 'ok',
      temporal: temporal() ? 'ok' : 'unreachable',
    });
  });
  router.get('/metrics', async (_request, response) => {
    const text = await metrics.registry.metrics();
    response.set('cache-control', 'no-store').type(metrics.registry.contentType).send(text);
  });
  return router;
}
