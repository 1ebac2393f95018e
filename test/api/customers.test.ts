import { expect, test } from '@jest/globals';
import pg from 'pg';
import { newId } from '../../lib/ids.js';
import { servedApi } from './support/served-api.js';

const { api, database } = await servedApi();

const ana = {
  externalId: 'c-17',
  name: 'Ana Ruiz',
  email: 'ana@example.com',
  phone: '+34600111222',
  locale: 'es',
  timezone: 'Europe/Madrid',
  tags: ['vip', 'boiler'],
  attributes: { boiler: 'Vaillant' },
  consents: [{ channel: 'sms', purpose: 'marketing', granted: true, evidence: 'signed form 12' }],
};

test('a customer is added, found, corrected and listed', async () => {
  const made = await api.ask('POST', 'customers', { body: ana });
  expect(made.status).toBe(201);
  expect(made.json).toMatchObject({
    externalId: 'c-17',
    name: 'Ana Ruiz',
    lifecycle: 'customer',
    tags: ['boiler', 'vip'],
    attributes: { boiler: 'Vaillant' },
  });
  const { id } = made.json;

  const changed = await api.ask('PATCH', `customers/${id}`, {
    body: { phone: '+34600111333', tags: ['vip'], attributes: { boiler: null, floor: 2 } },
  });
  expect(changed.status).toBe(200);
  expect(changed.json).toMatchObject({
    name: 'Ana Ruiz',
    phone: '+34600111333',
    tags: ['vip'],
    attributes: { floor: 2 },
  });

  expect((await api.ask('GET', `customers/${id}`)).json).toMatchObject({
    id,
    suppressed: { email: null, sms: null },
  });
  for (const search of ['ruiz', 'ANA@', '600 111 333', 'c-17']) {
    const found = await api.ask('GET', `customers?search=${encodeURIComponent(search)}`);
    expect(found.json.items.map((each: { id: string }) => each.id)).toEqual([id]);
  }
  expect((await api.ask('GET', 'customers?search=%25')).json.items).toEqual([]);
});

test('two customers cannot share an e-mail address or an outside id', async () => {
  const first = await api.ask('POST', 'customers', { body: { email: 'one@example.com', externalId: 'x-1' } });
  const byEmail = await api.ask('POST', 'customers', { body: { email: 'ONE@example.com' } });
  expect(byEmail.status).toBe(409);
  expect(byEmail.json).toMatchObject({ code: 'conflict', customerId: first.json.id });
  const byId = await api.ask('POST', 'customers', { body: { externalId: 'x-1' } });
  expect(byId.json).toMatchObject({ status: 409, customerId: first.json.id });
  const other = await api.ask('POST', 'customers', { body: { email: 'two@example.com' } });
  const moved = await api.ask('PATCH', `customers/${other.json.id}`, { body: { email: 'one@example.com' } });
  expect(moved.status).toBe(409);
});

test('a long list comes in pages, newest first, each customer once', async () => {
  const other = await api.seedBusiness();
  const as = other.apiKey;
  const made: string[] = [];
  for (let n = 0; n < 5; n++) {
    made.unshift((await api.ask('POST', 'customers', { as, body: { name: `Guest ${n}` } })).json.id);
  }
  const seen: string[] = [];
  let cursor: string | null = null;
  do {
    const at: string = cursor ? `&cursor=${cursor}` : '';
    const { json } = await api.ask('GET', `customers?limit=2${at}`, { as });
    seen.push(...json.items.map((each: { id: string }) => each.id));
    cursor = json.nextCursor;
  } while (cursor);
  expect(seen).toEqual(made);
});

test('what a customer allowed is kept with its evidence, and a yes from a member needs some', async () => {
  const { id } = (await api.ask('POST', 'customers', { body: { email: 'c@example.com' } })).json;
  const manager = await api.signInAs('manager');
  const bare = await api.ask('POST', `customers/${id}/consents`, {
    as: manager,
    body: { channel: 'email', purpose: 'marketing', granted: true },
  });
  expect(bare.status).toBe(422);
  expect(bare.json.errors[0].path).toBe('evidence');

  const yes = await api.ask('POST', `customers/${id}/consents`, {
    as: manager,
    body: { channel: 'email', purpose: 'marketing', granted: true, evidence: 'asked by phone on 3 May' },
  });
  expect(yes.status).toBe(201);
  const no = await api.ask('POST', `customers/${id}/consents`, {
    body: { channel: 'email', purpose: 'marketing', granted: false },
  });
  expect(no.json).toMatchObject({ granted: false, source: 'api' });

  const history = await api.ask('GET', `customers/${id}/consents`);
  expect(history.json.items.map((each: { granted: boolean }) => each.granted)).toEqual([false, true]);
  const timeline = await api.ask('GET', `customers/${id}/timeline`);
  const types: string[] = timeline.json.items.map((each: { type: string }) => each.type);
  expect(types.filter((type) => type === 'consent')).toHaveLength(2);
});

test('adding and correcting somebody by hand is an event, as if it had come from outside', async () => {
  const other = await api.seedBusiness('Hotel Mar');
  const as = other.apiKey;
  const { id } = (await api.ask('POST', 'customers', { as, body: { name: 'Olga', tags: ['vip'] } })).json;
  const change = (body: object) => api.ask('PATCH', `customers/${id}`, { as, body });
  await change({ name: 'Olga Petrova', phone: '+34600999888', tags: ['vip', 'pool', 'late'] });
  await change({ name: 'Olga Petrova' });
  const listed = (await api.ask('GET', 'events', { as })).json.items;
  const events = await Promise.all(
    listed
      .reverse()
      .map(async (each: { id: string }) => (await api.ask('GET', `events/${each.id}`, { as })).json),
  );
  expect(events.map(({ type, data, source }) => ({ type, data, source }))).toEqual([
    { type: 'customer_created', data: { source: 'api' }, source: 'journeyman' },
    { type: 'customer_updated', data: { changed: ['name', 'phone', 'tags'] }, source: 'journeyman' },
    { type: 'tag_added', data: { tag: 'late' }, source: 'journeyman' },
    { type: 'tag_added', data: { tag: 'pool' }, source: 'journeyman' },
  ]);
  expect(events.every((each) => each.customer?.id === id || each.customerId === id)).toBe(true);
});

test('the list says of each customer whether they may be written to, and in which journeys they are now', async () => {
  const [firm, bistro] = [await api.seedBusiness('Firm'), await api.seedBusiness('Bistro')];
  const add = async (body: object, as = firm.apiKey): Promise<string> =>
    (await api.ask('POST', 'customers', { as, body })).json.id;
  const refuse = (id: string, channel: string, purpose: string, granted = false) =>
    api.ask('POST', `customers/${id}/consents`, { as: firm.apiKey, body: { channel, purpose, granted } });
  const listed = async (as = firm.apiKey) =>
    new Map<string, { reach: unknown; activeJourneys: unknown }>(
      (await api.ask('GET', 'customers', { as })).json.items.map((each: { id: string }) => [each.id, each]),
    );

  const both = await add({ name: 'Both', email: 'both@example.com', phone: '+34600777111' });
  const nothing = await add({ name: 'Nothing' });
  const some = await add({ name: 'Some', email: 'some@example.com', phone: '+34600777222' });
  await refuse(some, 'email', 'service');
  const stopped = await add({ name: 'Stopped', email: 'Stopped@Example.com', phone: '+34600777333' });
  await refuse(stopped, 'sms', 'service');
  await refuse(stopped, 'sms', 'review');
  const news = await add({ name: 'News', email: 'news@example.com' });
  await refuse(news, 'email', 'service');
  await refuse(news, 'email', 'review');
  await refuse(news, 'email', 'marketing', true);
  const namesake = await add({ name: 'Namesake', email: 'stopped@example.com' }, bistro.apiKey);

  const journeys = new Map(['After the job', 'Quote', 'Over'].map((name) => [name, newId()]));
  const admin = new pg.Client({ connectionString: database.adminUrl });
  await admin.connect();
  try {
    await admin.query(
      `insert into messaging.suppressions (business_id, channel, address_hash, reason)
       values ($1::uuid, 'email', sha256(convert_to($1::uuid::text || ':email:stopped@example.com', 'UTF8')), 'bounced')`,
      [firm.id],
    );
    for (const [name, journey] of journeys) {
      await admin.query(
        `insert into journeys.journeys (business_id, id, name, status, live_version) values ($1, $2, $3, 'live', 1)`,
        [firm.id, journey, name],
      );
      await admin.query(
        `insert into journeys.versions (business_id, journey_id, number, flow) values ($1, $2, 1, '{}')`,
        [firm.id, journey],
      );
    }
    const inside = (name: string, job: string, status = 'active') =>
      admin.query(
        `insert into journeys.enrollments (business_id, journey_id, version, customer_id, subject_kind, subject_id, status,
                                           ended_at)
         values ($1, $2, 1, $3, 'job', $4, $5, case $5 when 'active' then null else now() end)`,
        [firm.id, journeys.get(name), both, job, status],
      );
    await inside('After the job', '1');
    await inside('After the job', '2');
    await inside('Quote', '3');
    await inside('Over', '4', 'completed');
  } finally {
    await admin.end();
  }

  const people = await listed();
  expect(people.get(both)).toMatchObject({
    reach: { email: 'allowed', sms: 'allowed' },
    activeJourneys: [
      { id: journeys.get('After the job'), name: 'After the job' },
      { id: journeys.get('Quote'), name: 'Quote' },
    ],
  });
  const reach = (id: string) => people.get(id)?.reach;
  expect(reach(nothing)).toEqual({ email: null, sms: null });
  // One refusal stops one purpose; the rest may go out.
  expect(reach(some)).toEqual({ email: 'allowed', sms: 'allowed' });
  expect(reach(stopped)).toEqual({ email: 'stopped', sms: 'stopped' });
  expect(reach(news)).toEqual({ email: 'allowed', sms: null });
  expect(people.get(some)?.activeJourneys).toEqual([]);
  // Somebody else's customer with the same address is that business's own affair.
  expect((await listed(bistro.apiKey)).get(namesake)?.reach).toEqual({ email: 'allowed', sms: null });
  // And a change of mind counts at once.
  await refuse(stopped, 'sms', 'service', true);
  expect((await listed()).get(stopped)?.reach).toEqual({ email: 'stopped', sms: 'allowed' });
});

test('the story says which event let somebody into a journey, also when that event is no longer kept', async () => {
  const { id } = (await api.ask('POST', 'customers', { body: { name: 'Story' } })).json;
  const [journey, enrollment, line] = [newId(), newId(), newId()];
  const admin = new pg.Client({ connectionString: database.adminUrl });
  await admin.connect();
  try {
    const at = [api.business.id, journey];
    await admin.query(
      `insert into journeys.journeys (business_id, id, name, status, live_version) values ($1, $2, 'Thanks', 'live', 1)`,
      at,
    );
    await admin.query(
      `insert into journeys.versions (business_id, journey_id, number, flow) values ($1, $2, 1, '{}')`,
      at,
    );
    await admin.query(
      `insert into journeys.enrollments (business_id, id, journey_id, version, customer_id, subject_kind, subject_id, facts)
       values ($1, $3, $2, 1, $4, 'job', '8843', '{"event": {"type": "job_completed", "data": {}}}')`,
      [...at, enrollment, id],
    );
    for (const [lineId, type] of [
      [line, 'enrolled'],
      [newId(), 'waiting'],
    ]) {
      await admin.query(
        `insert into journeys.timeline (business_id, id, enrollment_id, journey_id, customer_id, version, type, actor)
         values ($1, $3, $4, $2, $5, 1, $6, 'journey')`,
        [...at, lineId, enrollment, id, type],
      );
    }
  } finally {
    await admin.end();
  }
  const { items } = (await api.ask('GET', `customers/${id}/timeline`)).json;
  expect(items).toMatchObject([
    { type: 'waiting', eventType: null, subject: null },
    { id: line, type: 'enrolled', eventType: 'job_completed', subject: { kind: 'job', id: '8843' } },
    { type: 'received', eventType: 'customer_created', subject: null },
  ]);
});
