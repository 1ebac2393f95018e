import { expect, test } from '@jest/globals';
import {
  hashToken,
  looksLikePublicToken,
  newApiKey,
  newPublicToken,
  newWebhookSecret,
  readApiKey,
  sameSecret,
  shortCode,
} from '../../lib/tokens.js';

test('a customer’s link has 22 unguessable characters, of which only a hash is kept', () => {
  const { token, hash } = newPublicToken();
  expect(looksLikePublicToken(token)).toBe(true);
  expect(hash).toEqual(hashToken(token));
  expect(hash).toHaveLength(32);
  expect(new Set(Array.from({ length: 1000 }, () => newPublicToken().token)).size).toBe(1000);
  for (const wrong of ['', token.slice(1), `${token}a`, `${token.slice(1)}/`, `${token}\n`])
    expect(looksLikePublicToken(wrong)).toBe(false);
});

test('an API key is found again by its prefix and hash', () => {
  for (let i = 0; i < 200; i++) {
    const { key, prefix, hash } = newApiKey();
    expect(readApiKey(key)).toEqual({ prefix, hash });
  }
  const { key } = newApiKey();
  for (const wrong of ['', 'jm_', key.slice(0, -1), `${key}x`, key.replace('jm_', 'sk_'), ` ${key}`])
    expect(readApiKey(wrong)).toBeNull();
});

test('a webhook secret is whsec_ and 32 bytes of base64', () => {
  expect(Buffer.from(newWebhookSecret().slice('whsec_'.length), 'base64')).toHaveLength(32);
});

test('a printed code has no letter that can be mistaken for another', () => {
  const codes = Array.from({ length: 5000 }, shortCode);
  for (const code of codes) expect(code).toMatch(/^[2-9A-HJKMNP-Z]{8}$/);
  expect(new Set(codes.join('')).size).toBe(31);
});

test('secrets are compared whole, whatever their length', () => {
  expect(sameSecret('abc', Buffer.from('abc'))).toBe(true);
  expect(sameSecret('abc', 'abcd')).toBe(false);
  expect(sameSecret('', 'a')).toBe(false);
});
