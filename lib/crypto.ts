import { createCipheriv, createDecipheriv, createHash, hkdfSync, randomBytes } from 'node:crypto';

/**
 * Envelope encryption. A key from the environment (the KEK) wraps one data key per business; data keys
 * seal the business's secrets and personal texts. Rotating the KEK rewraps data keys and rewrites no
 * row; deleting a business's data keys makes all it ever sealed unreadable.
 *
 * Layouts (AES-256-GCM, random 96-bit nonce, 128-bit tag):
 *   wrapped key   1 | KEK id (8) | nonce (12) | ciphertext (32) | tag (16)
 *   sealed value  1 | nonce (12) | ciphertext | tag (16)
 */
export interface Keyring {
  /** Names the key that encrypts today; safe to store and to log. */
  readonly currentKeyId: string;
  wrapDataKey(dataKey: DataKey, businessId: string): Buffer;
  /** Throws `Unreadable` when the key that wrapped it is not in SECRETS_KEY, or it is another business's. */
  unwrapDataKey(wrapped: Uint8Array, businessId: string): DataKey;
  /** Was it wrapped by another key than the one that encrypts today? */
  needsRewrap(wrapped: Uint8Array): boolean;
  /** A key for one purpose from each KEK, the current first (HKDF-SHA256), so that no key serves two purposes. */
  derive(purpose: string): DerivedKey[];
}

/** 32 random bytes that seal one business's values. */
export type DataKey = Buffer & { readonly __brand?: 'DataKey' };

export interface DerivedKey {
  id: string;
  key: Buffer;
}

/** Where a sealed value lives. It opens nowhere else: not in another row, column or business. */
export interface SealedPlace {
  businessId: string;
  table: string;
  rowId: string;
  kind: string;
}

/** A sealed value that does not open: wrong key, wrong place, damaged, or of a format we do not know. */
export class Unreadable extends Error {
  override name = 'Unreadable';
}

/**
 * The keys of SECRETS_KEY: a comma list, each 32 bytes as base64, base64url or hex. The first encrypts,
 * all decrypt. Throws an `Error` that names every fault and never shows a key.
 */
export function createKeyring(secretsKey: string): Keyring {
  const keks = parseSecretsKey(secretsKey);
  const current = keks[0]!;
  const byId = new Map(keks.map((kek) => [kek.id, kek]));

  return {
    currentKeyId: current.id,

    wrapDataKey(dataKey, businessId) {
      const header = Buffer.concat([Buffer.of(FORMAT), Buffer.from(current.id, 'hex')]);
      return Buffer.concat([header, encrypt(current.key, dataKey, wrapContext(header, businessId))]);
    },

    unwrapDataKey(wrapped, businessId) {
      const bytes = asBuffer(wrapped);
      if (bytes.length !== WRAPPED_BYTES || bytes[0] !== FORMAT) {
        throw new Unreadable('This is not a wrapped data key of a known format.');
      }
      const header = bytes.subarray(0, 1 + KEK_ID_BYTES);
      const kek = byId.get(header.subarray(1).toString('hex'));
      if (!kek) {
        throw new Unreadable(
          'The key that wrapped this data key is not in SECRETS_KEY. Add it back at the end of the list.',
        );
      }
      return decrypt(kek.key, bytes.subarray(header.length), wrapContext(header, businessId));
    },

    needsRewrap(wrapped) {
      return (
        asBuffer(wrapped)
          .subarray(1, 1 + KEK_ID_BYTES)
          .toString('hex') !== current.id
      );
    },

    derive(purpose) {
      return keks.map(({ id, key }) => ({
        id,
        key: Buffer.from(hkdfSync('sha256', key, Buffer.alloc(0), `journeyman ${purpose}`, 32)),
      }));
    },
  };
}

/** A fresh data key for a business. Store it only wrapped. */
export function newDataKey(): DataKey {
  return randomBytes(32);
}

/** Encrypt `plaintext` so that it opens only with this key and in this place. */
export function seal(dataKey: DataKey, plaintext: Buffer | string, place: SealedPlace): Buffer {
  const bytes = typeof plaintext === 'string' ? Buffer.from(plaintext, 'utf8') : plaintext;
  return Buffer.concat([Buffer.of(FORMAT), encrypt(dataKey, bytes, sealContext(place))]);
}

/** What was sealed in this place. Throws `Unreadable`. */
export function open(dataKey: DataKey, sealed: Uint8Array, place: SealedPlace): Buffer {
  const bytes = asBuffer(sealed);
  if (bytes.length < 1 + NONCE_BYTES + TAG_BYTES || bytes[0] !== FORMAT) {
    throw new Unreadable('This is not a sealed value of a known format.');
  }
  return decrypt(dataKey, bytes.subarray(1), sealContext(place));
}

const FORMAT = 1;
const KEK_ID_BYTES = 8;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const WRAPPED_BYTES = 1 + KEK_ID_BYTES + NONCE_BYTES + 32 + TAG_BYTES;

function encrypt(key: Buffer, plaintext: Uint8Array, context: Buffer): Buffer {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv('aes-256-gcm', key, nonce);
  cipher.setAAD(context);
  const ciphertext = cipher.update(plaintext);
  cipher.final();
  return Buffer.concat([nonce, ciphertext, cipher.getAuthTag()]);
}

function decrypt(key: Buffer, bytes: Buffer, context: Buffer): Buffer {
  const end = bytes.length - TAG_BYTES;
  const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, NONCE_BYTES), {
    authTagLength: TAG_BYTES,
  });
  decipher.setAAD(context);
  decipher.setAuthTag(bytes.subarray(end));
  const plaintext = decipher.update(bytes.subarray(NONCE_BYTES, end));
  try {
    decipher.final();
  } catch (cause) {
    throw new Unreadable('This sealed value does not open: wrong key, wrong place, or damaged.', { cause });
  }
  return plaintext;
}

/** JSON, because it is unambiguous: no row id can pretend to be part of a table's name. */
function sealContext({ businessId, table, rowId, kind }: SealedPlace): Buffer {
  return Buffer.from(JSON.stringify([businessId, table, rowId, kind, FORMAT]));
}

function wrapContext(header: Buffer, businessId: string): Buffer {
  return Buffer.concat([header, Buffer.from(JSON.stringify(['data_key', businessId]))]);
}

function parseSecretsKey(secretsKey: string): DerivedKey[] {
  const faults: string[] = [];
  const keks: DerivedKey[] = [];
  secretsKey.split(',').forEach((entry, index) => {
    const which = secretsKey.includes(',') ? `SECRETS_KEY, key ${index + 1}` : 'SECRETS_KEY';
    const key = parseKey(entry.trim());
    if (!key) {
      faults.push(`${which} must be 32 bytes as base64 or hex. Make one with: openssl rand -base64 32`);
      return;
    }
    const id = createHash('sha256')
      .update('journeyman key id')
      .update(key)
      .digest('hex')
      .slice(0, KEK_ID_BYTES * 2);
    if (keks.some((kek) => kek.id === id)) faults.push(`${which} repeats an earlier key of the list.`);
    keks.push({ id, key });
  });
  if (faults.length > 0) throw new Error(faults.join('\n'));
  return keks;
}

function parseKey(text: string): Buffer | null {
  if (/^[0-9a-fA-F]{64}$/.test(text)) return Buffer.from(text, 'hex');
  if (/^[A-Za-z0-9+/]{43}=?$/.test(text) || /^[A-Za-z0-9_-]{43}=?$/.test(text))
    return Buffer.from(text, 'base64');
  return null;
}

function asBuffer(bytes: Uint8Array): Buffer {
  return Buffer.isBuffer(bytes) ? bytes : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
