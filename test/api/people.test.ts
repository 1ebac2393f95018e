import { afterAll, beforeAll, expect, test } from '@jest/globals';
import pg from 'pg';
import type { SystemEmail } from '../../api/system-email.js';
import { freshDatabase, type FreshDatabase } from '../support/database.js';
import { ask, signIn, startApi, type TestApi } from './support/start-api.js';
import { readConfig } from '../../api/config.js';
import { startApi as start } from '../../api/server.js';
import { SECRETS_KEY } from './support/start-api.js';

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

const password = 'long enough to be one';

test('the first visit makes the business and its owner; there is no second', async () => {
  const empty = await freshDatabase();
  const fresh = await start(
    readConfig({
      DATABASE_URL: empty.url,
      SECRETS_KEY,
      PORT: '0',
      TEMPORAL_ADDRESS: '127.0.0.1:9',
      LOG_LEVEL: 'silent',
    }),
  );
  try {
    const post = (email: string) =>
      ask(fresh.url, 'POST', 'setup', {
        body: {
          business: { name: 'Bright Pipes', timezone: 'Europe/Madrid', country: 'ES' },
          owner: { name: 'Ana', email, password },
        },
      });
    expect((await ask(fresh.url, 'GET', 'setup', {})).json).toEqual({ needed: true });
    const both = await Promise.all([post('ana@example.com'), post('bea@example.com')]);
    expect(both.map(({ status }) => status).sort()).toEqual([201, 409]);
    const made = both.find(({ status }) => status === 201)!.json;
    expect(made).toMatchObject({
      business: { name: 'Bright Pipes', timezone: 'Europe/Madrid' },
      member: { role: 'owner' },
    });
    expect((await ask(fresh.url, 'GET', 'setup', {})).json).toEqual({ needed: false });

    const cookie = await signIn(fresh.url, made.member.email, password);
    const me = await ask(fresh.url, 'GET', 'me', { as: { cookie, memberId: '', email: '' } });
    expect(me.json).toMatchObject({ role: 'owner', businesses: [{ name: 'Bright Pipes' }] });
    const client = new pg.Client({ connectionString: empty.adminUrl });
    await client.connect();
    expect((await client.query('select email from auth."user"')).rows).toEqual([
      { email: made.member.email },
    ]);
    await client.end();
  } finally {
    await fresh.close();
    await empty.drop();
  }
});

test('somebody invited joins with a password of their own, once', async () => {
  const owner = await api.signInAs('owner');
  const invited = await api.ask('POST', 'invitations', {
    as: owner,
    body: { email: 'Tom@Example.com', role: 'manager' },
  });
  expect(invited.status).toBe(201);
  expect(mailed.at(-1)).toMatchObject({ to: 'tom@example.com' });
  expect(mailed.at(-1)!.text).toContain(invited.json.url);
  expect((await api.ask('GET', 'invitations', { as: owner })).text).not.toContain(invited.json.token);

  const accept = (body: unknown) =>
    api.ask('POST', `invitations/${invited.json.token}/acceptances`, { as: null, body });
  expect((await accept({ password })).json).toMatchObject({ status: 422, errors: [{ path: 'name' }] });
  expect((await accept({ name: 'Tom', password: 'short' })).status).toBe(422);
  const joined = await accept({ name: 'Tom', password });
  expect(joined.json).toMatchObject({
    businessName: 'Acme Plumbing',
    member: { role: 'manager', email: 'tom@example.com' },
  });
  expect((await accept({ name: 'Tom', password })).status).toBe(404);

  const cookie = await signIn(api.url, 'tom@example.com', password);
  const me = await api.ask('GET', 'me', { as: { cookie, memberId: '', email: '' } });
  expect(me.json.role).toBe('manager');
});

test('somebody who has an account joins a second business with its password', async () => {
  const other = await api.seedBusiness();
  const session = await api.signInAs('member');
  const { json } = await api.ask('POST', 'invitations', {
    as: other.apiKey,
    body: { email: session.email, role: 'server' },
  });
  const accept = (secret: string) =>
    api.ask('POST', `invitations/${json.token}/acceptances`, { as: null, body: { password: secret } });
  expect((await accept('not the password at all')).status).toBe(401);
  expect((await accept('correct horse battery')).json.member.role).toBe('server');
  const there = await api.ask('GET', 'me', { as: session, headers: { 'journeyman-business': other.id } });
  expect(there.json).toMatchObject({ role: 'server', businessId: other.id });
  expect((await api.ask('GET', 'me', { as: session })).json.role).toBe('member');
});

test('an invitation that is old or taken back lets nobody in', async () => {
  const owner = await api.signInAs('owner');
  const invite = () =>
    api.ask('POST', 'invitations', { as: owner, body: { email: 'late@example.com', role: 'member' } });
  const accept = (token: string) =>
    api.ask('POST', `invitations/${token}/acceptances`, { as: null, body: { name: 'Late', password } });
  const revoked = (await invite()).json;
  expect((await api.ask('DELETE', `invitations/${revoked.id}`, { as: owner })).status).toBe(204);
  expect((await accept(revoked.token)).status).toBe(404);
  const old = (await invite()).json;
  const client = new pg.Client({ connectionString: database.adminUrl });
  await client.connect();
  await client.query(
    `update tenancy.invitations set expires_at = now() - interval '1 second' where id = $1`,
    [old.id],
  );
  await client.end();
  expect((await accept(old.token)).status).toBe(410);
  expect((await accept('A'.repeat(22))).status).toBe(404);
  expect((await accept('short')).status).toBe(404);
});

test('a business always has an owner, and only owners make or unmake one', async () => {
  const other = await api.seedBusiness();
  const admin = await api.signInAs('admin', other);
  const { memberId } = other.owner;
  const asAdmin = await api.ask('PATCH', `members/${memberId}`, { as: admin, body: { role: 'member' } });
  expect(asAdmin.status).toBe(403);
  expect(
    (await api.ask('PATCH', `members/${admin.memberId}`, { as: admin, body: { role: 'owner' } })).status,
  ).toBe(403);
  expect(
    (await api.ask('POST', 'invitations', { as: admin, body: { email: 'x@example.com', role: 'owner' } }))
      .status,
  ).toBe(403);
  // A key has no more power over owners than the admin who may have made it.
  expect((await api.ask('DELETE', `members/${memberId}`, { as: other.apiKey })).status).toBe(403);

  const cookie = await signIn(api.url, other.owner.email, other.owner.password);
  const owner = { cookie, memberId, email: other.owner.email };
  expect((await api.ask('DELETE', `members/${memberId}`, { as: owner })).json).toMatchObject({
    status: 409,
    detail: 'A business needs an owner. Make somebody else an owner first.',
  });
  expect(
    (await api.ask('PATCH', `members/${admin.memberId}`, { as: owner, body: { role: 'owner' } })).status,
  ).toBe(200);
  expect((await api.ask('DELETE', `members/${memberId}`, { as: owner })).status).toBe(204);
  expect((await api.ask('GET', 'business', { as: owner })).status).toBe(403);
});

test('who changed what is written down, without what they wrote', async () => {
  const owner = await api.signInAs('owner');
  await api.ask('PATCH', 'business', { as: owner, body: { postalAddress: 'Calle Mayor 1, Madrid' } });
  const { json, text } = await api.ask('GET', 'audit?limit=1', { as: owner });
  expect(json.items[0]).toMatchObject({
    actor: owner.memberId,
    action: 'business.changed',
    target: { kind: 'business', id: api.business.id },
    detail: { fields: ['postalAddress'] },
  });
  expect(text).not.toContain('Calle Mayor');
});

test('settings are checked one by one and merge with those that stand', async () => {
  const change = (settings: unknown) => api.ask('PATCH', 'business', { body: { settings } });
  expect((await change({ quietHours: { from: '21:00', until: '08:00' } })).status).toBe(200);
  const merged = await change({ caps: [{ purpose: 'marketing', max: 2, per: 'P7D' }], lowRating: 3 });
  expect(merged.json.settings).toEqual({
    quietHours: { from: '21:00', until: '08:00' },
    caps: [{ purpose: 'marketing', max: 2, per: 'P7D' }],
    lowRating: 3,
  });
  const wrong = await change({ quietHours: { from: '25:00', until: '08:00' }, typo: 1 });
  expect(wrong.status).toBe(422);
  expect(wrong.json.errors.map((each: { path: string }) => each.path)).toEqual([
    'settings.quietHours.from',
    'settings',
  ]);
  expect(
    (await api.ask('PATCH', 'business', { body: { timezone: 'Mars/Olympus', accent: 'red', phone: '600' } }))
      .json.errors,
  ).toHaveLength(3);
});
