import type { BusinessTransaction } from './tenant.js';

export interface StaffRow {
  id: string;
  externalId: string | null;
  name: string;
  kind: string;
  locationId: string | null;
  createdAt: Date;
}

export type StaffChange = Partial<Omit<StaffRow, 'id' | 'createdAt'>>;

const columns = [
  'id',
  'external_id as externalId',
  'name',
  'kind',
  'location_id as locationId',
  'created_at as createdAt',
] as const;

export function listStaff(tx: BusinessTransaction, after: string | null, limit: number): Promise<StaffRow[]> {
  return tx.k
    .selectFrom('tenancy.staff')
    .select(columns)
    .where('business_id', '=', tx.businessId)
    .where('archived_at', 'is', null)
    .$if(after !== null, (query) => query.where('id', '<', after!))
    .orderBy('id', 'desc')
    .limit(limit)
    .execute();
}

export function findStaff(tx: BusinessTransaction, id: string): Promise<StaffRow | undefined> {
  return tx.k
    .selectFrom('tenancy.staff')
    .select(columns)
    .where('business_id', '=', tx.businessId)
    .where('id', '=', id)
    .where('archived_at', 'is', null)
    .executeTakeFirst();
}

/** Undefined when the outside id is taken. */
export function insertStaff(
  tx: BusinessTransaction,
  staff: StaffChange & { name: string },
): Promise<StaffRow | undefined> {
  return tx.k
    .insertInto('tenancy.staff')
    .values({ business_id: tx.businessId, ...asColumns(staff), name: staff.name })
    .onConflict((conflict) => conflict.columns(['business_id', 'external_id']).doNothing())
    .returning(columns)
    .executeTakeFirst();
}

export function updateStaff(
  tx: BusinessTransaction,
  id: string,
  change: StaffChange,
): Promise<StaffRow | undefined> {
  return tx.k
    .updateTable('tenancy.staff')
    .set({ ...asColumns(change), id })
    .where('business_id', '=', tx.businessId)
    .where('id', '=', id)
    .where('archived_at', 'is', null)
    .returning(columns)
    .executeTakeFirst();
}

/** Gives the outside id free, so that somebody new may take it. */
export async function archiveStaff(tx: BusinessTransaction, id: string, at: Date): Promise<boolean> {
  const archived = await tx.k
    .updateTable('tenancy.staff')
    .set({ archived_at: at, external_id: null })
    .where('business_id', '=', tx.businessId)
    .where('id', '=', id)
    .where('archived_at', 'is', null)
    .executeTakeFirst();
  return archived.numUpdatedRows > 0n;
}

function asColumns({ externalId, locationId, ...plain }: StaffChange) {
  return {
    ...plain,
    ...(externalId !== undefined && { external_id: externalId }),
    ...(locationId !== undefined && { location_id: locationId }),
  };
}
