import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { isAlive } from '../../local/processes.js';
import { temporaryFolder, until } from './folder.js';

let folder: Awaited<ReturnType<typeof temporaryFolder>>;
beforeAll(async () => {
  folder = await temporaryFolder();
});
afterAll(() => folder.remove());

test('when Journeyman itself is killed, nothing it started is left behind', async () => {
  const leftover = path.join(folder.path, 'leftover');
  await mkdir(leftover);
  const parent = startParent(leftover);
  const child = Number(await firstLine(parent.stdout));
  expect(isAlive(child)).toBe(true);

  parent.kill('SIGKILL');

  await until(() => !isAlive(child));
  await until(() => !existsSync(leftover));
});

/** A parent that starts one stubborn child, puts it in a keeper's care, and says the child's id. */
function startParent(leftover: string) {
  const keeper = fileURLToPath(new URL('../../local/keeper.ts', import.meta.url));
  const script = `
    import { spawn } from 'node:child_process';
    const { startKeeper } = await import(${JSON.stringify(pathToFileURL(keeper).href)});
    const keeper = startKeeper();
    const child = spawn(process.execPath, ['-e', "process.on('SIGTERM', () => {}); console.log('up'); setInterval(() => {}, 1000)"], {
      stdio: ['ignore', 'pipe', 'ignore'], detached: true,
    });
    keeper.watch({ pid: child.pid, signal: 'SIGTERM', order: 1, graceSeconds: 0.3 });
    keeper.removeLater(${JSON.stringify(leftover)});
    child.stdout.once('data', () => console.log(child.pid));
    setInterval(() => {}, 1000);`;
  const loader = pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href;
  return spawn(process.execPath, ['--import', loader, '--input-type=module', '-e', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
}

function firstLine(stream: NodeJS.ReadableStream): Promise<string> {
  return new Promise((resolve) => stream.once('data', (chunk: Buffer) => resolve(chunk.toString('utf8'))));
}
