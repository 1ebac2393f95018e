import pg from 'pg';
import { appRoles } from './roles.js';

/**
 * Create (or give a new password to) the login that the API and the worker use. It owns nothing and inherits nothing:
 * every pool must begin as the one role it needs.
 *
 * `adminUrl` must be allowed to create roles; the roles themselves come from the migrations.
 */
export async function createLogin({
  adminUrl,
  name,
  password,
}: {
  adminUrl: string;
  name: string;
  password: string;
}) {
  const client = new pg.Client({ connectionString: adminUrl });
  await client.connect();
  try {
    const found = await client.query('select from pg_roles where rolname = $1', [name]);
    // Role statements take no parameters; both values are escaped by the driver.
    const login = pg.escapeIdentifier(name);
    const verb = found.rowCount ? 'alter' : 'create';
    const signIn = `${verb} role ${login} login noinherit password ${pg.escapeLiteral(password)}`;
    const membership = `grant ${appRoles.join(', ')} to ${login}`;
    await client.query(signIn);
    await client.query(membership);
  } finally {
    await client.end();
  }
}
