import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { freePort } from '../../../local/ports.js';

const root = fileURLToPath(new URL('../../../', import.meta.url));

export interface Product {
  /** Of everything it keeps; gone with it. */
  folder: string;
  url: string;
  stop(): Promise<void>;
}

/** The whole product in a new folder, with these settings besides. */
export async function startProduct(settings: Record<string, string> = {}): Promise<Product> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'journeyman-e2e-'));
  const port = await freePort();
  const product = spawn(process.execPath, ['--import', 'tsx', 'local/main.ts'], {
    cwd: root,
    // Visitors come from many places; tests say from which.
    env: { ...process.env, JOURNEYMAN_DATA: folder, PORT: String(port), TRUST_PROXY: '1', ...settings },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await isUp(product);
  return {
    folder,
    url: `http://127.0.0.1:${port}`,
    stop: async () => {
      product.kill('SIGTERM');
      if (product.exitCode === null) await once(product, 'exit');
      await rm(folder, { recursive: true, force: true });
    },
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
