import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { qrWords } from '../../../api/public/qr/words.js';
import { LANGUAGES } from '../../../api/public/words.js';
import { freshDatabase, type FreshDatabase } from '../../support/database.js';
import { look } from '../sources/doors.js';
import { browse, PHONE } from '../support/browse.js';
import { startApi, type Reply, type TestApi } from '../support/start-api.js';

let database: FreshDatabase;
let api: TestApi;
let now = new Date();
const links = [
  { site: 'google', url: 'https://g.page/r/acme/review' },
  { site: 'tripadvisor', url: 'https://www.tripadvisor.com/acme' },
];

beforeAll(async () => {
  database = await freshDatabase();
  api = await startApi(database, { now: () => now });
  await api.deps.keys.ensure(api.business.id);
  const body = { reviewLinks: links, timezone: 'Europe/Madrid', country: 'ES', locale: 'es' };
  expect((await api.ask('PATCH', 'business', { body })).status).toBe(200);
});
afterAll(async () => {
  await api?.close();
  await database?.drop();
});

interface Code {
  id: string;
  code: string;
  path: string;
}

async function code(more: object = {}): Promise<Code> {
  const { json } = await api.ask('POST', 'qr-codes', { body: { label: 'Counter', kind: 'place', ...more } });
  return { id: json.id, code: json.code, path: `/q/${json.code}` };
}

const open = (path: string, headers: Record<string, string> = PHONE, method = 'GET') =>
  browse(`${api.url}${path}`, headers, method);
const visitIn = ({ text }: Reply): string => /name="v" value="([^"]+)"/.exec(text)![1]!;
const submit = (path: string, fields: Record<string, string>, headers: Record<string, string> = PHONE) =>
  api.ask('POST', path, {
    as: null,
    raw: new URLSearchParams(fields).toString(),
    headers: { ...headers, 'content-type': 'application/x-www-form-urlencoded' },
  });

/** Scan, choose stars, send; answers with where somebody is led and the visit it was. */
async function rate(at: Code, rating: number, more: Record<string, string> = {}) {
  const v = visitIn(await open(at.path));
  const reply = await submit(at.path, { v, rating: String(rating), ...more });
  return { reply, v, next: reply.headers.get('location')! };
}

const answersAt = ({ id }: Code) =>
  look<{
    rating: number;
    comment: string;
    private_note: string;
    wants_call: boolean;
    source: string;
    customer_id: string | null;
    staff_id: string | null;
    location_id: string | null;
    public_links_shown: unknown;
  }>(database.adminUrl, 'select * from feedback.responses where qr_code_id = $1 order by id', [id]);
const scansAt = async ({ id }: Code) => (await api.ask('GET', `qr-codes/${id}`)).json.scans as number;
const countOf = async (table: string) =>
  (await look<{ n: number }>(database.adminUrl, `select count(*)::int as n from ${table}`, []))[0]!.n;
const events = () =>
  look<{ id: string; type: string; customer_id: string; journey_id: string | null }>(
    database.adminUrl,
    `select id, type, customer_id, journey_id from integrations.inbox_events order by id`,
    [],
  );

test('who did the work is named on the page of their code, and not where the business says so', async () => {
  const { json } = await api.ask('POST', 'staff', { body: { name: 'Marta Ruiz' } });
  const at = await code({ kind: 'staff', staffId: json.id });
  expect((await open(at.path)).text).toContain('Marta Ruiz');
  const name = (nameStaff: boolean | null) =>
    api.ask('PATCH', 'business', { body: { settings: { nameStaff } } });
  await name(false);
  expect((await open(at.path)).text).not.toContain('Marta Ruiz');
  await name(null);
});

test('a scan shows the question, counts one more for the day, and keeps nothing of who it was', async () => {
  const at = await code({ kind: 'table', reference: '12', heading: 'How was your evening?' });
  const before = await everything();
  const page = await open(at.path);
  expect(page.status).toBe(200);
  expect(page.text).toContain('How was your evening?');
  expect(page.text).toContain('Table 12');
  await open(at.path);
  expect(await scansAt(at)).toBe(2);
  expect(page.headers.get('set-cookie')).toBeNull();
  const after = await everything();
  expect({ ...after, 'feedback.qr_scans_daily': 0 }).toEqual({ ...before, 'feedback.qr_scans_daily': 0 });
  const columns = await look<{ column_name: string }>(
    database.adminUrl,
    `select column_name from information_schema.columns where table_schema = 'feedback' and table_name = 'qr_scans_daily' order by 1`,
    [],
  );
  expect(columns.map(({ column_name }) => column_name)).toEqual([
    'business_id',
    'day',
    'qr_code_id',
    'scans',
  ]);
});

test('the day of a scan is the business’s own day', async () => {
  const at = await code();
  const real = now;
  now = new Date('2026-11-20T23:30:00Z');
  await open(at.path);
  now = real;
  const { json } = await api.ask('GET', `qr-codes/${at.id}/scans?from=2026-11-20&until=2026-11-21`);
  expect(json.items.map(({ scans }: { scans: number }) => scans)).toEqual([0, 1]);
});

test.each([
  ['a look at the headers only', PHONE, 'HEAD'],
  ['a prefetch', { ...PHONE, 'sec-purpose': 'prefetch' }, 'GET'],
  ['an old prefetch', { ...PHONE, purpose: 'prefetch' }, 'GET'],
  ['a preview', { ...PHONE, 'x-purpose': 'preview' }, 'GET'],
  ['a picture of the page', { ...PHONE, 'sec-fetch-dest': 'image' }, 'GET'],
  ['a script', { ...PHONE, 'sec-fetch-mode': 'cors', 'sec-fetch-dest': 'empty' }, 'GET'],
  [
    'a robot',
    { 'user-agent': 'Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)' },
    'GET',
  ],
  ['a chat', { 'user-agent': 'WhatsApp/2.24.1 A' }, 'GET'],
  [
    'a browser without a screen',
    { ...PHONE, 'user-agent': 'Mozilla/5.0 (X11) HeadlessChrome/140.0 Safari/537.36' },
    'GET',
  ],
  ['a command line', { 'user-agent': 'curl/8.5.0' }, 'GET'],
  ['a page of ours in another language', { ...PHONE, 'sec-fetch-site': 'same-origin' }, 'GET'],
])('%s does not count as a scan', async (_, headers, method) => {
  const at = await code();
  const before = await everything();
  expect((await open(at.path, headers as Record<string, string>, method)).status).toBe(200);
  expect(await scansAt(at)).toBe(0);
  expect(await everything()).toEqual(before);
});

test('an answer is kept without a name, under whom the code stood for, and changed as often as somebody likes', async () => {
  const staffId = (await api.ask('POST', 'staff', { body: { name: 'Dan' } })).json.id as string;
  const at = await code({ kind: 'staff', staffId });
  expect((await open(at.path)).text).toContain('Your visit from Dan');
  const { reply, v, next } = await rate(at, 4, { comment: 'Quick' });
  expect(reply.status).toBe(303);
  const thanks = await open(next);
  expect(thanks.text).toContain('Thank you.');
  expect(thanks.text).toContain('You gave 4 stars');
  await submit(at.path, { v, rating: '5', comment: 'Quick' });
  expect(await answersAt(at)).toMatchObject([
    {
      rating: 5,
      comment: 'Quick',
      source: 'qr',
      customer_id: null,
      staff_id: staffId,
      public_links_shown: links,
    },
  ]);

  const marta = (await api.ask('POST', 'staff', { body: { name: 'Marta' } })).json.id as string;
  await api.ask('PATCH', `qr-codes/${at.id}`, { body: { staffId: marta } });
  expect((await open(at.path)).text).toContain('Your visit from Marta');
  await rate(at, 3);
  expect((await answersAt(at)).map(({ staff_id }) => staff_id)).toEqual([staffId, marta]);
  expect((await api.ask('GET', `qr-codes/${at.id}`)).json).toMatchObject({ answers: 2, averageRating: 4 });
});

test('a phone that has answered today is thanked again, and somebody else may still answer on it', async () => {
  const at = await code();
  const { reply } = await rate(at, 5);
  const cookie = reply.headers.get('set-cookie')!;
  expect(cookie).toMatch(
    new RegExp(`^jm_visit=[\\w-]{43}; Max-Age=86400; Path=${at.path}; .*HttpOnly; SameSite=Lax`),
  );
  const mine = { ...PHONE, cookie: cookie.split(';')[0]! };
  expect((await open(at.path, mine)).text).toContain('You gave 5 stars');
  expect((await open(`${at.path}?new=1`, mine)).text).toContain('type="radio"');
});

test('whatever the score, the same public links come first, and the private note below them', async () => {
  const at = await code();
  const seen = new Set<string>();
  for (const rating of [1, 2, 3, 4, 5]) {
    const { text } = await open((await rate(at, rating)).next);
    const shared = /<section class="sec" id="public-reviews">.*?<\/section>/s.exec(text)![0];
    seen.add(shared);
    const note = text.indexOf('name="note"');
    expect(rating <= 3 ? note > text.indexOf(shared) : note === -1).toBe(true);
  }
  expect(seen.size).toBe(1);
  for (const { url } of links) expect([...seen][0]).toContain(`href="${url}"`);
  for (const row of await answersAt(at)) expect(row.public_links_shown).toEqual(links);
});

test('a place that has review links of its own shows those', async () => {
  const own = [{ site: 'yelp', url: 'https://www.yelp.com/biz/acme-north' }];
  const { json } = await api.ask('POST', 'locations', { body: { name: 'North', reviewLinks: own } });
  const at = await code({ locationId: json.id });
  const { next } = await rate(at, 1);
  expect((await open(next)).text).toContain(own[0]!.url);
  expect(await answersAt(at)).toMatchObject([{ location_id: json.id, public_links_shown: own }]);
});

test('a low score tells the owners at once, and a note with a number asks for a call', async () => {
  const at = await code({ label: 'Terrace' });
  const { v } = await rate(at, 1, { comment: 'Cold soup' });
  const sent = await submit(at.path, { v, note: 'Nobody came', phone: '600 11 22 33' });
  expect(sent.status).toBe(303);
  const [answer] = await answersAt(at);
  expect(answer).toMatchObject({ rating: 1, private_note: 'Nobody came', wants_call: true });
  const [customer] = await look<{ phone: string; name: string | null }>(database.adminUrl, 'select * from crm.customers where id = $1', [answer!.customer_id]); // prettier-ignore
  expect(customer).toMatchObject({ phone: '+34600112233', name: null });
  expect(await look(database.adminUrl, 'select * from crm.consents where customer_id = $1', [answer!.customer_id])).toEqual([]); // prettier-ignore
  const notices = await look<{ body: string }>(database.adminUrl, `select body from journeys.notices where body like '%Terrace%' order by id`, []); // prettier-ignore
  expect(notices.map(({ body }) => body)).toEqual([
    'Somebody gave 1 star at “Terrace”: “Cold soup”',
    'Somebody at “Terrace” wrote in private: “Nobody came” A call is welcome.',
  ]);
  expect((await submit(at.path, { v, note: 'x', phone: '12' })).text).toContain(
    'Please give a number that can be called',
  );
});

test('only who leaves a way to be reached and agrees enters a journey, and the very words are kept', async () => {
  const journey = (await api.ask('POST', 'journeys', { body: { name: 'Wine evenings' } })).json.id as string;
  const at = await code({ purpose: 'contact', journeyId: journey, invitation: 'our wine evenings' });
  const page = await open(at.path);
  expect(page.text).toContain('Leave your number or email for our wine evenings.');
  expect(page.text).not.toContain('checked=""');
  const v = visitIn(page);
  const [customers, known] = [await countOf('crm.customers'), (await events()).length];

  const unticked = await submit(at.path, { v, contact: '600445566', name: 'Ana' });
  expect([unticked.status, unticked.text.includes('Please tick the box')]).toEqual([422, true]);
  expect(unticked.text).toContain('value="600445566"');
  for (const contact of ['', 'ana@', '12', 'x'.repeat(300)])
    expect((await submit(at.path, { v, contact, agree: 'yes' })).status).toBe(422);
  expect([await countOf('crm.customers'), (await events()).length]).toEqual([customers, known]);

  const fields = { v, contact: '600 44 55 66', name: 'Ana', agree: 'yes' };
  const agreed = await submit(at.path, fields);
  expect([agreed.status, agreed.headers.get('location')]).toEqual([303, `${at.path}?done=1`]);
  await submit(at.path, fields);
  expect((await open(`${at.path}?done=1`)).text).toContain('Acme Plumbing has noted it.');
  const [event, ...more] = (await events()).slice(known);
  expect(more).toEqual([]);
  expect(event).toMatchObject({ type: 'qr_scanned', journey_id: journey });
  expect((await api.ask('GET', `events/${event!.id}`)).json).toMatchObject({
    source: 'journeyman',
    data: { code: at.code, qrCodeId: at.id, label: 'Counter', kind: 'place' },
  });
  const { json } = await api.ask('GET', `customers/${event!.customer_id}/consents`);
  expect(json.items[0]).toMatchObject({ channel: 'sms', purpose: 'marketing', granted: true });
  expect(json.items[0].evidence).toBe(
    `Ticked on the page of code ${at.code} (en): “Yes, Acme Plumbing may send me messages about our wine evenings. I can stop them at any time.”`,
  );
  expect((await api.ask('GET', `customers/${event!.customer_id}`)).json).toMatchObject({
    name: 'Ana',
    phone: '+34600445566',
    locale: 'en',
  });
});

test('a stranger who types a customer’s number changes nothing the business knows of them', async () => {
  const { json } = await api.ask('POST', 'customers', { body: { name: 'Luz Vega', phone: '+34600778899' } });
  const at = await code({ purpose: 'contact' });
  const v = visitIn(await open(at.path));
  const reply = await submit(at.path, { v, contact: '600778899', name: 'Somebody Else', agree: 'yes' });
  expect(reply.text).not.toContain('Luz');
  expect((await api.ask('GET', `customers/${json.id}`)).json).toMatchObject({
    name: 'Luz Vega',
    phone: '+34600778899',
  });
});

test('who rates and then says who they are is one customer with one rating', async () => {
  const at = await code({ invitation: 'news from us' });
  const { v, next } = await rate(at, 2);
  expect((await open(next)).text).toContain('news from us');
  const known = (await events()).length;
  expect((await submit(at.path, { v, contact: 'eva@example.com', agree: 'yes' })).status).toBe(303);
  const said = (await events()).slice(known);
  expect(said.map(({ type }) => type)).toEqual(['qr_scanned', 'feedback_received']);
  const [answer] = await answersAt(at);
  // A journey that begins with a scan must not learn the score: it might ask happy guests only.
  expect((await api.ask('GET', `events/${said[0]!.id}`)).json.data).not.toHaveProperty('rating');
  expect(new Set([answer!.customer_id, ...said.map(({ customer_id }) => customer_id)]).size).toBe(1);
  expect((await api.ask('GET', `events/${said[1]!.id}`)).json.data).toMatchObject({
    rating: 2,
    channel: 'qr',
  });
  expect((await open(next)).text).toContain('has noted it');
});

test('codes that are unknown, off, over, put away or no code at all answer alike', async () => {
  const [off, over, away] = [await code(), await code(), await code()];
  await api.ask('PATCH', `qr-codes/${off.id}`, { body: { active: false } });
  await api.ask('PATCH', `qr-codes/${over.id}`, { body: { expiresAt: '2020-01-01T00:00:00Z' } });
  await api.ask('DELETE', `qr-codes/${away.id}`);
  const pages = [];
  for (const path of [
    off.path,
    over.path,
    away.path,
    '/q/22222222',
    '/q/short',
    '/q/IL0OIL0O',
    '/q',
    '/q/a/b',
  ])
    pages.push(await open(path));
  const said = pages.map(({ status, text, headers }) => ({
    status,
    text: text.replace(/nonce="[^"]+"/, ''),
    cache: headers.get('cache-control'),
  }));
  expect(new Set(said.map((each) => JSON.stringify(each))).size).toBe(1);
  expect(said[0]).toMatchObject({ status: 404, cache: 'private, no-store' });
  expect(said[0]!.text).toContain('This code is not in use');
  expect((await submit(off.path, { rating: '5' })).status).toBe(404);
  expect(await answersAt(off)).toEqual([]);
  await api.ask('PATCH', `qr-codes/${off.id}`, { body: { active: true } });
  expect((await open(off.path)).status).toBe(200);
  expect((await open(off.path.toLowerCase().replace('/q/', '/q/'))).status).toBe(200);
});

test('a form of another code, of yesterday or of nobody is asked for once more, and what was typed stays', async () => {
  const [at, other] = [await code(), await code()];
  const foreign = visitIn(await open(other.path));
  for (const v of [foreign, '', 'x'.repeat(43)]) {
    const reply = await submit(at.path, { v, rating: '4', comment: 'keep these words' });
    expect(reply.status).toBe(422);
    expect(reply.text).toContain('had been open for long');
    expect(reply.text).toContain('keep these words');
    expect((await submit(at.path, { v: visitIn(reply), rating: '4' })).status).toBe(303);
  }
  expect(await answersAt(at)).toHaveLength(3);
  const real = now;
  const v = visitIn(await open(at.path));
  now = new Date(real.getTime() + 25 * 3_600_000);
  expect((await submit(at.path, { v, rating: '4' })).status).toBe(422);
  now = real;
});

test.each([
  [{}, 'Please choose one to five stars'],
  [{ rating: '9' }, 'Please choose one to five stars'],
  [{ rating: '3', comment: 'x'.repeat(2001) }, 'Please keep your words under 2,000 characters.'],
])('a form that is not right comes back with what to do', async (fields, sentence) => {
  const at = await code();
  const v = visitIn(await open(at.path));
  const reply = await submit(at.path, { v, ...(fields as Record<string, string>) });
  expect([reply.status, reply.text.includes(sentence)]).toEqual([422, true]);
  expect(await answersAt(at)).toEqual([]);
});

test('a program that fills in what nobody sees is thanked, and nothing is kept', async () => {
  const at = await code();
  const v = visitIn(await open(at.path));
  expect((await submit(at.path, { v, rating: '1', website: 'https://spam.example' })).status).toBe(303);
  expect(await answersAt(at)).toEqual([]);
});

test('every page is small, without script, in three languages, and asks nobody else for anything', async () => {
  const rated = await code({ invitation: 'news from us', heading: 'x'.repeat(60) });
  const asked = await code({ purpose: 'contact' });
  for (const language of LANGUAGES) {
    const { next } = await rate(rated, 1);
    for (const path of [rated.path, asked.path, `${asked.path}?done=1`, next, '/q/22222222']) {
      const { text, headers } = await open(`${path}${path.includes('?') ? '&' : '?'}lang=${language}`);
      expect(gzipSync(text).length).toBeLessThanOrEqual(6 * 1024);
      expect(text).toContain(`<html lang="${language}">`);
      expect(text).not.toMatch(/<script|<link|@import|url\(|\son[a-z]+=|style="|src="/i);
      expect(headers.get('content-security-policy')).toContain("default-src 'none'");
      expect(headers.get('referrer-policy')).toBe('no-referrer');
      expect(headers.get('x-robots-tag')).toContain('noindex');
    }
  }
  const french = Object.values(qrWords.fr).map((each) =>
    typeof each === 'function' ? each('Acme', 'le vin') : each,
  );
  for (const sentence of french) expect(sentence).not.toMatch(/[^\u202f][?!;]/);
});

test('whoever tries codes one after another is stopped', async () => {
  let refused: Reply | null = null;
  for (let tried = 0; tried < 60 && !refused; tried++) {
    const reply = await open(`/q/${String(22222222 + tried).replace(/[01]/g, '9')}`);
    if (reply.status === 429) refused = reply;
  }
  expect(Number(refused?.headers.get('retry-after'))).toBeGreaterThan(0);
  expect(refused?.text).toContain('One moment');
});

/** How many rows every table of tenants has: what a request that changes nothing leaves as it was. */
async function everything(): Promise<Record<string, number>> {
  const tables = await look<{ name: string }>(
    database.adminUrl,
    `select n.nspname || '.' || c.relname as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
      where c.relkind = 'r' and n.nspname in ('crm', 'journeys', 'messaging', 'feedback', 'integrations', 'platform') order by 1`,
    [],
  );
  const counts: Record<string, number> = {};
  for (const { name } of tables) {
    if (name === 'platform.idempotency_keys' || name === 'platform.audit_log') continue;
    counts[name] = await countOf(name);
  }
  return counts;
}
