import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { runner } from 'node-pg-migrate';
import pg from 'pg';
import { prepareRoles } from './roles.js';

export const migrationsFolder = fileURLToPath(new URL('./migrations/', import.meta.url));

/**
 * Bring a database to the newest schema; forward only, safe to run from many processes at once (they wait).
 *
 * `databaseUrl` must own the database or be allowed to create schemas in it, and be allowed to create roles unless it is
 * a member of all of them.
 * Throws when a migration that was applied has been edited since: write a new one instead.
 */
export async function migrate({ databaseUrl, log }: { databaseUrl: string; log: (line: string) => void }) {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    await waitForTurn(client);
    await prepareRoles(client);
    const files = await migrationFiles();
    await refuseEditedMigrations(client, files);
    const applied = await runner({
      dbClient: client,
      dir: migrationsFolder,
      direction: 'up',
      migrationsSchema: 'migrations',
      createMigrationsSchema: true,
      migrationsTable: 'applied',
      advisoryLockMode: 'wait',
      log: () => {},
    });
    await recordChecksums(client, files);
    for (const { name } of applied) log(`Applied migration ${name}`);
    return applied.map(({ name }) => name);
  } finally {
    await client.end();
  }
}

/**
 * One program at a time in this database; the lock goes with the connection. Only after that may a lock time out: a
 * migration that waits for a long transaction holds up everybody behind it, so it gives up and is tried again.
 */
async function waitForTurn(client: pg.ClientBase) {
  await client.query(`select pg_advisory_lock(hashtext('journeyman'), hashtext('migrate'))`);
  await client.query(`set lock_timeout = '10s'`);
}

/** Which migrations are not applied yet, by file name without the extension; all of them in an empty database. */
export async function pendingMigrations(client: pg.ClientBase): Promise<string[]> {
  const known = await hasTable(client, 'migrations.applied');
  const applied = known
    ? (await client.query<{ name: string }>('select name from migrations.applied')).rows.map(
        (row) => row.name,
      )
    : [];
  return (await migrationFiles()).map((file) => file.name).filter((name) => !applied.includes(name));
}

interface MigrationFile {
  name: string;
  sha256: string;
}

async function migrationFiles(): Promise<MigrationFile[]> {
  const names = (await readdir(migrationsFolder)).filter((name) => name.endsWith('.sql')).sort();
  return Promise.all(
    names.map(async (name) => ({
      name: name.replace(/\.sql$/, ''),
      sha256: createHash('sha256')
        .update(await readFile(migrationsFolder + name))
        .digest('hex'),
    })),
  );
}

/** Names of applied migrations whose file no longer says what was applied. */
export async function editedMigrations(client: pg.ClientBase, files?: MigrationFile[]): Promise<string[]> {
  if (!(await hasTable(client, 'migrations.checksums'))) return [];
  const { rows } = await client.query<{ name: string; sha256: string }>(
    'select name, sha256 from migrations.checksums',
  );
  const now = new Map((files ?? (await migrationFiles())).map((file) => [file.name, file.sha256]));
  return rows.filter((row) => now.get(row.name) !== row.sha256).map((row) => row.name);
}

async function refuseEditedMigrations(client: pg.ClientBase, files: MigrationFile[]) {
  const edited = await editedMigrations(client, files);
  if (edited.length > 0) {
    throw new Error(
      `These migrations were changed or removed after they were applied: ${edited.join(', ')}. ` +
        'Put them back as they were and write a new migration for the change.',
    );
  }
}

async function recordChecksums(client: pg.ClientBase, files: MigrationFile[]) {
  await client.query(
    `create table if not exists migrations.checksums (name text primary key, sha256 text not null)`,
  );
  await client.query(
    `insert into migrations.checksums (name, sha256)
     select f.name, f.sha256 from unnest($1::text[], $2::text[]) as f (name, sha256)
       join migrations.applied a on a.name = f.name
     on conflict do nothing`,
    [files.map((file) => file.name), files.map((file) => file.sha256)],
  );
}

async function hasTable(client: pg.ClientBase, name: string): Promise<boolean> {
  const { rows } = await client.query<{ found: boolean }>('select to_regclass($1) is not null as found', [
    name,
  ]);
  return rows[0]?.found ?? false;
}
