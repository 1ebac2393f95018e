import { randomBytes } from 'node:crypto';
import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import { createBusinessKeys, type WrappedKeyStore } from '../../lib/business-keys.js';
import { createKeyring } from '../../lib/crypto.js';

const place = { table: 'messages', rowId: 'm-1', kind: 'content' };
const minutes = (count: number) => count * 60_000;
let now = Date.now();
beforeEach(() => void jest.spyOn(Date, 'now').mockImplementation(() => now));
afterEach(() => void jest.restoreAllMocks());

/** Keeps one wrapped key; `hold` makes the next reading of it wait until it is let go. */
function oneKey() {
  let kept: Buffer | null = null;
  let letGo: (() => void) | undefined;
  let held: Promise<void> | undefined;
  const store: WrappedKeyStore & { loads: number } = {
    loads: 0,
    async load() {
      store.loads++;
      await held;
      return kept;
    },
    async store(_, wrapped) {
      return (kept ??= wrapped);
    },
  };
  return {
    store,
    hold: () => void (held = new Promise((resolve) => (letGo = resolve))),
    letGo: () => letGo?.(),
  };
}

test('a key is read once for many values, and again after some minutes', async () => {
  const { store } = oneKey();
  const keys = createBusinessKeys(createKeyring(randomBytes(32).toString('base64')), store);
  const [sealed] = await Promise.all([1, 2, 3].map(() => keys.seal('b-1', 'Hello', place)));
  expect((await keys.open('b-1', sealed!, place)).toString()).toBe('Hello');
  expect(store.loads).toBe(1);
  now += minutes(6);
  await keys.open('b-1', sealed!, place);
  expect(store.loads).toBe(2);
});

test('nobody who holds a connection waits for a key to be read again: the old one serves until it is', async () => {
  const { store, hold, letGo } = oneKey();
  const keys = createBusinessKeys(createKeyring(randomBytes(32).toString('base64')), store);
  await keys.ensure('b-1');
  now += minutes(4.5);
  hold();
  const ensured = keys.ensure('b-1');
  const again = keys.ensure('b-1');
  await expect(keys.seal('b-1', 'Hello', place)).resolves.toBeInstanceOf(Buffer);
  letGo();
  await Promise.all([ensured, again]);
  expect(store.loads).toBe(2);
  now += minutes(2);
  await keys.seal('b-1', 'Hello', place);
  expect(store.loads).toBe(2);
});
