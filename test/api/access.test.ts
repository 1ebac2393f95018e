import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { PERMISSIONS, ROLES, roleAllows } from '../../api/contract/permissions.js';
import type { AnyOperation } from '../../api/contract/operation.js';
import { operations } from '../../api/contract/index.js';
import { routes } from '../../api/routes/index.js';
import { newId } from '../../lib/ids.js';
import { freshDatabase, type FreshDatabase } from '../support/database.js';
import { startApi, type Session, type TestApi } from './support/start-api.js';

let database: FreshDatabase;
let api: TestApi;
beforeAll(async () => {
  database = await freshDatabase();
  api = await startApi(database, { environment: { REQUESTS_PER_SECOND: '100000' } });
});
afterAll(async () => {
  await api?.close();
  await database?.drop();
});

const guarded = routes
  .map(({ operation }) => operation)
  .filter(({ permission }) => permission !== 'public' && permission !== 'caller');

/** The address of an operation, with an id that belongs to nobody where it wants one. */
const addressOf = ({ path }: AnyOperation) => path.slice(1).replace(/:[a-z]+/gi, newId());

/** With a body, so that the only thing between the caller and a 422 or 404 is whether they may. */
const askFor = (operation: AnyOperation, as: Session | string | null) =>
  api.ask(operation.method.toUpperCase(), addressOf(operation), {
    as,
    ...(operation.body && { body: {} }),
    ...(operation.headers && { headers: { 'if-match': '"1"' } }),
  });

test('a member may do what the table says for the role, and nothing else', async () => {
  for (const role of ROLES) {
    const session = await api.signInAs(role);
    for (const operation of guarded) {
      const { status } = await askFor(operation, session);
      const allowed = roleAllows(role, operation.permission as (typeof PERMISSIONS)[number]);
      expect(`${role} ${operation.id}: ${status === 403 ? 'refused' : 'let in'}`).toBe(
        `${role} ${operation.id}: ${allowed ? 'let in' : 'refused'}`,
      );
      expect(status).toBeLessThan(500);
    }
  }
}, 180_000);

test('an API key may do what its scopes say, and nothing else', async () => {
  for (const operation of guarded) {
    const permission = operation.permission as (typeof PERMISSIONS)[number];
    const fits = await api.makeKey([permission]);
    const misses = await api.makeKey(PERMISSIONS.filter((each) => each !== permission));
    expect(`${operation.id} ${(await askFor(operation, fits)).status === 403}`).toBe(`${operation.id} false`);
    const refusal = await askFor(operation, misses);
    expect(refusal.json).toMatchObject({
      status: 403,
      code: 'forbidden',
      detail: `This API key has no scope ${permission}. Make a key that has it.`,
    });
  }
}, 180_000);

test('nobody gets in without a key or a session', async () => {
  for (const { id, method, permission, path } of operations) {
    if (permission === 'public') continue;
    const { status, json, headers } = await api.ask(
      method.toUpperCase(),
      path.slice(1).replace(/:[a-z]+/gi, newId()),
      {
        as: null,
      },
    );
    expect({ id, status, code: json.code }).toEqual({ id, status: 401, code: 'unauthenticated' });
    expect(headers.get('www-authenticate')).toBe('Bearer');
  }
});

test('a member of two businesses says which is meant, and belongs to no third', async () => {
  const other = await api.seedBusiness();
  const session = await api.signInAs('manager');
  const here = (business: string) =>
    api.ask('GET', 'business', { as: session, headers: { 'journeyman-business': business } });
  expect((await here(api.business.id)).json.name).toBe('Acme Plumbing');
  expect((await here(other.id)).status).toBe(404);
  expect((await here('nonsense')).status).toBe(404);
});
