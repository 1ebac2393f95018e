import { randomBytes } from 'node:crypto';
import { expect, test } from '@jest/globals';
import { defaultPayloadConverter, type Payload, type ProtoFailure } from '@temporalio/common';
import { decodeFailure, encodeFailure } from '@temporalio/common/lib/internal-non-workflow/codec-helpers.js';
import { loadDataConverter } from '@temporalio/common/lib/internal-non-workflow/data-converter-helpers.js';
import { createKeyring } from '../../lib/crypto.js';
import { createDataConverter, createPayloadCodec } from '../../lib/payload-codec.js';

const secret = () => randomBytes(32).toString('base64');
const payloadOf = (value: unknown) => defaultPayloadConverter.toPayload(value) as Payload;
const bytesOf = (payload: Payload) =>
  Buffer.concat(
    [...Object.values(payload.metadata ?? {}), payload.data ?? new Uint8Array()].map((b) => Buffer.from(b)),
  );

test('what Temporal stores shows nothing, and comes back whole', async () => {
  const codec = createPayloadCodec(createKeyring(secret()));
  const values = [{ enrollmentId: 'e-1', turn: 3 }, null, 'ana@example.com', new Uint8Array([1, 2, 3])];
  const encoded = await codec.encode(values.map(payloadOf));
  for (const payload of encoded) {
    expect(bytesOf(payload).includes('enrollmentId')).toBe(false);
    expect(bytesOf(payload).includes('ana@')).toBe(false);
  }
  const decoded = await codec.decode(encoded);
  expect(decoded.map((payload) => defaultPayloadConverter.fromPayload(payload))).toEqual(values);
  expect(await codec.encode([])).toEqual([]);
});

test('another process with the same key, or a newer key before it, reads it', async () => {
  const [old, young] = [secret(), secret()];
  const [encoded] = await createPayloadCodec(createKeyring(old)).encode([payloadOf('hello')]);
  for (const keys of [old, `${young},${old}`]) {
    const [decoded] = await createPayloadCodec(createKeyring(keys)).decode([encoded!]);
    expect(defaultPayloadConverter.fromPayload(decoded!)).toBe('hello');
  }
  await expect(createPayloadCodec(createKeyring(young)).decode([encoded!])).rejects.toThrow(
    /not in SECRETS_KEY/,
  );
});

test('a payload that was changed anywhere is refused', async () => {
  const codec = createPayloadCodec(createKeyring(secret()));
  const [encoded] = await codec.encode([payloadOf('hello')]);
  for (let at = 0; at < encoded!.data!.length; at++) {
    const data = Buffer.from(encoded!.data!);
    data[at]! ^= 1;
    await expect(codec.decode([{ ...encoded, data }])).rejects.toThrow(/does not open/);
  }
  await expect(codec.decode([{ ...encoded, data: encoded!.data!.subarray(0, 20) }])).rejects.toThrow(
    /cut short/,
  );
});

test('no nonce is used twice under one key', async () => {
  const codec = createPayloadCodec(createKeyring(secret()));
  const encoded = await codec.encode(Array.from({ length: 5000 }, () => payloadOf('same')));
  const nonces = new Set(encoded.map(({ data }) => Buffer.from(data!).toString('hex', 0, 28)));
  expect(nonces.size).toBe(5000);
});

test('the words and the stack of a failure are encrypted too', async () => {
  const { failureConverter, payloadConverter, payloadCodecs } = loadDataConverter(
    createDataConverter(createKeyring(secret())),
  );
  const failure: ProtoFailure = failureConverter.errorToFailure(
    new Error('No answer for ana@example.com'),
    payloadConverter,
  );
  expect(failure.message).toBe('Encoded failure');
  const stored = await encodeFailure(payloadCodecs, failure);
  expect(JSON.stringify(stored)).not.toContain('ana@');
  expect(bytesOf(stored.encodedAttributes!).includes('ana@')).toBe(false);

  const error = failureConverter.failureToError(await decodeFailure(payloadCodecs, stored), payloadConverter);
  expect(error.message).toBe('No answer for ana@example.com');
});

test('a payload somebody started by hand, unencrypted, is read as it is', async () => {
  const codec = createPayloadCodec(createKeyring(secret()));
  const plain = payloadOf('by hand');
  expect(await codec.decode([plain])).toEqual([plain]);
});
