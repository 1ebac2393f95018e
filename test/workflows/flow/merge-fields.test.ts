import { expect, test } from '@jest/globals';
import { renderTemplate, templateFault } from '../../../workflows/flow/merge-fields.js';

const facts = {
  customer: { name: 'Ana Ruiz', email: 'ana@example.com', phone: '' },
  business: { name: 'Lopez & Sons' },
  event: {
    type: 'job_completed',
    data: { totalCents: 12500, service: 'boiler', lines: [{ what: 'valve' }] },
  },
};
const render = (text: string) =>
  renderTemplate(text, facts, {
    zone: 'Europe/Madrid',
    locale: 'es',
    now: '2026-11-20T10:00:00Z',
    links: { ratingLink: 'https://x/r/1' },
  });

test('the first name is the given name, else the first word of the name', () => {
  expect(render('Hello {{ customer.firstName }}')).toEqual({ text: 'Hello Ana' });
  expect(
    renderTemplate('{{ customer.firstName }}', {
      ...facts,
      customer: { name: 'Ana Ruiz', firstName: 'Anita' },
    }),
  ).toEqual({ text: 'Anita' });
});

test('a field that is missing or empty and has no default is named', () => {
  expect(render('Call {{ customer.phone }}')).toEqual({ missing: 'customer.phone' });
  expect(render('{{ event.data.nothing }}')).toEqual({ missing: 'event.data.nothing' });
  expect(render('Call {{ customer.phone | default: "us" }}')).toEqual({ text: 'Call us' });
  expect(render('{% if customer.phone %}yes{% else %}no{% endif %}')).toEqual({ text: 'no' });
});

test('the rating link has two names', () => {
  expect(render('{{ ratingLink }} {{ reviewLink }}')).toEqual({ text: 'https://x/r/1 https://x/r/1' });
});

test('dates are written in the customer’s zone and money in the customer’s language', () => {
  expect(render('{{ "2026-11-20T23:30:00Z" | date: "%H:%M" }}')).toEqual({ text: '00:30' });
  expect(render('{{ event.data.totalCents | money: "EUR" }}')).toEqual({ text: '125,00\u00a0€' });
});

test.each([
  '{{ x | explode }}',
  '{{ customer.name',
  '{% include "secrets" %}',
  '{% if %}',
  '{{ customer | inspect }}',
])('%s cannot be used, and says why', (text) => {
  const made = render(text);
  expect(made).toHaveProperty('fault');
  expect((made as { fault: string }).fault.length).toBeGreaterThan(5);
});

test('templates reach nothing but the facts', () => {
  for (const path of [
    'customer.constructor',
    'customer.__proto__',
    'process.env',
    'business.name.constructor',
  ]) {
    expect(render(`{{ ${path} }}`)).not.toHaveProperty('text');
  }
});

test('a template that would run for ever is stopped', () => {
  expect(render('{% for a in (1..100000000) %}x{% endfor %}')).toHaveProperty('fault');
});

test('what parses has no fault', () => {
  expect(templateFault('Hello {{ customer.firstName | default: "you" }}')).toBeNull();
  expect(templateFault('{% if %}')).not.toBeNull();
});

test('a missing field is named as the owner wrote it, also when nobody is known at all', () => {
  const facts = { customer: {}, business: {}, event: { type: 'job_completed', data: {} }, staff: null };
  expect(renderTemplate('Yours, {{ staff.name }}', facts)).toEqual({ missing: 'staff.name' });
  expect(renderTemplate("{{ 'Yours' | append: event.data.service }}", facts)).toEqual({
    missing: 'event.data.service',
  });
});

test.each([
  '{% for i in (1..100000000) %}x{% endfor %}',
  '{% for i in (1..1000) %}{% for j in (1..1000) %}{% assign a = i | times: j %}{% endfor %}{% endfor %}',
  `{% assign a = "xxxxxxxxxx" %}${'{% assign a = a | append: a %}'.repeat(40)}{{ a }}`,
  `{% assign a = "xxxxxxxxxx" %}${'{% capture a %}{{ a }}{{ a }}{% endcapture %}'.repeat(40)}`,
  '{{ "now" | date: "%999999999d" }}',
])('a text that would never be done is given up: %.60s', (text) => {
  expect(render(text)).toEqual({ fault: expect.stringMatching(/too often|too much text|too long/) });
});

test('a text of many lines and loops over what was bought are no trouble', () => {
  const lines = Array.from({ length: 200 }, (_, index) => ({ what: `part ${index}` }));
  const bought = { ...facts, event: { type: 'job_completed', data: { lines } } };
  const loop = '{% for line in event.data.lines %}{{ line.what | upcase }}, {% endfor %}';
  const made = renderTemplate(`${'{{ customer.name }}\n'.repeat(500)}${loop}`, bought);
  expect(made).toEqual({ text: expect.stringMatching(/PART 199, $/) });
});
