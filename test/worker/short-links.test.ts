import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { createShortLinks } from '../../worker/activities/short-links.js';
import { segmentsOf } from '../../workflows/flow/segments.js';
import type { Facts } from '../../workflows/flow/facts.js';
import { ana, openHouse, type House } from '../support/house.js';

const reviews = [{ site: 'google', url: 'https://g.page/r/acme/review' }];
const facts = {
  customer: { name: 'Ana https://evil.example/x' },
  business: { reviewLinks: reviews },
  event: {
    type: 'custom_x',
    data: { invoiceUrl: 'https://pay.example/i/7?a=1&b=2', note: 'https://evil.example/x' },
  },
} as unknown as Facts;
const shortening = (template: string) =>
  createShortLinks({
    publicUrl: 'https://go.acme.example',
    template,
    facts,
    links: { publicReviewLink: reviews[0]!.url },
  });
const SHORT = /https:\/\/go\.acme\.example\/l\/[A-Za-z0-9_-]{12}/;

test('links the owner wrote lead through ours, the same address by the same link, and punctuation stays', () => {
  const links = shortening(
    'Book at https://acme.example/book?c={{ customer.id }}, or https://acme.example/book?c={{ customer.id }}.',
  );
  const text = links.text('Book at https://acme.example/book?c=7, or https://acme.example/book?c=7.');
  expect(text).toMatch(new RegExp(`^Book at ${SHORT.source}, or ${SHORT.source}\\.$`));
  const html = links.html('<a class="link" href="https://acme.example/book?c=7">Book</a>');
  expect(links.all()).toMatchObject([{ target: 'https://acme.example/book?c=7', reviewSite: null }]);
  expect(SHORT.exec(html)![0]).toBe(SHORT.exec(text)![0]);
});

test('a field that is an address leads through ours, as it was and not as HTML writes it', () => {
  const links = shortening('[Pay]({{ event.data.invoiceUrl }}) or {{ publicReviewLink }}');
  links.html(
    '<a href="https://pay.example/i/7?a=1&amp;b=2">Pay</a> <a href="https://g.page/r/acme/review">x</a>',
  );
  expect(links.all()).toMatchObject([
    { target: 'https://pay.example/i/7?a=1&b=2', reviewSite: null },
    { target: 'https://g.page/r/acme/review', reviewSite: 'google' },
  ]);
});

test('dots without end, and thousands of addresses, hold up nobody', () => {
  const dotted = `https://acme.example/${'.'.repeat(150_000)}x`;
  expect(shortening('https://acme.example/a').text(dotted)).toBe(dotted);
  const written = Array.from({ length: 1500 }, (_, index) => `https://acme.example/${index}/`);
  const links = shortening(written.join(' '));
  const sent = Array.from({ length: 8000 }, (_, index) => `https://other.example/${index}`).join(' ');
  expect(links.text(sent)).toBe(sent);
  links.text(written.join(' '));
  expect(links.all()).toHaveLength(200);
});

test.each([
  ['our own', 'https://go.acme.example/r/abc', 'https://go.acme.example/r/abc'],
  ['what a customer put into a name', 'Hello {{ customer.name }}', 'Hello Ana https://evil.example/x'],
  ['what a note says', '{{ event.data.note }}', 'https://evil.example/x'],
  ['another host that begins alike', 'https://acme.example{{ x }}', 'https://acme.example.evil.example/x'],
  ['an address with a password', 'https://acme.example/', 'https://user:pass@acme.example/'],
  ['mail', 'mailto:hello@acme.example', 'mailto:hello@acme.example'],
  ['a script', 'javascript:alert(1)', 'javascript:alert(1)'],
])('%s is left as it is', (_, template, text) => {
  const links = shortening(template);
  expect(links.text(text)).toBe(text);
  expect(links.html(`<a href="${text}">x</a>`)).toBe(`<a href="${text}">x</a>`);
  expect(links.all()).toEqual([]);
});

let house: House;
beforeAll(async () => {
  house = await openHouse({ business: { settings: { trackLinks: true } } });
});
afterAll(() => house?.close());

const long = `https://acme.example/${'very-long-path/'.repeat(14)}`;
const step = (id: string, kind: 'sms' | 'email', settings: object, then: string | null) => ({
  id,
  kind,
  settings: { purpose: 'service', ...settings },
  exits: { sent: then, undeliverable: then },
});
const journey = (type: string, first: { id: string }, ...rest: object[]) =>
  house.journey({
    entry: { on: 'event', type },
    first: first.id,
    steps: [first, ...rest],
    rules: { quietHours: null },
  });

test('a message that is sent carries the short link, is counted by its length, and remembers where it leads', async () => {
  const text = step('text', 'sms', { body: `See ${long}` }, 'mail');
  const mail = step('mail', 'email', { subject: 'Hello', body: `[See](${long})` }, 'plain');
  const plain = step('plain', 'sms', { body: `See ${long}`, trackLinks: false }, null);
  await journey('custom_links', text, mail, plain);
  const enrollment = await house.enrollmentOf(await house.happens({ type: 'custom_links', customer: ana }));
  await house.ended(enrollment);
  const messages = await house.rows<{ id: string; step_id: string; content: Buffer; segments: number }>(
    'select id, step_id, content, segments from messaging.messages where enrollment_id = $1 order by id',
    [enrollment],
  );
  const sent = await Promise.all(
    messages.map(async ({ id, content }) => {
      const place = { table: 'messages', rowId: id, kind: 'content' };
      return JSON.parse((await house.keys.open(house.businessId, content, place)).toString()) as {
        text: string;
        html?: string;
      };
    }),
  );
  const ours = /http:\/\/127\.0\.0\.1:4000\/l\/[A-Za-z0-9_-]{12}/;
  expect(sent[0]!.text).toMatch(ours);
  expect(messages[0]!.segments).toBe(segmentsOf(sent[0]!.text).parts);
  expect(sent[1]!.html).toMatch(new RegExp(`href="${ours.source}"`));
  expect(sent[1]!.text).toMatch(ours);
  expect(sent[2]!.text).toBe(`See ${long}`);
  expect(messages[2]!.segments).toBeGreaterThan(messages[0]!.segments);
  const links = await house.rows<{ id: string; target: Buffer; message_id: string }>(
    'select id, target, message_id from messaging.links order by id',
  );
  expect(links.map(({ message_id }) => message_id)).toEqual([messages[0]!.id, messages[1]!.id]);
  for (const { id, target } of links) {
    expect(target.includes('acme.example')).toBe(false);
    const place = { table: 'links', rowId: id, kind: 'target' };
    expect((await house.keys.open(house.businessId, target, place)).toString()).toBe(long);
  }
});
