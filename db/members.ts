import { statement } from './statement.js';
import type { BusinessTransaction, Database } from './tenant.js';

export interface Membership {
  businessId: string;
  businessName: string;
  id: string;
  role: string;
}

const ofUser = statement<{ business_id: string; business_name: string; id: string; role: string }>(
  'members.of_user',
  'select business_id, business_name, id, role from tenancy.memberships_of($1)',
);

/** The businesses a person belongs to, the first joined first; needs no business of its own. */
export async function membershipsOf(database: Database, userId: string): Promise<Membership[]> {
  const { rows } = await database.pool.query({ ...ofUser, values: [userId] });
  return (rows as { business_id: string; business_name: string; id: string; role: string }[]).map((row) => ({
    businessId: row.business_id,
    businessName: row.business_name,
    id: row.id,
    role: row.role,
  }));
}

export interface MemberRow {
  id: string;
  userId: string;
  email: string;
  name: string;
  role: string;
  createdAt: Date;
}

const columns = ['id', 'user_id as userId', 'email', 'name', 'role', 'created_at as createdAt'] as const;

export function listMembers(
  tx: BusinessTransaction,
  after: string | null,
  limit: number,
): Promise<MemberRow[]> {
  return tx.k
    .selectFrom('tenancy.memberships')
    .select(columns)
    .where('business_id', '=', tx.businessId)
    .where('removed_at', 'is', null)
    .$if(after !== null, (query) => query.where('id', '<', after!))
    .orderBy('id', 'desc')
    .limit(limit)
    .execute();
}

/** Locked, so that two changes cannot both believe another owner remains. */
export function findMemberForChange(tx: BusinessTransaction, id: string): Promise<MemberRow | undefined> {
  return tx.k
    .selectFrom('tenancy.memberships')
    .select(columns)
    .where('business_id', '=', tx.businessId)
    .where('id', '=', id)
    .where('removed_at', 'is', null)
    .forUpdate()
    .executeTakeFirst();
}

/** Is this the address of somebody who belongs to the business? In lower case. */
export async function isOnTeam(tx: BusinessTransaction, email: string): Promise<boolean> {
  const row = await tx.k
    .selectFrom('tenancy.memberships')
    .select('id')
    .where('business_id', '=', tx.businessId)
    .where('removed_at', 'is', null)
    .where((e) => e(e.fn('lower', ['email']), '=', email))
    .executeTakeFirst();
  return row !== undefined;
}

/** The owners of the business, locked in the order of their ids. */
export function lockOwners(tx: BusinessTransaction): Promise<{ id: string }[]> {
  return tx.k
    .selectFrom('tenancy.memberships')
    .select('id')
    .where('business_id', '=', tx.businessId)
    .where('role', '=', 'owner')
    .where('removed_at', 'is', null)
    .orderBy('id')
    .forUpdate()
    .execute();
}

/** Somebody joins, or comes back after having been removed. Undefined when they are a member already. */
export function insertMember(
  tx: BusinessTransaction,
  member: { userId: string; email: string; name: string; role: string },
): Promise<MemberRow | undefined> {
  return tx.k
    .insertInto('tenancy.memberships')
    .values({
      business_id: tx.businessId,
      user_id: member.userId,
      email: member.email,
      name: member.name,
      role: member.role,
    })
    .onConflict((conflict) =>
      conflict
        .columns(['business_id', 'user_id'])
        .doUpdateSet({ email: member.email, name: member.name, role: member.role, removed_at: null })
        .where('tenancy.memberships.removed_at', 'is not', null),
    )
    .returning(columns)
    .executeTakeFirst();
}

export function changeRole(tx: BusinessTransaction, id: string, role: string): Promise<MemberRow> {
  return tx.k
    .updateTable('tenancy.memberships')
    .set({ role })
    .where('business_id', '=', tx.businessId)
    .where('id', '=', id)
    .returning(columns)
    .executeTakeFirstOrThrow();
}

export async function removeMember(tx: BusinessTransaction, id: string, at: Date): Promise<void> {
  await tx.k
    .updateTable('tenancy.memberships')
    .set({ removed_at: at })
    .where('business_id', '=', tx.businessId)
    .where('id', '=', id)
    .execute();
}
