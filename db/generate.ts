/**
 * `npm run db:types`: migrate an empty database on the server of DATABASE_URL, write the types of its rows
 * (`db/schema.ts`) and its schema (`db/schema.sql`), and remove it again.
 */
import { randomBytes } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { readConfig } from './config.js';
import { createDatabase } from './create-database.js';
import { describeSchema } from './describe-schema.js';
import { migrate } from './migrate.js';
import { rowTypes } from './row-types.js';

const beside = (name: string) => fileURLToPath(new URL(name, import.meta.url));

try {
  await withEmptyDatabase(readConfig().databaseUrl, async (databaseUrl) => {
    await migrate({ databaseUrl, log: () => {} });
    await writeFile(beside('schema.ts'), await rowTypes(databaseUrl));
    await withClient(databaseUrl, async (client) => {
      await writeFile(beside('schema.sql'), await describeSchema(client));
    });
  });
  process.stdout.write('Wrote db/schema.ts and db/schema.sql\n');
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
}

async function withEmptyDatabase(adminUrl: string, work: (databaseUrl: string) => Promise<void>) {
  const name = `journeyman_types_${randomBytes(4).toString('hex')}`;
  await createDatabase({ adminUrl, name });
  try {
    const url = new URL(adminUrl);
    url.pathname = `/${name}`;
    await work(url.href);
  } finally {
    const drop = `drop database ${name} with (force)`;
    await withClient(adminUrl, async (client) => void (await client.query(drop)));
  }
}

async function withClient(url: string, work: (client: pg.Client) => Promise<void>) {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await work(client);
  } finally {
    await client.end();
  }
}
