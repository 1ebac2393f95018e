import { statement } from './statement.js';

/** A public link's token, written with the message that carries it. */
export interface NewToken {
  id: string;
  /** Hex of the SHA-256. */
  hash: string;
  purpose: 'rate' | 'unsubscribe' | 'why';
  expires_at: string | null;
}

/** A row of the ledger before the provider is called. Instants are RFC 3339; `content` is sealed bytes. */
export interface NewMessage {
  id: string;
  send_key: string;
  channel: 'email' | 'sms';
  purpose: string;
  intent: string | null;
  status: 'held' | 'sending' | 'sent' | 'skipped';
  reason_code: string | null;
  reason_message: string | null;
  customer_id: string;
  enrollment_id: string;
  journey_id: string;
  version: number;
  step_id: string;
  visit: number;
  language: string | null;
  segments: number | null;
  provider: string | null;
  connection_id: string | null;
  held_until: string | null;
  is_review_request: boolean;
  is_reminder: boolean;
}

/**
 * Write the ledger row, its tokens and, for an ask, the review request, in one statement; with status `sending` it
 * takes a lease of 30 seconds. A row that was held or refused for now is taken up again under the same key; one that
 * has been sent, is being sent or is in doubt is left alone, and nothing is returned.
 */
export const writeMessage = statement<{ id: string; attempts: number; content: Buffer | null }>(
  'messages.write',
  `with written as (
     insert into messaging.messages as m (business_id, id, send_key, channel, purpose, intent, status, reason_code,
            reason_message, customer_id, enrollment_id, journey_id, version, step_id, visit, content, language, segments,
            provider, connection_id, held_until, attempts, lease_until, first_attempt_at, sent_at)
     select $1, n.id, n.send_key, n.channel, n.purpose, n.intent, n.status, n.reason_code, n.reason_message,
            n.customer_id, n.enrollment_id, n.journey_id, n.version, n.step_id, n.visit, $3, n.language, n.segments,
            n.provider, n.connection_id, n.held_until,
            case when n.status in ('sending', 'sent') then 1 else 0 end,
            case when n.status = 'sending' then clock_timestamp() + interval '30 seconds' end,
            case when n.status in ('sending', 'sent') then clock_timestamp() end,
            case when n.status = 'sent' then clock_timestamp() end
       from jsonb_to_record($2::jsonb) as n (id uuid, send_key text, channel text, purpose text, intent text, status text,
            reason_code text, reason_message text, customer_id uuid, enrollment_id uuid, journey_id uuid, version int,
            step_id text, visit int, language text, segments int, provider text, connection_id uuid,
            held_until timestamptz)
     on conflict (business_id, send_key) do update
        set status = excluded.status, reason_code = excluded.reason_code, reason_message = excluded.reason_message,
            content = coalesce(excluded.content, m.content), language = coalesce(excluded.language, m.language),
            segments = coalesce(excluded.segments, m.segments),
            provider = excluded.provider, connection_id = excluded.connection_id, held_until = excluded.held_until,
            attempts = m.attempts + excluded.attempts, lease_until = excluded.lease_until,
            first_attempt_at = coalesce(m.first_attempt_at, excluded.first_attempt_at), sent_at = excluded.sent_at
      where m.status = 'held'
     returning m.id, m.attempts, m.status, m.customer_id, m.enrollment_id, m.channel, m.content),
   tokens as (
     insert into platform.public_tokens (business_id, id, token_hash, purpose, customer_id, enrollment_id, message_id,
                                         expires_at)
     select $1, t.id, decode(t.hash, 'hex'), t.purpose, w.customer_id, w.enrollment_id, w.id, t.expires_at
       from written w, jsonb_to_recordset($4::jsonb) as t (id uuid, hash text, purpose text, expires_at timestamptz)),
   asked as (
     insert into feedback.review_requests (business_id, message_id, enrollment_id, customer_id, channel, reminder)
     select $1, w.id, w.enrollment_id, w.customer_id, w.channel, ($2::jsonb ->> 'is_reminder')::boolean
       from written w
      where w.status in ('sending', 'sent') and ($2::jsonb ->> 'is_review_request')::boolean
     on conflict do nothing)
   select id, attempts, content from written`,
);

/** Take the lease once more to send the same bytes with the same key. Nothing is returned when somebody else did. */
export const retakeLease = statement<{ id: string; attempts: number; content: Buffer }>(
  'messages.retake_lease',
  `update messaging.messages
      set attempts = attempts + 1, lease_until = clock_timestamp() + interval '30 seconds'
    where business_id = $1 and id = $2 and status = 'sending' and lease_until < clock_timestamp()
   returning id, attempts, content`,
);

export interface SettledMessage {
  status: 'sent' | 'failed' | 'unknown' | 'held';
  provider_message_id: string | null;
  reason_code: string | null;
  reason_message: string | null;
  held_until: string | null;
  look_up_at: string | null;
}

/**
 * What became of message $2, which was being sent. A receipt may have said more already; that stands. An answer that
 * comes after the lease was given up still says that the message went.
 */
export const settleMessage = statement<{ id: string }>(
  'messages.settle',
  `update messaging.messages m
      set status = s.status, provider_message_id = coalesce(s.provider_message_id, m.provider_message_id),
          reason_code = s.reason_code, reason_message = s.reason_message, held_until = s.held_until,
          lease_until = null, look_up_at = s.look_up_at,
          sent_at = case when s.status in ('sent', 'unknown') then coalesce(m.sent_at, clock_timestamp()) else m.sent_at end
     from jsonb_to_record($3::jsonb) as s (status text, provider_message_id text, reason_code text,
          reason_message text, held_until timestamptz, look_up_at timestamptz)
    where m.business_id = $1 and m.id = $2
      and (m.status = 'sending' or m.status = 'unknown' and s.status = 'sent')
   returning m.id`,
);

/** What was sent to somebody who has been erased meanwhile. */
export const forgetContent = statement(
  'messages.forget_content',
  `update messaging.messages set content = null, reason_message = null
    where business_id = $1 and id = $2 and status <> 'sending'`,
);

/** How a message that was being sent stands now. */
export const messageStatus = statement<{ status: string; lease_until: Date | null; now: Date }>(
  'messages.status',
  `select status, lease_until, clock_timestamp() as now from messaging.messages where business_id = $1 and id = $2`,
);

/** Take one from a sender's bucket of `per_minute`, which fills evenly; a row comes back when there was one. */
export const takeToken = statement<{ tokens: number }>(
  'messages.take_token',
  `insert into messaging.sender_allowances as a (business_id, sender, per_minute, tokens)
   values ($1, $2, $3, $3 - 1)
   on conflict (business_id, sender) do update
      set per_minute = excluded.per_minute,
          tokens = least(excluded.per_minute,
                         a.tokens + extract(epoch from clock_timestamp() - a.refilled_at) * excluded.per_minute / 60) - 1,
          refilled_at = clock_timestamp()
    where least(excluded.per_minute,
                a.tokens + extract(epoch from clock_timestamp() - a.refilled_at) * excluded.per_minute / 60) >= 1
   returning a.tokens`,
);

export interface UnknownMessage {
  business_id: string;
  id: string;
}

/** Across businesses, as app_dispatch: messages whose fate should be looked up, and leases nobody came back for. */
export const messagesToLookUp = statement<UnknownMessage>(
  'messages.to_look_up',
  `select business_id, id from messaging.messages
    where status = 'unknown' and look_up_at <= now() order by look_up_at limit $1`,
);

export const loadForLookUp = statement<{
  id: string;
  channel: 'email' | 'sms';
  provider: string | null;
  content: Buffer | null;
  first_attempt_at: Date;
  look_ups: number;
}>(
  'messages.load_for_look_up',
  `select id, channel, provider, content, first_attempt_at, look_ups
     from messaging.messages where business_id = $1 and id = $2 and status = 'unknown' for no key update skip locked`,
);

/** The answer of a look-up: it may find that a message went, and never causes one to be sent again. */
export const recordLookUp = statement(
  'messages.record_look_up',
  `with changed as (
     update messaging.messages
        set status = coalesce($3, status), provider_message_id = coalesce($4, provider_message_id),
            reason_code = coalesce($5, reason_code), reason_message = coalesce($6, reason_message),
            look_ups = look_ups + 1, look_up_at = $7
      where business_id = $1 and id = $2 and status = 'unknown'
     returning id, look_ups)
   insert into messaging.message_events (business_id, message_id, type, receipt_key, detail)
   select $1, id, 'looked_up', 'look-up-' || look_ups, jsonb_build_object('found', $3::text) from changed
   on conflict do nothing`,
);

/** Messages that waited for a better hour are not sent once their enrollment is over. */
export const dropHeld = statement(
  'messages.drop_held',
  `update messaging.messages set status = 'skipped', reason_code = $3, reason_message = $4, held_until = null
    where business_id = $1 and enrollment_id = $2 and status = 'held'`,
);
