import { contrast, rgbOf, WHITE } from '../../../lib/colour.js';
import { CARD_BY_NIGHT, lookOf } from '../../../lib/render/look.js';
import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  prepareEmail,
  unsubscribeHeaders,
  type EmailTemplate,
  type RenderedEmail,
} from '../../../lib/render/email.js';
import type { Facts } from '../../../workflows/flow/facts.js';
import { renderTemplate, type MessageLinks } from '../../../workflows/flow/merge-fields.js';

interface Person {
  facts: Facts;
  links?: MessageLinks;
}

const liquid = (source: string, { facts, links }: Person) =>
  renderTemplate(source, facts, { links: links ?? {} });
const business = { name: 'Weiss & Sons', postalAddress: '1 Main St\nSpringfield', accent: '#0b57d0' };
const links = { why: 'https://jm.example/why/abc', unsubscribe: 'https://jm.example/u/abc?x=1&y=2' };

function person(customer: Record<string, unknown> = {}, more: Partial<Person> = {}): Person {
  return {
    facts: {
      customer: { name: 'Ana Ruiz', ...customer },
      business: { name: business.name },
      event: { type: 'job_completed', data: { items: ['Valve', 'Pump'], service: 'Boiler repair' } },
    },
    links: { ratingLink: 'https://jm.example/r/Zx9?a=1&b=2' },
    ...more,
  };
}

function write(body: string, who: Person = person(), template: Partial<EmailTemplate> = {}): RenderedEmail {
  const rendered = prepareEmail(
    { subject: 'Thank you', body, language: 'en', business, ...template },
    liquid,
  )(who, links);
  if (!('html' in rendered)) throw new Error(JSON.stringify(rendered));
  return rendered;
}

/** Every place an HTML e-mail leads to. */
const targets = (html: string) => [...html.matchAll(/(?:href|src)="([^"]*)"/g)].map((match) => match[1]!);

/** The tags alone, without what stands between them or in their attributes: values can only be text there. */
const tagsOf = (html: string) =>
  html
    .match(/<[a-z!/][^>]*>/gi)!
    .join('')
    .replace(/"[^"]*"/g, '""');

test('an owner’s letter arrives as a letter, with the business’s name, address and colour', () => {
  const { subject, html, text } = write(
    '# Thank you, {{ customer.firstName }}\n\nYour **{{ event.data.service }}** is done.\n\n[Tell us how it went]({{ ratingLink }})',
    person(),
    {
      subject: 'Thanks, {{ customer.firstName }}!',
    },
  );
  expect(subject).toBe('Thanks, Ana!');
  expect(html).toContain('Thank you, Ana</h1>');
  expect(html).toContain('<strong>Boiler repair</strong>');
  expect(html).toContain('<title>Thanks, Ana!</title>');
  expect(html).toMatch(
    /<a[^>]*href="https:\/\/jm\.example\/r\/Zx9\?a=1&amp;b=2"[^>]*class="button"|class="button"[^>]*href="https:\/\/jm\.example\/r\/Zx9\?a=1&amp;b=2"/,
  );
  expect(html).toContain('Weiss &amp; Sons · 1 Main St, Springfield');
  expect(html).toContain('#0b57d0');
  expect(html).toContain('href="https://jm.example/u/abc?x=1&amp;y=2"');
  expect(html).toMatch(/^<!DOCTYPE html>/);
  expect(html).not.toMatch(/[\uE000-\uE0FF]/);
  expect(text).toBe(
    'Thank you, Ana\n\nYour Boiler repair is done.\n\nTell us how it went:\nhttps://jm.example/r/Zx9?a=1&b=2\n\n' +
      '-- \nWeiss & Sons\n1 Main St\nSpringfield\nWhy am I getting this? https://jm.example/why/abc\nUnsubscribe: https://jm.example/u/abc?x=1&y=2\n',
  );
  expect(Buffer.byteLength(html)).toBeLessThan(8_000);
});

test('what a customer is called can neither run, link, nor look like ours', () => {
  const names = [
    '<script>alert(1)</script>', '<img src=x onerror=alert(1)>', '"><svg onload=alert(1)>', '[x](javascript:alert(1))', "' onmouseover='x", '&lt;b&gt;',
    '**bold**', '{{ customer.email }}', '{% if true %}', '\uE0000\uE001', '\uE010123\uE011\uE001<b>', '</title><script>x</script>', 'https://evil.example',
  ]; // prettier-ignore
  for (const name of names) {
    const { html, text, subject } = write(
      'Dear {{ customer.name }}, [hello {{ customer.name }}](https://weiss.example/?n={{ customer.name }}) and [there]({{ customer.name }})\n\n- {{ customer.name }}\n\n`{{ customer.name }}` ![{{ customer.name }}](https://weiss.example/a.png)',
      person({ name }),
      { subject: '{{ customer.name }}' },
    );
    const harmless = name
      .replace(/&/g, '&amp;')
      .replace(/</g, '&lt;')
      .replace(/>/g, '&gt;')
      .replace(/"/g, '&quot;')
      .replace(/'/g, '&#39;');
    expect(html).toContain(`Dear ${harmless}`);
    expect(tagsOf(html)).not.toMatch(/script|svg|<b>|\son\w+=/i);
    expect(html.split('<title>')[1]!.split('</title>')[0]).toBe(harmless.replace(/[\s]+/g, ' '));
    for (const target of targets(html)) expect(target).toMatch(/^(https:\/\/(weiss|jm|evil)\.example|#)/);
    expect(text).toContain(`Dear ${name}`);
    expect(subject).toBe(name);
  }
});

test('no value and no filter can break out of its place, whatever it is made of', () => {
  const nasty = fc.array(
    fc.constantFrom(
      '<',
      '>',
      '"',
      "'",
      '&',
      '`',
      '\n',
      '\r',
      '\u0000',
      ']',
      '(',
      ')',
      '{{',
      '%}',
      '\uE000',
      '0',
      '\uE001',
      '\uE010',
      'javascript:',
      'data:',
      ' ',
      'a',
      '\\',
    ),
    { minLength: 1, maxLength: 20 },
  );
  const plain = write(
    'A {{ customer.name | capitalize }} [b]({{ customer.name }}) [c](https://x.example/{{ customer.name | upcase }}) {% capture d %}{{ customer.name }}{% endcapture %}{{ d }}',
    person({ name: 'q' }),
  ).html;
  const shape = (html: string) =>
    html
      .replace(/<br\/>/g, '')
      .match(/<\/?[a-z0-9!]+/gi)!
      .join('');
  fc.assert(
    fc.property(nasty, (parts) => {
      const name = `a${parts.join('')}`;
      const { html, subject } = write(
        'A {{ customer.name | capitalize }} [b]({{ customer.name }}) [c](https://x.example/{{ customer.name | upcase }}) {% capture d %}{{ customer.name }}{% endcapture %}{{ d }}',
        person({ name }),
        { subject: 'Hi {{ customer.name }}' },
      );
      expect(shape(html)).toBe(shape(plain));
      for (const target of targets(html)) expect(target).toMatch(/^(https:\/\/(x|jm)\.example|#)/);
      expect(subject).not.toMatch(/[\r\n\0]/);
    }),
    { numRuns: 300 },
  );
});

test('links lead to web pages, mail and telephones only, whoever wrote them', () => {
  const { html } = write(
    '[a](https://a.example) [b](http://b.example) [c](mailto:c@example.com) [d](tel:+34600) [e](javascript:alert(1)) [f](data:text/html,x) [g](/inside) [h](JaVaScRiPt:x) [i](vbscript:x) [j]( javascript:x) ![k](http://k.example/a.png) ![l](javascript:x) [m](java\tscript:x)',
  );
  expect(targets(html).filter((target) => !target.startsWith('https://jm.example'))).toEqual([
    'https://a.example',
    'http://b.example',
    'mailto:c@example.com',
    'tel:+34600',
  ]);
  expect(html).toContain('>a<');
  expect(html).toContain('e ');
});

test('HTML that an owner types is shown as they typed it', () => {
  const { html } = write('Hello <b>you</b>\n\n<script>alert(1)</script>\n\n<div onclick="x">box</div>');
  expect(html).toContain('Hello &lt;b&gt;you&lt;/b&gt;');
  expect(html).toContain('&lt;script&gt;');
  expect(html).not.toMatch(/<script|<div onclick/);
});

test('a rating link standing alone in the text can be clicked', () => {
  const { html, text } = write('How did we do? {{ ratingLink }}');
  expect(html).toContain(
    '<a class="link" href="https://jm.example/r/Zx9?a=1&amp;b=2">https://jm.example/r/Zx9?a=1&amp;b=2</a>',
  );
  expect(text).toContain('How did we do? https://jm.example/r/Zx9?a=1&b=2');
});

test('conditions and lists work across lines, and leave no empty paragraphs', () => {
  const body =
    'Hi\n\n{% if customer.tags contains "vip" %}\nThank you for your loyalty.\n{% else %}\nWelcome.\n{% endif %}\n\nYou got:\n{% for item in event.data.items %}\n- {{ item }}\n{% endfor %}\nBye';
  const vip = write(body, person({ tags: ['vip'] }));
  expect(vip.text).toMatch(
    /^Hi\n\nThank you for your loyalty\.\n\nYou got:\n\n- Valve\n\n- Pump\n\nBye\n\n-- /,
  );
  expect(vip.html).not.toContain('Welcome');
  expect(vip.html).toContain('Valve');
  expect(vip.html).not.toMatch(/<p[^>]*>\s*<\/p>/);
  expect(vip.html.match(/<ul/g)).toHaveLength(vip.html.match(/<\/ul>/g)!.length);
  expect(write(body, person({ tags: [] })).text).toContain('Welcome.');
});

test('the plain text reads well by itself', () => {
  const { text } = write(
    'Dear Ana,\nsecond line\n\n1. one\n2. two\n   - inner\n\n> quoted\n\n| A | B |\n|---|---|\n| 1 | 2 |\n\n---\n\nSee [our page](https://weiss.example), https://plain.example or [call](tel:+34600).  \nR&amp;D &euro; 5 < 6',
  );
  expect(text.split('\n\n-- ')[0]).toBe(
    'Dear Ana,\nsecond line\n\n1. one\n2. two\n   - inner\n\n> quoted\n\nA | B\n1 | 2\n\n----------\n\nSee our page (https://weiss.example), https://plain.example or call (tel:+34600).\nR&D € 5 < 6',
  );
});

test('the foot speaks the customer’s language and runs in its direction', () => {
  expect(write('Hola', person(), { language: 'es-MX' }).html).toContain('Darse de baja');
  expect(write('Hola', person(), { language: 'es-MX' }).html).toMatch(/<html[^>]*lang="es-MX"/);
  expect(write('שלום', person(), { language: 'he' }).html).toMatch(/<html[^>]*dir="rtl"/);
  expect(write('x', person(), { language: 'tlh' }).text).toContain('Unsubscribe');
});

test('an e-mail that needs no way out has none', () => {
  const rendered = prepareEmail(
    { subject: 's', body: 'b', language: 'en', business: { name: 'Weiss' } },
    liquid,
  )(person()) as RenderedEmail;
  expect(targets(rendered.html)).toEqual([]);
  expect(rendered.text).toBe('b\n\n-- \nWeiss\n');
});

test('a field that is missing is named, and nothing is made', () => {
  const fill = prepareEmail(
    { subject: 'Hi', body: 'Table {{ event.data.table }}', language: 'en', business },
    liquid,
  );
  expect(fill(person())).toEqual({ missing: 'event.data.table' });
  const broken = prepareEmail(
    { subject: '{% if true %}', body: 'x {% endif %}', language: 'en', business },
    liquid,
  )(person());
  expect(broken).toHaveProperty('fault');
  expect(
    prepareEmail({ subject: 's', body: '{{ customer.name', language: 'en', business }, liquid)(person()),
  ).toHaveProperty('fault');
});

test('a logo stands at the head in a size that fits, and says the name where pictures are off', () => {
  const withLogo = (logo: { url: string; width: number; height: number }) =>
    write('x', person(), { business: { ...business, logo } }).html;
  const html = withLogo({ url: 'https://jm.example/logo/a/400x100.png', width: 400, height: 100 });
  expect(html).toMatch(/<img[^>]*alt="[^"]+"[^>]*src="https:\/\/jm.example\/logo\/a\/400x100.png"/);
  expect(html).toMatch(/<img[^>]*width="176"/);
  expect(html).toMatch(/<img[^>]*height="44"/);
  expect(targets(withLogo({ url: 'javascript:alert(1)', width: 1, height: 1 })).join()).not.toContain(
    'javascript',
  );
  expect(
    write('x', person(), { business: { name: '<b>Weiss</b>', accent: 'red;background:url(x)' } }).html,
  ).not.toMatch(/<b>|background:url/);
});

test('the styles of the night reach mail programs as they are written', () => {
  expect(write('x', person()).html).toContain('.page>table>tbody>tr>td{background-color:#111!important}');
});

test('a business’s colour is darkened by day and lightened by night until links and buttons can be read', () => {
  for (const accent of ['#ffd84d', '#0a0a2a', '#1f4f7c', 'red']) {
    const { link, button, linkByNight } = lookOf(accent);
    expect(contrast(rgbOf(link.color as string), WHITE)).toBeGreaterThanOrEqual(4.5);
    expect(
      contrast(rgbOf(button.backgroundColor as string), rgbOf(button.color as string)),
    ).toBeGreaterThanOrEqual(4.5);
    expect(contrast(rgbOf(linkByNight), rgbOf(CARD_BY_NIGHT))).toBeGreaterThanOrEqual(4.5);
  }
});

test('a mailbox’s own unsubscribe button works with one click', () => {
  expect(unsubscribeHeaders('https://jm.example/u/abc')).toEqual({
    'List-Unsubscribe': '<https://jm.example/u/abc>',
    'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
  });
});
