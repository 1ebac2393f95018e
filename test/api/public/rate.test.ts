import { afterAll, beforeAll, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { withBusiness } from '../../../db/tenant.js';
import { newPublicToken } from '../../../lib/tokens.js';
import { freshDatabase, type FreshDatabase } from '../../support/database.js';
import { link, look, passage, type Arranged, type Passage } from '../sources/doors.js';
import { startApi, type TestApi } from '../support/start-api.js';

let database: FreshDatabase;
let api: TestApi;
const links = [
  { site: 'google', url: 'https://g.page/r/acme/review' },
  { site: 'tripadvisor', url: 'https://www.tripadvisor.com/acme' },
];

beforeAll(async () => {
  database = await freshDatabase();
  api = await startApi(database);
  await withBusiness(api.deps.database, { businessId: api.business.id }, (tx) =>
    tx.k
      .updateTable('tenancy.businesses')
      .set({ review_links: JSON.stringify(links), email: 'hello@acme.example', phone: '+34910000000' })
      .where('id', '=', api.business.id)
      .execute(),
  );
});
afterAll(async () => {
  await api.close();
  await database.drop();
});

async function asked(
  more: Arranged = {},
  expiresAt: Date | null = null,
): Promise<Passage & { path: string }> {
  const person = await passage(api, more);
  return { ...person, path: `/r/${await link(api, person, 'rate', { expiresAt })}` };
}

const open = (path: string, headers: Record<string, string> = {}, method = 'GET') =>
  api.ask(method, path, { as: null, headers });
const submit = (path: string, fields: Record<string, string>) =>
  api.ask('POST', path, {
    as: null,
    raw: new URLSearchParams(fields).toString(),
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
  });

const feedback = (customerId: string) =>
  look<{
    rating: number;
    comment: string;
    private_note: string;
    wants_call: boolean;
    source: string;
    enrollment_id: string;
    public_links_shown: unknown;
    changed_at: Date | null;
  }>(database.adminUrl, 'select * from feedback.responses where customer_id = $1', [customerId]);
const timeline = (enrollmentId: string) =>
  look<{ type: string; step_id: string; reason_message: string; feedback_id: string; event_id: string }>(
    database.adminUrl,
    'select * from journeys.timeline where enrollment_id = $1 order by id',
    [enrollmentId],
  );
const notices = (customerId: string) =>
  look<{ kind: string; body: string; membership_id: string }>(
    database.adminUrl,
    'select * from journeys.notices where customer_id = $1 order by id',
    [customerId],
  );
async function events(customerId: string) {
  const list = await api.ask('GET', `events?customerId=${customerId}`);
  const whole = [];
  for (const { id } of list.json.items.reverse()) whole.push((await api.ask('GET', `events/${id}`)).json);
  return whole;
}

test('an answer is kept, thanked for, told in the timeline, and enters as an event', async () => {
  const person = await asked({ depth: 2 });
  const reply = await submit(person.path, { rating: '5', comment: 'Dan was quick\r\nand kind' });
  expect([reply.status, reply.headers.get('location')]).toEqual([303, person.path]);
  expect(await feedback(person.customerId)).toMatchObject([
    {
      rating: 5,
      comment: 'Dan was quick\nand kind',
      source: 'email',
      enrollment_id: person.enrollmentId,
      public_links_shown: links,
      changed_at: null,
    },
  ]);
  const [event] = await events(person.customerId);
  expect(event).toMatchObject({
    type: 'feedback_received',
    source: 'journeyman',
    status: 'received',
    subject: { kind: 'job' },
    data: { rating: 5, feedbackId: expect.any(String), hasComment: true, enrollmentId: person.enrollmentId },
  });
  expect(JSON.stringify(event)).not.toContain('quick');
  expect(await timeline(person.enrollmentId)).toMatchObject([
    { type: 'feedback', step_id: 'ask', reason_message: 'Gave 5 stars.', event_id: event.id },
  ]);
  const [depth] = await look<{ depth: number }>(database.adminUrl, 'select depth from integrations.inbox_events where id = $1', [event.id]); // prettier-ignore
  expect(depth!.depth).toBe(3);
  const [ask] = await look<{ answered_at: Date }>(database.adminUrl, 'select answered_at from feedback.review_requests where message_id = $1', [person.messageId]); // prettier-ignore
  expect(ask!.answered_at).toBeInstanceOf(Date);
  expect(await notices(person.customerId)).toEqual([]);
  const thanks = await open(person.path);
  expect(thanks.text).toContain('Thank you, Ana.');
  expect(thanks.text).toContain('You gave 5 stars on');
});

test('a low score tells the owner once, and offers a private note below the public links', async () => {
  const person = await asked({ channel: 'sms' });
  await submit(person.path, { rating: '2', comment: 'Late' });
  await submit(person.path, { rating: '1', comment: 'Very late' });
  expect(await notices(person.customerId)).toMatchObject([
    { kind: 'low_rating', body: 'Ana Ruiz gave 2 stars: “Late”', membership_id: api.business.owner.memberId },
  ]);
  const { text } = await open(person.path);
  const [shared, note] = [text.indexOf('https://g.page/r/acme/review'), text.indexOf('name="note"')];
  expect(shared).toBeGreaterThan(0);
  expect(note).toBeGreaterThan(shared);

  const sent = await submit(person.path, { note: 'The pipe still drips', wantsCall: 'yes' });
  expect(sent.status).toBe(303);
  expect(await feedback(person.customerId)).toMatchObject([
    { rating: 1, private_note: 'The pipe still drips', wants_call: true, source: 'sms' },
  ]);
  expect((await notices(person.customerId)).at(-1)).toMatchObject({
    body: 'Ana Ruiz wrote in private: “The pipe still drips” A call is welcome.',
  });
  expect((await open(person.path)).text).toContain('Your note has been sent.');
});

test('whatever the score, the same public links are shown and recorded as shown', async () => {
  const seen = new Set<string>();
  for (const rating of ['1', '2', '3', '4', '5']) {
    const person = await asked();
    await submit(person.path, { rating });
    const { text } = await open(person.path);
    seen.add(/<section class="sec" id="public-reviews">.*?<\/section>/s.exec(text)![0]);
    expect((await feedback(person.customerId))[0]!.public_links_shown).toEqual(links);
  }
  expect(seen.size).toBe(1);
  expect([...seen][0]).toContain('https://www.tripadvisor.com/acme');
});

test('who thinks again may change the rating, and that is a new event that names the old one', async () => {
  const person = await asked();
  await submit(person.path, { rating: '2' });
  const form = await open(`${person.path}?change=1`);
  expect(form.text).toMatch(/value="2"[^>]*checked|checked=""[^>]*value="2"/);
  await submit(person.path, { rating: '5', comment: 'They came back and fixed it' });
  expect(await feedback(person.customerId)).toMatchObject([{ rating: 5, changed_at: expect.any(Date) }]);
  const [first, second] = await events(person.customerId);
  expect(first.data).not.toHaveProperty('previousRating');
  expect(second.data).toMatchObject({ rating: 5, previousRating: 2 });
  expect((await timeline(person.enrollmentId)).map((row) => row.reason_message)).toEqual([
    'Gave 2 stars.',
    'Changed the rating from 2 to 5 stars.',
  ]);
});

test('the same answer pressed five times at once is one answer and one event', async () => {
  const person = await asked();
  const replies = await Promise.all(Array.from({ length: 5 }, () => submit(person.path, { rating: '4' })));
  expect(replies.map(({ status }) => status)).toEqual([303, 303, 303, 303, 303]);
  expect(await feedback(person.customerId)).toHaveLength(1);
  expect(await events(person.customerId)).toHaveLength(1);
});

test('an answer joins the timeline of a journey that is over', async () => {
  const person = await asked({ enrollmentStatus: 'completed' });
  await submit(person.path, { rating: '4' });
  expect(await timeline(person.enrollmentId)).toMatchObject([
    { type: 'feedback', reason_message: 'Gave 4 stars.' },
  ]);
});

test.each([
  [{}, 'Please choose one to five stars, then press Send.'],
  [{ rating: '0' }, 'Please choose one to five stars, then press Send.'],
  [{ rating: '6' }, 'Please choose one to five stars, then press Send.'],
  [{ rating: 'great', comment: 'keep these words' }, 'Please choose one to five stars, then press Send.'],
  [{ rating: '3', comment: 'x'.repeat(2001) }, 'Please keep your words under 2,000 characters.'],
])('a form that is not right comes back with what was written and what to do', async (fields, sentence) => {
  const person = await asked();
  const reply = await submit(person.path, fields as Record<string, string>);
  expect(reply.status).toBe(422);
  expect(reply.text).toContain(`role="alert" id="problem">${sentence}`);
  if ('comment' in fields) expect(reply.text).toContain(fields.comment!.slice(0, 2000));
  expect(await feedback(person.customerId)).toEqual([]);
});

test('two thousand characters of any kind are kept', async () => {
  const person = await asked();
  const comment = '😀'.repeat(1000);
  expect((await submit(person.path, { rating: '3', comment })).status).toBe(303);
  expect((await feedback(person.customerId))[0]!.comment).toBe(comment);
});

test('a note before any rating asks for the rating and keeps the words', async () => {
  const person = await asked();
  const reply = await submit(person.path, { note: 'Please call' });
  expect(reply.status).toBe(422);
  expect(reply.text).toContain('Please call');
  expect(await feedback(person.customerId)).toEqual([]);
});

test('a form that is no form is refused, and a huge one is not read', async () => {
  const person = await asked();
  const json = await api.ask('POST', person.path, { as: null, body: { rating: 5 } });
  expect(json.status).toBe(415);
  expect((await submit(person.path, { rating: '5', comment: 'x'.repeat(70_000) })).status).toBe(413);
  expect((await open(person.path, {}, 'DELETE')).status).toBe(405);
  expect(await feedback(person.customerId)).toEqual([]);
});

test('a star in an e-mail only chooses; sending is for the person to do', async () => {
  const person = await asked();
  const page = await open(`${person.path}?s=4`);
  expect(page.status).toBe(200);
  expect(page.text).toMatch(/value="4"[^>]*checked|checked=""[^>]*value="4"/);
  expect((await open(`${person.path}?s=9`)).text).not.toContain('checked=""');
  expect(await feedback(person.customerId)).toEqual([]);
});

const scan = async () =>
  (await look<{ rows: string }>(
    database.adminUrl,
    `select string_agg(table_schema || '.' || table_name || ':' ||
              (xpath('/row/c/text()', query_to_xml(format('select count(*) as c, max(xmin::text::bigint) from %I.%I', table_schema, table_name), false, true, '')))[1]::text,
            ' ' order by table_schema, table_name) as rows
       from information_schema.tables
      where table_schema in ('crm', 'journeys', 'messaging', 'feedback', 'integrations', 'platform') and table_type = 'BASE TABLE'`,
  ))[0]!.rows; // prettier-ignore

test('whatever a mail scanner opens, nothing is written anywhere', async () => {
  const person = await asked();
  await submit(person.path, { rating: '1' });
  const unanswered = await asked();
  const paths = [
    person.path,
    unanswered.path,
    `/r/${await link(api, person, 'rate')}/stop`,
    `/u/${await link(api, person, 'unsubscribe')}`,
    `/why/${await link(api, person, 'why')}`,
    `/why/${await link(api, person, 'why')}/stop`,
    `/u/${newPublicToken().token}`,
  ];
  const before = await scan();
  const visit = fc.record({
    path: fc.constantFrom(...paths),
    method: fc.constantFrom('GET', 'HEAD'),
    query: fc.constantFrom('', '?s=1', '?s=5', '?change=1', '?List-Unsubscribe=One-Click', '?channel=email&purpose=review', '?rating=5', '?done=stopped', '?lang=es'),
    headers: fc.constantFrom<Record<string, string>>({}, { purpose: 'prefetch' }, { 'sec-purpose': 'prefetch' }, { 'user-agent': 'Mozilla/5.0 (compatible; SafeLinks)' }),
  }); // prettier-ignore
  await fc.assert(
    fc.asyncProperty(visit, async ({ path, method, query, headers }) => {
      const reply = await open(path + query, headers, method);
      expect([200, 404]).toContain(reply.status);
    }),
    { numRuns: 60 },
  );
  expect(await scan()).toBe(before);
});

test('every page says that nothing may be kept, framed, indexed or loaded from elsewhere', async () => {
  const person = await asked();
  const opened = [
    await open(person.path),
    await open(person.path, {}, 'HEAD'),
    await submit(person.path, { rating: '5' }),
    await submit(person.path, {}),
    await open(`/u/${await link(api, person, 'unsubscribe')}`),
    await open(`/why/${await link(api, person, 'why')}`),
    await open(`/r/${newPublicToken().token}`),
  ];
  for (const { headers, text } of opened) {
    const policy = headers.get('content-security-policy')!;
    const nonce = /style-src 'nonce-([A-Za-z0-9+/]{22}==)'/.exec(policy)![1]!;
    expect(policy).toBe(
      `default-src 'none'; style-src 'nonce-${nonce}'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'`,
    );
    if (text) expect(text).toContain(`<style nonce="${nonce}">`);
    expect(headers.get('cache-control')).toBe('private, no-store');
    expect(headers.get('referrer-policy')).toBe('no-referrer');
    expect(headers.get('x-robots-tag')).toBe('noindex, nofollow');
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('set-cookie')).toBeNull();
  }
});

test('a link that leads nowhere says so kindly, and says nothing of anybody', async () => {
  const person = await asked();
  const revoked = await asked();
  await look(database.adminUrl, 'update platform.public_tokens set revoked_at = now() where message_id = $1', [revoked.messageId]); // prettier-ignore
  const pages = [];
  for (const path of [
    `/r/${newPublicToken().token}`,
    '/r/short',
    '/r/',
    `/r/${'x'.repeat(500)}`,
    person.path.replace('/r/', '/u/'),
    person.path.replace('/r/', '/why/'),
    revoked.path,
  ]) {
    const reply = await open(path);
    expect(reply.status).toBe(404);
    expect(reply.text).toContain('This link does not lead anywhere');
    pages.push(reply.text.replace(/nonce="[^"]+"/, ''));
  }
  expect(new Set(pages).size).toBe(1);
  expect(pages[0]).not.toMatch(/Acme|Ana/);
  expect((await submit(`/r/${newPublicToken().token}`, { rating: '5' })).status).toBe(404);
});

test('a link that has run out gives the business’s contact, and takes no answer', async () => {
  const person = await asked({}, new Date(Date.now() - 1000));
  const page = await open(person.path);
  expect(page.status).toBe(410);
  expect(page.text).toContain('This link has run out');
  expect(page.text).toContain('href="mailto:hello@acme.example"');
  expect(page.text).toContain('href="tel:+34910000000"');
  expect((await submit(person.path, { rating: '5' })).status).toBe(410);
  expect(await feedback(person.customerId)).toEqual([]);
  expect((await open(`${person.path}/stop`)).status).toBe(200);
});

test('the page speaks the customer’s language, and keeps to the one that was chosen', async () => {
  const person = await asked({ locale: 'es-MX' });
  expect((await open(person.path)).text).toContain('¿Qué tal lo hicimos, Ana?');
  const french = await open(`${person.path}?lang=fr`);
  expect(french.text).toContain('<html lang="fr">');
  expect(french.text).toContain(`href="${person.path}?lang=es"`);
  const reply = await submit(`${person.path}?lang=fr`, { rating: '5' });
  expect(reply.headers.get('location')).toBe(`${person.path}?lang=fr`);
});

test('a flood of one link is asked to wait, with a page', async () => {
  const person = await asked();
  const replies = await Promise.all(Array.from({ length: 70 }, () => submit(person.path, {})));
  const refused = replies.filter(({ status }) => status === 429);
  expect(refused.length).toBe(10);
  expect(refused[0]!.headers.get('retry-after')).toBe('60');
  expect(refused[0]!.text).toContain('One moment, please');
});

test('who did the work is named when the business wants it so, and never where public reviews are asked for', async () => {
  const [named, unnamed] = [await asked(), await asked()];
  expect((await open(named.path)).text).toContain('Dan');
  const settings = (nameStaff: boolean | null) =>
    api.ask('PATCH', 'business', { body: { settings: { nameStaff } } });
  expect((await settings(false)).status).toBe(200);
  const page = await open(unnamed.path);
  expect(page.text).not.toContain('Dan');
  expect(page.text).toContain('Boiler repair');
  await settings(null);
  await submit(named.path, { rating: '5' });
  expect((await open(named.path)).text).not.toContain('Dan');
});

test('a page comes compressed to whoever takes it so, and plain to others', async () => {
  const { path } = await asked();
  for (const [takes, encoding] of [
    ['gzip, br', 'br'],
    ['gzip', 'gzip'],
    ['identity', null],
  ] as const) {
    const page = await open(path, { 'accept-encoding': takes });
    expect(page.headers.get('content-encoding')).toBe(encoding);
    expect(page.headers.get('vary')).toMatch(/accept-encoding/i);
    expect(page.text).toContain('</html>');
  }
  expect((await open(path, {}, 'HEAD')).status).toBe(200);
});
