import { sql } from 'kysely';
import { statement } from './statement.js';
import type { BusinessTransaction } from './tenant.js';
import type { Channel, Purpose } from '../workflows/flow/purposes.js';

export type SuppressionReason =
  'keyword' | 'unsubscribed' | 'bounced' | 'complained' | 'refused' | 'erased' | 'member';

/**
 * An address is remembered as SHA-256 of business, channel and the address as customers are found by it, so that the
 * memory outlives the customer. `perform` computes the same when it decides whether to send.
 */
export const hashOf = (address: string, channel = '$2') =>
  `sha256(convert_to($1::uuid::text || ':' || ${channel}::text || ':' || lower(btrim(${address}::text)), 'UTF8'))`;

/** $1 business, $2 channel, $3 address, $4 reason, $5 detail, $6 message. Counts once while it is live. */
export const suppress = statement<{ id: string }>(
  'suppressions.suppress',
  `insert into messaging.suppressions (business_id, channel, address_hash, reason, detail, message_id)
   values ($1::uuid, $2::text, ${hashOf('$3')}, $4, $5, $6)
   on conflict (business_id, channel, address_hash) where lifted_at is null do nothing
   returning id`,
);

/** Never message this address again. True when that is new. */
export async function suppressAddress(
  tx: BusinessTransaction,
  suppression: {
    channel: Channel;
    address: string;
    reason: SuppressionReason;
    detail?: string | null;
    messageId?: string | null;
  },
): Promise<boolean> {
  const rows = await tx.run(suppress, [
    tx.businessId,
    suppression.channel,
    suppression.address,
    suppression.reason,
    suppression.detail ?? null,
    suppression.messageId ?? null,
  ]);
  return rows.length > 0;
}

const lift = statement<{ id: string }>(
  'suppressions.lift',
  `update messaging.suppressions set lifted_at = now(), lifted_reason = $4
    where business_id = $1::uuid and channel = $2::text and address_hash = ${hashOf('$3')} and lifted_at is null
      and ($5::text[] is null or reason = any($5::text[]))
   returning id`,
);

/** The person wants messages again. `reasons` limits which suppressions that lifts. True when one was lifted. */
export async function liftSuppression(
  tx: BusinessTransaction,
  {
    channel,
    address,
    because,
    reasons,
  }: { channel: Channel; address: string; because: string; reasons?: SuppressionReason[] },
): Promise<boolean> {
  const rows = await tx.run(lift, [tx.businessId, channel, address, because, reasons ?? null]);
  return rows.length > 0;
}

const isLive = statement<{ reason: SuppressionReason }>(
  'suppressions.is_live',
  `select reason from messaging.suppressions
    where business_id = $1::uuid and channel = $2::text and address_hash = ${hashOf('$3')} and lifted_at is null`,
);

/** Why this address is not to be messaged; null when it may be. */
export async function findSuppression(
  tx: BusinessTransaction,
  { channel, address }: { channel: Channel; address: string },
): Promise<SuppressionReason | null> {
  const [row] = await tx.run(isLive, [tx.businessId, channel, address]);
  return row?.reason ?? null;
}

export interface NewConsent {
  customerId: string;
  channel: Channel;
  purpose: Purpose;
  granted: boolean;
  source: 'preferences_page' | 'unsubscribe_link' | 'keyword' | 'provider';
  evidence: string;
  eventId?: string | null;
  messageId?: string | null;
}

/** What a person now allows or refuses. Written under the customer's lock, so that it counts before the next send. */
export async function insertConsents(
  tx: BusinessTransaction,
  consents: readonly NewConsent[],
): Promise<void> {
  if (consents.length === 0) return;
  await tx.k
    .insertInto('crm.consents')
    .values(
      consents.map((consent) => ({
        business_id: tx.businessId,
        customer_id: consent.customerId,
        channel: consent.channel,
        purpose: consent.purpose,
        granted: consent.granted,
        source: consent.source,
        evidence: consent.evidence,
        event_id: consent.eventId ?? null,
        message_id: consent.messageId ?? null,
        actor: tx.actor,
        at: sql<Date>`clock_timestamp()`,
      })),
    )
    .execute();
}

export interface LatestConsent {
  channel: Channel;
  purpose: Purpose;
  granted: boolean;
  source: string;
  at: Date;
}

/** What counts today, at most one per channel and purpose. No row: service and review allowed, marketing not. */
export async function latestConsents(tx: BusinessTransaction, customerId: string): Promise<LatestConsent[]> {
  const rows = await tx.k
    .selectFrom('crm.consents')
    .distinctOn(['channel', 'purpose'])
    .select(['channel', 'purpose', 'granted', 'source', 'at'])
    .where('business_id', '=', tx.businessId)
    .where('customer_id', '=', customerId)
    .orderBy('channel')
    .orderBy('purpose')
    .orderBy('at', 'desc')
    .orderBy('id', 'desc')
    .execute();
  return rows.map((row) => ({ ...row, channel: row.channel as Channel, purpose: row.purpose as Purpose }));
}

/** Was there ever a grant, however long ago? */
export async function everGranted(
  tx: BusinessTransaction,
  { customerId, channel, purpose }: { customerId: string; channel: Channel; purpose: Purpose },
): Promise<boolean> {
  const row = await tx.k
    .selectFrom('crm.consents')
    .select('id')
    .where('business_id', '=', tx.businessId)
    .where('customer_id', '=', customerId)
    .where('channel', '=', channel)
    .where('purpose', '=', purpose)
    .where('granted', '=', true)
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}

export interface LockedCustomer {
  id: string;
  name: string | null;
  givenName: string | null;
  email: string | null;
  phone: string | null;
  locale: string | null;
}

const lockOne = statement<LockedCustomer>(
  'suppressions.lock_customer',
  `select id, name, given_name as "givenName", email, phone, locale from crm.customers
    where business_id = $1 and id = $2 for no key update`,
);

const findOne = statement<LockedCustomer>(
  'suppressions.find_customer',
  `select id, name, given_name as "givenName", email, phone, locale from crm.customers
    where business_id = $1 and id = $2`,
);

/** A person as they are now, without waiting for anybody; null when there is none. */
export async function readCustomer(
  tx: BusinessTransaction,
  customerId: string,
): Promise<LockedCustomer | null> {
  const [row] = await tx.run(findOne, [tx.businessId, customerId]);
  return row ?? null;
}

/** Lock a person: the arbiter of everything about them. Null when there is none. */
export async function lockCustomer(
  tx: BusinessTransaction,
  customerId: string,
): Promise<LockedCustomer | null> {
  const [row] = await tx.run(lockOne, [tx.businessId, customerId]);
  return row ?? null;
}

const lockByPhone = statement<LockedCustomer>(
  'suppressions.lock_by_phone',
  `select id, name, given_name as "givenName", email, phone, locale from crm.customers
    where business_id = $1 and phone = $2 and merged_into is null and lifecycle <> 'erased'
    order by id for no key update`,
);

/** Everybody who has this number (a family may share one), locked, in the order of their ids. */
export async function lockCustomersByPhone(
  tx: BusinessTransaction,
  phone: string,
): Promise<LockedCustomer[]> {
  return tx.run(lockByPhone, [tx.businessId, phone]);
}

const lockByEmail = statement<LockedCustomer>(
  'suppressions.lock_by_email',
  `select id, name, given_name as "givenName", email, phone, locale from crm.customers
    where business_id = $1 and email_norm = lower(btrim($2)) and merged_into is null and lifecycle <> 'erased'
      for no key update`,
);

/** Who has this e-mail address, locked; null when nobody does. */
export async function lockCustomerByEmail(
  tx: BusinessTransaction,
  email: string,
): Promise<LockedCustomer | null> {
  const [row] = await tx.run(lockByEmail, [tx.businessId, email]);
  return row ?? null;
}

/** Somebody we know only by a text they sent. */
export async function insertCaller(
  tx: BusinessTransaction,
  { id, phone, source }: { id: string; phone: string; source: string },
): Promise<LockedCustomer> {
  await tx.k
    .insertInto('crm.customers')
    .values({ business_id: tx.businessId, id, phone, source, lifecycle: 'lead' })
    .execute();
  return { id, name: null, givenName: null, email: null, phone, locale: null };
}
