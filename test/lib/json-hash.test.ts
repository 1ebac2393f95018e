import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { canonicalJson, jsonHash } from '../../lib/json-hash.js';

test('two bodies that differ only in the order of their keys have one hash', () => {
  expect(jsonHash({ a: 1, b: { c: [1, { y: 1, x: 2 }], d: null } })).toEqual(
    jsonHash({ b: { d: null, c: [1, { x: 2, y: 1 }] }, a: 1 }),
  );
  expect(jsonHash({ a: 1 })).not.toEqual(jsonHash({ a: '1' }));
  expect(jsonHash([1, 2])).not.toEqual(jsonHash([2, 1]));
});

test('the canonical form of any JSON value means the same value', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) =>
      expect(JSON.parse(canonicalJson(value))).toEqual(JSON.parse(JSON.stringify(value))),
    ),
  );
});
