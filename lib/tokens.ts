import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

/** A customer's link, for one purpose: 128 random bits as 22 base64url characters. Store only the hash. */
export function newPublicToken(): { token: string; hash: Buffer } {
  const token = randomBytes(16).toString('base64url');
  return { token, hash: hashToken(token) };
}

/** A short link of a message: 72 random bits as 12 base64url characters, because texts are paid by length. */
export function newLinkToken(): { token: string; hash: Buffer } {
  const token = randomBytes(9).toString('base64url');
  return { token, hash: hashToken(token) };
}

/** Could this be the token of a short link? */
export function looksLikeLinkToken(text: string): boolean {
  return /^[A-Za-z0-9_-]{12}$/.test(text);
}

/** Could this be a public token at all? Says nothing about whether it exists. */
export function looksLikePublicToken(text: string): boolean {
  return /^[A-Za-z0-9_-]{22}$/.test(text);
}

/**
 * SHA-256, 32 bytes. Enough for tokens and keys, which are random and long; never for anything a person
 * chose.
 */
export function hashToken(token: string): Buffer {
  return createHash('sha256').update(token, 'utf8').digest();
}

export interface ApiKey {
  /** `jm_<prefix>_<secret>`: shown once, never stored. */
  key: string;
  /** Eight letters and digits that name the key in lists and in leak scans. */
  prefix: string;
  hash: Buffer;
}

export function newApiKey(): ApiKey {
  const prefix = shortCode().toLowerCase();
  const key = `jm_${prefix}_${randomBytes(32).toString('base64url')}`;
  return { key, prefix, hash: hashToken(key) };
}

/** The prefix and hash to look a presented key up by, or null when it cannot be one of ours. */
export function readApiKey(presented: string): { prefix: string; hash: Buffer } | null {
  const parts = /^jm_([2-9a-z]{8})_[A-Za-z0-9_-]{43}$/.exec(presented);
  return parts ? { prefix: parts[1]!, hash: hashToken(presented) } : null;
}

/** A Standard Webhooks secret: `whsec_` and 32 random bytes in base64. */
export function newWebhookSecret(): string {
  return `whsec_${randomBytes(32).toString('base64')}`;
}

const LETTERS = '23456789ABCDEFGHJKMNPQRSTUVWXYZ';

/**
 * Eight characters that survive being printed, read aloud and typed: no 0 or O, no 1, I or L. About 40
 * bits, so a name and not a secret.
 */
export function shortCode(): string {
  let code = '';
  while (code.length < 8) {
    for (const byte of randomBytes(12)) {
      // 248 is the largest multiple of 31 in a byte; above it some letters would come more often.
      if (byte < 248 && code.length < 8) code += LETTERS[byte % 31];
    }
  }
  return code;
}

/** Are these the same secret? Takes as long whatever differs; texts of different length are hashed too. */
export function sameSecret(a: string | Buffer, b: string | Buffer): boolean {
  const digest = (secret: string | Buffer) => createHash('sha256').update(secret).digest();
  return timingSafeEqual(digest(a), digest(b));
}
