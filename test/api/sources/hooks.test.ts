import { createConnection, createServer, type AddressInfo, type Socket } from 'node:net';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { deleteConnection } from '../../../db/connections.js';
import { withBusiness } from '../../../db/tenant.js';
import { newId } from '../../../lib/ids.js';
import { newWebhookSecret } from '../../../lib/tokens.js';
import { freshDatabase, type FreshDatabase } from '../../support/database.js';
import { startApi, type TestApi } from '../support/start-api.js';
import {
  asBasic,
  asStripe,
  asSvix,
  asTwilio,
  asWebhook,
  connect,
  fixture,
  look,
  post,
  type Connected,
} from './doors.js';

let database: FreshDatabase;
let api: TestApi;
let door: Connected;

beforeAll(async () => {
  database = await freshDatabase();
  api = await startApi(database);
  door = await connect(api, 'webhook');
});
afterAll(async () => {
  await api.close();
  await database.drop();
});

const event = () => JSON.stringify({ id: newId(), type: 'job_completed', customer: { name: 'Ana' } });
const problem = (status: number, code: string, detail: string) => ({
  status,
  json: expect.objectContaining({ status, code, detail }),
});

test('a signed delivery is taken, and its event says where it came from', async () => {
  const reply = await post(api, door.path, asWebhook(event(), door.secret));
  expect(reply.status).toBe(202);
  expect(reply.json).toEqual({
    items: [
      {
        id: expect.any(String),
        duplicate: false,
        sourceId: expect.any(String),
        deduplicatedBy: 'id',
        note: null,
      },
    ],
  });
  const read = await api.ask('GET', `events/${reply.json.items[0].id}`);
  expect(read.json).toMatchObject({
    source: 'webhook',
    connectionId: door.id,
    type: 'job_completed',
    status: 'received',
  });
  const connection = await api.ask('GET', `connections/${door.id}`);
  expect(connection.json.lastEventAt).toEqual(expect.any(String));
});

test('a delivery that comes again is answered 202 and done once, also when signed afresh', async () => {
  const body = JSON.stringify([{ type: 'job_started' }, { type: 'job_completed' }]);
  const first = await post(api, door.path, asWebhook(body, door.secret, { id: 'msg_1' }));
  const again = await post(
    api,
    door.path,
    asWebhook(body, door.secret, { id: 'msg_1', at: new Date(Date.now() + 2000) }),
  );
  expect(first.json.items.map((one: { deduplicatedBy: string }) => one.deduplicatedBy)).toEqual([
    'webhook_id',
    'webhook_id',
  ]);
  expect(again.status).toBe(202);
  expect(again.json.items).toEqual(first.json.items.map((one: object) => ({ ...one, duplicate: true })));
});

test('the same id through two connections is two events', async () => {
  const other = await connect(api, 'webhook');
  const body = event();
  const one = await post(api, door.path, asWebhook(body, door.secret));
  const two = await post(api, other.path, asWebhook(body, other.secret));
  expect(two.json.items[0]).toMatchObject({ duplicate: false });
  expect(two.json.items[0].id).not.toBe(one.json.items[0].id);
});

test('deliveries are taken while Temporal is away', async () => {
  expect(api.deps.temporal()).toBeNull();
  expect((await post(api, door.path, asWebhook(event(), door.secret))).status).toBe(202);
});

const mismatch =
  'The signature does not match. Sign the exact bytes of the body with the secret of this connection.';
const stale = 'webhook-timestamp is more than five minutes from our clock. Sign each attempt afresh.';
const missing = 'Send webhook-id, webhook-timestamp and webhook-signature.';

test('a delivery that is not proved is refused with 401 and the reason', async () => {
  const signed = asWebhook(event(), door.secret);
  const without = ({ [`webhook-signature`]: _, ...headers }: Record<string, string>) => headers;
  const minutes = (count: number) => ({ at: new Date(Date.now() + count * 60_000) });
  for (const [posting, code, detail] of [
    [asWebhook(event(), newWebhookSecret()), 'bad_signature', mismatch],
    [{ ...signed, body: `${String(signed.body)} ` }, 'bad_signature', mismatch],
    [{ body: signed.body, headers: without(signed.headers!) }, 'bad_signature', missing],
    [{ body: signed.body }, 'bad_signature', missing],
    [asWebhook(event(), door.secret, minutes(-6)), 'stale_timestamp', stale],
    [asWebhook(event(), door.secret, minutes(6)), 'stale_timestamp', stale],
  ] as const) {
    expect(await post(api, door.path, posting)).toMatchObject(problem(401, code, detail));
  }
});

test('what cannot be read is 400, what is not right is 422, what is too large is 413', async () => {
  const answers = async (body: string | Buffer) => {
    const reply = await post(api, door.path, asWebhook(body, door.secret));
    expect(reply.headers.get('content-type')).toContain('application/problem+json');
    return [reply.status, reply.json.code];
  };
  expect(await answers('{"type":')).toEqual([400, 'bad_json']);
  expect(await answers('')).toEqual([400, 'bad_json']);
  expect(await answers(Buffer.of(0xff, 0xfe))).toEqual([400, 'bad_json']);
  expect(await answers('[]')).toEqual([422, 'invalid']);
  expect(await answers('{"type":"nonsense"}')).toEqual([422, 'invalid']);
  expect(await answers('[{"type":"job_started"},{"type":"unsubscribed"}]')).toEqual([422, 'reserved_type']);
  expect(await answers(' '.repeat(1024 * 1024 + 1))).toEqual([413, 'too_large']);
});

const nobody = 'No connection takes deliveries at this address. Copy it again from Connections.';

test('an address that leads to no connection is 404, whatever is posted', async () => {
  const disabled = await connect(api, 'webhook', { status: 'disabled' });
  for (const path of [
    `/hooks/webhook/${newId()}`,
    '/hooks/webhook/not-an-id',
    `/hooks/stripe/${door.id}`,
    `/hooks/nonsense/${door.id}`,
    `/hooks/constructor/${door.id}`,
    disabled.path,
  ]) {
    expect(await post(api, path, asWebhook(event(), door.secret))).toMatchObject(
      problem(404, 'not_found', nobody),
    );
  }
  const read = await api.ask('GET', door.path, { as: null });
  expect([read.status, read.headers.get('allow')]).toEqual([405, 'POST']);
});

test('a replaced secret works at once, and both do while one retires', async () => {
  const connection = await connect(api, 'webhook');
  await post(api, connection.path, asWebhook(event(), connection.secret));
  const reply = await api.ask('POST', `connections/${connection.id}/secrets`);
  expect(reply.status).toBe(201);
  const statuses = [];
  for (const secret of [reply.json.secret, connection.secret]) {
    statuses.push((await post(api, connection.path, asWebhook(event(), secret))).status);
  }
  expect(statuses).toEqual([202, 202]);
});

test('a deleted connection takes nothing more, at once', async () => {
  const connection = await connect(api, 'webhook');
  const deliver = () => post(api, connection.path, asWebhook(event(), connection.secret));
  expect((await deliver()).status).toBe(202);
  expect((await api.ask('DELETE', `connections/${connection.id}`)).status).toBe(204);
  expect((await deliver()).status).toBe(404);
});

test('one deleted through another process takes nothing more within ten seconds', async () => {
  let now = new Date();
  const later = await startApi(database, { now: () => now });
  const connection = await connect(later, 'webhook');
  const deliver = () => post(later, connection.path, asWebhook(event(), connection.secret, { at: now }));
  expect((await deliver()).status).toBe(202);
  await withBusiness(later.deps.database, { businessId: later.business.id }, (tx) =>
    deleteConnection(tx, connection.id, new Date()),
  );
  now = new Date(now.getTime() + 10_000);
  expect((await deliver()).status).toBe(404);
  await later.close();
});

test('one connection may not drown the others', async () => {
  const slow = await startApi(database, { environment: { REQUESTS_PER_SECOND: '3' } });
  const [one, two] = [await connect(slow, 'webhook'), await connect(slow, 'webhook')];
  const replies = await Promise.all(
    Array.from({ length: 10 }, () => post(slow, one.path, asWebhook(event(), one.secret))),
  );
  const refused = replies.filter(({ status }) => status === 429);
  expect(refused.length).toBeGreaterThanOrEqual(4);
  expect(refused[0]!.headers.get('retry-after')).toBe('1');
  expect((await post(slow, two.path, asWebhook(event(), two.secret))).status).toBe(202);
  await slow.close();
});

test('while the database is away, senders are asked to come again, and are heard once it is back', async () => {
  const wire = await cable(database.url);
  const alone = await startApi({ ...database, url: wire.url });
  const connection = await connect(alone, 'webhook');
  const deliver = () => post(alone, connection.path, asWebhook(event(), connection.secret));
  expect((await deliver()).status).toBe(202);
  await wire.cut();
  const reply = await deliver();
  expect([reply.status, reply.headers.get('retry-after'), reply.json.code]).toEqual([
    503,
    '5',
    'unavailable',
  ]);
  await wire.mend();
  expect((await deliver()).status).toBe(202);
  await alone.close();
  await wire.cut();
});

/** A stretch of network to the database that can be cut. */
async function cable(databaseUrl: string) {
  const target = new URL(databaseUrl);
  const sockets = new Set<Socket>();
  const server = createServer((client) => {
    const upstream = createConnection(Number(target.port), target.hostname);
    for (const socket of [client, upstream]) {
      sockets.add(socket);
      socket.on('error', () => {}).on('close', () => sockets.delete(socket));
    }
    client.pipe(upstream).pipe(client);
  });
  const listen = (port: number) =>
    new Promise<void>((resolve) => server.listen(port, '127.0.0.1', () => resolve()));
  await listen(0);
  const { port } = server.address() as AddressInfo;
  const near = new URL(databaseUrl);
  near.hostname = '127.0.0.1';
  near.port = String(port);
  return {
    url: near.href,
    async cut() {
      const closed = new Promise((resolve) => server.close(resolve));
      for (const socket of sockets) socket.destroy();
      await closed;
    },
    mend: () => listen(port),
  };
}

test('what Stripe says becomes an event with its own bytes kept beside it, or is recorded as nothing to do', async () => {
  const stripe = await connect(api, 'stripe', { secret: 'whsec_endpoint' });
  const paid = await post(api, stripe.path, asStripe(fixture('stripe-invoice-paid.json'), stripe.secret));
  expect(paid.status).toBe(202);
  const [row] = await look<{ raw: Buffer; type: string }>(
    database.adminUrl,
    'select raw, type from integrations.inbox_events where id = $1',
    [paid.json.items[0].id],
  );
  expect(row!.type).toBe('invoice_paid');
  const place = { table: 'inbox_events', rowId: paid.json.items[0].id as string, kind: 'raw' };
  expect(await api.deps.keys.open(api.business.id, row!.raw, place)).toEqual(
    fixture('stripe-invoice-paid.json'),
  );

  const twice = [];
  for (let time = 0; time < 2; time++) {
    twice.push(await post(api, stripe.path, asStripe(fixture('stripe-other.json'), stripe.secret)));
  }
  expect(twice.map(({ status, json }) => [status, json.items[0].duplicate])).toEqual([[202, false], [202, true]]); // prettier-ignore
  const read = await api.ask('GET', `events/${twice[0]!.json.items[0].id}`);
  expect(read.json).toMatchObject({
    status: 'ignored',
    type: 'product.updated',
    source: 'stripe',
    data: null,
  });
});

test('each source refuses what another has signed', async () => {
  const [stripe, twilio, postmark, resend] = [
    await connect(api, 'stripe', { secret: 'whsec_s' }),
    await connect(api, 'twilio', { secret: 'twilio token' }),
    await connect(api, 'postmark', { secret: 'a long password' }),
    await connect(api, 'resend'),
  ];
  const body = '{}';
  const postings = [
    asStripe(body, 'x'),
    asBasic(body, 'x'),
    asSvix(body, newWebhookSecret()),
    asWebhook(body, door.secret),
  ];
  for (const { path } of [stripe, twilio, postmark, resend]) {
    for (const posting of postings) {
      const reply = await post(api, path, posting);
      expect([reply.status, reply.json.code]).toEqual([401, 'bad_signature']);
    }
  }
  const url = `${api.deps.config.publicUrl}${twilio.path}`;
  expect((await post(api, twilio.path, asTwilio(url, { a: 'b' }, 'other'))).status).toBe(401);
});

test('no bytes, however strange, make the doors fail on our side', async () => {
  const strange = await startApi(database, { environment: { REQUESTS_PER_SECOND: '100000' } });
  const secrets = {
    webhook: newWebhookSecret(),
    stripe: 'whsec_s',
    postmark: 'a long password',
    resend: newWebhookSecret(),
    twilio: 'token',
  };
  const doors = await Promise.all(
    Object.entries(secrets).map(([source, secret]) => connect(strange, source, { secret })),
  );
  const sign = ({ path, secret }: Connected, body: Buffer | string) => {
    const source = path.split('/')[2];
    if (source === 'stripe') return asStripe(body, secret);
    if (source === 'postmark') return asBasic(body, secret);
    if (source === 'resend') return asSvix(body, secret);
    if (source === 'webhook') return asWebhook(body, secret);
    const fields = {
      MessageSid: 'SM1',
      From: '+34600111222',
      Body: String(body),
      MessageStatus: String(body).slice(0, 9),
    };
    return asTwilio(`${strange.deps.config.publicUrl}${path}`, fields, secret);
  };
  const shaped = fc.record(
    {
      id: fc.anything(),
      type: fc.constantFrom('job_completed', 'invoice.paid', 'charge.refunded', 'email.bounced', 'nonsense'),
      object: fc.constantFrom('event', 'list'),
      created: fc.oneof(fc.integer(), fc.double()),
      created_at: fc.string(),
      RecordType: fc.constantFrom('Bounce', 'Delivery', 'Open', '__proto__'),
      MessageID: fc.string(),
      occurredAt: fc.string(),
      customer: fc.anything(),
      subject: fc.anything(),
      data: fc.oneof(fc.anything(), fc.record({ object: fc.object() })),
    },
    { requiredKeys: [] },
  );
  const bytes = fc.oneof(
    fc.uint8Array({ maxLength: 200 }).map((array) => Buffer.from(array)),
    fc.string({ unit: 'binary' }),
    fc.json(),
    shaped.map(
      (value) => JSON.stringify(value, (_, part) => (typeof part === 'bigint' ? String(part) : part)) ?? '',
    ),
  );
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...doors), bytes, async (connection, body) => {
      const { status } = await post(strange, connection.path, sign(connection, body));
      expect([200, 202, 400, 422]).toContain(status);
    }),
    { numRuns: 100 },
  );
  await strange.close();
});
