import { spawn, spawnSync } from 'node:child_process';
import { constants, existsSync } from 'node:fs';
import { access, mkdir, readdir, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Connection } from '@temporalio/client';
import type { Program } from './child.js';
import { withoutTemporalSettings } from './own-programs.js';
import { tellProgress } from './progress.js';

const version = '1.5.1';
const source = `github.com/temporalio/cli/cmd/temporal@v${version}`;
const retentionDays = 8;

/** What is needed to find a Temporal program: where to look, and where to keep one. */
export interface Places {
  /** The search path, as in PATH. */
  searchPath: string;
  /** The user's cache folder: `$XDG_CACHE_HOME` or `~/.cache`. */
  cacheFolder: string;
  environment: NodeJS.ProcessEnv;
  /** Ends a build under way. */
  signal?: AbortSignal;
}

/**
 * The path of a Temporal command-line program that can run a development server.
 *
 * Looked for on PATH, then in the cache; else downloaded by the SDK; else built with Go, which takes about three
 * minutes, once. `say` is told what is happening, every few seconds while it takes long. Throws an error that names
 * the choices when none of it works.
 */
export async function findTemporal(places: Places, say: (line: string) => void): Promise<string> {
  const folder = path.join(places.cacheFolder, 'journeyman', `temporal-${version}`);
  const cached = path.join(folder, executableName('temporal'));
  return (
    (await findOnPath('temporal', places.searchPath)) ??
    (existsSync(cached) ? cached : undefined) ??
    (await downloadTemporal(folder, cached, say)) ??
    (await buildTemporal(folder, cached, places, say)) ??
    giveUp()
  );
}

function giveUp(): never {
  throw new Error(
    [
      'Journeyman needs a Temporal server and found no way to get one. Any of these will do:',
      '  - install the Temporal command-line program, so that `temporal` is on the PATH (temporal.io/setup/install-temporal-cli)',
      '  - install Go 1.25 or newer; Journeyman then builds the program itself, once',
      '  - set TEMPORAL_ADDRESS to a Temporal server that is running already',
    ].join('\n'),
  );
}

async function findOnPath(name: string, searchPath: string): Promise<string | undefined> {
  for (const folder of searchPath.split(path.delimiter).filter(Boolean)) {
    const file = path.join(folder, executableName(name));
    const runs = await access(file, constants.X_OK).then(
      () => true,
      () => false,
    );
    // Another program may carry the name; only one that can run a development server is of use.
    if (runs && (name !== 'temporal' || spawnSync(file, ['server', 'start-dev', '--help']).status === 0))
      return file;
  }
  return undefined;
}

/** How long a download may take before we look for another way. */
const downloadMs = 120_000;

/** The SDK fetches a program for itself when it opens its own local server; we let it, and keep the file. */
async function downloadTemporal(folder: string, cached: string, say: (line: string) => void) {
  say('No Temporal program on this machine; asking the SDK to download one …');
  const downloadDir = path.join(folder, `download-${process.pid}`);
  await mkdir(downloadDir, { recursive: true });
  const progress = tellProgress('downloading Temporal', () => '', say);
  try {
    const opened = openLocalServer(downloadDir);
    const outcome = await Promise.race([opened, sleep(downloadMs, 'too slow', { ref: false })]);
    const [file] = outcome === 'done' ? await readdir(downloadDir) : [];
    if (!file) throw new Error('nothing was downloaded');
    await rename(path.join(downloadDir, file), cached);
    return cached;
  } catch {
    say('The download did not work (no network, or a proxy in the way).');
    return undefined;
  } finally {
    clearInterval(progress);
    await rm(downloadDir, { recursive: true, force: true });
  }
}

async function openLocalServer(downloadDir: string): Promise<'done'> {
  const { TestWorkflowEnvironment } = await import('@temporalio/testing');
  const server = await TestWorkflowEnvironment.createLocal({
    server: { executable: { type: 'cached-download', downloadDir } },
  });
  await server.teardown();
  return 'done';
}

async function buildTemporal(folder: string, cached: string, places: Places, say: (line: string) => void) {
  const go = await findOnPath('go', `${places.searchPath}${path.delimiter}/usr/local/go/bin`);
  if (!go) return undefined;
  say(`Building the Temporal server ${version} with Go: about three minutes, this once.`);
  const building = path.join(folder, `building-${process.pid}`);
  await mkdir(building, { recursive: true });
  try {
    await runWithProgress(
      go,
      ['install', '-ldflags=-s -w', source],
      { ...places.environment, GOBIN: building },
      places.signal,
      say,
    );
    await rename(path.join(building, executableName('temporal')), cached);
    say(`Built; it is kept in ${folder}.`);
    return cached;
  } catch (error) {
    if (places.signal?.aborted) throw error;
    say(`Go could not build it. ${error instanceof Error ? error.message : ''}`.trim());
    return undefined;
  } finally {
    await rm(building, { recursive: true, force: true });
  }
}

function runWithProgress(
  command: string,
  args: string[],
  env: NodeJS.ProcessEnv,
  signal: AbortSignal | undefined,
  say: (line: string) => void,
) {
  return new Promise<void>((resolve, reject) => {
    const child = spawn(command, args, { env, signal, stdio: ['ignore', 'ignore', 'pipe'] });
    let last = '';
    child.stderr.on(
      'data',
      (chunk: Buffer) => (last = chunk.toString('utf8').trim().split('\n').at(-1) ?? last),
    );
    const progress = tellProgress('building Temporal', () => last, say);
    child.once('error', reject);
    child.once('close', (code) => {
      clearInterval(progress);
      if (code === 0) resolve();
      else reject(new Error(last));
    });
  });
}

/** How a development server is run. Without `databaseFile` it forgets everything when it ends. */
export interface TemporalHome {
  executable: string;
  port: number;
  namespace: string;
  databaseFile: string | null;
  logFile: string;
  environment: NodeJS.ProcessEnv;
}

/** The development server's process. It answers once its namespace keeps histories for eight days. */
export function temporalProgram(home: TemporalHome): Program {
  const address = `127.0.0.1:${home.port}`;
  return {
    name: 'Temporal',
    command: home.executable,
    args: [
      ...['server', 'start-dev', '--headless', '--ip', '127.0.0.1', '--port', String(home.port)],
      ...['--namespace', home.namespace, '--log-level', 'error'],
      ...(home.databaseFile ? ['--db-filename', home.databaseFile] : []),
      ...['--sqlite-pragma', 'journal_mode=wal', '--sqlite-pragma', 'synchronous=1'],
    ],
    // It reads TEMPORAL_* too, and a profile meant for another cluster must not steer it.
    env: withoutTemporalSettings(home.environment),
    cwd: '/',
    mark: home.databaseFile ?? `--port ${home.port}`,
    stopSignal: 'SIGTERM',
    graceSeconds: 5,
    order: 2,
    logFile: home.logFile,
    answers: () => keepHistories(address, home.namespace),
    startSeconds: 90,
    tries: 3,
  };
}

/**
 * Make the namespace keep closed histories for eight days: longer than the week for which a start may be retried, so
 * that "already started" still means something. The development server's own default is one day. False while it does
 * not answer.
 */
async function keepHistories(address: string, namespace: string): Promise<boolean> {
  let connection: Connection | undefined;
  try {
    connection = await Connection.connect({ address, connectTimeout: 3_000 });
    const seconds = retentionDays * 24 * 3600;
    await connection.workflowService.updateNamespace({
      namespace,
      config: { workflowExecutionRetentionTtl: { seconds: seconds as unknown as Long } },
    });
    return true;
  } catch {
    return false;
  } finally {
    await connection?.close().catch(() => {});
  }
}

function executableName(name: string): string {
  return process.platform === 'win32' ? `${name}.exe` : name;
}

type Long = NonNullable<import('@temporalio/proto').google.protobuf.IDuration['seconds']>;
