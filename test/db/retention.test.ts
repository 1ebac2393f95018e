import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { randomBytes, randomUUID } from 'node:crypto';
import pg from 'pg';
import { sweep, TARGETS } from '../../db/retention.js';
import { openDatabase, type Database } from '../../db/tenant.js';
import { newId } from '../../lib/ids.js';
import { freshDatabase, type FreshDatabase } from '../support/database.js';

let fresh: FreshDatabase;
let maint: Database;
let admin: pg.Client;
const now = new Date('2026-11-20T03:00:00Z');
beforeAll(async () => {
  fresh = await freshDatabase();
  maint = openDatabase({ url: fresh.url, role: 'app_maint' });
  admin = new pg.Client({ connectionString: fresh.adminUrl });
  await admin.connect();
});
afterAll(async () => {
  await admin?.end();
  await maint?.close();
  await fresh?.drop();
});

const run = async (sql: string, values: unknown[] = []) => (await admin.query(sql, values)).rows;
const daysAgo = (days: number) => new Date(now.getTime() - days * 86_400_000);

/** An id as it would have been made that many days ago. */
function idFrom(days: number): string {
  const time = daysAgo(days).getTime().toString(16).padStart(12, '0');
  return `${time.slice(0, 8)}-${time.slice(8)}-7${randomUUID().slice(15)}`;
}

interface Firm {
  id: string;
  member: string;
  journey: string;
  customer: string;
  connection: string;
}

async function firm(): Promise<Firm> {
  const [id, member, journey, customer, connection] = [newId(), newId(), newId(), newId(), newId()];
  await run(`insert into tenancy.businesses (id, name) values ($1, 'Marta Plumbing')`, [id]);
  await run(`insert into auth."user" (id, name, email) values ($1, 'Marta', $1)`, [member]);
  await run(
    `insert into tenancy.memberships (business_id, id, user_id, email, name, role) values ($1, $2, $2::uuid::text, 'm@example.com', 'Marta', 'owner')`,
    [id, member],
  );
  await run(
    `insert into journeys.journeys (business_id, id, name, status, live_version) values ($1, $2, 'Thanks', 'live', 1)`,
    [id, journey],
  );
  await run(
    `insert into journeys.versions (business_id, journey_id, number, flow) values ($1, $2, 1, '{}')`,
    [id, journey],
  );
  await run(
    `insert into crm.customers (business_id, id, name, email) values ($1, $2, 'Ana', 'ana@example.com')`,
    [id, customer],
  );
  await run(
    `insert into integrations.connections (business_id, id, source, name) values ($1, $2, 'jobber', 'Jobber')`,
    [id, connection],
  );
  return { id, member, journey, customer, connection };
}

async function event({ id }: Firm, days: number, values: { status?: string; customer?: string } = {}) {
  const event = idFrom(days);
  await run(
    `insert into integrations.inbox_events (business_id, id, source, origin, dedupe_key, type, order_key, payload, raw, status,
                                            note, customer_id, occurred_at, received_at)
     values ($1, $2, 'api', 'api', $2::uuid::text, 'job_completed', $2::uuid::text, '\\x01', '\\x02', $3, 'Ana said', $4, $5, $5)`,
    [id, event, values.status ?? 'matched', values.customer ?? null, daysAgo(days)],
  );
  return event;
}

async function passage({ id, journey, customer }: Firm, days: number, status = 'completed') {
  const enrollment = idFrom(days + 1);
  await run(
    `insert into journeys.enrollments (business_id, id, journey_id, version, customer_id, subject_kind, subject_id, status,
                                       reason_code, facts, started_at, ended_at)
     values ($1, $2, $3, 1, $4, 'job', $2::uuid::text, $5, 'end', '{"event":{}}', $6, $7)`,
    [
      id,
      enrollment,
      journey,
      customer,
      status,
      daysAgo(days + 1),
      status === 'active' ? null : daysAgo(days),
    ],
  );
  await run(
    `insert into journeys.timeline (business_id, enrollment_id, journey_id, customer_id, version, type) values ($1, $2, $3, $4, 1, 'enrolled')`,
    [id, enrollment, journey, customer],
  );
  await run(
    `insert into journeys.mailbox (business_id, enrollment_id, kind, seen_at) values ($1, $2, 'event', $3)`,
    [id, enrollment, daysAgo(days)],
  );
  await run(
    `insert into integrations.outbox (business_id, id, enrollment_id, kind, published_at) values ($1, $2, $3, 'start', $4)`,
    [id, idFrom(days), enrollment, daysAgo(days)],
  );
  return enrollment;
}

async function message({ id, customer }: Firm, days: number, status = 'sent') {
  const message = idFrom(days);
  await run(
    `insert into messaging.messages (business_id, id, send_key, channel, purpose, status, customer_id, content, created_at)
     values ($1, $2, $2::uuid::text, 'email', 'service', $3, $4, '\\x01', $5)`,
    [id, message, status, customer, daysAgo(days)],
  );
  await run(
    `insert into messaging.message_events (business_id, message_id, type, receipt_key, detail) values ($1, $2, 'bounced', $2::uuid::text, '{"to":"ana@example.com"}')`,
    [id, message],
  );
  return message;
}

test('what a source sent goes after a week, what an event said after a month, the event after 400 days', async () => {
  const marta = await firm();
  for (const days of [5, 10, 11, 40, 41, 500]) await event(marta, days);
  const swept = await sweep(maint, { now, batch: 2 });

  expect(swept).toMatchObject({ raw_deliveries: 5, event_payloads: 3, events: 1 });
  expect(
    await run(
      `select payload is not null as said, raw is not null as raw, note from integrations.inbox_events where business_id = $1 order by id desc`,
      [marta.id],
    ),
  ).toEqual([
    { said: true, raw: true, note: 'Ana said' },
    { said: true, raw: false, note: 'Ana said' },
    { said: true, raw: false, note: 'Ana said' },
    { said: false, raw: false, note: null },
    { said: false, raw: false, note: null },
  ]);
});

test('an event that somebody still waits for keeps what it said', async () => {
  const marta = await firm();
  const enrollment = await passage(marta, 60, 'active');
  const queued = await event(marta, 50, { customer: marta.customer });
  const unfinished = await event(marta, 500, { status: 'needs_details' });
  await run(`update journeys.enrollments set queued_event_id = $2 where id = $1`, [enrollment, queued]);
  await sweep(maint, { now });
  expect(
    await run(
      `select id, payload is not null as said from integrations.inbox_events where business_id = $1 order by id desc`,
      [marta.id],
    ),
  ).toEqual([
    { id: queued, said: true },
    { id: unfinished, said: true },
  ]);
});

test('the timeline of whoever left a journey goes after 90 days, and that they were in it stays', async () => {
  const marta = await firm();
  const [old, recent, inside] = [
    await passage(marta, 91),
    await passage(marta, 60),
    await passage(marta, 300, 'active'),
  ];
  const swept = await sweep(maint, { now });
  expect(swept).toMatchObject({ timelines: 1 });
  const left = await run(
    `select e.id, e.status, e.facts <> '{}' as facts,
            (select count(*)::int from journeys.timeline t where t.enrollment_id = e.id) as lines,
            (select count(*)::int from journeys.mailbox m where m.enrollment_id = e.id) as mail,
            (select count(*)::int from integrations.outbox o where o.enrollment_id = e.id) as outbox
       from journeys.enrollments e where e.business_id = $1 order by e.id desc`,
    [marta.id],
  );
  expect(left).toEqual([
    { id: recent, status: 'completed', facts: true, lines: 1, mail: 1, outbox: 0 },
    { id: old, status: 'completed', facts: false, lines: 0, mail: 0, outbox: 0 },
    { id: inside, status: 'active', facts: true, lines: 1, mail: 1, outbox: 0 },
  ]);
});

test('the text of a message goes after 90 days, the message after two years, and one that waits is left alone', async () => {
  const marta = await firm();
  const [recent, old] = [await message(marta, 80), await message(marta, 100)];
  const waiting = await message(marta, 101, 'held');
  await message(marta, 800);
  await sweep(maint, { now });
  expect(
    await run(
      `select m.id, m.content is not null as text, e.detail <> '{}' as detail from messaging.messages m
         join messaging.message_events e on e.message_id = m.id where m.business_id = $1 order by m.id desc`,
      [marta.id],
    ),
  ).toEqual([
    { id: recent, text: true, detail: true },
    { id: old, text: false, detail: false },
    { id: waiting, text: true, detail: true },
  ]);
});

test('after two years a rating stays and no longer says whose it was', async () => {
  const marta = await firm();
  await run(
    `insert into feedback.responses (business_id, id, rating, comment, private_note, source, customer_id, created_at)
     values ($1, $2, 2, 'Late', 'Call me', 'email', $3, $4)`,
    [marta.id, idFrom(731), marta.customer, daysAgo(731)],
  );
  await sweep(maint, { now });
  expect(
    await run(
      `select rating, comment, private_note, customer_id from feedback.responses where business_id = $1`,
      [marta.id],
    ),
  ).toEqual([{ rating: 2, comment: '', private_note: '', customer_id: null }]);
});

test('links, invitations, replaced secrets, notices, verdicts and records of changes go in their time', async () => {
  const marta = await firm();
  for (const days of [20, 1000]) {
    const at = daysAgo(days);
    const values = (more: unknown[]) => [marta.id, idFrom(days), ...more, at];
    await run(
      `insert into platform.public_tokens (business_id, id, purpose, customer_id, token_hash, expires_at) values ($1, $2, 'rate', $3, $4, $5)`,
      values([marta.customer, randomBytes(32)]),
    );
    await run(
      `insert into tenancy.invitations (business_id, id, email, role, token_hash, expires_at) values ($1, $2, 'x@example.com', 'member', $3, $4)`,
      values([randomBytes(32)]),
    );
    await run(
      `insert into integrations.secrets (business_id, id, connection_id, sealed, retires_at) values ($1, $2, $3, '\\x01', $4)`,
      values([marta.connection]),
    );
    await run(
      `insert into journeys.notices (business_id, id, membership_id, kind, body, notice_key, created_at) values ($1, $2, $3, 'journey', 'Call Ana', $4, $5)`,
      values([marta.member, newId()]),
    );
    await run(
      `insert into journeys.event_matches (business_id, id, journey_id, event_id, outcome, reason_code, reason_message, at) values ($1, $2, $3, $2, 'ignored', 'x', 'x', $4)`,
      values([marta.journey]),
    );
    await run(
      `insert into platform.audit_log (business_id, id, actor, action, target_kind, at) values ($1, $2, 'x', 'x', 'x', $3)`,
      values([]),
    );
    await run(
      `insert into platform.idempotency_keys (business_id, caller, route, key, request_hash, created_at) values ($1, 'x', 'x', $2, '\\x01', $3)`,
      values([]),
    );
    await run(
      `insert into integrations.unrouted_events (id, source, body_hash, body, received_at) values ($1, 'jobber', '\\x01', '\\x01', $2)`,
      [idFrom(days), at],
    );
    await run(`insert into auth."session" ("id", "expiresAt", "token", "userId") values ($1, $2, $1, $3)`, [
      `${marta.id}${days}`,
      at,
      marta.member,
    ]);
    await run(
      `insert into auth."verification" ("id", "identifier", "value", "expiresAt") values ($1, 'x', 'x', $2)`,
      [`${marta.id}${days}`, at],
    );
    await run(`insert into auth.limits (key, points, expire) values ($1, 3, $2)`, [
      `address:${marta.id}${days}`,
      at.getTime(),
    ]);
  }
  await run(`insert into auth.limits (key, points, expire) values ($1, 3, $2)`, [
    `account:${marta.id}`,
    now.getTime() + 60_000,
  ]);
  await run(
    `insert into platform.public_tokens (business_id, id, purpose, customer_id, token_hash) values ($1, $2, 'unsubscribe', $3, $4)`,
    [marta.id, idFrom(3000), marta.customer, randomBytes(32)],
  );
  expect(await sweep(maint, { now, batch: 1 })).toMatchObject({
    public_tokens: 1,
    invitations: 1,
    retired_secrets: 1,
    notices: 1,
    event_matches: 1,
    audit_log: 1,
    idempotency_keys: 2,
    unrouted_events: 2,
    sessions: 1,
    verifications: 2,
    sign_in_limits: 2,
  });
  const [kept] = await run(
    `select count(*)::int as links, count(*) filter (where purpose = 'unsubscribe')::int as unsubscribe
       from platform.public_tokens where business_id = $1`,
    [marta.id],
  );
  expect(kept).toEqual({ links: 2, unsubscribe: 1 });
});

test('a business may keep things shorter or longer, and a legal hold keeps everything', async () => {
  const [short, long, held] = [await firm(), await firm(), await firm()];
  for (const each of [short, long, held]) await event(each, 40);
  const policy = `insert into platform.retention_policies (business_id, target, keep_days, legal_hold) values ($1, $2, $3, $4)`;
  await run(policy, [short.id, 'events', 30, false]);
  await run(policy, [long.id, 'event_payloads', 60, false]);
  await run(policy, [long.id, 'raw_deliveries', 60, false]);
  await run(policy, [held.id, 'idempotency_keys', 1, true]);
  for (const each of [short, held])
    await run(
      `insert into platform.idempotency_keys (business_id, caller, route, key, request_hash, created_at) values ($1, 'x', 'x', 'x', '\\x01', $2)`,
      [each.id, daysAgo(40)],
    );
  for (const { name } of TARGETS) await run(policy, [held.id, name, 1, true]);
  await sweep(maint, { now });
  const left = (of: Firm) =>
    run(
      `select payload is not null as said, raw is not null as raw from integrations.inbox_events where business_id = $1`,
      [of.id],
    );
  expect(await left(short)).toEqual([]);
  expect(await left(long)).toEqual([{ said: true, raw: true }]);
  expect(await left(held)).toEqual([{ said: true, raw: true }]);
  expect(await run(`select business_id from platform.idempotency_keys`)).toEqual([{ business_id: held.id }]);
});

test('people of whom nothing was heard are erased only where the business wants it, and never while inside a journey', async () => {
  const [marta, pedro] = [await firm(), await firm()];
  const silent: Record<string, string> = {};
  for (const each of [marta, pedro]) {
    for (const [who, days] of [
      ['silent', 1200],
      ['inside', 1200],
      ['recent', 100],
    ] as const) {
      const id = idFrom(days);
      silent[`${each.id}${who}`] = id;
      await run(
        `insert into crm.customers (business_id, id, name, email, created_at) values ($1, $2, $3, $2::uuid::text || '@example.com', $4)`,
        [each.id, id, who, daysAgo(days)],
      );
    }
    await passage({ ...each, customer: silent[`${each.id}inside`]! }, 1100, 'active');
  }
  await run(
    `insert into platform.retention_policies (business_id, target, keep_days) values ($1, 'customers', 1095)`,
    [marta.id],
  );
  expect(await sweep(maint, { now })).toMatchObject({ customers: 1 });
  const people = (of: Firm) =>
    run(`select name, lifecycle from crm.customers where business_id = $1 order by id, name`, [of.id]);
  expect(await people(marta)).toContainEqual({ name: null, lifecycle: 'erased' });
  expect((await people(marta)).filter(({ lifecycle }) => lifecycle !== 'erased')).toHaveLength(3);
  expect((await people(pedro)).filter(({ lifecycle }) => lifecycle === 'erased')).toEqual([]);
});

test('sweeping again finds nothing', async () => {
  const again = await sweep(maint, { now });
  expect(Object.values(again).every((count) => count === 0)).toBe(true);
  expect(Object.keys(again)).toEqual(
    expect.arrayContaining([...TARGETS.map(({ name }) => name), 'customers', 'sessions']),
  );
});
