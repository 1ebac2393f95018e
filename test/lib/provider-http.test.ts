import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer as createTcpServer, type AddressInfo } from 'node:net';
import { expect, test } from '@jest/globals';
import { createProviderHttp, retryAfterSeconds } from '../../lib/provider-http.js';

test('requests go below the base address, as JSON or as a form, over one kept connection', async () => {
  const seen: string[] = [];
  const sockets = new Set<unknown>();
  await serving(
    async (request, response) => {
      sockets.add(request.socket);
      const chunks: Buffer[] = [];
      for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
      seen.push(
        `${request.method} ${request.url} ${request.headers['content-type'] ?? '-'} ${Buffer.concat(chunks).toString()}`,
      );
      response.end('{"ok":true}');
    },
    async (origin) => {
      const http = createProviderHttp(`${origin}/v1/`, { authorization: 'Bearer x' });
      expect(await http.ask({ method: 'POST', path: '/a', json: { é: 1 }, timeoutMs: 1000 })).toMatchObject({
        outcome: 'answered',
        status: 200,
        json: { ok: true },
      });
      await http.ask({ method: 'POST', path: '/b', form: { To: '+34 600', Body: 'a&b' }, timeoutMs: 1000 });
      await http.ask({ method: 'GET', path: '/c', query: { 'DateSent>': '2026-11-21' }, timeoutMs: 1000 });
      http.close();
    },
  );
  expect(seen).toEqual([
    'POST /v1/a application/json {"é":1}',
    'POST /v1/b application/x-www-form-urlencoded To=%2B34+600&Body=a%26b',
    'GET /v1/c?DateSent%3E=2026-11-21 - ',
  ]);
  expect(sockets.size).toBe(1);
});

test('a kept connection that breaks under a request leaves the outcome unknown', async () => {
  let requests = 0;
  await serving(
    (request, response) => {
      requests += 1;
      if (requests === 1) response.end('{}');
      else request.socket.destroy();
    },
    async (origin) => {
      const http = createProviderHttp(origin, {});
      await http.ask({ method: 'POST', path: '/', json: {}, timeoutMs: 1000 });
      expect(await http.ask({ method: 'POST', path: '/', json: {}, timeoutMs: 1000 })).toMatchObject({
        outcome: 'unknown',
      });
      http.close();
    },
  );
});

test('a server that never finishes the handshake has seen nothing', async () => {
  const mute = createTcpServer((socket) => socket.on('error', () => {}));
  await new Promise<void>((resolve) => mute.listen(0, '127.0.0.1', resolve));
  const http = createProviderHttp(`https://127.0.0.1:${(mute.address() as AddressInfo).port}`, {});
  expect(await http.ask({ method: 'POST', path: '/', json: {}, timeoutMs: 200 })).toMatchObject({
    outcome: 'not_sent',
    code: 'ETIMEDOUT',
  });
  http.close();
  mute.close();
});

test('Retry-After is understood as seconds and as a date', () => {
  const now = new Date('2026-11-21T12:00:00Z');
  for (const [header, seconds] of [
    ['120', 120],
    [' 0 ', 0],
    ['Sat, 21 Nov 2026 12:00:30 GMT', 30],
    ['Sat, 21 Nov 2026 11:00:00 GMT', 0],
    ['soon', undefined],
    ['-5', undefined],
    ['', undefined],
    [undefined, undefined],
    [['1', '2'], undefined],
    ['1e3', undefined],
  ] as const) {
    expect([header, retryAfterSeconds(header as string | undefined, now)]).toEqual([header, seconds]);
  }
});

async function serving(
  behave: (request: IncomingMessage, response: ServerResponse) => unknown,
  use: (origin: string) => Promise<void>,
): Promise<void> {
  const server = createServer((request, response) => void behave(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  try {
    await use(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  } finally {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
}
