import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { readFile, stat, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { InstanceFacts } from '../../local/instance-file.js';
import { freePort } from '../../local/ports.js';
import { isAlive } from '../../local/processes.js';
import { temporaryFolder, until } from './folder.js';

// One installation, lived through in order: started, doubled, hurt, killed, started again, stopped.
const loader = pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href;
const program = (name: string) => fileURLToPath(new URL(`../../local/${name}`, import.meta.url));

let folder: Awaited<ReturnType<typeof temporaryFolder>>;
let data: string;
let port: number;
const started: ChildProcess[] = [];

beforeAll(async () => {
  folder = await temporaryFolder();
  data = path.join(folder.path, 'my data');
  port = await freePort();
});
afterAll(async () => {
  for (const start of started) start.kill('SIGTERM');
  await until(() => started.every(({ exitCode, signalCode }) => exitCode !== null || signalCode !== null));
  await folder.remove();
});

test('one command brings everything up and says where', async () => {
  const { output } = await startUntilUp();
  expect(output()).toContain(`Open       http://127.0.0.1:${port}`);
  expect(await readFacts()).toMatchObject({ url: `http://127.0.0.1:${port}`, pid: started[0]?.pid });
  expect((await stat(path.join(data, 'instance.json'))).mode & 0o777).toBe(0o600);
  expect((await stat(path.join(data, 'secrets.key'))).mode & 0o777).toBe(0o600);
  expect((await fetch(`http://127.0.0.1:${port}/readyz`)).status).toBe(200);
}, 120_000);

test('a second start on the same data is refused, naming the first', async () => {
  const second = start(data, await freePort());
  expect(await exitOf(second)).toBe(1);
  expect(second.output()).toContain(`already running on this data folder: process ${started[0]?.pid}`);
});

test('a start beside it with its own data, but the same port, is told to take another', async () => {
  const second = start(path.join(folder.path, 'other data'), port);
  expect(await exitOf(second)).toBe(1);
  expect(second.output()).toContain(`Port ${port} on 127.0.0.1 is taken by another program.`);
  expect(second.output()).toContain(`PORT=${port + 1} npm start`);
});

test('the doctor finds nothing wrong with it', async () => {
  const doctor = run('doctor.ts', data, port);
  expect(await exitOf(doctor)).toBe(0);
  expect(doctor.output()).toMatch(/ok {4}Journeyman runs on this data folder/);
  expect(doctor.output()).not.toContain('BAD');
});

test('the demo says what to do where there is no demo business', async () => {
  const demo = run('demo.ts', data, port);
  expect(await exitOf(demo)).toBe(1);
  expect(demo.output()).toContain('was started without demo data (DEMO=0)');
  expect(demo.output()).toContain(`PORT=${port + 1} npm start`);
});

test('parts that are killed come back: PostgreSQL, Temporal, API and worker', async () => {
  const before = await childrenIds();
  expect(before).toHaveLength(4);
  for (const pid of before) process.kill(pid, 'SIGKILL');
  await until(async () => (await childrenIds()).filter((pid) => !before.includes(pid)).length === 4);
  await until(isReady);
}, 60_000);

test('killed outright, it leaves nothing running, and the next start works', async () => {
  const children = await childrenIds();
  const [first] = started;
  first?.kill('SIGKILL');
  await until(() => children.every((pid) => !isAlive(pid)));
  await startUntilUp();
  expect((await readFacts()).pid).toBe(started.at(-1)?.pid);
}, 90_000);

test('told to stop, it stops everything and leaves no trace of running', async () => {
  const children = await childrenIds();
  const last = started.at(-1);
  last?.kill('SIGTERM');
  if (last?.exitCode === null) await once(last, 'exit');
  expect(last?.exitCode).toBe(0);
  expect(children.filter(isAlive)).toEqual([]);
  expect(
    ['instance.json', 'lock.json', 'children.json'].filter((name) => existsSync(path.join(data, name))),
  ).toEqual([]);
});

test('the demo says what to do where nothing runs, also when the last instance had no time to tidy up', async () => {
  const never = run('demo.ts', data, port);
  expect(await exitOf(never)).toBe(1);
  expect(never.output().trim()).toBe(
    'Nothing runs here yet. Start it with `npm start` in another terminal, then come back.',
  );

  const facts = { url: `http://127.0.0.1:${port}`, apiKey: 'jm_a_b', webhook: { url: '', secret: '' } };
  await writeFile(path.join(data, 'instance.json'), JSON.stringify(facts));
  const gone = run('demo.ts', data, port);
  expect(await exitOf(gone)).toBe(1);
  expect(gone.output()).toContain(`Nothing answers at ${facts.url}. Start it with \`npm start\``);
});

test('a port that some other program holds is named before anything is started', async () => {
  const server = createServer().listen(port, '127.0.0.1');
  await once(server, 'listening');
  const refused = start(data, port);
  expect(await exitOf(refused)).toBe(1);
  server.close();
  expect(refused.output().trim()).toMatch(/^Port \d+ on 127\.0\.0\.1 is taken/);
});

test('settings that cannot be used are refused with every fault named', async () => {
  const refused = run('main.ts', data, port, { PORT: 'many', DEMO: 'perhaps' });
  expect(await exitOf(refused)).toBe(1);
  expect(refused.output()).toMatch(/PORT: must be[^]*DEMO: must be 0 or 1/);
});

interface Run {
  process: ChildProcess;
  output(): string;
}

function start(dataFolder: string, onPort: number): Run {
  const begun = run('main.ts', dataFolder, onPort, { DEMO: '0' });
  started.push(begun.process);
  return begun;
}

async function startUntilUp(): Promise<Run> {
  const begun = start(data, port);
  await until(() => /Stop with Ctrl-C/.test(begun.output()) || begun.process.exitCode !== null);
  if (begun.process.exitCode !== null) throw new Error(begun.output());
  return begun;
}

/** From a folder that is not the checkout: nothing may depend on where one stands. */
function run(name: string, dataFolder: string, onPort: number, more: Record<string, string> = {}): Run {
  const inherited = Object.fromEntries(
    Object.entries(process.env).filter(([key]) => !key.startsWith('npm_')),
  );
  const child = spawn(process.execPath, ['--import', loader, program(name)], {
    cwd: folder.path,
    env: { ...inherited, NODE_OPTIONS: '', JOURNEYMAN_DATA: dataFolder, PORT: String(onPort), ...more },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString('utf8')));
  child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString('utf8')));
  return { process: child, output: () => output };
}

async function exitOf({ process: child }: Run): Promise<number | null> {
  if (child.exitCode === null) await once(child, 'close');
  return child.exitCode;
}

async function readFacts(): Promise<InstanceFacts> {
  return JSON.parse(await readFile(path.join(data, 'instance.json'), 'utf8')) as InstanceFacts;
}

async function childrenIds(): Promise<number[]> {
  const children = JSON.parse(await readFile(path.join(data, 'children.json'), 'utf8')) as { pid: number }[];
  return children.map(({ pid }) => pid);
}

function isReady(): Promise<boolean> {
  return fetch(`http://127.0.0.1:${port}/readyz`).then(
    ({ ok }) => ok,
    () => false,
  );
}
