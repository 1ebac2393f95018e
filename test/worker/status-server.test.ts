import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import type { Server } from 'node:http';
import { createStatusServer } from '../../worker/status-server.js';
import { openHouse, type House } from '../support/house.js';

let house: House;
let server: Server;
beforeAll(async () => {
  house = await openHouse();
  server = createStatusServer({
    registry: house.deps.metrics.registry,
    polling: () => house.temporal()?.polling() ?? false,
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
});
afterAll(async () => {
  server?.closeAllConnections();
  server?.close();
  await house?.close();
});

const ask = async (path: string) => {
  const answer = await fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}${path}`);
  return { status: answer.status, text: await answer.text() };
};

test('a worker is ready while it asks Temporal for work, and alive besides', async () => {
  await house.until('the worker to ask for work', async () => (await ask('/readyz')).status === 200);
  expect(await ask('/readyz')).toEqual({ status: 200, text: 'ready\n' });
  expect((await ask('/metrics')).text).toContain('# TYPE');
  await house.stopWorker();
  expect(await ask('/readyz')).toEqual({
    status: 503,
    text: 'not ready: Temporal gives this worker no work\n',
  });
  expect((await ask('/healthz')).status).toBe(200);
  expect((await ask('/secrets')).status).toBe(404);
});
