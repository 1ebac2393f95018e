import type { BusinessTransaction } from './tenant.js';

export interface LocationRow {
  id: string;
  externalId: string | null;
  name: string;
  kind: string;
  brand: string | null;
  address: string | null;
  timezone: string | null;
  phone: string | null;
  reviewLinks: unknown;
  createdAt: Date;
}

export type LocationChange = Partial<Omit<LocationRow, 'id' | 'createdAt'>>;

const columns = [
  'id',
  'external_id as externalId',
  'name',
  'kind',
  'brand',
  'address',
  'timezone',
  'phone',
  'review_links as reviewLinks',
  'created_at as createdAt',
] as const;

export function listLocations(
  tx: BusinessTransaction,
  after: string | null,
  limit: number,
): Promise<LocationRow[]> {
  return tx.k
    .selectFrom('tenancy.locations')
    .select(columns)
    .where('business_id', '=', tx.businessId)
    .where('archived_at', 'is', null)
    .$if(after !== null, (query) => query.where('id', '<', after!))
    .orderBy('id', 'desc')
    .limit(limit)
    .execute();
}

export function findLocation(tx: BusinessTransaction, id: string): Promise<LocationRow | undefined> {
  return tx.k
    .selectFrom('tenancy.locations')
    .select(columns)
    .where('business_id', '=', tx.businessId)
    .where('id', '=', id)
    .where('archived_at', 'is', null)
    .executeTakeFirst();
}

/** Undefined when the outside id is taken. */
export function insertLocation(
  tx: BusinessTransaction,
  location: LocationChange & { name: string },
): Promise<LocationRow | undefined> {
  return tx.k
    .insertInto('tenancy.locations')
    .values({ business_id: tx.businessId, ...asColumns(location), name: location.name })
    .onConflict((conflict) => conflict.columns(['business_id', 'external_id']).doNothing())
    .returning(columns)
    .executeTakeFirst();
}

export function updateLocation(
  tx: BusinessTransaction,
  id: string,
  change: LocationChange,
): Promise<LocationRow | undefined> {
  return tx.k
    .updateTable('tenancy.locations')
    .set({ ...asColumns(change), id })
    .where('business_id', '=', tx.businessId)
    .where('id', '=', id)
    .where('archived_at', 'is', null)
    .returning(columns)
    .executeTakeFirst();
}

/** Gives the outside id free, so that a new place may take it. */
export async function archiveLocation(tx: BusinessTransaction, id: string, at: Date): Promise<boolean> {
  const archived = await tx.k
    .updateTable('tenancy.locations')
    .set({ archived_at: at, external_id: null })
    .where('business_id', '=', tx.businessId)
    .where('id', '=', id)
    .where('archived_at', 'is', null)
    .executeTakeFirst();
  return archived.numUpdatedRows > 0n;
}

function asColumns({ externalId, reviewLinks, ...plain }: LocationChange) {
  return {
    ...plain,
    ...(externalId !== undefined && { external_id: externalId }),
    ...(reviewLinks !== undefined && { review_links: JSON.stringify(reviewLinks) }),
  };
}
