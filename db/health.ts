import pg from 'pg';
import { editedMigrations, pendingMigrations } from './migrate.js';
import { roles } from './roles.js';

/** What can be said of a database from outside a business: for `npm run doctor`. */
export interface DatabaseHealth {
  /** As in `server_version_num`: 180004 is 18.4. */
  version: number;
  missingRoles: string[];
  /** Null when this login may not read which migrations were applied. */
  migrations: { pending: string[]; edited: string[] } | null;
  /** Null while the schema is not there, or this login may not become `app_maint`. */
  work: WorkHealth | null;
  wrappedKeys: { businessId: string; wrapped: Buffer }[];
}

/** Work that should move and whether it does. Ages are in seconds, null when there is none. */
export interface WorkHealth {
  oldestWaitingEvent: number | null;
  deadEvents: number;
  oldestUnpublishedDispatch: number | null;
  lastDispatchError: string | null;
  /** Live and not paused, with a `due_at` more than ten minutes ago. */
  overdueEnrollments: number;
  /** Still `sending` although the lease ended over a minute ago. */
  abandonedSends: number;
  /** Messages of which nobody knows whether they went, of the last week. */
  unknownMessages: number;
  connectionsNeedingAttention: number;
}

/** Look, change nothing. Throws when the database does not let us in. */
export async function examineDatabase(databaseUrl: string): Promise<DatabaseHealth> {
  const client = new pg.Client({
    connectionString: databaseUrl,
    application_name: 'journeyman-doctor',
    connectionTimeoutMillis: 5_000,
    statement_timeout: 15_000,
  });
  client.on('error', () => {});
  await client.connect();
  try {
    return {
      version: await serverVersion(client),
      missingRoles: await missingRoles(client),
      migrations: await migrationState(client),
      ...(await readAsMaintenance(client)),
    };
  } finally {
    await client.end();
  }
}

async function serverVersion(client: pg.Client): Promise<number> {
  const { rows } = await client.query<{ version: number }>(
    `select current_setting('server_version_num')::int as version`,
  );
  return rows[0]?.version ?? 0;
}

async function missingRoles(client: pg.Client): Promise<string[]> {
  const { rows } = await client.query<{ name: string }>(
    `select wanted.name from unnest($1::text[]) as wanted (name)
      where not exists (select from pg_roles where rolname = wanted.name)`,
    [roles],
  );
  return rows.map((row) => row.name);
}

async function migrationState(client: pg.Client): Promise<DatabaseHealth['migrations']> {
  try {
    return { pending: await pendingMigrations(client), edited: await editedMigrations(client) };
  } catch (error) {
    if (isRefusal(error)) return null;
    throw error;
  }
}

async function readAsMaintenance(client: pg.Client): Promise<Pick<DatabaseHealth, 'work' | 'wrappedKeys'>> {
  try {
    await client.query('set role app_maint');
    const { rows } = await client.query<WorkHealth>(workQuery);
    const keys = await client.query<{ businessId: string; wrapped: Buffer }>(
      `select business_id as "businessId", wrapped from platform.data_keys`,
    );
    return { work: rows[0] ?? null, wrappedKeys: keys.rows };
  } catch (error) {
    if (isRefusal(error) || isMissing(error)) return { work: null, wrappedKeys: [] };
    throw error;
  }
}

// Every part walks a partial index of what is unfinished; a healthy database answers at once.
const workQuery = `
  select
    (select extract(epoch from now() - min(received_at))::float8 from integrations.inbox_events
      where status in ('received', 'needs_details')) as "oldestWaitingEvent",
    (select count(*)::int from integrations.inbox_events
      where status = 'dead' and received_at > now() - interval '7 days') as "deadEvents",
    (select extract(epoch from now() - min(created_at))::float8 from integrations.outbox
      where published_at is null) as "oldestUnpublishedDispatch",
    (select last_error from integrations.outbox
      where published_at is null and last_error is not null order by created_at limit 1) as "lastDispatchError",
    (select count(*)::int from journeys.enrollments
      where status = 'active' and paused_at is null and due_at < now() - interval '10 minutes') as "overdueEnrollments",
    (select count(*)::int from messaging.messages
      where status = 'sending' and lease_until < now() - interval '1 minute') as "abandonedSends",
    (select count(*)::int from messaging.messages
      where status = 'unknown' and created_at > now() - interval '7 days') as "unknownMessages",
    (select count(*)::int from integrations.connections
      where status = 'needs_attention' and deleted_at is null) as "connectionsNeedingAttention"`;

/** Not allowed to read, or to become the role. */
function isRefusal(error: unknown): boolean {
  return (error as { code?: string }).code === '42501';
}

/** No such schema, table, column or role: not migrated yet. */
function isMissing(error: unknown): boolean {
  return ['42P01', '3F000', '42703', '22023'].includes((error as { code?: string }).code ?? '');
}
