import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { bodyHash, canonicalJson } from '../../lib/body-hash.js';

test('two bodies that differ only in the order of their keys have one hash', () => {
  expect(bodyHash({ a: 1, b: { c: [1, { y: 1, x: 2 }], d: null } })).toBe(
    bodyHash({ b: { d: null, c: [1, { x: 2, y: 1 }] }, a: 1 }),
  );
  expect(bodyHash({ a: 1 })).not.toBe(bodyHash({ a: '1' }));
  expect(bodyHash([1, 2])).not.toBe(bodyHash([2, 1]));
});

test('the canonical form of any JSON value means the same value', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) =>
      expect(JSON.parse(canonicalJson(value))).toEqual(JSON.parse(JSON.stringify(value))),
    ),
  );
});
