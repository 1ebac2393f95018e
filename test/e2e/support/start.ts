import { readInstance } from './instance.js';
import { startProduct } from './product.js';

/**
 * Start the product as a person would, in a folder of its own, and stop it after the run.
 * With JOURNEYMAN_DATA of an instance that runs already, that one is used: for writing a test in peace.
 */
export default async function start(): Promise<() => Promise<void>> {
  if (process.env.JOURNEYMAN_DATA) {
    process.env.JOURNEYMAN_URL = readInstance().url;
    return async () => {};
  }
  const { folder, url, stop } = await startProduct();
  process.env.JOURNEYMAN_DATA = folder;
  process.env.JOURNEYMAN_URL = url;
  return stop;
}
