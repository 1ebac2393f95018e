-- The people a business has served, how to find them, and what they allowed.

set local role app_owner;

create table crm.customers (
  business_id uuid not null references tenancy.businesses (id) on delete cascade,
  id uuid not null default platform.new_id(),
  name text,
  given_name text,
  family_name text,
  email text,
  email_norm text generated always as (lower(btrim(email))) stored,
  phone text check (phone ~ '^\+[1-9][0-9]{6,14}$'),
  locale text,
  timezone text,
  country text,
  lifecycle text not null default 'customer' check (lifecycle in ('lead', 'customer', 'erased')),
  attributes jsonb not null default '{}',
  source text,
  merged_into uuid,
  last_event_at timestamptz,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (business_id, id),
  foreign key (business_id, merged_into) references crm.customers (business_id, id)
) with (fillfactor = 85);
create unique index customers_by_email on crm.customers (business_id, email_norm)
  where merged_into is null and lifecycle <> 'erased' and email_norm is not null;
create index customers_by_phone on crm.customers (business_id, phone)
  where merged_into is null and lifecycle <> 'erased' and phone is not null;
create index customers_newest on crm.customers (business_id, id desc)
  where merged_into is null and lifecycle <> 'erased';
select platform.protect('crm.customers');

create table crm.customer_identities (
  business_id uuid not null,
  id uuid not null default platform.new_id(),
  customer_id uuid not null,
  -- the connection the id comes from, or 'api'; two systems may both call somebody "17"
  source text not null,
  external_id text not null,
  created_at timestamptz not null default now(),
  primary key (business_id, id),
  unique (business_id, source, external_id),
  foreign key (business_id, customer_id) references crm.customers (business_id, id) on delete cascade
);
create index identities_by_customer on crm.customer_identities (business_id, customer_id);
select platform.protect('crm.customer_identities');

create table crm.customer_tags (
  business_id uuid not null,
  customer_id uuid not null,
  tag text not null check (length(tag) between 1 and 100),
  added_at timestamptz not null default now(),
  primary key (business_id, customer_id, tag),
  foreign key (business_id, customer_id) references crm.customers (business_id, id) on delete cascade
);
create index tags_by_name on crm.customer_tags (business_id, tag, customer_id);
select platform.protect('crm.customer_tags');

create table crm.customer_preferences (
  business_id uuid not null,
  id uuid not null default platform.new_id(),
  customer_id uuid not null,
  category text not null,
  key text not null,
  value jsonb not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (business_id, id),
  unique (business_id, customer_id, category, key),
  foreign key (business_id, customer_id) references crm.customers (business_id, id) on delete cascade
);
select platform.protect('crm.customer_preferences');

create table crm.customer_notes (
  business_id uuid not null,
  id uuid not null default platform.new_id(),
  customer_id uuid not null,
  kind text not null default 'internal',
  body text not null check (length(body) between 1 and 10000),
  author uuid,
  created_at timestamptz not null default now(),
  primary key (business_id, id),
  foreign key (business_id, customer_id) references crm.customers (business_id, id) on delete cascade
);
create index notes_by_customer on crm.customer_notes (business_id, customer_id, id desc);
select platform.protect('crm.customer_notes');

-- What a person allowed or refused, with the evidence. The latest row per channel and purpose counts.
create table crm.consents (
  business_id uuid not null,
  id uuid not null default platform.new_id(),
  customer_id uuid not null,
  channel text not null check (channel in ('email', 'sms')),
  purpose text not null check (purpose in ('service', 'review', 'marketing')),
  granted boolean not null,
  source text not null
    check (source in ('event', 'api', 'import', 'member', 'preferences_page', 'unsubscribe_link', 'keyword', 'provider')),
  evidence text,
  event_id uuid,
  message_id uuid,
  actor text,
  at timestamptz not null default now(),
  primary key (business_id, id),
  foreign key (business_id, customer_id) references crm.customers (business_id, id) on delete cascade
);
create index consents_latest on crm.consents (business_id, customer_id, channel, purpose, at desc, id desc);
select platform.protect('crm.consents', 'append_only');
create trigger refuse_change before update on crm.consents
  for each row execute function platform.refuse_change();

reset role;
