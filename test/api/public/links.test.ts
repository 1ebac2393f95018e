import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { maskLinks } from '../../../api/routes/messages.js';
import { insertLinks } from '../../../db/links.js';
import { eraseCustomer } from '../../../db/erasure.js';
import { withBusiness } from '../../../db/tenant.js';
import { newId } from '../../../lib/ids.js';
import { newLinkToken } from '../../../lib/tokens.js';
import { freshDatabase, type FreshDatabase } from '../../support/database.js';
import { look, passage, type Arranged, type Passage } from '../sources/doors.js';
import { browse, PHONE } from '../support/browse.js';
import { startApi, type TestApi } from '../support/start-api.js';

let database: FreshDatabase;
let api: TestApi;
const now = new Date();
beforeAll(async () => {
  database = await freshDatabase();
  api = await startApi(database, { now: () => now });
});
afterAll(async () => {
  await api?.close();
  await database?.drop();
});

const TARGET = 'https://shop.example/offer?id=7&x=%20';

interface Sent extends Passage {
  paths: string[];
}

/** A message that went a minute ago, with some links in it. */
async function sent(
  more: Arranged & { targets?: string[]; site?: string; agoMs?: number } = {},
): Promise<Sent> {
  const { targets = [TARGET], site = null, agoMs = 60_000, ...arranged } = more;
  const person = await passage(api, arranged);
  const businessId = arranged.businessId ?? api.business.id;
  const paths: string[] = [];
  const links = await Promise.all(
    targets.map(async (target) => {
      const { token, hash } = newLinkToken();
      const id = newId();
      paths.push(`/l/${token}`);
      const sealed = await api.deps.keys.seal(businessId, target, {
        table: 'links',
        rowId: id,
        kind: 'target',
      });
      return { id, hash: hash.toString('hex'), target: sealed.toString('hex'), review_site: site };
    }),
  );
  await withBusiness(api.deps.database, { businessId }, async (tx) => {
    tx.last(insertLinks, [businessId, person.messageId, JSON.stringify(links)]);
    await tx.k
      .updateTable('messaging.messages')
      .set({ sent_at: new Date(now.getTime() - agoMs) })
      .where('id', '=', person.messageId)
      .execute();
  });
  return { ...person, paths };
}

const open = (path: string, headers: Record<string, string> = PHONE, method = 'GET') =>
  browse(`${api.url}${path}`, headers, method);
const counts = ({ messageId }: Passage) =>
  look<{ opens: number; scans: number }>(
    database.adminUrl,
    'select opens, scans from messaging.links where message_id = $1 order by id',
    [messageId],
  );
const receipts = async ({ messageId }: Passage) =>
  (await look<{ type: string }>(database.adminUrl, 'select type from messaging.message_events where message_id = $1 order by id', [messageId])).map(({ type }) => type); // prettier-ignore
const eventsOf = ({ customerId }: Passage) =>
  look<{ id: string; type: string; depth: number }>(
    database.adminUrl,
    'select id, type, depth from integrations.inbox_events where customer_id = $1 order by id',
    [customerId],
  );

test('a person who presses a link gets where it leads, and the journey hears of it once', async () => {
  const message = await sent({ depth: 1 });
  const reply = await open(message.paths[0]!);
  expect([reply.status, reply.headers.get('location'), reply.text]).toEqual([302, TARGET, '']);
  expect(reply.headers.get('cache-control')).toBe('private, no-store');
  expect(reply.headers.get('referrer-policy')).toBe('no-referrer');
  await open(message.paths[0]!);
  expect(await counts(message)).toEqual([{ opens: 2, scans: 0 }]);
  expect(await receipts(message)).toEqual(['clicked']);
  expect((await api.ask('GET', `messages/${message.messageId}`)).json.clicks).toEqual({
    links: 1,
    people: 2,
    programs: 0,
  });
  const [event, ...more] = await eventsOf(message);
  expect(more).toEqual([]);
  expect(event).toMatchObject({ type: 'link_clicked', depth: 2 });
  expect((await api.ask('GET', `events/${event!.id}`)).json).toMatchObject({
    subject: { kind: 'job' },
    data: { url: TARGET, channel: 'email', messageId: message.messageId, enrollmentId: message.enrollmentId },
  });
});

test('a link to public reviews says that it was opened, and where', async () => {
  const message = await sent({ site: 'google', targets: ['https://g.page/r/acme/review'] });
  await open(message.paths[0]!);
  const said = await eventsOf(message);
  expect(said.map(({ type }) => type)).toEqual(['link_clicked', 'review_link_opened']);
  expect((await api.ask('GET', `events/${said[1]!.id}`)).json.data).toMatchObject({ site: 'google' });
});

test.each([
  ['a look at the headers only', PHONE, 'HEAD'],
  ['a prefetch', { ...PHONE, 'sec-purpose': 'prefetch;prerender' }, 'GET'],
  ['an old prefetch', { ...PHONE, 'x-moz': 'prefetch' }, 'GET'],
  ['a preview', { ...PHONE, purpose: 'preview' }, 'GET'],
])('of %s nothing at all is kept', async (_, headers, method) => {
  const message = await sent();
  const reply = await open(message.paths[0]!, headers as Record<string, string>, method);
  expect([reply.status, reply.headers.get('location')]).toEqual([302, TARGET]);
  expect(await counts(message)).toEqual([{ opens: 0, scans: 0 }]);
  expect([await receipts(message), await eventsOf(message)]).toEqual([[], []]);
});

const without = (name: string) => Object.fromEntries(Object.entries(PHONE).filter(([each]) => each !== name));
test.each([
  ['a scanner that says so', { ...PHONE, 'user-agent': 'Mozilla/5.0 (Windows NT 10.0) SafeLinks scan' }],
  ['a browser without a screen', { ...PHONE, 'user-agent': 'Mozilla/5.0 (X11; Linux) HeadlessChrome/140.0' }],
  ['a program without a name', without('user-agent')],
  [
    'a browser under a borrowed name',
    {
      ...PHONE,
      'user-agent': 'Mozilla/5.0 (X11) Chrome/159.0 Safari/537.36',
      'sec-ch-ua': '"Chromium";v="156", "Not:A-Brand";v="8"',
    },
  ],
  ['a script that follows the link', without('sec-fetch-user')],
  ['a frame in another page', { ...PHONE, 'sec-fetch-dest': 'iframe' }],
  ['a program that knows nothing of browsers', { 'user-agent': 'Mozilla/5.0 (compatible)' }],
])('%s is led on, counted apart, and wakes no journey', async (_, headers) => {
  const message = await sent();
  expect((await open(message.paths[0]!, headers as Record<string, string>)).headers.get('location')).toBe(
    TARGET,
  );
  await open(message.paths[0]!, headers as Record<string, string>);
  expect(await counts(message)).toEqual([{ opens: 0, scans: 2 }]);
  expect([await receipts(message), await eventsOf(message)]).toEqual([['scanned'], []]);
});

test.each([
  ['email', 9_000, 'scanned'],
  ['email', 11_000, 'clicked'],
  ['sms', 1_000, 'scanned'],
  ['sms', 3_000, 'clicked'],
] as const)('a link of an %s that is opened %i ms after it went is %s', async (channel, agoMs, said) => {
  const message = await sent({ channel, agoMs });
  await open(message.paths[0]!);
  expect(await receipts(message)).toEqual([said]);
});

test('whoever opens all links of a message at once is a program from the second on', async () => {
  const message = await sent({ targets: [TARGET, 'https://shop.example/b', 'https://shop.example/c'] });
  for (const path of message.paths) await open(path);
  expect((await receipts(message)).sort()).toEqual(['clicked', 'scanned', 'scanned']);
  expect(await eventsOf(message)).toHaveLength(1);
});

test('nothing in the request changes where a link leads, and what is no web address is never followed', async () => {
  const message = await sent();
  for (const query of ['?url=https://evil.example', '?to=//evil.example', '#x', '?next=javascript:alert(1)'])
    expect((await open(message.paths[0]! + query)).headers.get('location')).toBe(TARGET);
  const headers = { ...PHONE, 'x-forwarded-host': 'evil.example', host: 'evil.example' };
  expect((await open(message.paths[0]!, headers)).headers.get('location')).toBe(TARGET);
  for (const target of [
    'javascript:alert(1)',
    'data:text/html,x',
    '//evil.example',
    'ftp://x.example',
    'nonsense',
  ]) {
    const odd = await sent({ targets: [target] });
    const reply = await open(odd.paths[0]!);
    expect([reply.status, reply.headers.get('location')]).toEqual([404, null]);
  }
});

test('a link nobody sent, a wrong one and one of an erased customer answer alike', async () => {
  const message = await sent();
  await withBusiness(api.deps.database, { businessId: api.business.id }, (tx) =>
    eraseCustomer(tx, message.customerId),
  );
  const pages = [];
  for (const path of [
    message.paths[0]!,
    `/l/${newLinkToken().token}`,
    '/l/short',
    '/l',
    `${message.paths[0]!}/x`,
  ])
    pages.push(await open(path));
  const said = pages.map(({ status, text }) => `${status} ${text.replace(/nonce="[^"]+"/, '')}`);
  expect(new Set(said).size).toBe(1);
  expect(pages[0]!.status).toBe(404);
  expect((await open(message.paths[0]!, PHONE, 'POST')).status).toBe(405);
});

test('a link in a message is not shown to whoever reads messages with a key', () => {
  expect(maskLinks('See https://x.example/l/AbCdEf012345, or /r/AbCdEf0123456789_-abcd')).toBe(
    'See https://x.example/l/…, or /r/…',
  );
});

test('whoever tries links one after another is stopped', async () => {
  let refused = false;
  for (let tried = 0; tried < 60 && !refused; tried++)
    refused = (await open(`/l/${newLinkToken().token}`)).status === 429;
  expect(refused).toBe(true);
});
