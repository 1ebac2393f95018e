import { afterAll, beforeAll, expect, test } from '@jest/globals';
import pg from 'pg';
import { z } from 'zod';
import { operations } from '../../api/contract/index.js';
import type { AnyOperation } from '../../api/contract/operation.js';
import { newId } from '../../lib/ids.js';
import { fabricate, insert, tenantTables, type Row } from '../db/isolation/fabricate.js';
import { freshDatabase, type FreshDatabase } from '../support/database.js';
import { startApi, type Session, type TestApi } from './support/start-api.js';

let database: FreshDatabase;
let admin: pg.Client;
let api: TestApi;
/** One row in every table there is, of a business nobody here belongs to. */
let theirs: Record<string, Row>;
let owner: Session;
let mine: { customer: string; journey: string; staff: string; code: string };
beforeAll(async () => {
  database = await freshDatabase();
  admin = new pg.Client({ connectionString: database.adminUrl });
  await admin.connect();
  api = await startApi(database, { environment: { REQUESTS_PER_SECOND: '100000' } });
  theirs = await businessWithEverything();
  owner = await api.signInAs('owner');
  const made = async (path: string, body: unknown) =>
    (await api.ask('POST', path, { as: owner, body })).json.id as string;
  mine = {
    customer: await made('customers', { name: 'Ana' }),
    journey: await made('journeys', { name: 'Thanks' }),
    staff: await made('staff', { name: 'Marta' }),
    code: await made('qr-codes', { label: 'Counter', kind: 'place' }),
  };
});
afterAll(async () => {
  await api?.close();
  await admin?.end();
  await database?.drop();
});

/** What the first word of an address stands for. A route with an id that is not here fails the test below. */
const TABLES: Readonly<Record<string, string>> = {
  'api-keys': 'tenancy.api_keys',
  connections: 'integrations.connections',
  customers: 'crm.customers',
  enrollments: 'journeys.enrollments',
  events: 'integrations.inbox_events',
  feedback: 'feedback.responses',
  imports: 'integrations.imports',
  invitations: 'tenancy.invitations',
  journeys: 'journeys.journeys',
  locations: 'tenancy.locations',
  members: 'tenancy.memberships',
  messages: 'messaging.messages',
  notices: 'journeys.notices',
  'qr-codes': 'feedback.qr_codes',
  staff: 'tenancy.staff',
  'test-messages': 'messaging.test_messages',
};

/** Where an empty body would be refused before anybody looks for what the address names. */
const BODIES: Readonly<Record<string, unknown>> = {
  updateMember: { role: 'member' },
  recordConsent: { channel: 'email', purpose: 'service', granted: false },
  sendMessage: { text: 'Hello' },
  markConversationRead: { messageId: newId() },
  enrollByHand: { customer: { email: 'x@example.com' } },
  moveEnrollment: { stepId: 'a' },
  rehearseJourney: { event: { type: 'job_completed' } },
  saveCase: { name: 'Mine now', event: { type: 'job_completed' } },
  pauseJourney: { mode: 'no_new_people' },
  putDraft: { steps: [] },
};

const idOf = (table: string): string => String(theirs[table]!['id']);

const asks = (operation: AnyOperation, path: string, as: Session | string, body?: unknown) =>
  api.ask(operation.method.toUpperCase(), path.slice(1), {
    as,
    ...(operation.body && { body: body ?? BODIES[operation.id] ?? {} }),
    ...(operation.headers && { headers: { 'if-match': '*' } }),
  });

test('every address that names something answers 404 for what another business has, and leaves it alone', async () => {
  const named = operations.filter(
    ({ path, permission }) => path.includes(':') && permission !== 'public',
  ) as AnyOperation[];
  const before = await everythingOfTheirs();
  const found: string[] = [];
  for (const operation of named) {
    const table = TABLES[operation.path.split('/')[1]!];
    if (!table) throw new Error(`Say in TABLES what ${operation.path} names`);
    const given: Record<string, string> = {
      ':id': idOf(table),
      ':caseId': idOf('journeys.cases'),
      ':number': '1',
    };
    const address = (values: Record<string, string>) =>
      operation.path.replace(/:[a-zA-Z]+/g, (name) => values[name]!);
    const addresses = [address(given)];
    // Theirs inside something of mine is not there either.
    if (operation.path.includes(':caseId')) addresses.push(address({ ...given, ':id': mine.journey }));
    for (const path of addresses) {
      for (const as of [owner, api.business.apiKey]) {
        const { status, json } = await asks(operation, path, as);
        if (status !== 404 || json.code !== 'not_found')
          found.push(`${operation.id} ${status} ${json?.detail}`);
      }
    }
  }
  expect(found).toEqual([]);
  expect(named.length).toBeGreaterThan(55);
  expect(await everythingOfTheirs()).toEqual(before);
}, 60_000);

test('no list tells of another business, also not when it is asked for theirs or from a cursor of theirs', async () => {
  const lists = operations.filter(({ query }) => query && 'cursor' in shapeOf(query)) as AnyOperation[];
  const told: string[] = [];
  for (const operation of lists) {
    const path = operation.path.replace(
      ':id',
      operation.path.startsWith('/customers') ? mine.customer : mine.journey,
    );
    const filters = Object.keys(shapeOf(operation.query)).filter((name) => FILTERS[name]);
    const questions = [
      'limit=200',
      ...[idOf('crm.customers'), 'ffffffff-ffff-7fff-bfff-ffffffffffff'].map(
        (id) => `cursor=${cursorOf(id)}`,
      ),
      ...filters.map((name) => `${name}=${idOf(FILTERS[name]!)}`),
    ];
    for (const question of questions) {
      const { status, text, json } = await api.ask('GET', `${path.slice(1)}?${question}`, { as: owner });
      const isVersions = operation.id === 'listVersions' && question.startsWith('cursor');
      if (status !== (isVersions ? 422 : 200)) told.push(`${operation.id}?${question}: ${status}`);
      if (tellsOfTheirs(text)) told.push(`${operation.id}?${question} tells of theirs`);
      if (filters.some((name) => question.startsWith(`${name}=`)) && json.items.length > 0)
        told.push(`${operation.id}?${question} finds something`);
    }
  }
  expect(told).toEqual([]);
  expect(lists.length).toBeGreaterThan(15);
}, 60_000);

test('an id of another business inside a body is refused, wherever a body takes one', async () => {
  const event = { type: 'job_completed' };
  const runnable = {
    entry: { on: 'manual' },
    first: 'a',
    steps: [{ id: 'a', kind: 'wait', settings: { duration: 'P1D' }, exits: { done: null } }],
    rules: {},
  };
  const code = { label: 'Counter', kind: 'place' };
  const place = { locationId: idOf('tenancy.locations') };
  const member = { staffId: idOf('tenancy.staff') };
  const journey = { journeyId: idOf('journeys.journeys') };
  const customer = { id: idOf('crm.customers') };
  const inJourney = (part: string) => `/journeys/${mine.journey}/${part}`;
  await api.ask('PUT', inJourney('draft').slice(1), {
    as: owner,
    body: runnable,
    headers: { 'if-match': '*' },
  });
  expect((await api.ask('POST', inJourney('versions').slice(1), { as: owner, body: {} })).status).toBe(201);

  const attempts: [string, string, unknown, number][] = [
    ['createQrCode locationId', '/qr-codes', { ...code, ...place }, 422],
    ['createQrCode staffId', '/qr-codes', { ...code, ...member }, 422],
    ['createQrCode journeyId', '/qr-codes', { ...code, ...journey }, 422],
    ['updateQrCode locationId', `/qr-codes/${mine.code}`, place, 422],
    ['updateQrCode staffId', `/qr-codes/${mine.code}`, member, 422],
    ['updateQrCode journeyId', `/qr-codes/${mine.code}`, journey, 422],
    ['createStaff locationId', '/staff', { name: 'Eve', ...place }, 422],
    ['updateStaff locationId', `/staff/${mine.staff}`, place, 422],
    ['enrollByHand customer.id', inJourney('enrollments'), { customer }, 422],
    ['rehearseJourney customer.id', inJourney('rehearsals'), { event, customer, flow: runnable }, 422],
    ['saveCase customer.id', inJourney('cases'), { name: 'x', event, customer, flow: runnable }, 422],
    // Reading up to a text that is not in the talk reads nothing.
    ['markConversationRead messageId', `/customers/${mine.customer}/conversation/read`, { messageId: idOf('messaging.messages') }, 204],
  ]; // prettier-ignore
  const taken = operations.flatMap(({ id, body }) =>
    body ? idsIn(inputOf(body)).map((at) => `${id} ${at}`) : [],
  );
  expect([...new Set(taken)].sort()).toEqual(attempts.map(([place]) => place).sort());

  const before = await everythingOfTheirs();
  for (const [what, path, body, expected] of attempts) {
    const operation = operations.find(({ id }) => id === what.split(' ')[0]) as AnyOperation;
    const { status, text } = await asks(operation, path, owner, body);
    expect({ what, status, tells: tellsOfTheirs(text) }).toEqual({ what, status: expected, tells: false });
  }
  expect(await everythingOfTheirs()).toEqual(before);
});

/** Filters that name something. */
const FILTERS: Readonly<Record<string, string>> = {
  customerId: 'crm.customers',
  connectionId: 'integrations.connections',
  enrollmentId: 'journeys.enrollments',
  journeyId: 'journeys.journeys',
  locationId: 'tenancy.locations',
  staffId: 'tenancy.staff',
  targetId: 'crm.customers',
};

const shapeOf = (query: unknown): object => (query as z.ZodObject).shape;

type Json = Record<string, unknown>;

const inputOf = (body: z.ZodType): Json =>
  z.toJSONSchema(body, { io: 'input', unrepresentable: 'any', cycles: 'ref', reused: 'inline' }) as Json;

/** Where a schema takes one of our ids: `customer.id`. */
function idsIn(schema: unknown, at: string[] = []): string[] {
  if (typeof schema !== 'object' || schema === null) return [];
  const { properties, items, anyOf, oneOf, allOf, format } = schema as Record<string, unknown>;
  if (format === 'uuid') return [at.join('.')];
  return [
    ...Object.entries((properties as Json | undefined) ?? {}).flatMap(([name, one]) =>
      idsIn(one, [...at, name]),
    ),
    ...idsIn(items, at),
    ...[anyOf, oneOf, allOf].flatMap((list) =>
      ((list as unknown[] | undefined) ?? []).flatMap((one) => idsIn(one, at)),
    ),
  ];
}

const cursorOf = (id: string): string => Buffer.from(id.replaceAll('-', ''), 'hex').toString('base64url');

function tellsOfTheirs(text: string): boolean {
  return Object.values(theirs).some(({ id }) => typeof id === 'string' && text.includes(id));
}

async function businessWithEverything(): Promise<Record<string, Row>> {
  const businessId = newId();
  const rows: Record<string, Row> = { 'auth."user"': { id: businessId } };
  await admin.query(`insert into auth."user" (id, name, email) values ($1, 'Marta', $1)`, [businessId]);
  for (const table of await tenantTables(admin)) {
    rows[table.name] = fabricate(table, businessId, rows);
    await insert(admin, table.name, rows[table.name]!);
  }
  return rows;
}

async function everythingOfTheirs(): Promise<Record<string, unknown[]>> {
  const found: Record<string, unknown[]> = {};
  for (const { name, tenantColumn } of await tenantTables(admin)) {
    const read = `select to_jsonb(t) as row from ${name} t where "${tenantColumn}" = $1`;
    found[name] = (await admin.query(read, [theirs['tenancy.businesses']!['id']])).rows;
  }
  return found;
}
