import type { Calendar } from '../workflows/flow/calendar.js';
import type { ReplyCase } from '../workflows/flow/reply.js';
import type { SendingDefaults } from '../workflows/flow/sending.js';
import { statement } from './statement.js';
import type { BusinessTransaction } from './tenant.js';

/** All that decides whether a customer may be texted by hand. Instants are RFC 3339. */
export interface ReplyFacts {
  customer: {
    id: string;
    name: string | null;
    givenName: string | null;
    phone: string | null;
    locale: string | null;
    timezone: string | null;
  };
  business: {
    name: string;
    timezone: string;
    locale: string;
    country: string | null;
    settings: Record<string, unknown>;
  };
  consents: {
    channel: 'email' | 'sms';
    purpose: 'service' | 'review' | 'marketing';
    granted: boolean;
    at: string;
  }[];
  suppressed: boolean;
  lastInboundAt: Date | null;
  /** Has anything but a skipped text ever gone to them? */
  wasTexted: boolean;
}

const load = statement<ReplyFacts>(
  'replies.load_facts',
  `select jsonb_build_object('id', c.id, 'name', c.name, 'givenName', c.given_name, 'phone', c.phone, 'locale', c.locale,
            'timezone', c.timezone) as customer,
          jsonb_build_object('name', b.name, 'timezone', b.timezone, 'locale', b.locale, 'country', b.country,
            'settings', b.settings) as business,
          coalesce((select jsonb_agg(latest) from (
             select distinct on (k.channel, k.purpose) k.channel, k.purpose, k.granted, k.at
               from crm.consents k
              where k.business_id = c.business_id and k.customer_id = c.id
              order by k.channel, k.purpose, k.at desc, k.id desc) latest), '[]') as consents,
          exists (select from messaging.suppressions s
                   where s.business_id = c.business_id and s.channel = 'sms' and s.lifted_at is null
                     and s.address_hash = sha256(convert_to(c.business_id::text || ':sms:' || c.phone, 'UTF8'))) as suppressed,
          (select m.created_at from messaging.messages m
            where m.business_id = c.business_id and m.customer_id = c.id and m.channel = 'sms' and m.direction = 'inbound'
            order by m.id desc limit 1) as "lastInboundAt",
          exists (select from messaging.messages m
                   where m.business_id = c.business_id and m.customer_id = c.id and m.channel = 'sms'
                     and m.direction = 'outbound'
                     and m.status in ('sending', 'sent', 'delivered', 'unknown')) as "wasTexted"
     from crm.customers c join tenancy.businesses b on b.id = c.business_id
    where c.business_id = $1 and c.id = $2 and c.merged_into is null and c.lifecycle <> 'erased'`,
);

/** Null when there is no such customer. To decide by it, take the customer's lock first. */
export async function loadReplyFacts(
  tx: BusinessTransaction,
  customerId: string,
): Promise<ReplyFacts | null> {
  const [row] = await tx.run(load, [tx.businessId, customerId]);
  return row ?? null;
}

/** What was read, as the rule asks for it. */
export function replyCase(
  { customer, business, consents, suppressed, lastInboundAt }: ReplyFacts,
  {
    now,
    writtenAt,
    hoursConfirmed,
    calendar,
  }: { now: Date; writtenAt: Date; hoursConfirmed: boolean; calendar: Calendar },
): ReplyCase {
  return {
    facts: { customer: { ...customer, firstName: customer.givenName }, business },
    defaults: business.settings as SendingDefaults,
    permission: {
      consents: consents.map((consent) => ({ ...consent, at: new Date(consent.at).toISOString() })),
      suppressed: { sms: suppressed },
    },
    lastInboundAt: lastInboundAt?.toISOString() ?? null,
    hoursConfirmed,
    writtenAt: writtenAt.toISOString(),
    now: now.toISOString(),
    calendar,
  };
}

export interface NewReply {
  id: string;
  customerId: string;
  /** Sealed for `messages/content`: `{ to, text }`, until the worker adds who sends it. */
  content: Buffer;
  language: string;
  segments: number;
  heldUntil: Date;
  reason: { code: string; message: string } | null;
  hoursConfirmedAt: Date | null;
}

const insert = statement(
  'replies.insert',
  `insert into messaging.messages (business_id, id, send_key, channel, purpose, status, reason_code, reason_message,
            customer_id, content, language, segments, held_until, author, hours_confirmed_at)
   values ($1, $2::uuid, 'reply:' || $2::uuid::text, 'sms', 'service', 'held', $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
);

/** Put a text of the team's into the ledger, held until the worker sends it. The author is the transaction's actor. */
export function insertReply(tx: BusinessTransaction, reply: NewReply): Promise<unknown> {
  return tx.run(insert, [
    tx.businessId,
    reply.id,
    reply.reason?.code ?? null,
    reply.reason?.message ?? null,
    reply.customerId,
    reply.content,
    reply.language,
    reply.segments,
    reply.heldUntil,
    tx.actor,
    reply.hoursConfirmedAt,
  ]);
}

const withdraw = statement<{ id: string }>(
  'replies.withdraw',
  `update messaging.messages set status = 'skipped', reason_code = 'withdrawn', reason_message = $3, held_until = null
    where business_id = $1 and id = $2 and author is not null and status = 'held'
   returning id`,
);

/** Take back what has not left yet; false when it has. */
export async function withdrawReply(tx: BusinessTransaction, id: string): Promise<boolean> {
  return (await tx.run(withdraw, [tx.businessId, id, 'Taken back before it was sent.'])).length > 0;
}

/** Across businesses, as app_dispatch: texts of the team whose time has come, and calls nobody came back from. */
export const repliesDue = statement<{ business_id: string; id: string }>(
  'replies.due',
  `select business_id, id from (
     (select business_id, id from messaging.messages
       where author is not null and status = 'held' and held_until <= now() order by held_until limit $1)
     union all
     (select business_id, id from messaging.messages
       where author is not null and status = 'sending' and lease_until < now() order by lease_until limit $1)) due`,
);

/** Whose customer it is: they are locked before the message is read. */
export const customerOfReply = statement<{ customer_id: string }>(
  'replies.customer',
  `select customer_id from messaging.messages where business_id = $1 and id = $2 and author is not null`,
);

export interface ReplyRow {
  id: string;
  status: 'held' | 'sending';
  content: Buffer | null;
  provider: string | null;
  attempts: number;
  created_at: Date;
  first_attempt_at: Date | null;
  hours_confirmed_at: Date | null;
  now: Date;
}

/** A text that is due, locked; nothing when another worker has it or it is not due after all. */
export const claimReply = statement<ReplyRow>(
  'replies.claim',
  `select id, status, content, provider, attempts, created_at, first_attempt_at, hours_confirmed_at,
          clock_timestamp() as now
     from messaging.messages
    where business_id = $1 and id = $2 and author is not null
      and ((status = 'held' and held_until <= clock_timestamp())
           or (status = 'sending' and lease_until < clock_timestamp()))
      for no key update skip locked`,
);

/** On its way, with exactly these bytes; or, where nothing leaves the house, sent. */
export const startReply = statement(
  'replies.start',
  `update messaging.messages
      set status = $3, content = $4, provider = $5, connection_id = $6, attempts = attempts + 1, held_until = null,
          reason_code = null, reason_message = null,
          lease_until = case when $3 = 'sending' then clock_timestamp() + interval '30 seconds' end,
          first_attempt_at = coalesce(first_attempt_at, clock_timestamp()),
          sent_at = case when $3 = 'sent' then clock_timestamp() end
    where business_id = $1 and id = $2 and status = 'held'`,
);

/** Not now (with the next moment) or not at all (without). */
export const putOffReply = statement(
  'replies.put_off',
  `update messaging.messages
      set status = case when $3::timestamptz is null then 'skipped' else 'held' end, held_until = $3,
          reason_code = $4, reason_message = $5
    where business_id = $1 and id = $2 and status = 'held'`,
);
