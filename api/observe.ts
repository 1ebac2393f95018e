import type { NextFunction, Request, Response } from 'express';
import type { ApiDeps } from './deps.js';

/** One line of log and one measurement for each answer, by route and never by address, which may hold a token. */
export function observe({ log, metrics }: ApiDeps) {
  return (request: Request, response: Response, next: NextFunction) => {
    const began = process.hrtime.bigint();
    response.on('close', () => {
      const seconds = Number(process.hrtime.bigint() - began) / 1e9;
      const route = routeOf(request);
      metrics.answered(request.method, route, response.statusCode, seconds);
      const line = {
        method: request.method,
        route,
        status: response.statusCode,
        durationMs: Math.round(seconds * 1000),
      };
      if (response.statusCode >= 500) log.warn(line, 'answered');
      else log.debug(line, 'answered');
    });
    next();
  };
}

const MOUNTS = ['/api/v1', '/api/auth', '/hooks'];

/** `/api/v1/customers/:id`. Express forgets where a router stood once it has failed, so the address says it. */
function routeOf(request: Request): string {
  const path = (request.route as { path?: unknown } | undefined)?.path;
  if (typeof path !== 'string') return 'none';
  return `${MOUNTS.find((mount) => request.originalUrl.startsWith(`${mount}/`)) ?? ''}${path}`;
}
