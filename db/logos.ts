import { sql } from 'kysely';
import type { BusinessTransaction, Database } from './tenant.js';

export interface LogoRow {
  name: string;
  mediaType: 'image/png' | 'image/jpeg';
  width: number;
  height: number;
  picture: Buffer;
}

/** The present one, and those that e-mails sent before may still show. */
const KEPT = 5;

/** Keeps a logo as the newest of its business; the oldest beyond a handful go. */
export async function keepLogo(
  tx: BusinessTransaction,
  { mediaType, ...logo }: LogoRow,
  now: Date,
): Promise<void> {
  await tx.k
    .insertInto('tenancy.logos')
    .values({ ...logo, business_id: tx.businessId, media_type: mediaType, created_at: now })
    .onConflict((conflict) => conflict.column('name').doUpdateSet({ created_at: now }))
    .execute();
  await tx.k
    .deleteFrom('tenancy.logos')
    .where('business_id', '=', tx.businessId)
    .where('id', 'not in', (newest) =>
      newest
        .selectFrom('tenancy.logos')
        .select('id')
        .where('business_id', '=', tx.businessId)
        .orderBy('created_at', 'desc')
        .limit(KEPT),
    )
    .execute();
}

/** Forgets every logo of the business, those in old e-mails included. */
export async function forgetLogos(tx: BusinessTransaction): Promise<void> {
  await tx.k.deleteFrom('tenancy.logos').where('business_id', '=', tx.businessId).execute();
}

export async function findLogo(tx: BusinessTransaction, name: string): Promise<LogoRow | undefined> {
  return tx.k
    .selectFrom('tenancy.logos')
    .select(['name', sql<LogoRow['mediaType']>`media_type`.as('mediaType'), 'width', 'height', 'picture'])
    .where('business_id', '=', tx.businessId)
    .where('name', '=', name)
    .executeTakeFirst();
}

/** Whose logo has this name, in whichever business; null when nobody's. */
export async function resolveLogo(database: Database, name: string): Promise<string | null> {
  const { rows } = await database.pool.query<{ id: string | null }>({
    name: 'logos.resolve',
    text: 'select tenancy.resolve_logo($1) as id',
    values: [name],
  });
  return rows[0]?.id ?? null;
}
