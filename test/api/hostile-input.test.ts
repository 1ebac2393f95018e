import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { networkOf } from '../../api/address-network.js';
import { asProblem } from '../../api/problem-handler.js';
import { freshDatabase, type FreshDatabase } from '../support/database.js';
import { asTwilio, connect, post } from './sources/doors.js';
import { startApi, type TestApi } from './support/start-api.js';

let database: FreshDatabase;
let api: TestApi;
beforeAll(async () => {
  database = await freshDatabase();
  api = await startApi(database, { environment: { TRUST_PROXY: '1' } });
});
afterAll(async () => {
  await api?.close();
  await database?.drop();
});

test.each([
  ['203.0.113.7', '203.0.113.7'],
  ['::ffff:203.0.113.7', '203.0.113.7'],
  ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
  ['2001:DB8:1:2::6', '2001:db8:1:2::/64'],
  ['2001:db8::6', '2001:db8:0:0::/64'],
  ['::1', '0:0:0:0::/64'],
  ['fe80::1%eth0', 'fe80:0:0:0::/64'],
  ['', ''],
])('%s is told by %s', (ip, network) => {
  expect(networkOf(ip)).toBe(network);
});

/** The statuses of so many requests, each from another address of one network, as our proxy says. */
async function flood(method: string, times: number, prefix: string): Promise<number[]> {
  const asked = Array.from({ length: times }, async (_, index) => {
    const path = `/u/${randomBytes(16).toString('base64url')}`;
    const headers = {
      'x-forwarded-for': `${prefix}::${(index + 1).toString(16)}`,
      'content-type': 'application/x-www-form-urlencoded',
    };
    return (await api.ask(method, path, { as: null, headers, ...(method === 'POST' && { raw: 'a=1' }) }))
      .status;
  });
  return Promise.all(asked);
}
const limited = (statuses: number[]) => statuses.filter((status) => status === 429).length;

test('a network of billions of addresses is one caller', async () => {
  expect(limited(await flood('GET', 150, '2001:db8:1:2'))).toBe(30);
  expect(limited(await flood('GET', 10, '2001:db8:1:3'))).toBe(0);
});

test('posting to links that lead nowhere is limited like opening them', async () => {
  expect(limited(await flood('POST', 150, '2001:db8:1:4'))).toBe(30);
});

test('what a caller says about its own address is not believed without a proxy', async () => {
  const alone = await startApi(database);
  const status = async (index: number) => {
    const path = `/u/${randomBytes(16).toString('base64url')}`;
    return (await alone.ask('GET', path, { as: null, headers: { 'x-forwarded-for': `198.51.100.${index}` } }))
      .status;
  };
  const statuses = await Promise.all(Array.from({ length: 150 }, (_, index) => status(index)));
  await alone.close();
  expect(limited(statuses)).toBe(30);
});

test('what is noted about a customer cannot grow without end, by a person, a program or an outside system', async () => {
  const large = 'x'.repeat(40_000);
  const ana = { externalId: 'ana', email: 'ana@example.com' };
  const made = await api.ask('POST', 'customers', { body: { ...ana, attributes: { a: large } } });
  expect(made.status).toBe(201);
  const path = `customers/${made.json.id}`;
  const more = await api.ask('PATCH', path, { body: { attributes: { b: large } } });
  expect(more.json).toMatchObject({ status: 422, errors: [{ path: 'attributes' }] });
  expect(Object.keys((await api.ask('GET', path)).json.attributes)).toEqual(['a']);
  expect((await api.ask('PATCH', path, { body: { attributes: { a: null, b: large } } })).status).toBe(200);

  const tooLarge = { type: 'custom_x', customer: { ...ana, attributes: { c: large + large } } };
  const refused = await api.ask('POST', 'events', { body: [{ type: 'custom_x' }, tooLarge] });
  expect(refused.json).toMatchObject({ status: 422, errors: [{ path: '[1].customer.attributes' }] });
  expect((await api.ask('POST', 'customers', { body: { attributes: { c: large + large } } })).status).toBe(
    422,
  );
});

test('a report is asked for in spans that somebody can read', async () => {
  const journey = (await api.ask('POST', 'journeys', { body: { name: 'Thanks' } })).json.id as string;
  for (const path of ['reports/overview', `journeys/${journey}/report`]) {
    const ages = await api.ask('GET', `${path}?from=0001-01-01T00:00:00Z&to=9999-12-31T23:59:59Z`);
    expect(ages.json).toMatchObject({ status: 422, errors: [{ path: 'from' }] });
    expect((await api.ask('GET', `${path}?from=2010-01-01T00:00:00Z`)).status).toBe(200);
  }
});

test('a file with a hundred thousand columns is refused before it is taken apart', async () => {
  const csv = `${'a,'.repeat(100_000)}\n${'b,'.repeat(100_000)}`;
  const { status, json } = await api.ask('POST', 'imports', { body: { csv, dryRun: true } });
  expect([status, json.errors[0]]).toEqual([
    422,
    { path: 'csv', message: expect.stringMatching(/^The file has more than 200 columns/) },
  ]);
});

test('a NUL in a signed call of Twilio’s is the caller’s fault, wherever it stands', async () => {
  const twilio = await connect(api, 'twilio', { secret: 'token', settings: { from: '+15005550006' } });
  const text = {
    MessageSid: 'SM1',
    SmsStatus: 'received',
    From: '+34600111222',
    To: '+15005550006',
    Body: 'Hi',
  };
  const send = (fields: Record<string, string>) =>
    post(api, twilio.path, asTwilio(`${api.deps.config.publicUrl}${twilio.path}`, fields, twilio.secret));
  for (const name of ['MessageSid', 'To', 'OptOutType']) {
    expect((await send({ ...text, [name]: 'S\0' })).json).toMatchObject({ status: 400, code: 'bad_request' });
  }
  expect((await send({ ...text, Body: 'Hi\0' })).status).toBe(200);
});

test('a time before the year 1 or after 9999 is the sender’s fault', async () => {
  const consents = (at: string) => [{ channel: 'sms', purpose: 'marketing', granted: true, at }];
  for (const at of ['0000-01-01T00:00:00Z', '0001-01-01T00:00:00+14:00', '9999-12-31T23:59:59-14:00']) {
    expect((await api.ask('POST', 'events', { body: { type: 'custom_x', occurredAt: at } })).status).toBe(
      422,
    );
    const event = { type: 'custom_x', customer: { email: 'x@example.com', consents: consents(at) } };
    expect((await api.ask('POST', 'events', { body: event })).status).toBe(422);
  }
});

test('what PostgreSQL cannot keep is the sender’s fault, and still reported for us to refuse earlier', () => {
  const reported: string[] = [];
  const report = (id: string) => void reported.push(id);
  for (const code of ['22003', '22008', '22021'])
    expect(asProblem(Object.assign(new Error('out of range'), { code }), report)).toMatchObject({
      code: 'invalid',
    });
  expect(asProblem(Object.assign(new Error('a bug'), { code: '22012' }), report).code).toBe('internal');
  expect(reported).toHaveLength(4);
});
