import pg from 'pg';

/** Create a database unless it is there. `adminUrl` is another database of the same server, as a role that may. */
export async function createDatabase({ adminUrl, name }: { adminUrl: string; name: string }): Promise<void> {
  const client = new pg.Client({ connectionString: adminUrl });
  await client.connect();
  try {
    const found = await client.query('select from pg_database where datname = $1', [name]);
    // The statement takes no parameters.
    const create = `create database ${pg.escapeIdentifier(name)}`;
    if (!found.rowCount) await client.query(create);
  } finally {
    await client.end();
  }
}
