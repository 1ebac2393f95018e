import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { PNG } from 'pngjs';
import { withBusiness } from '../../db/tenant.js';
import { newId } from '../../lib/ids.js';
import { freshDatabase, type FreshDatabase } from '../support/database.js';
import { readCode } from '../support/read-code.js';
import { startApi, type TestApi } from './support/start-api.js';

let database: FreshDatabase;
let api: TestApi;
beforeAll(async () => {
  database = await freshDatabase();
  api = await startApi(database, { environment: { PUBLIC_URL: 'https://go.acme.example' } });
});
afterAll(async () => {
  await api?.close();
  await database?.drop();
});

const make = async (body: object) => {
  const { status, json } = await api.ask('POST', 'qr-codes', { body });
  expect({ status, json }).toMatchObject({ status: 201 });
  return json;
};
const someone = async (name = 'Dan') =>
  (await api.ask('POST', 'staff', { body: { name } })).json.id as string;
const somewhere = async (name = 'Main shop') =>
  (await api.ask('POST', 'locations', { body: { name, kind: 'shop' } })).json.id as string;

/** The file itself; `ask` reads text only. */
async function bytesOf(path: string): Promise<{ type: string | null; bytes: Buffer; status: number }> {
  const reply = await fetch(`${api.url}/api/v1/${path}`, {
    headers: { authorization: `Bearer ${api.business.apiKey}` },
  });
  return {
    status: reply.status,
    type: reply.headers.get('content-type'),
    bytes: Buffer.from(await reply.arrayBuffer()),
  };
}

test('a code is made for a place, one of the staff, a table and an invoice, each with a name nobody can guess', async () => {
  const made = [
    await make({ label: 'Counter', kind: 'place', locationId: await somewhere() }),
    await make({ label: 'Dan’s van', kind: 'staff', staffId: await someone() }),
    await make({ label: 'Terrace', kind: 'table', reference: '12' }),
    await make({ label: 'Invoice slip', kind: 'invoice', reference: 'INV-7', purpose: 'contact' }),
  ];
  for (const { code, url } of made) {
    expect(code).toMatch(/^[2-9A-HJKMNP-Z]{8}$/);
    expect(url).toBe(`https://go.acme.example/q/${code}`);
  }
  expect(new Set(made.map(({ code }) => code)).size).toBe(4);
  expect(made[3]).toMatchObject({
    purpose: 'contact',
    active: true,
    scans: 0,
    answers: 0,
    averageRating: null,
  });
  const { json } = await api.ask('GET', 'qr-codes?limit=2');
  expect(json.items.map(({ label }: { label: string }) => label)).toEqual(['Invoice slip', 'Terrace']);
  expect((await api.ask('GET', `qr-codes?cursor=${json.nextCursor}`)).json.items).toHaveLength(2);
});

test.each([
  [{ kind: 'staff' }, 'staffId'],
  [{ kind: 'table' }, 'reference'],
  [{ kind: 'invoice' }, 'reference'],
  [{ kind: 'place', locationId: newId() }, 'locationId'],
  [{ kind: 'staff', staffId: newId() }, 'staffId'],
  [{ kind: 'place', journeyId: newId() }, 'journeyId'],
  [{ kind: 'van' }, 'kind'],
  [{ kind: 'place', label: '' }, 'label'],
])('a code that says too little or names what is not there is refused: %j', async (body, path) => {
  const { status, json } = await api.ask('POST', 'qr-codes', { body: { label: 'Counter', ...body } });
  expect([status, json.errors[0].path]).toEqual([422, path]);
});

test('the picture leads where the code says, and is drawn in the business’s colour made dark enough', async () => {
  await api.ask('PATCH', 'business', { body: { accent: '#ffd84d' } });
  const { id, url, colours } = await make({ label: 'Counter', kind: 'place' });
  expect(colours.darkened).toBe(true);
  const png = await bytesOf(`qr-codes/${id}.png?size=256`);
  expect([png.status, png.type]).toEqual([200, 'image/png']);
  const picture = PNG.sync.read(png.bytes);
  expect(readCode(new Uint8ClampedArray(picture.data), picture.width, picture.height)).toBe(url);
  const svg = await bytesOf(`qr-codes/${id}.svg`);
  expect(svg.type).toContain('image/svg+xml');
  expect(svg.bytes.toString()).toContain(`fill="${colours.ink}"`);
  expect(svg.bytes.toString()).toContain(url.replace('https://', ''));
  for (const query of ['', '?format=tent', '?format=stickers&paper=letter', '?format=cards&language=fr']) {
    const pdf = await bytesOf(`qr-codes/${id}.pdf${query}`);
    expect([pdf.status, pdf.type, pdf.bytes.subarray(0, 5).toString()]).toEqual([
      200,
      'application/pdf',
      '%PDF-',
    ]);
  }
  for (const wrong of ['.png?size=10', '.png?size=x', '.pdf?format=mug', '.pdf?paper=a0', '.pdf?language=xx'])
    expect((await bytesOf(`qr-codes/${id}${wrong}`)).status).toBe(422);
  expect((await bytesOf(`qr-codes/${id}.gif`)).status).toBe(404);
});

test('a code is given to somebody else without printing it again, and what it stood for before is let go', async () => {
  const [dan, marta, place] = [await someone('Dan'), await someone('Marta'), await somewhere()];
  const before = await make({ label: 'Van 3', kind: 'staff', staffId: dan });
  const change = (body: object) => api.ask('PATCH', `qr-codes/${before.id}`, { body });
  expect((await change({ staffId: marta })).json).toMatchObject({ code: before.code, staffId: marta });
  expect((await change({ kind: 'place', locationId: place })).json).toMatchObject({
    code: before.code,
    kind: 'place',
    staffId: null,
    locationId: place,
  });
  expect((await change({ kind: 'table' })).status).toBe(422);
  expect((await change({ kind: 'table', reference: '4' })).json).toMatchObject({
    reference: '4',
    staffId: null,
  });
  expect((await change({ active: false })).json).toMatchObject({ active: false, url: before.url });
  expect((await change({ active: true })).json).toMatchObject({ active: true });
  expect((await change({ expiresAt: '2027-01-01T00:00:00Z' })).json.expiresAt).toBe(
    '2027-01-01T00:00:00.000Z',
  );
});

test('a code that is put away is gone from the list, and its row still keeps others from getting it', async () => {
  const { id, code } = await make({ label: 'Old', kind: 'place' });
  expect((await api.ask('DELETE', `qr-codes/${id}`)).status).toBe(204);
  expect((await api.ask('DELETE', `qr-codes/${id}`)).status).toBe(404);
  expect((await api.ask('GET', `qr-codes/${id}`)).status).toBe(404);
  expect((await api.ask('GET', `qr-codes/${id}.svg`)).status).toBe(404);
  const kept = await withBusiness(api.deps.database, { businessId: api.business.id }, (tx) =>
    tx.k.selectFrom('feedback.qr_codes').select('code').where('id', '=', id).executeTakeFirst(),
  );
  expect(kept?.code).toBe(code);
});

test('scans are shown day by day, also days without one, and a span that makes no sense is refused', async () => {
  const { id } = await make({ label: 'Counter', kind: 'place' });
  await withBusiness(api.deps.database, { businessId: api.business.id }, async (tx) => {
    for (const [day, scans] of [
      ['2026-03-01', 4],
      ['2026-03-03', 2],
    ] as const)
      // prettier-ignore
      await tx.k
        .insertInto('feedback.qr_scans_daily')
        .values({ business_id: tx.businessId, qr_code_id: id, day, scans })
        .execute();
  });
  const { json } = await api.ask('GET', `qr-codes/${id}/scans?from=2026-03-01&until=2026-03-03`);
  expect(json.items).toEqual([
    { day: '2026-03-01', scans: 4, answers: 0 },
    { day: '2026-03-02', scans: 0, answers: 0 },
    { day: '2026-03-03', scans: 2, answers: 0 },
  ]);
  expect((await api.ask('GET', `qr-codes/${id}/scans`)).json.items).toHaveLength(30);
  expect((await api.ask('GET', `qr-codes/${id}`)).json).toMatchObject({ scans: 6, lastScanOn: '2026-03-03' });
  for (const odd of [
    'from=2026-03-03&until=2026-03-01',
    'from=2020-01-01&until=2026-01-01',
    'from=2026-02-31',
    'from=x',
  ])
    expect((await api.ask('GET', `qr-codes/${id}/scans?${odd}`)).status).toBe(422);
});

test('another business neither sees nor changes a code', async () => {
  const { id } = await make({ label: 'Counter', kind: 'place' });
  const other = await api.seedBusiness();
  for (const [method, path] of [
    ['GET', ''],
    ['GET', '.svg'],
    ['GET', '.png'],
    ['GET', '.pdf'],
    ['GET', '/scans'],
    ['DELETE', ''],
  ] as const)
    // prettier-ignore
    expect((await api.ask(method, `qr-codes/${id}${path}`, { as: other.apiKey })).status).toBe(404);
  expect(
    (await api.ask('PATCH', `qr-codes/${id}`, { as: other.apiKey, body: { label: 'Mine' } })).status,
  ).toBe(404);
  expect((await api.ask('GET', 'qr-codes', { as: other.apiKey })).json.items).toEqual([]);
});

test('what print has no letters for is named with the code, wherever it stands', async () => {
  const plain = await make({ label: 'Wok 🍜', kind: 'place', heading: 'Żółta Łódź' });
  expect(plain.leftOut).toEqual([]);
  const emoji = await make({ label: 'Bar', kind: 'table', reference: '7 🍷', heading: 'Wie war’s? 😀🍷' });
  expect(emoji.leftOut).toEqual(['😀', '🍷']);
  const person = await make({ label: 'Van', kind: 'staff', staffId: await someone('דן') });
  expect(person.leftOut).toEqual(['ד', 'ן']);
  const place = await make({ label: 'Shop', kind: 'place', locationId: await somewhere('東京') });
  expect(place.leftOut).toEqual(['東', '京']);
  const { json } = await api.ask('GET', 'qr-codes');
  expect(json.items.find(({ id }: { id: string }) => id === place.id).leftOut).toEqual(['東', '京']);
  expect(
    (await api.ask('PATCH', `qr-codes/${emoji.id}`, { body: { heading: null, reference: '7' } })).json
      .leftOut,
  ).toEqual([]);
});
