-- Keys, tokens, proofs and clean-up.

set local role app_owner;

-- One data key per business, wrapped by a key from SECRETS_KEY. Deleting it shreds everything sealed under it.
create table platform.data_keys (
  business_id uuid not null references tenancy.businesses (id) on delete cascade,
  id uuid not null default platform.new_id(),
  wrapped bytea not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (business_id, id)
);
select platform.protect('platform.data_keys');

-- What a customer's link carries is only ever stored as its SHA-256.
create table platform.public_tokens (
  business_id uuid not null references tenancy.businesses (id) on delete cascade,
  id uuid not null default platform.new_id(),
  token_hash bytea not null,
  purpose text not null check (purpose in ('rate', 'unsubscribe', 'why')),
  customer_id uuid not null,
  enrollment_id uuid,
  message_id uuid,
  expires_at timestamptz,
  revoked_at timestamptz,
  created_at timestamptz not null default now(),
  primary key (business_id, id),
  foreign key (business_id, customer_id) references crm.customers (business_id, id) on delete cascade
);
create unique index public_tokens_by_hash on platform.public_tokens (token_hash);
create index public_tokens_by_customer on platform.public_tokens (business_id, customer_id);
create index public_tokens_expired on platform.public_tokens (expires_at) where expires_at is not null;
select platform.protect('platform.public_tokens');
grant select on platform.public_tokens to app_router;
create policy router_reads on platform.public_tokens for select to app_router using (true);

create table platform.idempotency_keys (
  business_id uuid not null references tenancy.businesses (id) on delete cascade,
  -- the API key or membership that sent it
  caller text not null,
  route text not null,
  key text not null,
  request_hash bytea not null,
  response_status int,
  -- sealed: some answers hold secrets
  response bytea,
  created_at timestamptz not null default now(),
  primary key (business_id, caller, route, key)
);
create index idempotency_keys_by_age on platform.idempotency_keys (created_at);
select platform.protect('platform.idempotency_keys');

create table platform.audit_log (
  business_id uuid not null references tenancy.businesses (id) on delete cascade,
  id uuid not null default platform.new_id(),
  actor text not null,
  action text not null,
  target_kind text not null,
  target_id text,
  detail jsonb not null default '{}',
  at timestamptz not null default now(),
  primary key (business_id, id)
);
select platform.protect('platform.audit_log', 'append_only');

create table platform.retention_policies (
  business_id uuid not null references tenancy.businesses (id) on delete cascade,
  target text not null,
  keep_days int not null check (keep_days >= 1),
  legal_hold boolean not null default false,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (business_id, target)
);
select platform.protect('platform.retention_policies');

reset role;
set local role app_router;

create function platform.resolve_public_token(hash bytea)
  returns table (business_id uuid, id uuid, purpose text, customer_id uuid, enrollment_id uuid, message_id uuid,
                 expires_at timestamptz)
  language sql stable security definer set search_path = pg_catalog
as $$
  select t.business_id, t.id, t.purpose, t.customer_id, t.enrollment_id, t.message_id, t.expires_at
    from platform.public_tokens t
    join tenancy.businesses b on b.id = t.business_id and b.status <> 'closed'
   where t.token_hash = hash and t.revoked_at is null
$$;
revoke execute on function platform.resolve_public_token(bytea) from public;
grant execute on function platform.resolve_public_token(bytea) to app_user;

reset role;
