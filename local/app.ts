import { spawn } from 'node:child_process';
import { closeSync, existsSync, openSync, readFileSync } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { packageRoot } from './config.js';
import { tellProgress } from './progress.js';

/** What the app is made of: beside its own files, the flow language and the contract. */
const sources = ['editor', 'workflows/flow', 'api/contract', 'package-lock.json'];

/**
 * Build the owner's app into dist/app when it is missing or older than what it is made of.
 *
 * Without it everything else works, so a failure is said and not thrown. `log` is the file for what the build says.
 */
export async function buildApp(log: string, say: (line: string) => void, signal: AbortSignal): Promise<void> {
  if (!existsSync(path.join(packageRoot, 'editor', 'main.tsx'))) return;
  const built = await changedAt(path.join(packageRoot, 'dist', 'app', 'index.html'));
  const changes = await Promise.all(sources.map((each) => lastChange(path.join(packageRoot, each))));
  if (built > Math.max(...changes)) return;
  say('Building the app …');
  const progress = tellProgress('building the app', () => '', say);
  try {
    await runVite(log, signal);
  } catch (error) {
    if (signal.aborted) return;
    say(`The app could not be built; everything else runs. ${(error as Error).message}`);
  } finally {
    clearInterval(progress);
  }
}

function runVite(log: string, signal: AbortSignal): Promise<void> {
  const manifest = createRequire(import.meta.url).resolve('vite/package.json');
  const vite = path.join(path.dirname(manifest), 'bin', 'vite.js');
  const output = openSync(log, 'w', 0o600);
  return new Promise<void>((resolve, reject) => {
    const child = spawn(process.execPath, [vite, 'build', 'editor', '--logLevel', 'warn'], {
      cwd: packageRoot,
      stdio: ['ignore', output, output],
      signal,
    });
    child.once('error', reject);
    child.once('exit', (code) =>
      code === 0
        ? resolve()
        : reject(new Error(readFileSync(log, 'utf8').trim().split('\n').slice(-10).join('\n'))),
    );
  }).finally(() => closeSync(output));
}

/** When the newest file of a folder changed, in milliseconds since 1970. */
async function lastChange(place: string): Promise<number> {
  const own = await stat(place).catch(() => null);
  if (!own?.isDirectory()) return own?.mtimeMs ?? 0;
  const names = await readdir(place, { recursive: true });
  const times = await Promise.all(names.map((name) => changedAt(path.join(place, name))));
  return Math.max(0, ...times);
}

async function changedAt(file: string): Promise<number> {
  return (await stat(file).catch(() => null))?.mtimeMs ?? 0;
}
