import { expect, test } from '@jest/globals';
import { scrub } from '../../lib/scrub.js';

test('addresses, numbers and secrets are blanked wherever they stand', () => {
  for (const [line, scrubbed] of [
    ['to ana.ruiz+vip@mail.example.com, now', 'to …@…, now'],
    ['?email=ana%40example.com&x=1', '?email=…@…&x=1'],
    ['"josé@ejemplo.es"', '"…@…"'],
    ['call +34 600 111 222 or +1 (415) 555-0100.', 'call +… or +….'],
    ['smtp://user:pass@mail.example:587', 'smtp://mail.example:587'],
    ['GET /r/Zx9aaaaaaaaaaaaaaaaaaa HTTP', 'GET /r/… HTTP'],
    ['Authorization: Bearer abcdefgh.ijkl', 'Authorization: Bearer …'],
  ] as const) {
    expect(scrub(line)).toBe(scrubbed);
  }
});

test('a megabyte without a space is scrubbed in no time', () => {
  const long = 'a'.repeat(1_000_000);
  expect(scrub(long)).toBe(long);
  expect(scrub(`${long}@example.com`)).toMatch(/…@…$/);
});
