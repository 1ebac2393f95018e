import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import type { DataConverter, Payload, PayloadCodec } from '@temporalio/common';
import proto from '@temporalio/proto';
import { Unreadable, type Keyring } from './crypto.js';

/**
 * Encrypts everything Temporal stores for us: arguments, results, signals, and the words of failures.
 *
 * Each process draws a random salt, derives its own key from the keyring's (HKDF-SHA256) and counts its
 * nonces, so no nonce repeats however many payloads there are; random nonces would be unsafe after 2³²
 * payloads under one key, which a busy year reaches.
 *
 * Layout of `data`: salt (16) | nonce (12) | ciphertext of the protobuf payload | tag (16). The
 * encoding's name and the key id are bound as additional data. Payloads that carry another encoding are
 * passed through on the way in, so what an operator starts by hand can be read.
 */
export function createPayloadCodec(keyring: Keyring): PayloadCodec {
  const keys = new Map(keyring.derive('temporal payloads').map(({ id, key }) => [id, key]));
  const ours = newSession(keys, keyring.currentKeyId);
  const sessions = new Map<string, Buffer>();

  return {
    encode: async (payloads) => payloads.map((payload) => encryptPayload(payload, ours)),
    decode: async (payloads) => payloads.map((payload) => decryptPayload(payload, keys, sessions)),
  };
}

/** Give this to every client and every worker. Failure texts are moved into payloads so that they are encrypted too. */
export function createDataConverter(keyring: Keyring): DataConverter {
  return { payloadCodecs: [createPayloadCodec(keyring)], failureConverterPath };
}

/** The SDK loads it by `require`, and once more inside the workflow bundle; hence a path, and CommonJS. */
export const failureConverterPath = fileURLToPath(new URL('./failure-converter.cjs', import.meta.url));

const ENCODING = 'binary/encrypted-journeyman-1';
const encodingBytes = Buffer.from(ENCODING);
const SALT_BYTES = 16;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const MAX_SESSIONS = 1000;

interface Session {
  keyId: Buffer;
  key: Buffer;
  salt: Buffer;
  context: Buffer;
  count: bigint;
}

function newSession(keys: Map<string, Buffer>, keyId: string): Session {
  const salt = randomBytes(SALT_BYTES);
  const id = Buffer.from(keyId);
  return { keyId: id, salt, key: sessionKey(keys.get(keyId)!, salt), context: contextOf(id), count: 0n };
}

function encryptPayload(payload: Payload, session: Session): Payload {
  const nonce = Buffer.alloc(NONCE_BYTES);
  nonce.writeBigUInt64BE(session.count++, NONCE_BYTES - 8);
  const cipher = createCipheriv('aes-256-gcm', session.key, nonce);
  cipher.setAAD(session.context);
  const ciphertext = cipher.update(proto.temporal.api.common.v1.Payload.encode(payload).finish());
  cipher.final();
  return {
    metadata: { encoding: encodingBytes, 'encryption-key-id': session.keyId },
    data: Buffer.concat([session.salt, nonce, ciphertext, cipher.getAuthTag()]),
  };
}

function decryptPayload(payload: Payload, keys: Map<string, Buffer>, sessions: Map<string, Buffer>): Payload {
  const encoding = payload.metadata?.['encoding'];
  if (!encoding || !encodingBytes.equals(encoding)) return payload;

  const keyId = Buffer.from(payload.metadata?.['encryption-key-id'] ?? []);
  const data = Buffer.from(payload.data ?? []);
  if (data.length < SALT_BYTES + NONCE_BYTES + TAG_BYTES)
    throw new Unreadable('This Temporal payload is cut short.');
  const end = data.length - TAG_BYTES;
  const nonce = data.subarray(SALT_BYTES, SALT_BYTES + NONCE_BYTES);
  const key = findSessionKey(keyId.toString(), data.subarray(0, SALT_BYTES), keys, sessions);
  const decipher = createDecipheriv('aes-256-gcm', key, nonce, { authTagLength: TAG_BYTES });
  decipher.setAAD(contextOf(keyId));
  decipher.setAuthTag(data.subarray(end));
  const plaintext = decipher.update(data.subarray(SALT_BYTES + NONCE_BYTES, end));
  try {
    decipher.final();
  } catch (cause) {
    throw new Unreadable('This Temporal payload does not open: it was damaged or is not ours.', { cause });
  }
  return proto.temporal.api.common.v1.Payload.decode(plaintext);
}

/** Other processes' session keys, the newest thousand: deriving one costs more than decrypting a payload. */
function findSessionKey(
  keyId: string,
  salt: Buffer,
  keys: Map<string, Buffer>,
  sessions: Map<string, Buffer>,
): Buffer {
  const name = `${keyId} ${salt.toString('latin1')}`;
  const known = sessions.get(name);
  if (known) return known;

  const key = keys.get(keyId);
  if (!key) {
    throw new Unreadable(
      'The key that encrypted this Temporal payload is not in SECRETS_KEY. Keep retired keys at the end of the list until the namespace has forgotten their histories.',
    );
  }
  const derived = sessionKey(key, salt);
  if (sessions.size >= MAX_SESSIONS) sessions.delete(sessions.keys().next().value!);
  sessions.set(name, derived);
  return derived;
}

function sessionKey(key: Buffer, salt: Buffer): Buffer {
  return Buffer.from(hkdfSync('sha256', key, salt, 'journeyman payload session', 32));
}

function contextOf(keyId: Buffer): Buffer {
  return Buffer.concat([encodingBytes, Buffer.from('|'), keyId]);
}
