import { sql } from 'kysely';
import type { BusinessTransaction } from './tenant.js';

export interface ConnectionRow {
  id: string;
  source: string;
  name: string;
  status: string;
  statusReason: string | null;
  accountRef: string | null;
  settings: unknown;
  lastEventAt: Date | null;
  createdAt: Date;
  /** The newest first; those that still count. */
  secrets: { id: string; createdAt: string; retiresAt: string | null }[];
}

const fields = (tx: BusinessTransaction) =>
  tx.k
    .selectFrom('integrations.connections as c')
    .select([
      'c.id',
      'c.source',
      'c.name',
      'c.status',
      'c.status_reason as statusReason',
      'c.account_ref as accountRef',
      'c.settings',
      'c.last_event_at as lastEventAt',
      'c.created_at as createdAt',
      sql<ConnectionRow['secrets']>`coalesce((
        select jsonb_agg(jsonb_build_object('id', s.id, 'createdAt', s.created_at, 'retiresAt', s.retires_at)
                         order by s.id desc)
          from integrations.secrets s
         where s.business_id = c.business_id and s.connection_id = c.id
           and (s.retires_at is null or s.retires_at > now())), '[]')`.as('secrets'),
    ])
    .where('c.business_id', '=', tx.businessId)
    .where('c.deleted_at', 'is', null);

export function listConnections(
  tx: BusinessTransaction,
  { after, limit, source }: { after: string | null; limit: number; source?: string | undefined },
): Promise<ConnectionRow[]> {
  return fields(tx)
    .$if(source !== undefined, (query) => query.where('c.source', '=', source!))
    .$if(after !== null, (query) => query.where('c.id', '<', after!))
    .orderBy('c.id', 'desc')
    .limit(limit)
    .execute();
}

export function findConnection(tx: BusinessTransaction, id: string): Promise<ConnectionRow | undefined> {
  return fields(tx).where('c.id', '=', id).executeTakeFirst();
}

export async function insertConnection(
  tx: BusinessTransaction,
  connection: {
    id: string;
    source: string;
    name: string;
    accountRef: string | null;
    settings: Record<string, unknown>;
  },
): Promise<void> {
  await tx.k
    .insertInto('integrations.connections')
    .values({
      business_id: tx.businessId,
      id: connection.id,
      source: connection.source,
      name: connection.name,
      account_ref: connection.accountRef,
      settings: JSON.stringify(connection.settings),
      created_by: tx.actor,
    })
    .execute();
}

/** False when there is none. */
export async function updateConnection(
  tx: BusinessTransaction,
  id: string,
  change: {
    name?: string | undefined;
    status?: string | undefined;
    accountRef?: string | null | undefined;
    settings?: Record<string, unknown> | undefined;
  },
): Promise<boolean> {
  const updated = await tx.k
    .updateTable('integrations.connections')
    .set({
      id,
      ...(change.name !== undefined && { name: change.name }),
      ...(change.status !== undefined && { status: change.status, status_reason: null }),
      ...(change.accountRef !== undefined && { account_ref: change.accountRef }),
      ...(change.settings !== undefined && { settings: JSON.stringify(change.settings) }),
    })
    .where('business_id', '=', tx.businessId)
    .where('id', '=', id)
    .where('deleted_at', 'is', null)
    .executeTakeFirst();
  return updated.numUpdatedRows > 0n;
}

/** Its secrets go at once; the row stays, because events name it. */
export async function deleteConnection(tx: BusinessTransaction, id: string, at: Date): Promise<boolean> {
  const deleted = await tx.k
    .updateTable('integrations.connections')
    .set({ deleted_at: at, status: 'disabled' })
    .where('business_id', '=', tx.businessId)
    .where('id', '=', id)
    .where('deleted_at', 'is', null)
    .executeTakeFirst();
  if (deleted.numUpdatedRows === 0n) return false;
  await tx.k
    .deleteFrom('integrations.secrets')
    .where('business_id', '=', tx.businessId)
    .where('connection_id', '=', id)
    .execute();
  return true;
}

/** Lock the connection, so that two rotations follow one another. */
export async function lockConnection(tx: BusinessTransaction, id: string): Promise<boolean> {
  const row = await tx.k
    .selectFrom('integrations.connections')
    .select('id')
    .where('business_id', '=', tx.businessId)
    .where('id', '=', id)
    .where('deleted_at', 'is', null)
    .forUpdate()
    .executeTakeFirst();
  return row !== undefined;
}

export async function insertSecret(
  tx: BusinessTransaction,
  secret: { id: string; connectionId: string; kind: string; sealed: Buffer },
): Promise<void> {
  await tx.k
    .insertInto('integrations.secrets')
    .values({
      business_id: tx.businessId,
      id: secret.id,
      connection_id: secret.connectionId,
      kind: secret.kind,
      sealed: secret.sealed,
    })
    .execute();
}

/** Before a new secret: the newest one lives until `until`, those older than it end now. */
export async function retireSecrets(
  tx: BusinessTransaction,
  { connectionId, until, now }: { connectionId: string; until: Date; now: Date },
): Promise<void> {
  const live = await tx.k
    .selectFrom('integrations.secrets')
    .select('id')
    .where('business_id', '=', tx.businessId)
    .where('connection_id', '=', connectionId)
    .orderBy('id', 'desc')
    .execute();
  for (const [place, { id }] of live.entries()) {
    if (place > 0) {
      await tx.k
        .deleteFrom('integrations.secrets')
        .where('business_id', '=', tx.businessId)
        .where('id', '=', id)
        .execute();
      continue;
    }
    await tx.k
      .updateTable('integrations.secrets')
      .set({ retires_at: until > now ? until : now })
      .where('business_id', '=', tx.businessId)
      .where('id', '=', id)
      .execute();
  }
}
