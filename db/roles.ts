import type pg from 'pg';

/** Roles that only own things; no program acts as one of them. */
const owners = ['app_owner', 'app_search'] as const;

/** Roles that the app may become. */
export const appRoles = ['app_user', 'app_maint', 'app_router', 'app_dispatch', 'app_auth'] as const;

/** The roles of the product; none can sign in. What each may touch is written in the migrations. */
export const roles = [...owners, ...appRoles] as const;

/** Another database of the same cluster was changing the same role at this moment. */
const BUSY = ['42710', '23505', 'XX000'];

/**
 * Make the roles that are missing and let this login become each of them. Since PostgreSQL 16 whoever creates a role
 * may hand it out but not become it, unless told so; a superuser may anyway.
 */
export async function prepareRoles(client: pg.ClientBase): Promise<void> {
  const { rows } = await client.query<{ version: number }>(
    `select current_setting('server_version_num')::int as version`,
  );
  const options = rows[0]!.version >= 160000 ? ' with inherit true, set true' : '';
  const needs = options
    ? `pg_has_role(r.name, 'set') and pg_has_role(r.name, 'usage')`
    : `pg_has_role(r.name, 'member')`;
  for (const role of roles) {
    const create = `create role ${role} nologin nobypassrls`;
    const become = `grant ${role} to current_user${options}`;
    const able = `select ${needs} as able from (values ($1::name)) as r (name)`;
    await insist(async () => {
      const found = await client.query('select from pg_roles where rolname = $1', [role]);
      if (!found.rowCount) await client.query(create);
    });
    await insist(async () => {
      const answer = await client.query<{ able: boolean }>(able, [role]);
      if (!answer.rows[0]?.able) await client.query(become);
    });
  }
}

/** Roles belong to the cluster, and the lock of a migration only to one database. */
async function insist(change: () => Promise<void>, triesLeft = 10): Promise<void> {
  try {
    await change();
  } catch (error) {
    if (triesLeft === 0 || !BUSY.includes((error as { code?: string }).code ?? '')) throw error;
    await insist(change, triesLeft - 1);
  }
}
