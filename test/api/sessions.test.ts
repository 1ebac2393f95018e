import { afterAll, beforeAll, expect, test } from '@jest/globals';
import pg from 'pg';
import type { SystemEmail } from '../../api/system-email.js';
import { freshDatabase, type FreshDatabase } from '../support/database.js';
import { ask, signIn, startApi, type TestApi } from './support/start-api.js';

let database: FreshDatabase;
let api: TestApi;
const mailed: SystemEmail[] = [];
beforeAll(async () => {
  database = await freshDatabase();
  api = await startApi(database, { sendSystemEmail: async (email) => void mailed.push(email) });
});
afterAll(async () => {
  await api?.close();
  await database?.drop();
});

const post = (path: string, body: unknown, headers: Record<string, string> = {}, as: string | null = null) =>
  ask(api.url, 'POST', path, { body, headers: { ...headers, ...(as !== null && { cookie: as }) } });

async function behind(sql: string, values: unknown[] = []) {
  const client = new pg.Client({ connectionString: database.adminUrl });
  await client.connect();
  const { rows } = await client.query(sql, values);
  await client.end();
  return rows;
}

test('a wrong password and an unknown e-mail are refused in the same words', async () => {
  const { email } = api.business.owner;
  const wrong = await post('/api/auth/sign-in/email', { email, password: 'not the password' });
  const unknown = await post('/api/auth/sign-in/email', {
    email: 'nobody@example.com',
    password: 'not the password',
  });
  expect(wrong.json).toMatchObject({ status: 401, code: 'unauthenticated' });
  expect(unknown.json).toEqual(wrong.json);
});

test('a malformed sign-in is refused, never a failure of ours', async () => {
  for (const body of [
    null,
    [],
    7,
    {},
    { email: 7, password: {} },
    { email: { toString: {} }, password: 'x' },
    { email: 'a'.repeat(400), password: 'x' },
  ]) {
    const { status } = await post('/api/auth/sign-in/email', body, { 'x-forwarded-for': '203.0.113.9' });
    expect([401, 422]).toContain(status);
  }
});

test('nobody signs up by themselves, and what better-auth offers besides is not there', async () => {
  const body = { email: 'new@example.com', password: 'long enough to be one', name: 'New' };
  for (const path of [
    'sign-up/email',
    'sign-in/social',
    'delete-user',
    'update-user',
    'ok',
    '../v1/customers',
  ]) {
    expect((await post(`/api/auth/${path}`, body)).status).toBe(path.startsWith('..') ? 401 : 404);
  }
});

test('ten wrong guesses lock an account for a while, whatever address they pretend to come from', async () => {
  const { email } = (await api.seedBusiness('Guessed at')).owner;
  const statuses: number[] = [];
  for (let guess = 0; guess < 12; guess++) {
    const reply = await post(
      '/api/auth/sign-in/email',
      { email: guess % 2 ? email : email.toUpperCase(), password: `guess number ${guess}` },
      { 'x-forwarded-for': `203.0.113.${guess}`, 'x-real-ip': `203.0.113.${guess}` },
    );
    statuses.push(reply.status);
    if (reply.status === 429) expect(Number(reply.headers.get('retry-after'))).toBeGreaterThan(0);
  }
  expect(statuses).toEqual([...Array<number>(10).fill(401), 429, 429]);
});

test('the session cookie is for this site and for no script', async () => {
  const { email, password } = api.business.owner;
  const reply = await post('/api/auth/sign-in/email', { email, password });
  const [cookie] = reply.headers.getSetCookie();
  expect(cookie).toMatch(/^journeyman\.session=[^;]+; Max-Age=43200; Path=\/; HttpOnly; SameSite=Lax$/);
});

test('over https the cookie is bound to this host and never leaves https', async () => {
  const secure = await startApi(database, { environment: { PUBLIC_URL: 'https://app.example.com' } });
  try {
    const { email, password } = secure.business.owner;
    const reply = await ask(secure.url, 'POST', '/api/auth/sign-in/email', { body: { email, password } });
    const [cookie] = reply.headers.getSetCookie();
    expect(cookie).toMatch(/^__Host-journeyman\.session=[^;]+;.*Path=\/.*Secure/);
    expect(reply.headers.get('strict-transport-security')).toContain('max-age=31536000');
  } finally {
    await secure.close();
  }
});

test('a session ends twelve hours after its last use and seven days after it began', async () => {
  const session = await api.signInAs('owner');
  const me = () => api.ask('GET', 'me', { as: session });
  expect((await me()).status).toBe(200);

  const [row] = await behind(
    `select extract(epoch from "expiresAt" - now())::int as idle, id from auth."session" order by "createdAt" desc limit 1`,
  );
  expect(row.idle).toBeGreaterThan(11.9 * 3600);
  expect(row.idle).toBeLessThanOrEqual(12 * 3600);

  await behind(`update auth."session" set "expiresAt" = now() + interval '1 hour' where id = $1`, [row.id]);
  expect((await me()).headers.getSetCookie().join()).toContain('Max-Age=43200');
  const [used] = await behind(
    `select extract(epoch from "expiresAt" - now())::int as idle from auth."session" where id = $1`,
    [row.id],
  );
  expect(used.idle).toBeGreaterThan(11.9 * 3600);

  await behind(`update auth."session" set "createdAt" = now() - interval '7 days 1 second' where id = $1`, [
    row.id,
  ]);
  expect((await me()).json).toMatchObject({ status: 401, code: 'unauthenticated' });
});

test('signing out ends the session', async () => {
  const session = await api.signInAs('manager');
  expect((await post('/api/auth/sign-out', {}, {}, session.cookie)).status).toBe(200);
  expect((await api.ask('GET', 'me', { as: session })).status).toBe(401);
});

test('another site cannot use somebody’s session', async () => {
  const as = await api.signInAs('owner');
  const change = (headers: Record<string, string>) =>
    api.ask('PATCH', 'business', { as, body: { name: 'Acme Plumbing' }, headers });
  expect((await change({})).status).toBe(200);
  expect((await change({ origin: api.url, 'sec-fetch-site': 'same-origin' })).status).toBe(200);
  for (const headers of [
    { origin: 'https://evil.example' },
    { origin: 'null' },
    { 'sec-fetch-site': 'cross-site' },
    { 'sec-fetch-site': 'same-site' },
    { origin: api.url, 'sec-fetch-site': 'cross-site' },
  ] as Record<string, string>[]) {
    expect((await change(headers)).json).toMatchObject({ status: 403, code: 'forbidden' });
  }
  const form = await api.ask('PATCH', 'business', {
    as,
    raw: '{"name":"Evil"}',
    headers: { 'content-type': 'text/plain' },
  });
  expect(form.status).toBe(415);
  expect((await post('/api/auth/sign-out', {}, { origin: 'https://evil.example' }, as.cookie)).status).toBe(
    403,
  );
  // A key is never sent by accident.
  expect(
    (
      await api.ask('PATCH', 'business', {
        body: { name: 'Acme Plumbing' },
        headers: { origin: 'https://x.example' },
      })
    ).status,
  ).toBe(200);
});

test('a forgotten password is replaced by a link that works once and ends every session', async () => {
  const session = await api.signInAs('admin');
  const asked = await post('/api/auth/request-password-reset', { email: session.email });
  const unknown = await post('/api/auth/request-password-reset', { email: 'nobody@example.com' });
  expect(unknown.json).toEqual(asked.json);
  expect(mailed.map(({ to }) => to)).toContain(session.email);
  const token = /reset-password#(\S+)/.exec(mailed.at(-1)!.text)![1]!;
  const [kept] = await behind(
    `select count(*)::int as raw from auth."verification" where identifier like '%' || $1 || '%'`,
    [token],
  );
  expect(kept.raw).toBe(0);

  const fresh = { newPassword: 'an entirely new one', token };
  expect((await post('/api/auth/reset-password', { ...fresh, newPassword: 'short' })).status).toBe(422);
  expect((await post('/api/auth/reset-password', fresh)).status).toBe(200);
  expect((await post('/api/auth/reset-password', fresh)).status).toBe(410);
  expect((await api.ask('GET', 'me', { as: session })).status).toBe(401);
  expect(await signIn(api.url, session.email, 'an entirely new one')).toContain('journeyman.session=');
});
