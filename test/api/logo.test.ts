import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { PNG } from 'pngjs';
import { freshDatabase, type FreshDatabase } from '../support/database.js';
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

/** One colour all over. */
function png(width: number, height: number, grey = 90): Buffer {
  const picture = new PNG({ width, height });
  picture.data.fill(grey);
  return PNG.sync.write(picture);
}
const put = (picture: Buffer, as?: string) =>
  api.ask('PUT', 'business/logo', { body: { image: picture.toString('base64') }, ...(as && { as }) });
const pathOf = (logoUrl: string) => new URL(logoUrl).pathname;
const look = (path: string, method = 'GET') => fetch(`${api.url}${path}`, { method });

test('an owner’s logo is served from our own address, for ever the same, and as nothing but a picture', async () => {
  const { status, json } = await put(png(120, 30));
  expect([status, json.logoUrl]).toEqual([
    200,
    expect.stringMatching(/^https:\/\/go\.acme\.example\/logo\/[\w-]{22}\/120x30\.png$/),
  ]);
  expect((await api.ask('GET', 'business')).json.logoUrl).toBe(json.logoUrl);
  const served = await look(pathOf(json.logoUrl));
  expect(served.status).toBe(200);
  expect(Object.fromEntries(served.headers)).toMatchObject({
    'content-type': 'image/png',
    'cache-control': 'public, max-age=31536000, immutable',
    'x-content-type-options': 'nosniff',
    'content-security-policy': "default-src 'none'; sandbox",
    'cross-origin-resource-policy': 'cross-origin',
  });
  expect(PNG.sync.read(Buffer.from(await served.arrayBuffer()))).toMatchObject({ width: 120, height: 30 });
  const head = await look(pathOf(json.logoUrl), 'HEAD');
  expect([head.status, head.headers.get('content-type')]).toEqual([200, 'image/png']);
  expect((await look(pathOf(json.logoUrl), 'POST')).status).toBe(405);
});

test('a path that lies, and one nobody has, leads nowhere', async () => {
  const path = pathOf((await put(png(60, 60))).json.logoUrl);
  for (const wrong of [
    path.replace('60x60', '61x60'),
    path.replace('.png', '.jpg'),
    path.replace('.png', '.html'),
    path.replace(/\/logo\/.{22}/, `/logo/${'A'.repeat(22)}`),
    '/logo/x/y',
  ])
    expect([wrong, (await look(wrong)).status]).toEqual([wrong, 404]);
});

test.each([
  [
    'a drawing that can carry programs',
    Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>'),
    /no PNG or JPEG/,
  ],
  ['half a picture', png(50, 50).subarray(0, 60), /no PNG or JPEG/],
  ['a picture too wide', png(600, 10), /512 pixels/],
  ['a picture too heavy', noise(), /under 12 KB/],
])('%s is refused with what to do', async (_, picture, message) => {
  const { status, json } = await put(picture);
  expect([status, json.errors[0]]).toEqual([422, { path: 'image', message: expect.stringMatching(message) }]);
});

/** Below the limit of the text, above that of the picture. */
function noise(): Buffer {
  const picture = new PNG({ width: 56, height: 56 });
  for (let at = 0; at < picture.data.length; at++) picture.data[at] = (at * 7919 * (at % 251)) % 256;
  const made = PNG.sync.write(picture, { deflateLevel: 0 });
  expect(made.length).toBeGreaterThan(12 * 1024);
  expect(made.length).toBeLessThan(12.7 * 1024);
  return made;
}

test('what is not base64, and a key without the right, are refused', async () => {
  expect((await api.ask('PUT', 'business/logo', { body: { image: 'not base64!' } })).status).toBe(422);
  expect((await put(png(9, 9), await api.makeKey(['business:read']))).status).toBe(403);
});

test('a new logo leaves the last ones standing for e-mails already sent; taken away, all are gone', async () => {
  const paths: string[] = [];
  for (let grey = 0; grey < 7; grey++) paths.push(pathOf((await put(png(20, 20, grey))).json.logoUrl));
  const stand = async () => (await Promise.all(paths.map((path) => look(path)))).map(({ status }) => status);
  expect(await stand()).toEqual([404, 404, 200, 200, 200, 200, 200]);
  expect((await api.ask('DELETE', 'business/logo')).status).toBe(204);
  expect(await stand()).toEqual(Array(7).fill(404));
  expect((await api.ask('GET', 'business')).json.logoUrl).toBeNull();
});

test('several who change the logo at once do not stand in each other’s way', async () => {
  const answers = await Promise.all(
    Array.from({ length: 12 }, (_, at) =>
      at % 2 ? api.ask('DELETE', 'business/logo') : put(png(30 + at, 30)),
    ),
  );
  expect(answers.map(({ status }) => status)).toEqual(answers.map((_, at) => (at % 2 ? 204 : 200)));
});

test('several who change the settings at once do not stand in each other’s way', async () => {
  const answers = await Promise.all(
    Array.from({ length: 16 }, (_, at) =>
      api.ask('PATCH', 'business', { body: at % 2 ? {} : { website: `https://acme.example/${at}` } }),
    ),
  );
  expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 200));
});

test('the same picture of two businesses is two logos, and neither takes the other’s away', async () => {
  const other = await api.seedBusiness('Bistro Verde');
  const ours = pathOf((await put(png(30, 30))).json.logoUrl);
  const theirs = pathOf((await put(png(30, 30), other.apiKey)).json.logoUrl);
  expect(ours).not.toBe(theirs);
  await api.ask('DELETE', 'business/logo', { as: other.apiKey });
  expect([(await look(ours)).status, (await look(theirs)).status]).toEqual([200, 404]);
});

test('a code is printed with the logo on its poster, its tent and its cards', async () => {
  await put(png(200, 50));
  const { id } = (await api.ask('POST', 'qr-codes', { body: { label: 'Counter', kind: 'place' } })).json;
  const pictures = async () => {
    const reply = await fetch(`${api.url}/api/v1/qr-codes/${id}.pdf?format=tent`, {
      headers: { authorization: `Bearer ${api.business.apiKey}` },
    });
    return (
      Buffer.from(await reply.arrayBuffer())
        .toString('latin1')
        .match(/\/Subtype \/Image/g) ?? []
    ).length;
  };
  expect(await pictures()).toBeGreaterThan(0);
  await api.ask('DELETE', 'business/logo');
  expect(await pictures()).toBe(0);
});
