import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { findHolder, releaseLock, takeLock } from '../../local/lock.js';
import { temporaryFolder } from './folder.js';

let folder: Awaited<ReturnType<typeof temporaryFolder>>;
let other: ChildProcess | undefined;
let file: string;
const me = { pid: process.pid, startedBy: null, url: 'http://127.0.0.1:4000' };

beforeEach(async () => {
  folder = await temporaryFolder();
  file = path.join(folder.path, 'lock.json');
});
afterEach(async () => {
  other?.kill('SIGKILL');
  other = undefined;
  await folder.remove();
});

test('a second start on the same data is refused with the process that holds it', async () => {
  const pid = await startOther();
  await writeFile(file, JSON.stringify({ pid, startedBy: null, url: 'http://127.0.0.1:4000' }));
  await expect(takeLock(file, me)).rejects.toThrow(
    `already running on this data folder: process ${pid}, at http://127.0.0.1:4000`,
  );
});

test('a lock left by a killed start is taken over', async () => {
  const pid = await startOther();
  await writeFile(file, JSON.stringify({ pid, startedBy: null, url: 'http://127.0.0.1:4000' }));
  other?.kill('SIGKILL');
  await once(other as ChildProcess, 'exit');

  await takeLock(file, me);

  expect(JSON.parse(await readFile(file, 'utf8'))).toEqual(me);
  expect(await readdir(folder.path)).toEqual(['lock.json']);
});

test('a number that now belongs to some other program does not count as a running Journeyman', async () => {
  other = spawn('sleep', ['60']);
  await writeFile(file, JSON.stringify({ pid: other.pid, startedBy: null, url: 'http://127.0.0.1:4000' }));
  await takeLock(file, me);
  expect(JSON.parse(await readFile(file, 'utf8'))).toEqual(me);
});

test('a start waits for the one before it when that is already leaving', async () => {
  const pid = await startOther();
  const npm = spawn('true');
  await once(npm, 'exit');
  await writeFile(file, JSON.stringify({ pid, startedBy: npm.pid, url: 'http://127.0.0.1:4000' }));
  setTimeout(() => other?.kill('SIGKILL'), 300);
  await takeLock(file, me);
  expect(JSON.parse(await readFile(file, 'utf8'))).toEqual(me);
});

test('an unreadable lock is no obstacle', async () => {
  await writeFile(file, '{"pid":');
  await takeLock(file, me);
  expect(JSON.parse(await readFile(file, 'utf8'))).toEqual(me);
});

test('a clean stop leaves no lock, and never removes somebody else’s', async () => {
  await takeLock(file, me);
  await releaseLock(file);
  expect(await readdir(folder.path)).toEqual([]);
  const pid = await startOther();
  await writeFile(file, JSON.stringify({ pid, startedBy: null, url: 'http://127.0.0.1:4000' }));
  await releaseLock(file);
  expect((await findHolder(file))?.pid).toBe(pid);
});

/** A process whose command line is that of a local start. */
async function startOther(): Promise<number> {
  other = spawn(process.execPath, ['-e', `console.log('up'); setInterval(() => {}, 1000)`, 'local/main.ts'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await once(other.stdout as NodeJS.ReadableStream, 'data');
  return other.pid ?? 0;
}
