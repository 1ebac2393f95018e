import { createHash, randomBytes } from 'node:crypto';
import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { createKeyring, newDataKey, open, seal, Unreadable } from '../../lib/crypto.js';

const secret = () => randomBytes(32).toString('base64');
const anasPhone = { businessId: 'b1', table: 'messages', rowId: 'm1', kind: 'body' };

test('a sealed text opens in its own place and shows nothing until then', () => {
  const key = newDataKey();
  const sealed = seal(key, 'Dear Ana, your boiler is fixed.', anasPhone);
  expect(open(key, sealed, anasPhone).toString()).toBe('Dear Ana, your boiler is fixed.');
  expect(sealed.includes('Ana')).toBe(false);
});

test('a sealed text copied to another business, table, row or column stays shut', () => {
  const key = newDataKey();
  const sealed = seal(key, 'secret', anasPhone);
  for (const field of ['businessId', 'table', 'rowId', 'kind'] as const) {
    expect(() => open(key, sealed, { ...anasPhone, [field]: 'other' })).toThrow(Unreadable);
  }
  expect(() => open(key, sealed, { ...anasPhone, table: 'messages","m1', rowId: '' })).toThrow(Unreadable);
});

test('a sealed text with any single bit changed, or cut short, stays shut', () => {
  const key = newDataKey();
  const sealed = seal(key, 'Ten euros', anasPhone);
  for (let bit = 0; bit < sealed.length * 8; bit++) {
    const forged = Buffer.from(sealed);
    forged[bit >> 3]! ^= 1 << (bit & 7);
    expect(() => open(key, forged, anasPhone)).toThrow(Unreadable);
  }
  for (let length = 0; length < sealed.length; length++) {
    expect(() => open(key, sealed.subarray(0, length), anasPhone)).toThrow(Unreadable);
  }
});

test('another business’s key opens nothing', () => {
  expect(() => open(newDataKey(), seal(newDataKey(), 'secret', anasPhone), anasPhone)).toThrow(Unreadable);
});

test('whatever is sealed comes back as it was', () => {
  const key = newDataKey();
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 5000 }), (bytes) => {
      expect(open(key, seal(key, Buffer.from(bytes), anasPhone), anasPhone)).toEqual(Buffer.from(bytes));
    }),
    { numRuns: 100 },
  );
});

test('no nonce is used twice', () => {
  const key = newDataKey();
  const nonces = new Set(
    Array.from({ length: 20_000 }, () => seal(key, 'same', anasPhone).toString('hex', 1, 13)),
  );
  expect(nonces.size).toBe(20_000);
});

test('a data key is wrapped for one business', () => {
  const keyring = createKeyring(secret());
  const dataKey = newDataKey();
  const wrapped = keyring.wrapDataKey(dataKey, 'b1');
  expect(keyring.unwrapDataKey(wrapped, 'b1')).toEqual(dataKey);
  expect(keyring.unwrapDataKey(new Uint8Array(wrapped), 'b1')).toEqual(dataKey);
  expect(() => keyring.unwrapDataKey(wrapped, 'b2')).toThrow(Unreadable);
  expect(() => keyring.unwrapDataKey(wrapped.subarray(1), 'b1')).toThrow(Unreadable);
});

test('a new first key takes over while the old one still opens what it wrapped', () => {
  const [old, young] = [secret(), secret()];
  const dataKey = newDataKey();
  const wrapped = createKeyring(old).wrapDataKey(dataKey, 'b1');

  const rotating = createKeyring(`${young}, ${old}`);
  expect(rotating.needsRewrap(wrapped)).toBe(true);
  const rewrapped = rotating.wrapDataKey(rotating.unwrapDataKey(wrapped, 'b1'), 'b1');
  expect(rotating.needsRewrap(rewrapped)).toBe(false);

  const rotated = createKeyring(young);
  expect(rotated.unwrapDataKey(rewrapped, 'b1')).toEqual(dataKey);
  expect(() => rotated.unwrapDataKey(wrapped, 'b1')).toThrow(/not in SECRETS_KEY/);
});

test('keys are read as base64, base64url and hex alike', () => {
  const bytes = randomBytes(32);
  const ids = (['base64', 'base64url', 'hex'] as const).map(
    (form) => createKeyring(bytes.toString(form)).currentKeyId,
  );
  expect(new Set(ids).size).toBe(1);
});

test('a key that is too short, too long or a password is refused by name, and never shown', () => {
  for (const wrong of [
    '',
    'hunter2',
    'x'.repeat(32),
    randomBytes(31).toString('hex'),
    randomBytes(33).toString('base64'),
  ]) {
    expect(() => createKeyring(wrong)).toThrow(/^SECRETS_KEY must be 32 bytes as base64 or hex/);
    expect(() => createKeyring(`${secret()},${wrong}`)).toThrow(/^SECRETS_KEY, key 2 must be/);
  }
  expect(() => createKeyring('hunter2')).not.toThrow(/hunter2/);
  const twice = secret();
  expect(() => createKeyring(`${twice},${twice}`)).toThrow(/repeats/);
});

test('keys for different purposes have nothing in common', () => {
  const keyring = createKeyring(secret());
  const hash = (purpose: string) =>
    createHash('sha256').update(keyring.derive(purpose)[0]!.key).digest('hex');
  expect(hash('a')).toBe(hash('a'));
  expect(hash('a')).not.toBe(hash('b'));
});
