-- Links to outside systems, what came in through them, and what Temporal is still to be told.

set local role app_owner;

create table integrations.connections (
  business_id uuid not null references tenancy.businesses (id) on delete cascade,
  id uuid not null default platform.new_id(),
  source text not null,
  name text not null,
  account_ref text,
  status text not null default 'active' check (status in ('active', 'disabled', 'needs_attention')),
  status_reason text,
  settings jsonb not null default '{}',
  created_by text,
  deleted_at timestamptz,
  last_event_at timestamptz,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (business_id, id)
);
create unique index connections_by_id on integrations.connections (id);
select platform.protect('integrations.connections');
grant select on integrations.connections to app_router;
create policy router_reads on integrations.connections for select to app_router using (true);

-- Sealed under the business's data key, bound to this row; two may be live while one is being rotated out.
create table integrations.secrets (
  business_id uuid not null,
  id uuid not null default platform.new_id(),
  connection_id uuid not null,
  kind text not null default 'signing',
  sealed bytea not null,
  retires_at timestamptz,
  created_at timestamptz not null default now(),
  primary key (business_id, id),
  foreign key (business_id, connection_id) references integrations.connections (business_id, id) on delete cascade
);
create index secrets_by_connection on integrations.secrets (business_id, connection_id, id desc);
select platform.protect('integrations.secrets');

create table integrations.inbox_events (
  business_id uuid not null references tenancy.businesses (id) on delete cascade,
  id uuid not null default platform.new_id(),
  -- null: sent to the API, or produced by Journeyman itself
  connection_id uuid,
  -- 'api', 'journeyman', or the kind of source
  source text not null,
  -- the connection's id, 'api' or 'journeyman': what dedupe_key is unique within
  origin text not null,
  dedupe_key text not null,
  source_id text,
  body_hash bytea,
  type text not null,
  subject_kind text,
  subject_id text,
  -- the oldest unfinished event of a subject goes first; no subject means its own
  order_key text not null,
  -- the event as understood, sealed under the business's key
  payload bytea,
  -- the bytes as they arrived, sealed, where the source's own format differs from ours
  raw bytea,
  -- the one journey this event is meant for (enrolled by hand, or a date that came round); null means all
  journey_id uuid,
  customer_id uuid,
  status text not null default 'received' check (status in ('received', 'needs_details', 'matched', 'ignored', 'dead')),
  note text,
  attempt int not null default 1,
  failures int not null default 0,
  next_attempt_at timestamptz not null default now(),
  depth int not null default 0,
  replay_of uuid,
  occurred_at timestamptz not null,
  received_at timestamptz not null default now(),
  matched_at timestamptz,
  primary key (business_id, id),
  unique (business_id, origin, dedupe_key)
);
create index inbox_ready on integrations.inbox_events (next_attempt_at) where status = 'received';
create index inbox_unfinished on integrations.inbox_events (business_id, order_key, id)
  where status in ('received', 'needs_details');
create index inbox_newest on integrations.inbox_events (business_id, id desc);
create index inbox_by_type on integrations.inbox_events (business_id, type, id desc);
create index inbox_by_customer on integrations.inbox_events (business_id, customer_id, id desc)
  where customer_id is not null;
select platform.protect('integrations.inbox_events');
grant select (business_id, id, status, next_attempt_at, received_at, order_key) on integrations.inbox_events to app_dispatch;
create policy dispatch_reads on integrations.inbox_events for select to app_dispatch using (true);

-- What Temporal is to be told: start this enrollment, or look at your mailbox. Ids only.
create table integrations.outbox (
  business_id uuid not null references tenancy.businesses (id) on delete cascade,
  id uuid not null default platform.new_id(),
  kind text not null check (kind in ('start', 'nudge')),
  enrollment_id uuid not null,
  attempts int not null default 0,
  next_attempt_at timestamptz not null default now(),
  published_at timestamptz,
  last_error text,
  created_at timestamptz not null default now(),
  primary key (business_id, id),
  foreign key (business_id, enrollment_id) references journeys.enrollments (business_id, id) on delete cascade
);
create index outbox_ready on integrations.outbox (next_attempt_at) where published_at is null;
create index outbox_order on integrations.outbox (business_id, enrollment_id, id) where published_at is null;
select platform.protect('integrations.outbox');
grant select on integrations.outbox to app_dispatch;
create policy dispatch_reads on integrations.outbox for select to app_dispatch using (true);

-- Deliveries that were genuine but belong to no business we know. Nobody's rows, so no tenant policy:
-- only the dispatch role reads and writes them.
create table integrations.unrouted_events (
  id uuid primary key default platform.new_id(),
  source text not null,
  account_ref text,
  body_hash bytea not null,
  body bytea not null,
  received_at timestamptz not null default now()
);
alter table integrations.unrouted_events enable row level security;
alter table integrations.unrouted_events force row level security;
create policy dispatch_only on integrations.unrouted_events to app_dispatch using (true) with check (true);
create policy maintenance on integrations.unrouted_events to app_maint using (true) with check (true);
grant select, insert, delete on integrations.unrouted_events to app_dispatch, app_maint;

reset role;
set local role app_router;

create function integrations.resolve_connection(wanted uuid)
  returns table (business_id uuid, source text, status text)
  language sql stable security definer set search_path = pg_catalog
as $$
  select c.business_id, c.source, c.status
    from integrations.connections c
    join tenancy.businesses b on b.id = c.business_id and b.status = 'active'
   where c.id = wanted and c.deleted_at is null
$$;
revoke execute on function integrations.resolve_connection(uuid) from public;
grant execute on function integrations.resolve_connection(uuid) to app_user;

reset role;
