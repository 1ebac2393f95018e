import { hkdfSync } from 'node:crypto';
import { newDataKey, open, seal, type DataKey, type Keyring, type SealedPlace } from './crypto.js';

/** Where the wrapped data keys are kept. `store` keeps the first of two racing keys and returns the one kept. */
export interface WrappedKeyStore {
  load(businessId: string): Promise<Buffer | null>;
  store(businessId: string, wrapped: Buffer): Promise<Buffer>;
}

/** Seals and opens what belongs to one business, under that business's own data key. */
export interface BusinessKeys {
  seal(businessId: string, plaintext: Buffer | string, place: Place): Promise<Buffer>;
  /** Throws `Unreadable`, also when the business's keys have been shredded. */
  open(businessId: string, sealed: Uint8Array, place: Place): Promise<Buffer>;
  /** 32 bytes for one purpose, the same every time: such as the secret that signs what we post for the business. */
  derive(businessId: string, purpose: string): Promise<Buffer>;
  /**
   * Makes the business's data key if it has none yet, and has it at hand for the next minute: whoever holds a connection
   * must not wait for another one to read a key by.
   */
  ensure(businessId: string): Promise<void>;
  forget(businessId: string): void;
}

type Place = Omit<SealedPlace, 'businessId'>;

const KEEP_MS = 5 * 60_000;
const AT_HAND_MS = 60_000;

/** Unwrapped keys stay in memory for five minutes, so that shredding a business's keys takes effect by itself. */
export function createBusinessKeys(keyring: Keyring, keys: WrappedKeyStore): BusinessKeys {
  const cache = new Map<string, { key: Promise<DataKey>; until: number }>();
  const renewals = new Map<string, Promise<void>>();

  function keyOf(businessId: string): Promise<DataKey> {
    const known = cache.get(businessId);
    if (known && known.until > Date.now()) return known.key;
    const key = unwrapOrMake(businessId);
    cache.set(businessId, { key, until: Date.now() + KEEP_MS });
    key.catch(() => cache.delete(businessId));
    return key;
  }

  /** The old one serves until the new one is here. */
  function renew(businessId: string): Promise<void> {
    const renewal =
      renewals.get(businessId) ??
      unwrapOrMake(businessId)
        .then((key) => void cache.set(businessId, { key: Promise.resolve(key), until: Date.now() + KEEP_MS }))
        .finally(() => renewals.delete(businessId));
    renewals.set(businessId, renewal);
    return renewal;
  }

  async function unwrapOrMake(businessId: string): Promise<DataKey> {
    const wrapped =
      (await keys.load(businessId)) ??
      (await keys.store(businessId, keyring.wrapDataKey(newDataKey(), businessId)));
    return keyring.unwrapDataKey(wrapped, businessId);
  }

  return {
    seal: async (businessId, plaintext, place) =>
      seal(await keyOf(businessId), plaintext, { businessId, ...place }),
    open: async (businessId, sealed, place) =>
      open(await keyOf(businessId), sealed, { businessId, ...place }),
    derive: async (businessId, purpose) =>
      Buffer.from(hkdfSync('sha256', await keyOf(businessId), Buffer.alloc(0), `journeyman ${purpose}`, 32)),
    async ensure(businessId) {
      const known = cache.get(businessId);
      if (known && known.until > Date.now() + AT_HAND_MS) await known.key;
      else await renew(businessId);
    },
    forget: (businessId) => void cache.delete(businessId),
  };
}
