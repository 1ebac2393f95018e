import { mkdtempSync } from 'node:fs';
import { rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { createLogin } from '../../db/login.js';
import { migrate } from '../../db/migrate.js';
import { startKeeper, type Keeper } from '../../local/keeper.js';
import { bundleWorkflows } from './bundle.js';
import { factsVariable, login, template, type Facts } from './instance.js';
import { startPostgres } from './postgres.js';
import { startTemporal } from './start-temporal.js';

/** Folders whose tests touch neither a database nor Temporal: asked for alone, they need not wait for servers. */
const pure = [
  /^test\/compose/,
  /^test\/workflows\/flow(\/|$)/,
  /^test\/lib(\/|$)/,
  /^test\/editor(\/|$)/,
  /^test\/architecture/,
];

/**
 * One PostgreSQL with a migrated template database, one Temporal server and the workflow bundle, for the whole run.
 * Killed or crashed, the run still takes them along: the keeper sees to it.
 */
export async function startServers(patterns: string[]): Promise<{ stop(): Promise<void> }> {
  if (patterns.length > 0 && patterns.every((each) => pure.some((folder) => folder.test(relative(each))))) {
    return { stop: async () => {} };
  }
  const folder = mkdtempSync(path.join(os.tmpdir(), 'journeyman-test-'));
  const keeper = startKeeper();
  keeper.removeLater(folder);

  const [postgres, temporal, workflowBundle] = await Promise.all([
    startMigratedPostgres(folder, keeper),
    startTemporal(folder, keeper),
    bundleWorkflows(),
  ]);
  const facts: Facts = { postgresUrl: postgres.url, temporalAddress: temporal.address, workflowBundle };
  const file = path.join(folder, 'facts.json');
  await writeFile(file, JSON.stringify(facts));
  process.env[factsVariable] = file;

  return {
    async stop() {
      await Promise.all([temporal.child.stop(), postgres.child.stop()]);
      await rm(folder, { recursive: true, force: true });
      keeper.end();
    },
  };
}

async function startMigratedPostgres(folder: string, keeper: Keeper) {
  const { child, url } = await startPostgres(folder, keeper);
  await execute(url('postgres'), `create database ${template}`);
  await migrate({ databaseUrl: url(template), log: () => {} });
  await createLogin({ adminUrl: url(template), ...login });
  return { child, url: url('postgres') };
}

async function execute(url: string, statement: string) {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query(statement);
  await client.end();
}

function relative(pattern: string): string {
  return path.isAbsolute(pattern) ? path.relative(process.cwd(), pattern) : pattern.replace(/^\.\//, '');
}
