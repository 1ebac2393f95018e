import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { freePort } from '../../../local/ports.js';
import { readInstance } from './instance.js';

const root = fileURLToPath(new URL('../../../', import.meta.url));

/**
 * Start the product as a person would, in a folder of its own, and stop it after the run.
 * With JOURNEYMAN_DATA of an instance that runs already, that one is used: for writing a test in peace.
 */
export default async function start(): Promise<() => Promise<void>> {
  if (process.env.JOURNEYMAN_DATA) {
    process.env.JOURNEYMAN_URL = readInstance().url;
    return async () => {};
  }
  const folder = mkdtempSync(path.join(os.tmpdir(), 'journeyman-e2e-'));
  process.env.JOURNEYMAN_DATA = folder;
  const product = spawn(process.execPath, ['--import', 'tsx', 'local/main.ts'], {
    cwd: root,
    // Visitors come from many places; tests say from which.
    env: { ...process.env, PORT: String(await freePort()), TRUST_PROXY: '1' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await isUp(product);
  process.env.JOURNEYMAN_URL = readInstance().url;
  return async () => {
    product.kill('SIGTERM');
    if (product.exitCode === null) await once(product, 'exit');
    await rm(folder, { recursive: true, force: true });
  };
}

function isUp(product: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    let said = '';
    product.stdout?.on('data', (chunk: Buffer) => {
      said += chunk.toString('utf8');
      if (said.includes('Stop with Ctrl-C')) resolve();
    });
    product.once('exit', () => reject(new Error(`The product did not start:\n${said}`)));
  });
}
