-- The send ledger. A row is committed before a provider is called, and says afterwards what is known.

set local role app_owner;

create table messaging.messages (
  business_id uuid not null references tenancy.businesses (id) on delete cascade,
  id uuid not null default platform.new_id(),
  -- enrollment:step:visit[:channel]; at most one message for each
  send_key text not null,
  direction text not null default 'outbound' check (direction in ('outbound', 'inbound')),
  channel text not null check (channel in ('email', 'sms')),
  purpose text check (purpose in ('service', 'review', 'marketing')),
  intent text,
  status text not null check (status in ('held', 'sending', 'sent', 'delivered', 'failed', 'unknown', 'skipped',
                                         'received')),
  reason_code text,
  reason_message text,
  customer_id uuid not null,
  enrollment_id uuid,
  journey_id uuid,
  version int,
  step_id text,
  visit int,
  -- what is sent, sealed under the business's key: { to, from, subject, text, html, headers }
  content bytea,
  language text,
  segments int,
  provider text,
  connection_id uuid,
  provider_message_id text,
  attempts int not null default 0,
  held_until timestamptz,
  -- while a call is out; after it, nobody knows whether the provider acted
  lease_until timestamptz,
  first_attempt_at timestamptz,
  -- when an unknown outcome is next looked up at the provider
  look_up_at timestamptz,
  look_ups int not null default 0,
  sent_at timestamptz,
  delivered_at timestamptz,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (business_id, id),
  unique (business_id, send_key),
  foreign key (business_id, customer_id) references crm.customers (business_id, id),
  foreign key (business_id, enrollment_id) references journeys.enrollments (business_id, id)
) with (fillfactor = 80);
create index messages_newest on messaging.messages (business_id, id desc);
create index messages_by_customer on messaging.messages (business_id, customer_id, id desc);
create index messages_by_enrollment on messaging.messages (business_id, enrollment_id, id);
create index messages_by_journey on messaging.messages (business_id, journey_id, id desc);
create index messages_by_provider_id on messaging.messages (business_id, provider, provider_message_id)
  where provider_message_id is not null;
create index messages_to_look_up on messaging.messages (look_up_at) where status = 'unknown' and look_up_at is not null;
create index messages_in_doubt on messaging.messages (lease_until) where status = 'sending';
select platform.protect('messaging.messages');
grant select on messaging.messages to app_dispatch;
create policy dispatch_reads on messaging.messages for select to app_dispatch using (true);

create table messaging.message_events (
  business_id uuid not null,
  id uuid not null default platform.new_id(),
  message_id uuid not null,
  type text not null,
  -- the provider's own id of the receipt, or made from what it says: the same receipt counts once
  receipt_key text not null,
  detail jsonb not null default '{}',
  at timestamptz not null default now(),
  primary key (business_id, id),
  unique (business_id, message_id, receipt_key),
  foreign key (business_id, message_id) references messaging.messages (business_id, id) on delete cascade
);
select platform.protect('messaging.message_events', 'append_only');

-- An address never to message again. Hashed, so that it outlives the customer it belonged to.
create table messaging.suppressions (
  business_id uuid not null references tenancy.businesses (id) on delete cascade,
  id uuid not null default platform.new_id(),
  channel text not null check (channel in ('email', 'sms')),
  -- SHA-256 of business, channel and normalised address
  address_hash bytea not null,
  reason text not null check (reason in ('keyword', 'unsubscribed', 'bounced', 'complained', 'refused', 'erased', 'member')),
  detail text,
  message_id uuid,
  lifted_at timestamptz,
  lifted_reason text,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (business_id, id)
);
create unique index suppressions_live on messaging.suppressions (business_id, channel, address_hash)
  where lifted_at is null;
select platform.protect('messaging.suppressions');

-- A sender's allowance: a token bucket, taken in the transaction that writes the ledger row.
create table messaging.sender_allowances (
  business_id uuid not null references tenancy.businesses (id) on delete cascade,
  sender text not null,
  per_minute int not null check (per_minute > 0),
  tokens double precision not null,
  refilled_at timestamptz not null default now(),
  primary key (business_id, sender)
);
select platform.protect('messaging.sender_allowances');

reset role;
