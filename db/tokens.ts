import type { Database } from './tenant.js';

export type TokenPurpose = 'rate' | 'unsubscribe' | 'why';

/** What a customer's link stands for. Only the SHA-256 of the link's own text is kept. */
export interface PublicToken {
  id: string;
  businessId: string;
  purpose: TokenPurpose;
  customerId: string;
  enrollmentId: string | null;
  messageId: string | null;
  expiresAt: Date | null;
}

/** Whose link has this hash, in whichever business; null when unknown or revoked. An expired one is still found. */
export async function resolveToken(database: Database, hash: Buffer): Promise<PublicToken | null> {
  const { rows } = await database.pool.query({
    name: 'tokens.resolve',
    text: `select business_id, id, purpose, customer_id, enrollment_id, message_id, expires_at
             from platform.resolve_public_token($1)`,
    values: [hash],
  });
  const row = rows[0] as
    | {
        business_id: string;
        id: string;
        purpose: TokenPurpose;
        customer_id: string;
        enrollment_id: string | null;
        message_id: string | null;
        expires_at: Date | null;
      }
    | undefined;
  if (!row) return null;
  return {
    id: row.id,
    businessId: row.business_id,
    purpose: row.purpose,
    customerId: row.customer_id,
    enrollmentId: row.enrollment_id,
    messageId: row.message_id,
    expiresAt: row.expires_at,
  };
}
