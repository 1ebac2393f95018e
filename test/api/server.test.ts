import { spawn } from 'node:child_process';
import { createServer } from 'node:net';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import pg from 'pg';
import { readConfig } from '../../api/config.js';
import { startApi as start } from '../../api/server.js';
import { freshDatabase, type FreshDatabase } from '../support/database.js';
import { ask, SECRETS_KEY, startApi } from './support/start-api.js';

let database: FreshDatabase;
beforeAll(async () => {
  database = await freshDatabase();
});
afterAll(() => database?.drop());

const settings = () => ({
  DATABASE_URL: database.url,
  SECRETS_KEY,
  PORT: '0',
  TEMPORAL_ADDRESS: '127.0.0.1:9',
  LOG_LEVEL: 'silent',
});

test('every fault of the settings is named at once, and no secret is repeated', () => {
  const faulty = () =>
    readConfig({
      DATABASE_URL: 'mysql://x',
      SECRETS_KEY: 'much too short',
      PORT: '99999',
      PUBLIC_URL: 'ftp://x',
      EMAIL_PROVIDER: 'pigeon',
      SMS_PROVIDER: 'twilio',
      LOG_LEVEL: 'loud',
      NODE_ENV: 'production',
      OUTBOUND_ALLOW: '127.0.0.1:1',
    });
  for (const name of [
    'DATABASE_URL', 'SECRETS_KEY', 'PORT', 'PUBLIC_URL', 'EMAIL_PROVIDER', 'TWILIO_ACCOUNT_SID', 'LOG_LEVEL', 'OUTBOUND_ALLOW',
  ]) {
    expect(faulty).toThrow(name);
  } // prettier-ignore
  expect(faulty).not.toThrow('much too short');
  expect(() => readConfig({})).toThrow(/DATABASE_URL[^]*SECRETS_KEY/);
});

test('a port somebody else has is named, with what to do', async () => {
  const other = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => other.once('listening', resolve));
  const { port } = other.address() as { port: number };
  await expect(start(readConfig({ ...settings(), PORT: String(port) }))).rejects.toThrow(
    `Port ${port} is taken. Stop what uses it, or choose another: PORT=${port + 1} npm run api`,
  );
  other.close();
});

test('while the database is away every request is told to come back, and afterwards they work again', async () => {
  const api = await startApi(database);
  const admin = new pg.Client({ connectionString: database.adminUrl.replace(/\/[^/]*$/, '/postgres') });
  await admin.connect();
  const name = pg.escapeIdentifier(database.name);
  try {
    await admin.query(`alter database ${name} with allow_connections false`);
    await admin.query('select pg_terminate_backend(pid) from pg_stat_activity where datname = $1', [
      database.name,
    ]);
    for (const [method, path] of [
      ['GET', 'business'],
      ['POST', 'events'],
      ['GET', '/readyz'],
    ] as const) {
      const reply = await api.ask(method, path, method === 'POST' ? { body: { type: 'job_completed' } } : {});
      expect(reply.status).toBe(503);
      expect(reply.headers.get('retry-after')).toBe('5');
    }
    expect((await api.ask('GET', '/healthz')).status).toBe(200);
    expect((await api.ask('GET', '/')).text).toContain('cannot be reached');
    expect((await api.ask('GET', '/metrics')).status).toBe(200);
    await admin.query(`alter database ${name} with allow_connections true`);
    expect((await api.ask('GET', 'business')).status).toBe(200);
    expect((await api.ask('GET', '/readyz')).status).toBe(200);
  } finally {
    await admin.query(`alter database ${name} with allow_connections true`);
    await admin.end();
    await api.close();
  }
});

test('closing finishes the request that runs and takes no more', async () => {
  let closed: Promise<void> | undefined;
  const api = await startApi(database, {
    inspect: (operation) => {
      // The answer is made and has not left yet.
      if (operation.id === 'createCustomer') closed = api.close();
    },
  });
  expect((await api.ask('POST', 'customers', { body: { name: 'The last guest' } })).status).toBe(201);
  await closed;
  await expect(ask(api.url, 'GET', '/healthz', {})).rejects.toThrow();
});

test('npm run api stops on SIGTERM, and refuses to start on settings it cannot use', async () => {
  const run = (environment: Record<string, string>) => {
    const child = spawn(process.execPath, ['--import', 'tsx', 'api/main.ts'], {
      env: { PATH: process.env.PATH ?? '', ...environment },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()));
    const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
    return { child, ended, output: () => output };
  };
  const faulty = run({});
  expect(await faulty.ended).toBe(1);
  expect(faulty.output()).toContain('These settings must be put right:\n  DATABASE_URL');

  const api = run({ ...settings(), LOG_LEVEL: 'info' });
  while (!api.output().includes('The API listens')) {
    if (api.child.exitCode !== null) throw new Error(api.output());
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  api.child.kill('SIGTERM');
  expect(await api.ended).toBe(0);
}, 60_000);
