import { expect, test } from '@jest/globals';
import pg from 'pg';
import { servedApi } from './support/served-api.js';

const { api, database } = await servedApi();

async function behind(sql: string, values: unknown[] = []) {
  const client = new pg.Client({ connectionString: database.adminUrl });
  await client.connect();
  const { rows } = await client.query(sql, values);
  await client.end();
  return rows;
}

const connect = (key: string, body: unknown = { source: 'webhook', name: 'Till' }, as?: string) =>
  api.ask('POST', 'connections', { body, headers: { 'idempotency-key': key }, ...(as && { as }) });

test('the same request with the same key is done once and answered the same, secrets included', async () => {
  const first = await connect('till-1');
  const again = await connect('till-1', { name: 'Till', source: 'webhook' });
  expect(first.status).toBe(201);
  expect(again.status).toBe(201);
  expect(again.json).toEqual(first.json);
  expect(again.headers.get('idempotent-replayed')).toBe('true');
  expect((await api.ask('GET', 'connections')).json.items).toHaveLength(1);
  const [kept] = await behind(
    `select encode(response, 'escape') as text from platform.idempotency_keys where key = 'till-1'`,
  );
  expect(kept.text).not.toContain(first.json.secret);
});

test('the same key with another body is refused', async () => {
  await connect('till-2');
  expect((await connect('till-2', { source: 'webhook', name: 'Another' })).json).toMatchObject({
    status: 422,
    code: 'idempotency_key_reused',
  });
});

test('a key belongs to its sender and to its address', async () => {
  const other = await api.seedBusiness();
  await connect('till-3');
  expect((await connect('till-3', { source: 'webhook', name: 'Theirs' }, other.apiKey)).status).toBe(201);
  const elsewhere = await api.ask('POST', 'locations', {
    body: { name: 'Shop' },
    headers: { 'idempotency-key': 'till-3' },
  });
  expect(elsewhere.status).toBe(201);
});

test('a refusal is repeated too', async () => {
  const bad = { source: 'webhook' };
  const first = await connect('till-4', bad);
  const again = await connect('till-4', bad);
  expect(first.status).toBe(422);
  expect(again.status).toBe(422);
  expect(again.json).toEqual(first.json);
  expect(again.headers.get('content-type')).toContain('application/problem+json');
});

test('of many at once one is done; the others hear that it is running, or what it answered', async () => {
  const replies = await Promise.all(Array.from({ length: 10 }, () => connect('till-5')));
  for (const { status, json } of replies) {
    expect([201, 409]).toContain(status);
    if (status === 409) expect(json.code).toBe('still_running');
  }
  expect(new Set(replies.filter(({ status }) => status === 201).map(({ json }) => json.id)).size).toBe(1);
  const [{ count }] = await behind(`select count(*)::int from integrations.connections where name = 'Till'`);
  expect(count).toBe((await api.ask('GET', 'connections')).json.items.length);
});

test('a request whose process died can be tried again after a minute, and any key after 48 hours', async () => {
  const { json } = await connect('till-6');
  await behind(
    `update platform.idempotency_keys set response = null, response_status = null where key = 'till-6'`,
  );
  expect((await connect('till-6')).json.code).toBe('still_running');
  await behind(
    `update platform.idempotency_keys set created_at = now() - interval '61 seconds' where key = 'till-6'`,
  );
  const retried = await connect('till-6');
  expect(retried.status).toBe(201);
  expect(retried.json.id).not.toBe(json.id);
  await behind(
    `update platform.idempotency_keys set created_at = now() - interval '49 hours' where key = 'till-6'`,
  );
  expect((await connect('till-6', { source: 'webhook', name: 'Years later' })).json.name).toBe('Years later');
});
