import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { superviseChild, type Child, type Program } from '../../local/child.js';
import { startKeeper, type Keeper } from '../../local/keeper.js';
import { isAlive } from '../../local/processes.js';
import { temporaryFolder, until } from './folder.js';

let folder: Awaited<ReturnType<typeof temporaryFolder>>;
let keeper: Keeper;
let child: Child | undefined;
const said: string[] = [];

beforeAll(async () => {
  folder = await temporaryFolder();
  keeper = startKeeper();
});
afterEach(() => child?.stop());
afterAll(async () => {
  keeper.end();
  await folder.remove();
});

test('a part that dies is started again', async () => {
  child = supervise(
    'steady',
    `require('fs').writeFileSync(flag, '' + process.pid); setInterval(() => {}, 1000)`,
  );
  await child.started;
  const first = child.pid() ?? 0;

  process.kill(first, 'SIGKILL');

  await until(() => (child?.pid() ?? first) !== first);
  await until(async () => (await readFile(flagOf('steady'), 'utf8')) === String(child?.pid()));
  expect(isAlive(first)).toBe(false);
  expect(said).toContain('steady ended (SIGKILL); starting it again.');
});

test('a part that cannot start says why, in its own last words', async () => {
  child = supervise('broken', `console.error('SECRETS_KEY: must be set'); process.exit(3)`);
  await expect(child.started).rejects.toThrow(
    /broken did not start \(exit code 3\)[^]*SECRETS_KEY: must be set/,
  );
});

test('a part that loses a port to somebody else at its start gets another try', async () => {
  const script = `const fs = require('fs'); const first = flag + '.first';
    if (!fs.existsSync(first)) { fs.writeFileSync(first, ''); process.exit(1); }
    fs.writeFileSync(flag, ''); setInterval(() => {}, 1000)`;
  child = supervise('unlucky', script, 2);
  await child.started;
  expect(isAlive(child.pid() ?? 0)).toBe(true);
});

test('a part that will not stop by itself is stopped all the same', async () => {
  child = supervise(
    'stubborn',
    `process.on('SIGTERM', () => {}); require('fs').writeFileSync(flag, ''); setInterval(() => {}, 1000)`,
  );
  await child.started;
  const pid = child.pid() ?? 0;
  await child.stop();
  expect(isAlive(pid)).toBe(false);
});

test('a part may be stopped while it is still starting', async () => {
  child = supervise('slow', `setInterval(() => {}, 1000)`);
  const pid = child.pid() ?? 0;
  await child.stop();
  await expect(child.started).rejects.toThrow('slow did not start');
  expect(isAlive(pid)).toBe(false);
});

function supervise(name: string, script: string, tries = 1): Child {
  const program: Program = {
    name,
    command: process.execPath,
    args: ['-e', `const flag = ${JSON.stringify(flagOf(name))}; ${script}`],
    env: process.env,
    cwd: '/',
    mark: name,
    stopSignal: 'SIGTERM',
    graceSeconds: 0.5,
    order: 1,
    logFile: path.join(folder.path, `${name}.log`),
    answers: async () => existsSync(flagOf(name)),
    startSeconds: 20,
    tries,
  };
  return superviseChild(program, { keeper, say: (line) => said.push(line) });
}

function flagOf(name: string): string {
  return path.join(folder.path, `${name}.flag`);
}
