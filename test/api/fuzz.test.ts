import { afterAll, beforeAll, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { operations } from '../../api/contract/index.js';
import { freshDatabase, type FreshDatabase } from '../support/database.js';
import { ask, startApi, type TestApi } from './support/start-api.js';

let database: FreshDatabase;
let api: TestApi;
let ids: string[];
beforeAll(async () => {
  database = await freshDatabase();
  api = await startApi(database, { environment: { REQUESTS_PER_SECOND: '100000' } });
  const made = async (path: string, body: unknown) =>
    (await api.ask('POST', path, { body })).json.id as string;
  ids = [
    await made('customers', { name: 'Ana', email: 'ana@example.com' }),
    await made('journeys', { name: 'Thanks' }),
    await made('locations', { name: 'Shop' }),
    await made('connections', { source: 'webhook', name: 'Till' }),
  ];
});
afterAll(async () => {
  await api?.close();
  await database?.drop();
});

/** Words the API knows, so that nonsense gets past the first check now and then. */
const words = fc.constantFrom(
  'name', 'email', 'phone', 'id', 'type', 'data', 'customer', 'subject', 'kind', 'settings', 'steps', 'exits', 'rules',
  'channel', 'purpose', 'granted', 'evidence', 'status', 'mode', 'landing', 'reason', 'stepId', 'scopes', 'source', 'tags',
  'attributes', 'entry', 'first', 'event', 'answers', 'flow', 'role', 'secret', 'note', 'key', 'timezone', 'cursor',
); // prettier-ignore
const values = fc.oneof(
  fc.constantFrom<unknown>(
    'job_completed', 'email', 'sms', 'marketing', 'live', 'archived', 'hold_everyone', 'webhook', 'ana@example.com',
    '+34600111222', 'P2D', '2026-11-20T15:04:05Z', '0001-01-01T00:00:00Z', '9999-12-31T23:59:59Z', '__proto__', '%00',
    '\u2028', '💥', '', ' ', null, true, -0, 1e308, Number.MAX_SAFE_INTEGER,
  ),
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.integer(),
); // prettier-ignore
const body = fc.letrec((tie) => ({
  value: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    values,
    fc.dictionary(words, tie('value'), { maxKeys: 8 }),
    fc.array(tie('value'), { maxLength: 4 }),
  ),
})).value;
const pathPart = fc.oneof(
  fc.nat(3).map((n) => ids[n]!),
  fc.uuid(),
  fc.string({ maxLength: 30 }).map(encodeURIComponent),
  fc.constantFrom('%00', '%ff', '..', '%2e%2e', 'null', '-1', 'a'.repeat(4000)),
);
const query = fc.array(
  fc.tuple(
    fc.oneof(words, fc.constantFrom('limit', 'search', 'from', 'to', 'customerId', 'resolved')),
    fc.string({ maxLength: 30 }),
  ),
  { maxLength: 4 },
);

test('no request, however strange, is answered with a failure of ours', async () => {
  const seen = new Map<number, number>();
  const request = fc.record({
    // Named by its id, so that a counterexample can be read.
    operationId: fc.constantFrom(...operations.map(({ id }) => id).filter((id) => id !== 'setUp')),
    parts: fc.array(pathPart, { minLength: 3, maxLength: 3 }),
    body,
    query,
    key: fc.option(fc.string({ maxLength: 20 }), { freq: 4 }),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(request, { minLength: 12, maxLength: 12 }), async (requests) => {
      const answers = await Promise.all(
        requests.map(async ({ operationId, parts, body, query, key }) => {
          const operation = operations.find(({ id }) => id === operationId)!;
          let at = 0;
          const path = operation.path.slice(1).replace(/:[a-z]+/gi, () => parts[at++]!);
          const search = new URLSearchParams(query).toString();
          const reply = await ask(api.url, operation.method.toUpperCase(), `${path}?${search}`, {
            as: api.business.apiKey,
            ...(operation.method !== 'get' && { raw: JSON.stringify(body) ?? 'null' }),
            headers: {
              'if-match': '"1"',
              ...(key !== null && { 'idempotency-key': encodeURIComponent(key) }),
            },
          });
          seen.set(reply.status, (seen.get(reply.status) ?? 0) + 1);
          return { id: operation.id, status: reply.status, detail: reply.status >= 500 ? reply.text : '' };
        }),
      );
      expect(answers.filter(({ status }) => status >= 500)).toEqual([]);
    }),
    { numRuns: 100, interruptAfterTimeLimit: 15_000, endOnFailure: true },
  );
  // The nonsense reached further than the first check.
  expect([...seen.keys()]).toEqual(expect.arrayContaining([200, 404, 422]));
}, 60_000);

test('no bytes, however broken, are answered with a failure of ours', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom('customers', 'events', 'journeys', 'api-keys'),
      fc.uint8Array({ maxLength: 200 }),
      fc.constantFrom('application/json', 'text/plain', 'application/json; charset=utf-16', 'x', ''),
      async (path, raw, type) => {
        const { status } = await api.ask('POST', path, { raw, headers: { 'content-type': type } });
        expect(status).toBeLessThan(500);
      },
    ),
    { numRuns: 300, interruptAfterTimeLimit: 5_000 },
  );
}, 30_000);
