import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { freshDatabase, type FreshDatabase } from '../support/database.js';
import { startApi, type SeededBusiness, type TestApi } from './support/start-api.js';

let database: FreshDatabase;
let api: TestApi;
let firm: SeededBusiness;
beforeAll(async () => {
  database = await freshDatabase();
  api = await startApi(database);
});
afterAll(async () => {
  await api?.close();
  await database?.drop();
});
beforeEach(async () => {
  firm = await api.seedBusiness();
  await api.ask('PATCH', 'business', { as: firm.apiKey, body: { country: 'ES' } });
});

const bring = (csv: string, more: Record<string, unknown> = {}) =>
  api.ask('POST', 'imports', { as: firm.apiKey, body: { csv, fileName: 'customers.csv', ...more } });
const everybody = async () =>
  (await api.ask('GET', 'customers?limit=200', { as: firm.apiKey })).json.items as Record<string, unknown>[];
const faultsOf = (json: { rejected: { line: number; column: string | null; message: string }[] }) =>
  json.rejected.map(({ line, column, message }) => [line, column, message]);

test('customers come in from a file, with numbers and addresses as we write them', async () => {
  const csv = [
    'Name,E-mail,Mobile,Language,Tags',
    'Ana Ruiz, ANA@Example.com ,600 111 222,es,"vip, boiler"',
    'Ben Cole,ben@example.com,+44 7911 123456,en-GB,',
  ].join('\r\n');
  const done = await bring(csv);
  expect(done.status).toBe(201);
  expect(done.json).toMatchObject({
    of: 'customers',
    fileName: 'customers.csv',
    rows: 2,
    created: 2,
    updated: 0,
    rejected: [],
  });
  expect(await everybody()).toMatchObject([
    { name: 'Ben Cole', phone: '+447911123456', locale: 'en-GB', tags: [] },
    { name: 'Ana Ruiz', email: 'ana@example.com', phone: '+34600111222', tags: ['boiler', 'vip'] },
  ]);
  expect((await api.ask('GET', `imports/${done.json.id}`, { as: firm.apiKey })).json).toEqual(done.json);
  expect((await api.ask('GET', 'imports', { as: firm.apiKey })).json.items).toEqual([done.json]);
  expect((await api.ask('GET', `imports/${done.json.id}`)).status).toBe(404);
});

test('a look at a file changes nothing and says what each column means and what would happen', async () => {
  const look = await bring('nombre;correo;notas\nAna;ana@example.com;x\nBen;no address;y', { dryRun: true });
  expect(look.status).toBe(200);
  expect(look.json).toMatchObject({
    columns: [
      { heading: 'nombre', field: 'name' },
      { heading: 'correo', field: 'email' },
      { heading: 'notas', field: null },
    ],
    sample: [
      ['Ana', 'ana@example.com', 'x'],
      ['Ben', 'no address', 'y'],
    ],
    rows: 2,
    created: 1,
    updated: 0,
  });
  expect(faultsOf(look.json)).toEqual([
    [3, 'correo', 'This is no email address. It reads like name@example.com.'],
  ]);
  expect(await everybody()).toEqual([]);
});

test('one bad row keeps the whole file out, unless the owner says to leave bad rows', async () => {
  const csv = 'name,email,phone\nAna,ana@example.com,600111222\nBen,ben@,12\n,,\n"Eva",eva@example.com,';
  const refused = await bring(csv);
  expect(refused.status).toBe(422);
  expect(refused.json.detail).toContain('nothing was brought in');
  expect(faultsOf(refused.json)).toEqual([
    [3, 'phone', 'This is no phone number we can reach. Write it with its country, such as +34600111222.'],
    [3, 'email', 'This is no email address. It reads like name@example.com.'],
  ]);
  expect(await everybody()).toEqual([]);
  const done = await bring(csv, { badRows: 'skip' });
  expect(done.json).toMatchObject({ created: 2, rejected: [{ line: 3 }, { line: 3 }] });
  expect(JSON.stringify(done.json)).not.toContain('ben@');
  expect((await everybody()).map(({ name }) => name)).toEqual(['Eva', 'Ana']);
});

test('files that are no table say so, and what to do', async () => {
  const faults: [string, string, RegExp][] = [
    ['nothing', '', /empty/],
    ['only blanks', ' \r\n\r\n', /empty/],
    ['only a heading', 'name,email\n', /no rows/],
    ['an open quote', 'name,email\n"Ana,ana@example.com\nBen,ben@example.com', /never closed/],
    ['a quote inside a cell', 'name,email\nAna "the" Ruiz,ana@example.com', /Line 2/],
    ['no column that names anybody', 'colour,size\nred,9', /No column says who/],
    ['too many rows', `name\n${'Ana\n'.repeat(5001)}`, /at most 5000/],
  ];
  for (const [what, csv, sentence] of faults) {
    const { status, json } = await bring(csv);
    expect([what, status]).toEqual([what, 422]);
    expect(json.detail).toMatch(sentence);
  }
  const twice = await bring('a,b\nAna,Ben', { columns: ['name', 'name'] });
  expect(twice.json.errors[0]).toMatchObject({ path: 'columns' });
  expect((await bring('x'.repeat(1024 * 1024))).status).toBe(413);
  expect(await everybody()).toEqual([]);
});

test('rows with too many cells, rows about the same person and rows about nobody are told with their line', async () => {
  const { json } = await bring(
    'id,name,email,country\n1,Ana,ana@example.com,ES\n2,Ruiz, Ana,ana2@example.com,ES\n3,Ana again,ANA@example.com,ES\n4,Ben,ben@example.com,Spain\n,,,ES',
    { dryRun: true },
  );
  expect(faultsOf(json)).toEqual([
    [
      3,
      null,
      'This row has 5 cells and the heading has 4. Put a cell that holds the separator in quotation marks.',
    ],
    [4, null, 'Line 2 is about the same customer. Keep one of the two.'],
    [5, 'country', 'Write the country with two letters, such as ES.'],
    [6, null, 'This row names nobody: give a name, an email address or a phone number.'],
  ]);
});

test('lines are counted as an editor counts them, also below a cell with line breaks and below empty lines', async () => {
  const { json } = await bring('name,email\n"Ana\nRuiz",ana@example.com\n\nBen,nothing', { dryRun: true });
  expect(faultsOf(json)).toEqual([[5, 'email', expect.any(String)]]);
});

test('who is known already is updated, and an empty cell takes nothing away', async () => {
  await bring('id,name,email,tags\nc-1,Ana,ana@example.com,vip');
  const again = await bring('id,name,email,phone,tags\nc-1,Ana Ruiz,,600111222,boiler');
  expect(again.json).toMatchObject({ created: 0, updated: 1 });
  expect(await everybody()).toMatchObject([
    {
      externalId: 'c-1',
      name: 'Ana Ruiz',
      email: 'ana@example.com',
      phone: '+34600111222',
      tags: ['boiler', 'vip'],
    },
  ]);
  await bring('name,email\nBen,ben@example.com');
  const clash = await bring('id,email\nc-1,ben@example.com');
  expect(clash.status).toBe(422);
  expect(clash.json.rejected[0].message).toContain(
    'belongs to one customer here and the email address to another',
  );
});

test('a yes to marketing needs where it comes from, and never undoes a no', async () => {
  const bare = await bring('email,newsletter\nana@example.com,yes');
  expect(faultsOf(bare.json)).toEqual([
    [2, 'newsletter', expect.stringContaining('A yes needs where it comes from')],
  ]);
  const csv =
    'email,newsletter,consent source\nana@example.com,yes,form of 3 May\nben@example.com,no,\neva@example.com,,';
  expect((await bring(csv)).json).toMatchObject({ created: 3 });
  const consents = async (email: string) => {
    const found = (await everybody()).find((each) => each.email === email)!;
    const { json } = await api.ask('GET', `customers/${String(found.id)}/consents`, { as: firm.apiKey });
    return json.items.map(({ channel, purpose, granted, source, evidence }: Record<string, unknown>) => [
      channel, purpose, granted, source, evidence,
    ]); // prettier-ignore
  };
  expect(await consents('ana@example.com')).toEqual([
    ['email', 'marketing', true, 'import', 'form of 3 May'],
  ]);
  expect(await consents('ben@example.com')).toEqual([['email', 'marketing', false, 'import', null]]);
  expect(await consents('eva@example.com')).toEqual([]);
  const again = await bring('email,newsletter,consent source\nben@example.com,yes,bought a list');
  expect(again.json).toMatchObject({ updated: 1, refusalsKept: 1 });
  expect(await consents('ben@example.com')).toHaveLength(1);
});

test('bringing customers in starts no journey', async () => {
  await bring('name,email\nAna,ana@example.com');
  expect((await api.ask('GET', 'events', { as: firm.apiKey })).json.items).toEqual([]);
});

test('events come in from a file as things of the past, with the customers they happened to', async () => {
  await api.ask('PATCH', 'business', { as: firm.apiKey, body: { timezone: 'Europe/Madrid' } });
  const csv = [
    'type,date,job number,kind,number,email,name,total cents',
    'job_completed,2026-06-20 15:04,8841,job,8841,ANA@example.com,Ana Ruiz,12500',
    'invoice_paid,2026-06-21,8841,,F-1,ana@example.com,Ana Ruiz,12500',
  ].join('\n');
  const done = await bring(csv, { of: 'events', fileName: 'events.csv' });
  expect(done.status).toBe(201);
  expect(done.json).toMatchObject({ of: 'events', fileName: 'events.csv', rows: 2, created: 2, updated: 0 });
  expect(await everybody()).toMatchObject([{ name: 'Ana Ruiz', email: 'ana@example.com' }]);

  const { items } = (await api.ask('GET', 'events', { as: firm.apiKey })).json;
  const [paid, finished] = items.filter(({ source }: { source: string }) => source === 'import');
  expect(paid).toMatchObject({
    type: 'invoice_paid',
    subject: { kind: 'invoice', id: 'F-1' },
    occurredAt: '2026-06-20T22:00:00.000Z',
    status: 'ignored',
    note: 'It came from a file, so nobody was taken into a journey by it.',
  });
  const shown = (await api.ask('GET', `events/${finished.id}`, { as: firm.apiKey })).json;
  expect(shown).toMatchObject({
    type: 'job_completed',
    subject: { kind: 'job', id: '8841' },
    occurredAt: '2026-06-20T13:04:00.000Z',
    customerId: paid.customerId,
    data: { jobNumber: 8841, totalCents: 12500 },
    matches: [],
  });

  const again = await bring(csv, { of: 'events' });
  expect(again.json).toMatchObject({ rows: 2, created: 0, updated: 2 });
});

test('events of a file begin journeys only when the request says so', async () => {
  const csv = 'id,type,date,email\ne-1,job_completed,2026-06-20,ben@example.com';
  const done = await bring(csv, { of: 'events', enroll: true });
  expect(done.json).toMatchObject({ created: 1 });
  const { items } = (await api.ask('GET', 'events?type=job_completed', { as: firm.apiKey })).json;
  expect(items[0]).toMatchObject({ sourceId: 'e-1', status: 'received', note: null });
  const sent = await api.ask('POST', 'events', {
    as: firm.apiKey,
    body: { id: 'e-1', type: 'job_completed', customer: { email: 'ben@example.com' } },
  });
  expect(sent.json.items[0]).toMatchObject({ id: items[0].id, duplicate: true });
});

test('every fault of a file of events is named, and nothing of it comes in', async () => {
  const csv = [
    'type,date,email',
    'job_finished,2026-06-20,ana@example.com',
    'job_completed,yesterday,ana@example.com',
    'unsubscribed,2026-06-20,ana@example.com',
    'job_completed,2026-06-20,',
  ].join('\n');
  const refused = await bring(csv, { of: 'events' });
  expect(refused.status).toBe(422);
  expect(faultsOf(refused.json)).toEqual([
    [2, 'type', expect.stringContaining('is no known event type')],
    [3, 'date', 'Write when it happened as 2026-11-20 or 2026-11-20 15:04.'],
    [4, 'type', 'Journeyman makes this event itself; it cannot come from a file.'],
    [5, null, 'This row names nobody: give a name, an email address or a phone number.'],
  ]);
  expect(await everybody()).toEqual([]);
  const look = await bring(csv, { of: 'events', dryRun: true });
  expect(look.json.columns).toEqual([
    { heading: 'type', field: null, path: 'type' },
    { heading: 'date', field: null, path: 'occurredAt' },
    { heading: 'email', field: null, path: 'customer.email' },
  ]);
  expect((await bring('name\nAna', { of: 'events' })).json.errors).toEqual([
    { path: 'csv', message: 'A file of events needs a column “type” and a column “date”.' },
  ]);
});
