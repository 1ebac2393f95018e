import { afterAll, beforeAll, expect, test } from '@jest/globals';
import express from 'express';
import { mkdtempSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { appRoutes } from '../../api/app-files.js';

let folder: string;
let server: Server;
let base: string;
beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'app-files-'));
  const app = express();
  app.use(appRoutes([path.join(folder, 'dist-that-may-come')]));
  app.use((_request, response) => void response.status(404).send('nothing here'));
  server = createServer(app);
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(async () => {
  server.closeAllConnections();
  await new Promise((done) => server.close(done));
  rmSync(folder, { recursive: true });
});

const browse = (address: string) =>
  fetch(base + address, { headers: { accept: 'text/html,application/xhtml+xml' } });

test('while the app is not built its addresses answer as if it were not there', async () => {
  expect((await browse('/journeys')).status).toBe(404);
});

test('a build is seen without a restart, at every address a browser opens', async () => {
  const built = path.join(folder, 'dist-that-may-come');
  mkdirSync(path.join(built, 'app'), { recursive: true });
  writeFileSync(path.join(built, 'index.html'), '<meta nonce="__STYLE_NONCE__"><title>Journeyman</title>');
  writeFileSync(path.join(built, 'app', 'index-Ab12Cd34.js'), 'export {};');
  for (const address of ['/', '/journeys', '/journeys/0199a1b2-c3d4-7e5f-8a6b-7c8d9e0f1a2b/versions']) {
    const page = await browse(address);
    expect(page.status).toBe(200);
    expect(page.headers.get('cache-control')).toBe('no-store');
    expect(await page.text()).toContain('Journeyman');
  }
});

test('the page runs its own scripts only, and every load has a nonce of its own for styles', async () => {
  const [one, two] = [await browse('/'), await browse('/')];
  const policy = one.headers.get('content-security-policy')!;
  expect(policy).toContain("script-src 'self'");
  expect(policy).not.toContain('unsafe-eval');
  const nonce = /'nonce-([^']+)'/.exec(policy)![1]!;
  expect(await one.text()).toContain(`nonce="${nonce}"`);
  expect(two.headers.get('content-security-policy')).not.toContain(nonce);
});

test('hashed files are kept for a year; a missing one is not answered with the page', async () => {
  const file = await fetch(`${base}/app/index-Ab12Cd34.js`);
  expect(file.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
  expect((await browse('/app/index-Zz99Zz99.js')).status).toBe(404);
});

test('programs that guess an address, and addresses of the API, never get the page', async () => {
  expect((await fetch(`${base}/journeys`)).status).toBe(404);
  expect((await browse('/api/v1/nothing')).status).toBe(404);
  expect((await browse('/hooks/nothing')).status).toBe(404);
  expect((await browse('/app/../../package.json')).status).toBe(404);
});
