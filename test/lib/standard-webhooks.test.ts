import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { Webhook } from 'standardwebhooks';
import { signWebhook, verifyWebhook } from '../../lib/standard-webhooks.js';
import { newWebhookSecret } from '../../lib/tokens.js';

const now = new Date('2026-11-21T12:00:00Z');
const secret = newWebhookSecret();
const body = Buffer.from('{"type":"job_completed"}');
const later = (seconds: number) => new Date(now.getTime() + seconds * 1000);
const codeOf = (result: ReturnType<typeof verifyWebhook>) => (result.verified ? 'verified' : result.code);

test('a signed delivery is believed, for five minutes either way', () => {
  const headers = signWebhook('evt_1', body, [secret], now);
  expect(verifyWebhook(body, headers, [secret], now)).toEqual({
    verified: true,
    id: 'evt_1',
    timestamp: now,
  });
  for (const [seconds, expected] of [
    [300, 'verified'],
    [-300, 'verified'],
    [301, 'stale'],
    [-301, 'stale'],
  ] as const) {
    expect(codeOf(verifyWebhook(body, headers, [secret], later(seconds)))).toBe(expected);
  }
});

test('while a secret is being replaced, deliveries signed with either are believed', () => {
  const young = newWebhookSecret();
  const signed = (secrets: string[]) => signWebhook('evt_1', body, secrets, now);
  expect(codeOf(verifyWebhook(body, signed([secret]), [young, secret], now))).toBe('verified');
  expect(codeOf(verifyWebhook(body, signed([young]), [young, secret], now))).toBe('verified');
  expect(codeOf(verifyWebhook(body, signed([young, secret]), [secret], now))).toBe('verified');
  expect(codeOf(verifyWebhook(body, signed([secret]), [young], now))).toBe('bad_signature');
  expect(codeOf(verifyWebhook(body, signed([secret]), [], now))).toBe('bad_signature');
});

test('a delivery changed in one byte, header or letter of its signature is refused', () => {
  const headers = signWebhook('evt_1', body, [secret], now);
  for (const [changed, code] of [
    [{ 'webhook-id': 'evt_2' }, 'bad_signature'],
    [{ 'webhook-timestamp': String(now.getTime() / 1000 + 1) }, 'bad_signature'],
    [{ 'webhook-signature': headers['webhook-signature'].replace('v1,', 'v1a,') }, 'bad_signature'],
    [{ 'webhook-signature': 'v1,' }, 'bad_signature'],
    [{ 'webhook-signature': 'nonsense' }, 'bad_signature'],
    [{ 'webhook-id': undefined }, 'missing_headers'],
    [{ 'webhook-timestamp': '' }, 'missing_headers'],
    [{ 'webhook-signature': undefined }, 'missing_headers'],
    [{ 'webhook-id': 'a.b' }, 'malformed_headers'],
    [{ 'webhook-id': 'x'.repeat(256) }, 'malformed_headers'],
    [{ 'webhook-id': ['a', 'b'] }, 'malformed_headers'],
    [{ 'webhook-timestamp': '2026-11-21T12:00:00Z' }, 'malformed_headers'],
    [{ 'webhook-timestamp': '1e9' }, 'malformed_headers'],
    [{ 'webhook-timestamp': '-5' }, 'malformed_headers'],
  ] as const) {
    expect(
      codeOf(verifyWebhook(body, { ...headers, ...changed } as Record<string, string>, [secret], now)),
    ).toBe(code);
  }
  for (let at = 0; at < body.length; at++) {
    const forged = Buffer.from(body);
    forged[at]! ^= 1;
    expect(codeOf(verifyWebhook(forged, headers, [secret], now))).toBe('bad_signature');
  }
});

test('bytes that are not text are signed as they are', () => {
  const [a, b] = [Buffer.from([0xff, 0xfe]), Buffer.from([0xff, 0xfd])];
  const headers = signWebhook('evt_1', a, [secret], now);
  expect(codeOf(verifyWebhook(a, headers, [secret], now))).toBe('verified');
  expect(codeOf(verifyWebhook(b, headers, [secret], now))).toBe('bad_signature');
});

test('we and the published library sign and believe alike', () => {
  fc.assert(
    fc.property(fc.uuid(), fc.json(), fc.uint8Array({ minLength: 24, maxLength: 64 }), (id, text, key) => {
      const theirs = new Webhook(`whsec_${Buffer.from(key).toString('base64')}`);
      const ours = signWebhook(id, text, [`whsec_${Buffer.from(key).toString('base64')}`], new Date());
      expect(ours['webhook-signature']).toBe(
        theirs.sign(id, new Date(Number(ours['webhook-timestamp']) * 1000), text),
      );
      expect(() => theirs.verify(text, ours)).not.toThrow();
    }),
  );
});
