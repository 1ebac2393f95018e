import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { chmod, mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { superviseChild } from '../../local/child.js';
import { startKeeper } from '../../local/keeper.js';
import { freePort } from '../../local/ports.js';
import { accepts, createCluster, postgresProgram, superuserUrl } from '../../local/postgres.js';
import { temporaryFolder } from './folder.js';

let folder: Awaited<ReturnType<typeof temporaryFolder>>;
beforeAll(async () => {
  folder = await temporaryFolder();
});
afterAll(() => folder.remove());

test('PostgreSQL runs in a folder that is closed to everybody else, as root too, and asks for its password', async () => {
  const closed = path.join(folder.path, 'closed');
  await mkdir(closed, { mode: 0o700 });
  const home = await homeIn(closed);
  await createCluster(home);
  const keeper = startKeeper();
  const server = superviseChild(await postgresProgram(home), { keeper, say: () => {} });
  await server.started;

  const letsIn = await accepts(superuserUrl(home, 'postgres'));
  const letsStrangersIn = await accepts(superuserUrl({ ...home, password: 'wrong' }, 'postgres'));
  await server.stop();

  const forgetful = superviseChild(await postgresProgram({ ...home, password: 'lost' }), {
    keeper,
    say: () => {},
  });
  await expect(forgetful.started).rejects.toThrow(
    /PostgreSQL did not start \(its password is no longer the one in postgres\.password/,
  );
  keeper.end();

  expect(letsIn).toBe(true);
  expect(letsStrangersIn).toBe(false);
});

test('files half made by a start that was killed are made afresh', async () => {
  const home = await homeIn(path.join(folder.path, 'half'));
  await mkdir(home.folder, { recursive: true });
  await writeFile(path.join(home.folder, 'PG_VERSION'), 'half');
  await createCluster(home);
  expect((await readFile(path.join(home.folder, 'PG_VERSION'), 'utf8')).trim()).toBe('18');
});

test('files of a server that ran before are never made afresh', async () => {
  const home = await homeIn(path.join(folder.path, 'old'));
  await mkdir(home.folder, { recursive: true });
  await writeFile(path.join(home.folder, 'postmaster.opts'), '');
  await writeFile(path.join(home.folder, 'precious'), 'kept');
  await createCluster(home);
  expect(await readFile(path.join(home.folder, 'precious'), 'utf8')).toBe('kept');
});

async function homeIn(place: string) {
  await mkdir(place, { recursive: true });
  await chmod(place, 0o700);
  return {
    folder: path.join(place, 'postgres'),
    port: await freePort(),
    logFile: path.join(place, 'postgres.log'),
    password: 'correct-horse',
    durable: false,
  };
}
