import { afterAll, beforeAll, expect, test } from '@jest/globals';
import pg from 'pg';
import { freshDatabase, type FreshDatabase } from '../support/database.js';
import { startApi, type TestApi } from './support/start-api.js';

let database: FreshDatabase;
let api: TestApi;
let skewMs = 0;
beforeAll(async () => {
  database = await freshDatabase();
  api = await startApi(database, { now: () => new Date(Date.now() + skewMs) });
});
afterAll(async () => {
  await api?.close();
  await database?.drop();
});

test('a key is shown once and kept only as its hash', async () => {
  const owner = await api.signInAs('owner');
  const made = await api.ask('POST', 'api-keys', {
    as: owner,
    body: { name: 'Our website', scopes: ['events:write'] },
  });
  expect(made.status).toBe(201);
  expect(made.json.key).toMatch(new RegExp(`^jm_${made.json.prefix}_[A-Za-z0-9_-]{43}$`));
  const listed = await api.ask('GET', 'api-keys', { as: owner });
  expect(listed.text).not.toContain(made.json.key);
  expect(listed.json.items[0]).toMatchObject({
    id: made.json.id,
    scopes: ['events:write'],
    createdBy: owner.memberId,
  });

  const client = new pg.Client({ connectionString: database.adminUrl });
  await client.connect();
  const { rows } = await client.query(
    'select row_to_json(k)::text as text from tenancy.api_keys k where id = $1',
    [made.json.id],
  );
  await client.end();
  expect(rows[0].text).not.toContain(made.json.key.split('_')[2]);

  expect(
    (await api.ask('POST', 'events', { as: made.json.key, body: { type: 'job_completed' } })).status,
  ).toBe(202);
  expect((await api.ask('GET', 'customers', { as: made.json.key })).status).toBe(403);
});

test('a key that was revoked is refused from the next request on', async () => {
  const { json } = await api.ask('POST', 'api-keys', { body: { name: 'Leaked' } });
  const use = () => api.ask('GET', 'business', { as: json.key });
  expect((await use()).status).toBe(200);
  expect((await api.ask('DELETE', `api-keys/${json.id}`)).status).toBe(204);
  expect((await use()).json).toMatchObject({ status: 401, code: 'unauthenticated' });
  expect((await api.ask('DELETE', `api-keys/${json.id}`)).status).toBe(404);
});

test('a key revoked elsewhere is refused within five seconds, and none expires before it is made', async () => {
  const { json } = await api.ask('POST', 'api-keys', { body: { name: 'Short-lived' } });
  const use = () => api.ask('GET', 'business', { as: json.key });
  expect((await use()).status).toBe(200);
  const elsewhere = new pg.Client({ connectionString: database.adminUrl });
  await elsewhere.connect();
  await elsewhere.query('update tenancy.api_keys set revoked_at = now() where id = $1', [json.id]);
  await elsewhere.end();
  skewMs += 5_001;
  expect((await use()).json).toMatchObject({ status: 401, code: 'unauthenticated' });

  const past = await api.ask('POST', 'api-keys', { body: { name: 'x', expiresAt: '2020-01-01T00:00:00Z' } });
  expect(past.json).toMatchObject({ status: 422, errors: [{ path: 'expiresAt' }] });
});

test('a key cannot make a key that may do more than itself', async () => {
  const narrow = await api.makeKey(['api_keys:write', 'events:write']);
  const more = await api.ask('POST', 'api-keys', {
    as: narrow,
    body: { name: 'x', scopes: ['customers:erase'] },
  });
  expect(more.json).toMatchObject({ status: 403, code: 'forbidden' });
  const all = await api.ask('POST', 'api-keys', { as: narrow, body: { name: 'x', scopes: ['*'] } });
  expect(all.status).toBe(403);
  const same = await api.ask('POST', 'api-keys', { as: narrow, body: { name: 'x' } });
  expect(same.json.scopes).toEqual(['api_keys:write', 'events:write']);
});

test('what is not a key of ours is refused before anybody looks it up', async () => {
  for (const as of ['jm_x_y', 'sk_live_123', `jm_abcdefgh_${'a'.repeat(43)}`, '💥']) {
    const reply = await api.ask('GET', 'business', {
      as: null,
      headers: { authorization: `Bearer ${encodeURIComponent(as)}` },
    });
    expect(reply.json).toMatchObject({ status: 401, code: 'unauthenticated' });
  }
  expect(
    (await api.ask('GET', 'business', { as: null, headers: { authorization: 'Basic eDp5' } })).status,
  ).toBe(401);
});

test('the last use of a key is noted, at most once a minute', async () => {
  const { json } = await api.ask('POST', 'api-keys', { body: { name: 'Watched' } });
  const lastUsed = async () => {
    const { items } = (await api.ask('GET', 'api-keys')).json;
    return items.find((each: { id: string }) => each.id === json.id).lastUsedAt as string | null;
  };
  expect(await lastUsed()).toBeNull();
  await api.ask('GET', 'business', { as: json.key });
  // Nobody waits for the note, so look until it is there.
  while ((await lastUsed()) === null) await new Promise((resolve) => setTimeout(resolve, 10));
  const first = await lastUsed();
  await api.ask('GET', 'business', { as: json.key });
  expect(await lastUsed()).toBe(first);
});

test('a caller above its rate is told when to come back', async () => {
  const slow = await startApi(database, { environment: { REQUESTS_PER_SECOND: '3' } });
  try {
    const replies = await Promise.all(Array.from({ length: 6 }, () => slow.ask('GET', 'business')));
    const limited = replies.filter(({ status }) => status === 429);
    expect(limited.length).toBeGreaterThanOrEqual(1);
    expect(limited[0]!.json.code).toBe('rate_limited');
    expect(limited[0]!.headers.get('retry-after')).toBe('1');
  } finally {
    await slow.close();
  }
});
