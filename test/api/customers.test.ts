import { expect, test } from '@jest/globals';
import { servedApi } from './support/served-api.js';

const { api } = await servedApi();

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
