import type { Facts } from '../../workflows/flow/facts.js';
import type { Field } from '../../workflows/flow/fields.js';
import { renderTemplate, type Rendered } from '../../workflows/flow/merge-fields.js';

export const SAMPLES = ['typical', 'noName', 'longest'] as const;
export type Sample = (typeof SAMPLES)[number];

const LONG: Readonly<Record<string, string>> = {
  'customer.firstName': 'Maximiliana-Fernanda',
  'customer.lastName': 'Montgomery-Villanueva',
  'customer.name': 'Maximiliana-Fernanda Montgomery-Villanueva',
};

/** Made-up facts in which every detail known here has a value of its kind. */
export function factsOf(sample: Sample, fields: readonly Field[], business?: { name?: string }): Facts {
  const facts = { customer: {}, business: {}, event: { type: '', data: {} } } as unknown as Facts;
  for (const { path, example, type, onlyInMessages } of fields) {
    if (onlyInMessages || (sample === 'noName' && /^customer\.(first|last)?name$/i.test(path))) continue;
    const long = sample === 'longest' && type === 'text';
    put(facts, path.split('.'), long ? (LONG[path] ?? lengthened(path, String(example))) : example);
  }
  if (business?.name) facts.business.name = business.name;
  return facts;
}

/** A customer whom the business knows, with made-up details of what happened. */
export function factsWith(
  customer: Facts['customer'],
  fields: readonly Field[],
  business?: { name?: string },
): Facts {
  const others = fields.filter(({ path }) => !path.startsWith('customer.'));
  const firstName = customer.firstName ?? customer.name?.trim().split(/\s+/)[0];
  return { ...factsOf('typical', others, business), customer: { ...customer, firstName } };
}

/** Words grow; links, addresses, numbers and codes are as long as they are. */
const lengthened = (path: string, example: string): string =>
  /^[\p{L} ]+$/u.test(example) && !/currency|locale|kind|channel|type$/i.test(path) && example.length > 3
    ? `${example} ${example.toLowerCase()}`
    : example;

function put(into: object, [key = '', ...rest]: string[], value: unknown): void {
  const here = into as Record<string, unknown>;
  if (rest.length === 0) here[key] = value;
  else put((here[key] ??= {}) as object, rest, value);
}

/** As long as a real one, so that a text counts as many parts as it will. */
const TOKEN = 'ExampleOfAPrivateLink1';

/** `links` lead nowhere; a test message that really goes out shows them at our own address. */
export function rendered(
  text: string,
  facts: Facts,
  locale: string,
  origin = 'https://example.com',
  reviewLink = `${origin}/reviews`,
): Rendered {
  return renderTemplate(text, facts, {
    links: {
      ratingLink: `${origin}/r/${TOKEN}`,
      publicReviewLink: reviewLink,
      unsubscribeLink: `${origin}/u/${TOKEN}`,
      whyLink: `${origin}/why/${TOKEN}`,
    },
    now: '2026-11-20T09:00:00.000Z',
    zone: 'Europe/Madrid',
    locale,
  });
}
