import { expect, test } from '@jest/globals';
import { asCounted } from '../../../workflows/flow/as-counted.js';

const ORIGIN = 'https://go.hale.example';

test('a long address counts as long as the short link that is sent instead, ours as they are', () => {
  const long = `https://www.tripadvisor.com/UserReviewEdit-g187514-d23775903-${'x'.repeat(80)}.html`;
  expect(asCounted(`Tell others: ${long}. Thanks`, ORIGIN)).toBe(
    `Tell others: ${ORIGIN}/l/xxxxxxxxxxxx. Thanks`,
  );
  expect(asCounted(`${ORIGIN}/r/abc (${ORIGIN})`, ORIGIN)).toBe(`${ORIGIN}/r/abc (${ORIGIN})`);
  expect(asCounted(`${ORIGIN}.evil.example/r`, ORIGIN)).toBe(`${ORIGIN}/l/xxxxxxxxxxxx`);
  expect(asCounted('No address at all.', ORIGIN)).toBe('No address at all.');
});
