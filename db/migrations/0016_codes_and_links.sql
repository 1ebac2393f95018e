-- Printed codes, and links in messages that say when they are opened.

set local role app_owner;

-- What a code leads to may change while its print hangs on the wall; the code itself is never given out twice.
create table feedback.qr_codes (
  business_id uuid not null references tenancy.businesses (id) on delete cascade,
  id uuid not null default platform.new_id(),
  -- eight letters and digits nobody mixes up: a name, and not a secret
  code text not null,
  label text not null,
  kind text not null check (kind in ('place', 'staff', 'table', 'invoice')),
  purpose text not null check (purpose in ('rate', 'contact')),
  location_id uuid,
  staff_id uuid,
  -- the number of the table or invoice
  reference text,
  -- the one journey that whoever answers and agrees enters
  journey_id uuid,
  -- the owner's own words: above the question, and what numbers are left for
  heading text,
  invitation text,
  expires_at timestamptz,
  switched_off_at timestamptz,
  archived_at timestamptz,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (business_id, id),
  foreign key (business_id, location_id) references tenancy.locations (business_id, id)
    on delete set null (location_id),
  foreign key (business_id, staff_id) references tenancy.staff (business_id, id) on delete set null (staff_id),
  foreign key (business_id, journey_id) references journeys.journeys (business_id, id) on delete set null (journey_id)
);
create unique index qr_codes_by_code on feedback.qr_codes (code);
create index qr_codes_by_location on feedback.qr_codes (business_id, location_id) where location_id is not null;
create index qr_codes_by_staff on feedback.qr_codes (business_id, staff_id) where staff_id is not null;
create index qr_codes_by_journey on feedback.qr_codes (business_id, journey_id) where journey_id is not null;
select platform.protect('feedback.qr_codes');
grant select on feedback.qr_codes to app_router;
create policy router_reads on feedback.qr_codes for select to app_router using (true);

-- How often a code was opened on a day of the business's own calendar. Nothing here says by whom.
create table feedback.qr_scans_daily (
  business_id uuid not null,
  qr_code_id uuid not null,
  day date not null,
  scans int not null default 0,
  primary key (business_id, qr_code_id, day),
  foreign key (business_id, qr_code_id) references feedback.qr_codes (business_id, id) on delete cascade
);
select platform.protect('feedback.qr_scans_daily');

alter table feedback.responses add column qr_code_id uuid;
alter table feedback.responses add foreign key (business_id, qr_code_id)
  references feedback.qr_codes (business_id, id) on delete set null (qr_code_id);
create index responses_by_qr_code on feedback.responses (business_id, qr_code_id, created_at)
  where qr_code_id is not null;

-- A link of one message to somewhere else. Where it leads is sealed, because addresses can say who somebody is.
create table messaging.links (
  business_id uuid not null,
  id uuid not null default platform.new_id(),
  token_hash bytea not null,
  message_id uuid not null,
  customer_id uuid not null,
  target bytea not null,
  -- set when it leads to a place for public reviews
  review_site text,
  opens int not null default 0,
  -- opened by what was probably a program that looks into messages
  scans int not null default 0,
  first_opened_at timestamptz,
  last_opened_at timestamptz,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (business_id, id),
  foreign key (business_id, message_id) references messaging.messages (business_id, id) on delete cascade,
  foreign key (business_id, customer_id) references crm.customers (business_id, id) on delete cascade
);
create unique index links_by_hash on messaging.links (token_hash);
create index links_by_message on messaging.links (business_id, message_id);
create index links_by_customer on messaging.links (business_id, customer_id);
select platform.protect('messaging.links');
grant select on messaging.links to app_router;
create policy router_reads on messaging.links for select to app_router using (true);

grant create on schema feedback, messaging to app_router;
reset role;
set local role app_router;

-- Codes in use only: one that is off, over or put away answers as one that never was.
create function feedback.resolve_qr_code(wanted text) returns table (business_id uuid, id uuid)
  language sql stable security definer set search_path = pg_catalog
as $$
  select q.business_id, q.id
    from feedback.qr_codes q
    join tenancy.businesses b on b.id = q.business_id and b.status <> 'closed'
   where q.code = wanted and q.switched_off_at is null and q.archived_at is null
     and (q.expires_at is null or q.expires_at > now())
$$;
revoke execute on function feedback.resolve_qr_code(text) from public;
grant execute on function feedback.resolve_qr_code(text) to app_user;

create function messaging.resolve_link(hash bytea) returns table (business_id uuid, id uuid)
  language sql stable security definer set search_path = pg_catalog
as $$
  select l.business_id, l.id
    from messaging.links l
    join tenancy.businesses b on b.id = l.business_id and b.status <> 'closed'
   where l.token_hash = hash
$$;
revoke execute on function messaging.resolve_link(bytea) from public;
grant execute on function messaging.resolve_link(bytea) to app_user;

reset role;
set local role app_owner;
revoke create on schema feedback, messaging from app_router;
reset role;
