import { statement } from './statement.js';
import { withBusiness, type BusinessTransaction, type Database } from './tenant.js';

export interface ApiKeyRow {
  id: string;
  name: string;
  prefix: string;
  scopes: string[];
  createdBy: string | null;
  expiresAt: Date | null;
  lastUsedAt: Date | null;
  createdAt: Date;
}

const resolve = statement<{ business_id: string; id: string; scopes: string[] }>(
  'api_keys.resolve',
  'select business_id, id, scopes from tenancy.resolve_api_key($1)',
);

/** Whose key has this SHA-256? Live keys of live businesses only; needs no business of its own. */
export async function resolveApiKey(
  database: Database,
  hash: Buffer,
): Promise<{ businessId: string; id: string; scopes: string[] } | null> {
  const { rows } = await database.pool.query({ ...resolve, values: [hash] });
  const row = rows[0] as { business_id: string; id: string; scopes: string[] } | undefined;
  return row ? { businessId: row.business_id, id: row.id, scopes: row.scopes } : null;
}

const touch = statement(
  'api_keys.touch',
  `update tenancy.api_keys set last_used_at = $3::timestamptz
    where business_id = $1 and id = $2 and (last_used_at is null or last_used_at < $3::timestamptz - interval '1 minute')`,
);

export async function touchApiKey(
  database: Database,
  { businessId, id }: { businessId: string; id: string },
  at: Date,
): Promise<void> {
  await withBusiness(database, { businessId }, async (tx) => tx.last(touch, [businessId, id, at]));
}

const columns = [
  'id',
  'name',
  'prefix',
  'scopes',
  'created_by as createdBy',
  'expires_at as expiresAt',
  'last_used_at as lastUsedAt',
  'created_at as createdAt',
] as const;

/** Keys that have not been revoked, newest first. */
export function listApiKeys(
  tx: BusinessTransaction,
  after: string | null,
  limit: number,
): Promise<ApiKeyRow[]> {
  return tx.k
    .selectFrom('tenancy.api_keys')
    .select(columns)
    .where('business_id', '=', tx.businessId)
    .where('revoked_at', 'is', null)
    .$if(after !== null, (query) => query.where('id', '<', after!))
    .orderBy('id', 'desc')
    .limit(limit)
    .execute();
}

export function insertApiKey(
  tx: BusinessTransaction,
  key: {
    id: string;
    name: string;
    prefix: string;
    hash: Buffer;
    scopes: string[];
    createdBy: string | null;
    expiresAt: Date | null;
  },
): Promise<ApiKeyRow> {
  return tx.k
    .insertInto('tenancy.api_keys')
    .values({
      business_id: tx.businessId,
      id: key.id,
      name: key.name,
      prefix: key.prefix,
      key_hash: key.hash,
      scopes: key.scopes,
      created_by: key.createdBy,
      expires_at: key.expiresAt,
    })
    .returning(columns)
    .executeTakeFirstOrThrow();
}

/** False when there is no such live key. */
export async function revokeApiKey(tx: BusinessTransaction, id: string, at: Date): Promise<boolean> {
  const revoked = await tx.k
    .updateTable('tenancy.api_keys')
    .set({ revoked_at: at })
    .where('business_id', '=', tx.businessId)
    .where('id', '=', id)
    .where('revoked_at', 'is', null)
    .executeTakeFirst();
  return revoked.numUpdatedRows > 0n;
}
