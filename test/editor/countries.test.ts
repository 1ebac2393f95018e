import { expect, test } from '@jest/globals';
import { COUNTRIES, countriesByName, countryName } from '../../editor/pages/parts/countries.js';
import { siteName } from '../../workflows/flow/review-sites.js';

test('every country stands once in the choice, by a name in the language of the reader', () => {
  expect(new Set(COUNTRIES).size).toBe(249);
  for (const locale of ['en', 'es', 'fr']) {
    const choice = countriesByName(locale, 'ES');
    expect(choice).toHaveLength(249);
    expect(choice.filter(({ code, name }) => name === code || name === '')).toEqual([]);
  }
  expect(['en', 'es', 'fr'].map((locale) => countryName('DE', locale))).toEqual([
    'Germany',
    'Alemania',
    'Allemagne',
  ]);
});

test('countries are in the order of the reader’s alphabet, accents and all', () => {
  const names = countriesByName('fr', '').map(({ name }) => name);
  expect(names.indexOf('Égypte')).toBeLessThan(names.indexOf('Finlande'));
  expect(names[0]).toBe('Afghanistan');
});

test('a country that is none of ours stays chosen', () => {
  expect(countriesByName('en', 'XK').find(({ code }) => code === 'XK')).toEqual({
    code: 'XK',
    name: 'Kosovo',
  });
});

test('a review site goes by the name it gives itself, and any other by what the owner wrote', () => {
  expect(['google', 'TRIPADVISOR', 'booking'].map(siteName)).toEqual([
    'Google',
    'Tripadvisor',
    'Booking.com',
  ]);
  expect(['Our own page', 'yelp ', ''].map(siteName)).toEqual(['Our own page', 'yelp ', '']);
});
