import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { chmod, mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { findTemporal } from '../../local/temporal-server.js';
import { temporaryFolder } from './folder.js';

let folder: Awaited<ReturnType<typeof temporaryFolder>>;
beforeAll(async () => {
  folder = await temporaryFolder();
});
afterAll(() => folder.remove());

test('a Temporal program on the PATH is used', async () => {
  const good = await programIn('on the path', 'exit 0');
  expect(await find(path.dirname(good))).toBe(good);
});

test('a program of that name that cannot run a development server is passed over', async () => {
  const other = await programIn('other', 'exit 1');
  const good = await programIn('good', 'exit 0');
  expect(await find([path.dirname(other), path.dirname(good)].join(path.delimiter))).toBe(good);
});

test('a program that was built before is used without building it again', async () => {
  const cached = await programIn('cache/journeyman/temporal-1.5.1', 'exit 0');
  expect(await find('/nowhere')).toBe(cached);
});

function find(searchPath: string): Promise<string> {
  const said: string[] = [];
  const cacheFolder = path.join(folder.path, 'cache');
  return findTemporal({ searchPath, cacheFolder, environment: {} }, (line) => said.push(line));
}

async function programIn(place: string, script: string): Promise<string> {
  const file = path.join(folder.path, place, 'temporal');
  await mkdir(path.dirname(file), { recursive: true });
  await writeFile(file, `#!/bin/sh\n${script}\n`);
  await chmod(file, 0o755);
  return file;
}
