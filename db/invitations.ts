import { statement } from './statement.js';
import type { BusinessTransaction, Database } from './tenant.js';

export interface InvitationRow {
  id: string;
  email: string;
  role: string;
  invitedBy: string | null;
  expiresAt: Date;
  createdAt: Date;
}

export interface FoundInvitation {
  businessId: string;
  businessName: string;
  id: string;
  email: string;
  role: string;
  expiresAt: Date;
}

const resolve = statement(
  'invitations.resolve',
  `select business_id as "businessId", business_name as "businessName", id, email, role, expires_at as "expiresAt"
     from tenancy.resolve_invitation($1)`,
);

/** The open invitation whose link has this hash, in whichever business. One that has expired is still found. */
export async function resolveInvitation(database: Database, hash: Buffer): Promise<FoundInvitation | null> {
  const { rows } = await database.pool.query({ ...resolve, values: [hash] });
  return (rows[0] as FoundInvitation | undefined) ?? null;
}

const columns = [
  'id',
  'email',
  'role',
  'invited_by as invitedBy',
  'expires_at as expiresAt',
  'created_at as createdAt',
] as const;

/** Invitations nobody has answered, expired ones too. */
export function listInvitations(
  tx: BusinessTransaction,
  after: string | null,
  limit: number,
): Promise<InvitationRow[]> {
  return tx.k
    .selectFrom('tenancy.invitations')
    .select(columns)
    .where('business_id', '=', tx.businessId)
    .where('accepted_at', 'is', null)
    .where('revoked_at', 'is', null)
    .$if(after !== null, (query) => query.where('id', '<', after!))
    .orderBy('id', 'desc')
    .limit(limit)
    .execute();
}

export function insertInvitation(
  tx: BusinessTransaction,
  invitation: { email: string; role: string; hash: Buffer; invitedBy: string | null; expiresAt: Date },
): Promise<InvitationRow> {
  return tx.k
    .insertInto('tenancy.invitations')
    .values({
      business_id: tx.businessId,
      email: invitation.email,
      role: invitation.role,
      token_hash: invitation.hash,
      invited_by: invitation.invitedBy,
      expires_at: invitation.expiresAt,
    })
    .returning(columns)
    .executeTakeFirstOrThrow();
}

/** An open invitation, whatever its age. */
export function findInvitation(tx: BusinessTransaction, id: string): Promise<InvitationRow | undefined> {
  return tx.k
    .selectFrom('tenancy.invitations')
    .select(columns)
    .where('business_id', '=', tx.businessId)
    .where('id', '=', id)
    .where('accepted_at', 'is', null)
    .where('revoked_at', 'is', null)
    .forUpdate()
    .executeTakeFirst();
}

export async function revokeInvitation(tx: BusinessTransaction, id: string, at: Date): Promise<void> {
  await tx.k
    .updateTable('tenancy.invitations')
    .set({ revoked_at: at })
    .where('business_id', '=', tx.businessId)
    .where('id', '=', id)
    .execute();
}

/** False when somebody used or revoked it meanwhile. */
export async function useInvitation(tx: BusinessTransaction, id: string, at: Date): Promise<boolean> {
  const used = await tx.k
    .updateTable('tenancy.invitations')
    .set({ accepted_at: at })
    .where('business_id', '=', tx.businessId)
    .where('id', '=', id)
    .where('accepted_at', 'is', null)
    .where('revoked_at', 'is', null)
    .executeTakeFirst();
  return used.numUpdatedRows > 0n;
}
