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
const addressOf = ({ path }: AnyOperation, id = newId()) => path.slice(1).replace(/:[a-z]+/gi, id);

/** With a body, so that the only thing between the caller and a 422 or 404 is whether they may. */
const askFor = (operation: AnyOperation, as: Session | string | null, id?: string) =>
  api.ask(operation.method.toUpperCase(), addressOf(operation, id), {
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
}, 60_000);

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
}, 60_000);

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

test('what belongs to another business is not there: 404, never 403', async () => {
  const other = await api.seedBusiness();
  const as = other.apiKey;
  const made = async (path: string, body: unknown) =>
    (await api.ask('POST', path, { as, body })).json.id as string;
  const customer = await made('customers', { name: 'Their guest' });
  const theirs: Record<string, string> = {
    customers: customer,
    locations: await made('locations', { name: 'Their place' }),
    staff: await made('staff', { name: 'Their cook' }),
    connections: await made('connections', { source: 'webhook', name: 'Their till' }),
    'api-keys': await made('api-keys', { name: 'Their key' }),
    invitations: await made('invitations', { email: 'them@example.com', role: 'manager' }),
    members: other.owner.memberId,
    journeys: await made('journeys', { name: 'Their journey' }),
    events: (await api.ask('POST', 'events', { as, body: { type: 'job_completed' } })).json.items[0].id,
  };
  let tried = 0;
  for (const operation of guarded) {
    const id = theirs[operation.path.split('/')[1]!];
    if (!operation.path.includes(':id') || !id) continue;
    const mine = await api.ask(operation.method.toUpperCase(), addressOf(operation, id), {
      as: await ownerSession(),
      ...(operation.body && { body: bodies[operation.id] ?? {} }),
      ...(operation.headers && { headers: { 'if-match': '"1"' } }),
    });
    expect({ id: operation.id, status: mine.status, code: mine.json?.code }).toEqual({
      id: operation.id,
      status: 404,
      code: 'not_found',
    });
    tried++;
  }
  expect(tried).toBeGreaterThan(25);
  expect((await api.ask('GET', `customers/${customer}`, { as })).json.name).toBe('Their guest');
});

let owner: Promise<Session> | undefined;
const ownerSession = () => (owner ??= api.signInAs('owner'));

/** Where an empty body would be refused before anybody looks for the row. */
const bodies: Record<string, unknown> = {
  updateMember: { role: 'member' },
  recordConsent: { channel: 'email', purpose: 'service', granted: false },
  sendMessage: { text: 'Hello' },
  markConversationRead: { messageId: '0199a1b2-c3d4-7e5f-8a6b-7c8d9e0f1a2b' },
  enrollByHand: { customer: { email: 'x@example.com' } },
  enrollCustomer: { customer: { email: 'x@example.com' } },
  rehearseJourney: { event: { type: 'job_completed' } },
  saveCase: { name: 'Mine now', event: { type: 'job_completed' } },
  pauseJourney: { mode: 'no_new_people' },
  updateJourney: { name: 'Mine now' },
  putDraft: { steps: [] },
};

test('a member of two businesses says which is meant, and belongs to no third', async () => {
  const other = await api.seedBusiness();
  const session = await api.signInAs('manager');
  const here = (business: string) =>
    api.ask('GET', 'business', { as: session, headers: { 'journeyman-business': business } });
  expect((await here(api.business.id)).json.name).toBe('Acme Plumbing');
  expect((await here(other.id)).status).toBe(404);
  expect((await here('nonsense')).status).toBe(404);
});
