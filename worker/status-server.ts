import { createServer, type Server } from 'node:http';
import type { Registry } from 'prom-client';

/**
 * What this process tells about itself, to this machine only: `/healthz` (it lives), `/readyz` (it asks Temporal for
 * work; 503 while it cannot) and `/metrics`.
 */
export function createStatusServer({
  registry,
  polling,
}: {
  registry: Registry;
  polling: () => boolean;
}): Server {
  return createServer((request, response) => {
    const say = (status: number, text: string, type = 'text/plain; charset=utf-8') =>
      response.writeHead(status, { 'content-type': type, 'cache-control': 'no-store' }).end(text);
    if (request.url === '/healthz') return say(200, 'ok\n');
    if (request.url === '/readyz')
      return polling() ? say(200, 'ready\n') : say(503, 'not ready: Temporal gives this worker no work\n');
    if (request.url !== '/metrics') return say(404, 'There is /healthz, /readyz and /metrics.\n');
    registry.metrics().then(
      (text) => say(200, text, registry.contentType),
      () => say(500, 'The metrics could not be read.\n'),
    );
    return undefined;
  });
}
