-- Businesses, their places and people, and the keys that act for them.

set local role app_owner;

create table tenancy.businesses (
  id uuid primary key default platform.new_id(),
  name text not null check (length(name) between 1 and 200),
  kind text not null default 'trades'
    check (kind in ('trades', 'restaurant', 'restaurant_group', 'hotel', 'retail')),
  status text not null default 'active' check (status in ('active', 'closing', 'closed')),
  timezone text not null default 'UTC',
  locale text not null default 'en',
  country text check (country ~ '^[A-Z]{2}$'),
  currency text not null default 'EUR' check (currency ~ '^[A-Z]{3}$'),
  postal_address text,
  email text,
  phone text,
  website text,
  logo_url text,
  accent text check (accent ~ '^#[0-9a-f]{6}$'),
  -- [{ site, url }] in the order customers see them
  review_links jsonb not null default '[]',
  -- { quietHours, sendWindow, caps, reentry, marketingNeedsDoubleOptIn, lowRating, … }: the engine's defaults
  settings jsonb not null default '{}',
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
select platform.protect('tenancy.businesses', 'full', 'id');

create table tenancy.locations (
  business_id uuid not null references tenancy.businesses (id) on delete cascade,
  id uuid not null default platform.new_id(),
  external_id text,
  name text not null,
  kind text not null default 'venue' check (kind in ('venue', 'hotel', 'shop', 'service_area')),
  brand text,
  address text,
  timezone text,
  phone text,
  review_links jsonb not null default '[]',
  archived_at timestamptz,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (business_id, id),
  unique (business_id, external_id)
);
select platform.protect('tenancy.locations');

-- People who do the work. They may never sign in.
create table tenancy.staff (
  business_id uuid not null references tenancy.businesses (id) on delete cascade,
  id uuid not null default platform.new_id(),
  external_id text,
  name text not null,
  kind text not null default 'tech' check (kind in ('tech', 'server', 'sales', 'front_desk')),
  location_id uuid,
  archived_at timestamptz,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (business_id, id),
  unique (business_id, external_id),
  foreign key (business_id, location_id) references tenancy.locations (business_id, id)
    on delete set null (location_id)
);
select platform.protect('tenancy.staff');

create table tenancy.memberships (
  business_id uuid not null references tenancy.businesses (id) on delete cascade,
  id uuid not null default platform.new_id(),
  user_id text not null,
  email text not null,
  name text not null,
  role text not null check (role in ('owner', 'admin', 'manager', 'member', 'server')),
  removed_at timestamptz,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (business_id, id),
  unique (business_id, user_id)
);
create index memberships_by_user on tenancy.memberships (user_id) where removed_at is null;
select platform.protect('tenancy.memberships');

create table tenancy.invitations (
  business_id uuid not null references tenancy.businesses (id) on delete cascade,
  id uuid not null default platform.new_id(),
  email text not null,
  role text not null check (role in ('owner', 'admin', 'manager', 'member', 'server')),
  token_hash bytea not null,
  invited_by uuid,
  expires_at timestamptz not null,
  accepted_at timestamptz,
  revoked_at timestamptz,
  created_at timestamptz not null default now(),
  primary key (business_id, id)
);
create unique index invitations_by_token on tenancy.invitations (token_hash);
select platform.protect('tenancy.invitations');

create table tenancy.api_keys (
  business_id uuid not null references tenancy.businesses (id) on delete cascade,
  id uuid not null default platform.new_id(),
  name text not null,
  prefix text not null,
  key_hash bytea not null,
  scopes text[] not null default '{}',
  created_by uuid,
  expires_at timestamptz,
  last_used_at timestamptz,
  revoked_at timestamptz,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (business_id, id)
);
create unique index api_keys_by_hash on tenancy.api_keys (key_hash);
select platform.protect('tenancy.api_keys');

grant select on tenancy.api_keys, tenancy.memberships, tenancy.invitations, tenancy.businesses to app_router;
create policy router_reads on tenancy.api_keys for select to app_router using (true);
create policy router_reads on tenancy.memberships for select to app_router using (true);
create policy router_reads on tenancy.invitations for select to app_router using (true);
create policy router_reads on tenancy.businesses for select to app_router using (true);

grant create on schema tenancy, platform, integrations to app_router;
reset role;
set local role app_router;

-- The only ways across businesses on the public path: by the hash of something unguessable, live rows only.
create function tenancy.resolve_api_key(hash bytea)
  returns table (business_id uuid, id uuid, scopes text[])
  language sql stable security definer set search_path = pg_catalog
as $$
  select k.business_id, k.id, k.scopes
    from tenancy.api_keys k
    join tenancy.businesses b on b.id = k.business_id and b.status = 'active'
   where k.key_hash = hash and k.revoked_at is null and (k.expires_at is null or k.expires_at > now())
$$;

create function tenancy.memberships_of(wanted_user text)
  returns table (business_id uuid, business_name text, id uuid, role text)
  language sql stable security definer set search_path = pg_catalog
as $$
  select m.business_id, b.name, m.id, m.role
    from tenancy.memberships m
    join tenancy.businesses b on b.id = m.business_id and b.status = 'active'
   where m.user_id = wanted_user and m.removed_at is null
   order by m.created_at, m.id
$$;

create function tenancy.resolve_invitation(hash bytea)
  returns table (business_id uuid, id uuid, email text, role text, business_name text, expires_at timestamptz)
  language sql stable security definer set search_path = pg_catalog
as $$
  select i.business_id, i.id, i.email, i.role, b.name, i.expires_at
    from tenancy.invitations i
    join tenancy.businesses b on b.id = i.business_id and b.status = 'active'
   where i.token_hash = hash and i.accepted_at is null and i.revoked_at is null
$$;

revoke execute on function tenancy.resolve_api_key(bytea), tenancy.memberships_of(text),
  tenancy.resolve_invitation(bytea) from public;
grant execute on function tenancy.resolve_api_key(bytea), tenancy.memberships_of(text),
  tenancy.resolve_invitation(bytea) to app_user;

reset role;
