import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { freshDatabase, type FreshDatabase } from '../support/database.js';
import { ask, startApi, type TestApi } from './support/start-api.js';

let database: FreshDatabase;
let api: TestApi;
beforeAll(async () => {
  database = await freshDatabase();
  // Addresses are counted as well; here everybody comes from one of their own.
  api = await startApi(database, { environment: { TRUST_PROXY: '1' } });
});
afterAll(async () => {
  await api?.close();
  await database?.drop();
});

let visitors = 0;
function signIn(email: string, password: string, cookie = '') {
  visitors++;
  const from = `203.0.${visitors >> 8}.${visitors & 255}`;
  return ask(api.url, 'POST', '/api/auth/sign-in/email', {
    body: { email, password },
    headers: { 'x-forwarded-for': from, ...(cookie && { cookie }) },
  });
}
const statusOf = async (...attempt: Parameters<typeof signIn>) => (await signIn(...attempt)).status;

/** The cookie by which the device of somebody who has just signed in is known again. */
async function deviceOf({ email, password }: { email: string; password: string }, cookie?: string) {
  const made = (await signIn(email, password, cookie)).headers
    .getSetCookie()
    .find((each) => each.startsWith('journeyman.device='));
  return made!.split(';')[0]!;
}

async function besiege(email: string) {
  for (let guess = 0; guess < 10; guess++) expect(await statusOf(email, `guess ${guess}`)).toBe(401);
  expect(await statusOf(email, 'one more')).toBe(429);
}

test('strangers who guess do not lock out a device that has signed in before', async () => {
  const { owner } = await api.seedBusiness('Besieged');
  const device = await deviceOf(owner);
  await besiege(owner.email);
  expect(await statusOf(owner.email, owner.password)).toBe(429);
  expect(await statusOf(owner.email, owner.password, device)).toBe(200);
  // Signing in there has forgiven the strangers nothing.
  expect(await statusOf(owner.email, 'one more')).toBe(429);
});

test('a known device gets ten guesses and no more, and takes none from anybody else', async () => {
  const { owner } = await api.seedBusiness('Stolen from');
  const device = await deviceOf(owner);
  const statuses: number[] = [];
  for (let guess = 0; guess < 11; guess++)
    statuses.push(await statusOf(owner.email, `guess ${guess}`, device));
  expect(statuses).toEqual([...Array<number>(10).fill(401), 429]);
  expect(await statusOf(owner.email, owner.password)).toBe(200);
});

test('a device is known for every account that has signed in on it, and for no other', async () => {
  const [first, second, other] = await Promise.all(
    ['One', 'Two', 'Three'].map(async (name) => (await api.seedBusiness(name)).owner),
  );
  const device = await deviceOf(second!, await deviceOf(first!));
  for (const { email } of [first!, second!, other!]) await besiege(email);
  expect(await statusOf(first!.email, first!.password, device)).toBe(200);
  expect(await statusOf(second!.email.toUpperCase(), second!.password, device)).toBe(200);
  expect(await statusOf(other!.email, other!.password, device)).toBe(429);
});

test('nobody makes such a cookie up', async () => {
  const { owner } = await api.seedBusiness('Forged');
  const device = await deviceOf(owner);
  await besiege(owner.email);
  const [, nonce, issued, mac] = /=([\w-]+)\.(\w+)\.([\w-]+)$/.exec(device)!;
  for (const mark of [
    `${'A'.repeat(22)}.${issued}.${mac}`,
    `${nonce}.zzzzzzzz.${mac}`,
    `${nonce}.${issued}.${'A'.repeat(43)}`,
    `${nonce}.${issued}.`,
    '~~~..',
    '',
  ]) {
    expect(await statusOf(owner.email, owner.password, `journeyman.device=${mark}`)).toBe(429);
  }
});

test('the cookie of a known device is for this site, for no script, and lasts a year', async () => {
  const { email, password } = api.business.owner;
  const cookies = (await signIn(email, password)).headers.getSetCookie();
  expect(cookies.find((each) => each.startsWith('journeyman.device='))).toMatch(
    /; Max-Age=31536000; Path=\/; Expires=[^;]+; HttpOnly; SameSite=Lax$/,
  );
});
