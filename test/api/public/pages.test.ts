import { gzipSync } from 'node:zlib';
import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { contrastRatio, GROUND, readableAccent } from '../../../api/public/accent.js';
import { dayOf, dayWithWeekday } from '../../../api/public/dates.js';
import { ratingOf } from '../../../api/public/form.js';
import { expiredPage, plainPage } from '../../../api/public/plain-page.js';
import { askPage, thanksPage } from '../../../api/public/rate-page.js';
import { stopPage } from '../../../api/public/stop-page.js';
import { whyPage } from '../../../api/public/why-page.js';
import { acceptedLanguage, LANGUAGES, languageOf, words, type Language } from '../../../api/public/words.js';
import type { PublicBusiness } from '../../../db/public-business.js';

const business: PublicBusiness = {
  name: 'Hale & Sons Plumbing',
  locale: 'en-GB',
  timezone: 'Europe/London',
  logoUrl: null,
  accent: '#1f4f7c',
  email: 'office@hale.example',
  phone: '+44 20 7946 0000',
  website: 'https://hale.example/',
  postalAddress: '1 Mill Lane, York',
  reviewLinks: [],
  lowRating: 3,
  nameStaff: true,
};
const links = [
  { site: 'google', url: 'https://search.google.com/local/writereview?placeid=ChIJ' },
  { site: 'facebook', url: 'https://www.facebook.com/hale/reviews' },
];
const frame = (language: Language) => ({
  language,
  nonce: 'bm9uY2U=',
  here: '/r/abc',
  business,
  firstName: 'Ana',
});
const visit = { service: 'Water heater replacement', staff: 'Dan', date: 'Tuesday 17 November' };
const answer = (rating: number) => ({
  id: '1',
  rating,
  comment: '',
  privateNote: '',
  wantsCall: false,
  at: new Date(),
});

const everyPage = (language: Language): Record<string, string> => ({
  ask: askPage({ ...frame(language), visit, rating: null, comment: 'x'.repeat(2000), problem: 'chooseStars' }),
  thanks: thanksPage({ ...frame(language), answer: answer(2), date: '24 November', links, ownerName: 'Maria', noteProblem: true }),
  stop: stopPage({
    ...frame(language), about: { channel: 'email', purpose: 'review' }, done: 'stopped', wrong: true,
    choices: (['email', 'sms'] as const).flatMap((channel) =>
      (['service', 'review', 'marketing'] as const).map((purpose) => ({ channel, purpose, allowed: true }))),
  }),
  why: whyPage({
    ...frame(language), event: { type: 'job_completed', date: '17 November' },
    message: { channel: 'sms', purpose: 'review' }, consent: null,
  }),
  expired: expiredPage(frame(language)),
  unknown: plainPage({ ...frame(language), kind: 'unknown' }),
}); // prettier-ignore

const allPages = LANGUAGES.flatMap((language) =>
  Object.entries(everyPage(language)).map(
    ([name, html]) => [`${name} in ${language}`, language, html] as const,
  ),
);

test.each(allPages)(
  'the page “%s” is small, says its language, and asks nobody else for anything',
  (_, language, html) => {
    expect(gzipSync(html).length).toBeLessThanOrEqual(6 * 1024);
    expect(html).toContain(`<html lang="${language}">`);
    expect(html).not.toMatch(/<script|<link|@import|url\(|\son[a-z]+=|style="/i);
    expect(html.match(/src="/g)).toBeNull();
    expect(html).toContain('<style nonce="bm9uY2U=">');
    expect(html).toContain('name="viewport"');
  },
);

test('the question shows whose page it is, what it is about, and five stars with words', () => {
  const html = askPage({ ...frame('en'), visit, rating: 4, comment: '', problem: null });
  expect(html).toContain('<h1>How did we do, Ana?</h1>');
  expect(html).toContain('Water heater replacement with Dan, Tuesday 17 November');
  expect(html).toContain('Hale &amp; Sons Plumbing');
  expect(html.match(/type="radio"/g)).toHaveLength(5);
  expect(html).toContain('aria-label="4 stars, Good"');
  expect(html.match(/checked=""/g)).toHaveLength(1);
  expect(html).toMatch(/value="4"[^>]*checked|checked=""[^>]*value="4"/);
});

test('a logo of ours stands beside the name, and its room is kept before it is there', () => {
  const own = { ...business, logoUrl: '/logo/AAAAAAAAAAAAAAAAAAAAAA/400x100.png' };
  const html = askPage({ ...frame('en'), business: own, visit, rating: null, comment: '', problem: null });
  expect(html).toContain(
    '<img class="pic" src="/logo/AAAAAAAAAAAAAAAAAAAAAA/400x100.png" alt="" width="132" height="33"/>',
  );
  expect(html).toContain('<span>Hale &amp; Sons Plumbing</span>');
});

test('what customers and businesses call themselves is shown as text and never as markup', () => {
  const evil = '"><script>alert(1)</script>';
  const html = askPage({
    ...frame('en'),
    firstName: evil,
    business: {
      ...business,
      name: evil,
      logoUrl: 'https://elsewhere.example/logo.png',
      accent: '}body{display:none',
    },
    visit: { service: evil, staff: evil, date: null },
    rating: null,
    comment: `</textarea>${evil}`,
    problem: null,
  });
  expect(html).not.toContain('<script');
  expect(html).not.toContain('elsewhere.example');
  expect(html).not.toContain('display:none');
  expect(html.match(/<\/textarea>/g)).toHaveLength(1);
});

test('the stars that were given are seen beside the sentence that says them', () => {
  const html = thanksPage({
    ...frame('en'),
    business,
    answer: { ...answer(2) },
    date: '24 November',
    links,
    ownerName: null,
    noteProblem: false,
  });
  const [given] = /<span class="given" aria-hidden="true">.*?<\/span>/s.exec(html)!;
  expect(given.match(/<svg/g)).toHaveLength(5);
  expect(given.match(/class="on"/g)).toHaveLength(2);
  expect(html).toContain('You gave 2 stars on 24 November.');
});

const publicPart = (html: string) =>
  /<section class="sec" id="public-reviews">.*?<\/section>/s.exec(html)?.[0];

test('whatever somebody rates, writes and is called, the public links are the same, and come first', () => {
  const anything = fc.record({
    rating: fc.integer({ min: 1, max: 5 }),
    comment: fc.string(),
    lowRating: fc.integer({ min: 0, max: 5 }),
    nameStaff: fc.boolean(),
    privateNote: fc.string(),
    wantsCall: fc.boolean(),
    language: fc.constantFrom(...LANGUAGES),
    ownerName: fc.option(fc.string()),
  });
  fc.assert(
    fc.property(anything, ({ language, lowRating, ownerName, ...said }) => {
      const page = (more: typeof said) =>
        thanksPage({
          ...frame(language),
          business: { ...business, lowRating },
          answer: { ...answer(more.rating), ...more },
          date: '24 November',
          links,
          ownerName,
          noteProblem: false,
        });
      const html = page(said);
      const part = publicPart(html);
      expect(part).toBe(publicPart(page({ ...said, rating: 5, comment: '' })));
      for (const { url } of links) expect(part).toContain(`href="${url.replaceAll('&', '&amp;')}"`);
      const note = html.indexOf('<section class="box">');
      expect(note === -1 || note > html.indexOf(part!)).toBe(true);
      expect(note !== -1).toBe(said.rating <= lowRating);
    }),
    { numRuns: 60 },
  );
});

test('a review link opens elsewhere without telling where somebody came from', () => {
  const html = thanksPage({
    ...frame('en'),
    answer: answer(5),
    date: '',
    links,
    ownerName: null,
    noteProblem: false,
  });
  expect(publicPart(html)!.match(/rel="noopener noreferrer"/g)).toHaveLength(2);
  expect(html).toContain('>Review on Google</a>');
  expect(html).toContain('>Recommend on Facebook</a>');
});

test('no box is ticked in advance', () => {
  const html = thanksPage({
    ...frame('en'),
    answer: answer(1),
    date: '',
    links,
    ownerName: 'Maria',
    noteProblem: false,
  });
  expect(html).toContain('name="wantsCall"');
  expect(html).not.toContain('checked=""');
});

test('an owner’s colour is corrected until everything on it and in it can be read', () => {
  const channel = fc.integer({ min: 0, max: 255 }).map((part) => part.toString(16).padStart(2, '0'));
  fc.assert(
    fc.property(fc.tuple(channel, channel, channel), (parts) => {
      const accent = readableAccent(`#${parts.join('')}`);
      expect(contrastRatio(accent.button, '#ffffff')).toBeGreaterThanOrEqual(4.5);
      expect(contrastRatio(accent.light, GROUND.light)).toBeGreaterThanOrEqual(4.5);
      expect(contrastRatio(accent.dark, GROUND.dark)).toBeGreaterThanOrEqual(4.5);
    }),
  );
  expect(readableAccent('#1f4f7c').button).toBe('#1f4f7c');
  expect(readableAccent('red; } body { display: none')).toEqual(readableAccent(null));
});

test('every sentence exists in every language, and French keeps its spaces before ? and !', () => {
  const texts = (value: unknown): string[] =>
    typeof value === 'string'
      ? [value]
      : typeof value === 'function'
        ? []
        : Object.values(value as Record<string, unknown>).flatMap(texts);
  for (const language of LANGUAGES)
    expect(texts(words[language]).every((text) => text.trim() !== '')).toBe(true);
  const french = texts(words.fr).concat(words.fr.rate.title('Ana'));
  for (const text of french) expect(text).not.toMatch(/[^\u202f][?!]/);
});

test('a page speaks the language asked for, else the customer’s, else the business’s, else the browser’s', () => {
  expect(languageOf('fr', 'es', 'en')).toBe('fr');
  expect(languageOf(null, 'es-MX', 'en')).toBe('es');
  expect(languageOf(null, null, 'de', 'fr')).toBe('fr');
  expect(languageOf(null, undefined, 'xx')).toBe('en');
  expect(acceptedLanguage('de-DE,de;q=0.9,fr;q=0.7,es;q=0.8')).toBe('es');
  expect(acceptedLanguage('en;q=0,es')).toBe('es');
  expect(acceptedLanguage('de')).toBeNull();
  expect(acceptedLanguage(undefined)).toBeNull();
  fc.assert(fc.property(fc.string(), (header) => void acceptedLanguage(header)));
});

test('days are the business’s days, written as its readers write them', () => {
  const late = new Date('2026-11-17T23:30:00Z');
  expect(dayOf(late, 'en', business)).toBe('17 November');
  expect(dayWithWeekday(late, 'en', business)).toBe('Tuesday 17 November');
  expect(dayOf(late, 'en', { ...business, timezone: 'Europe/Madrid', locale: 'es' })).toBe('November 18');
  expect(dayOf(late, 'es', { ...business, timezone: 'Europe/Madrid' })).toBe('18 de noviembre');
  expect(dayWithWeekday(late, 'fr', business)).toBe('mardi 17 novembre');
  expect(dayOf(late, 'en', { timezone: 'Mars/Olympus', locale: 'en-GB' })).toBe('November 17');
});

test('only one to five is a rating', () => {
  expect(['1', '5', '0', '6', '4.5', ' 4', '', 'four', '٤', null].map(ratingOf)).toEqual([
    1,
    5,
    null,
    null,
    null,
    null,
    null,
    null,
    null,
    null,
  ]);
});
