import { request } from 'node:http';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { freshDatabase, type FreshDatabase } from '../support/database.js';
import { startApi, type TestApi } from './support/start-api.js';

let database: FreshDatabase;
let api: TestApi;
let behindProxy: TestApi;
beforeAll(async () => {
  database = await freshDatabase();
  const environment = { PUBLIC_URL: 'https://app.example.com' };
  api = await startApi(database, { environment });
  behindProxy = await startApi(database, { environment: { ...environment, TRUST_PROXY: '1' } });
});
afterAll(async () => {
  await api?.close();
  await behindProxy?.close();
  await database?.drop();
});

/** `fetch` does not let anybody choose the Host. */
function visit(
  { url }: TestApi,
  path: string,
  headers: Record<string, string>,
): Promise<{ status: number; text: string }> {
  return new Promise((resolve, reject) => {
    const asked = request(new URL(path, url), { headers }, (answer) => {
      let text = '';
      answer.setEncoding('utf8');
      answer.on('data', (chunk: string) => (text += chunk));
      answer.on('end', () => resolve({ status: answer.statusCode!, text }));
    });
    asked.on('error', reject).end();
  });
}

test('a page that points its own name at this machine can neither set it up nor sign in', async () => {
  for (const host of [
    'evil.example',
    'evil.example:4000',
    '127.0.0.1.evil.example',
    'app.example.com.evil.example',
  ]) {
    for (const path of ['/api/v1/setup', '/api/v1/setup/', '/api/auth/get-session']) {
      const { status, text } = await visit(api, path, { host });
      expect([host, path, status]).toEqual([host, path, 403]);
      expect(JSON.parse(text)).toMatchObject({
        code: 'forbidden',
        detail: expect.stringContaining('Open https://app.example.com instead'),
      });
    }
  }
});

test('the public address, this machine, an address in the office and a name inside a network all lead in', async () => {
  for (const host of [
    'app.example.com',
    'APP.example.com:443',
    'app.example.com.',
    'localhost:4000',
    '127.0.0.1:7400',
    '[::1]:4000',
    '192.168.1.20:4000',
    'api:4000',
  ]) {
    expect([host, (await visit(api, '/api/v1/setup', { host })).status]).toEqual([host, 200]);
  }
});

test('a proxy that is trusted may say the name it was asked under, and only the public one counts', async () => {
  const through = (to: TestApi, forwarded: string) =>
    visit(to, '/api/v1/setup', { host: 'api.inside.example', 'x-forwarded-host': forwarded });
  expect((await through(behindProxy, 'app.example.com')).status).toBe(200);
  expect((await through(behindProxy, 'localhost')).status).toBe(403);
  expect((await through(api, 'app.example.com')).status).toBe(403);
});

test('what customers open and what systems post is not asked for a name', async () => {
  const host = 'reviews.example';
  expect((await visit(api, '/healthz', { host })).status).toBe(200);
  expect((await visit(api, '/r/AAAAAAAAAAAAAAAAAAAAAA', { host })).status).toBe(404);
});
