import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { endOrphans, rememberChildren } from '../../local/children-file.js';
import { isAlive } from '../../local/processes.js';
import { temporaryFolder } from './folder.js';

let folder: Awaited<ReturnType<typeof temporaryFolder>>;
let file: string;
let stray: ChildProcess;
const said: string[] = [];
const say = (line: string) => void said.push(line);

beforeAll(async () => {
  folder = await temporaryFolder();
  file = path.join(folder.path, 'children.json');
});
afterEach(() => void stray?.kill('SIGKILL'));
afterAll(() => folder.remove());

test('what an earlier start left running is found and ended', async () => {
  const pid = await startStray('/some/data folder/temporal.db');
  await rememberChildren(file, [child(pid, '/some/data folder/temporal.db')]);

  await endOrphans(file, say);

  expect(isAlive(pid)).toBe(false);
  expect(said).toEqual([`An earlier start left Temporal running (process ${pid}); ending it.`]);
  expect(existsSync(file)).toBe(false);
});

test('a process that only has the same number is left alone', async () => {
  const pid = await startStray('somebody else’s program');
  await rememberChildren(file, [child(pid, '/some/data folder/temporal.db')]);
  await endOrphans(file, say);
  expect(isAlive(pid)).toBe(true);
});

test('no list, or half a list, is no obstacle', async () => {
  await endOrphans(file, say);
  await writeFile(file, '[{"pid":');
  await endOrphans(file, say);
  expect(existsSync(file)).toBe(false);
});

/** A process that ignores polite requests, with a known word in its command line. */
async function startStray(word: string): Promise<number> {
  const script = `process.on('SIGTERM', () => {}); console.log('up'); setInterval(() => {}, 1000)`;
  stray = spawn(process.execPath, ['-e', script, word], { stdio: ['ignore', 'pipe', 'inherit'] });
  await once(stray.stdout as NodeJS.ReadableStream, 'data');
  return stray.pid ?? 0;
}

function child(pid: number, mark: string) {
  return { name: 'Temporal', pid, mark, signal: 'SIGTERM' as const, graceSeconds: 0.2, order: 2 };
}
