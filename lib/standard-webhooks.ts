import { createHmac, timingSafeEqual } from 'node:crypto';

/**
 * Standard Webhooks 1.0.0, symmetric (`v1`): HMAC-SHA256 in base64 over `id.timestamp.body`.
 *
 * Our own lines rather than the `standardwebhooks` package, because that one signs the body after
 * decoding it as UTF-8 (so bytes that are not text verify wrongly), fixes the clock, and hashes in
 * JavaScript, tens of milliseconds for a large body. A test holds the two together.
 */
export type Verification =
  | { verified: true; id: string; timestamp: Date }
  | {
      verified: false;
      code: 'missing_headers' | 'malformed_headers' | 'stale' | 'bad_signature';
      message: string;
    };

export type HeaderValues = Readonly<Record<string, string | string[] | undefined>>;

/** Deliveries are believed for five minutes either way of our clock. */
export const TOLERANCE_SECONDS = 300;

/**
 * Was `body` signed with one of `secrets` (two are live while one is being replaced)? Pass the bytes as
 * they arrived and headers with lower-case names. Never throws for what a sender can cause.
 */
export function verifyWebhook(
  body: Uint8Array,
  headers: HeaderValues,
  secrets: readonly string[],
  now: Date,
): Verification {
  const id = headers['webhook-id'];
  const stamp = headers['webhook-timestamp'];
  const signatures = headers['webhook-signature'];
  if (!id || !stamp || !signatures) {
    return refused('missing_headers', 'Send webhook-id, webhook-timestamp and webhook-signature.');
  }
  if (typeof id !== 'string' || typeof stamp !== 'string' || typeof signatures !== 'string') {
    return refused('malformed_headers', 'Each webhook header may be sent once.');
  }
  if (id.length > 255 || id.includes('.')) {
    return refused('malformed_headers', 'webhook-id must be at most 255 characters and hold no full stop.');
  }
  if (!/^[0-9]{1,12}$/.test(stamp)) {
    return refused('malformed_headers', 'webhook-timestamp must be a whole number of seconds since 1970.');
  }
  // The signature first: a stranger learns nothing about our clock.
  if (!isSigned(`${id}.${stamp}.`, body, signatures, secrets)) {
    return refused(
      'bad_signature',
      'The signature does not match. Sign the exact bytes of the body with the secret of this connection.',
    );
  }
  const timestamp = new Date(Number(stamp) * 1000);
  if (Math.abs(now.getTime() - timestamp.getTime()) > TOLERANCE_SECONDS * 1000) {
    return refused(
      'stale',
      'webhook-timestamp is more than five minutes from our clock. Sign each attempt afresh.',
    );
  }
  return { verified: true, id, timestamp };
}

/** The three headers of a delivery, signed with every live secret, the newest first. */
export function signWebhook(
  id: string,
  body: Uint8Array | string,
  secrets: readonly string[],
  now: Date,
): { 'webhook-id': string; 'webhook-timestamp': string; 'webhook-signature': string } {
  const stamp = String(Math.floor(now.getTime() / 1000));
  const signatures = secrets.map((secret) => `v1,${mac(`${id}.${stamp}.`, body, secret).toString('base64')}`);
  return { 'webhook-id': id, 'webhook-timestamp': stamp, 'webhook-signature': signatures.join(' ') };
}

function isSigned(prefix: string, body: Uint8Array, signatures: string, secrets: readonly string[]): boolean {
  const presented = signatures
    .split(' ', 16)
    .filter((signature) => signature.startsWith('v1,'))
    .map((signature) => Buffer.from(signature.slice(3), 'base64'));
  let found = false;
  for (const secret of secrets) {
    const expected = mac(prefix, body, secret);
    for (const signature of presented) {
      if (signature.length === expected.length && timingSafeEqual(signature, expected)) found = true;
    }
  }
  return found;
}

function mac(prefix: string, body: Uint8Array | string, secret: string): Buffer {
  const key = Buffer.from(secret.startsWith('whsec_') ? secret.slice(6) : secret, 'base64');
  if (key.length === 0) throw new Error('A webhook secret must not be empty.');
  return createHmac('sha256', key).update(prefix).update(body).digest();
}

function refused(code: Exclude<Verification, { verified: true }>['code'], message: string): Verification {
  return { verified: false, code, message };
}
