-- The picture a business shows its customers, kept here so that their pages and e-mails ask nobody else for it.

set local role app_owner;

-- A new one does not push out the last ones at once: e-mails that were sent show theirs.
create table tenancy.logos (
  business_id uuid not null references tenancy.businesses (id) on delete cascade,
  id uuid not null default platform.new_id(),
  -- what its address is made of: a hash of the picture and of whose it is
  name text not null,
  media_type text not null check (media_type in ('image/png', 'image/jpeg')),
  width int not null check (width between 1 and 512),
  height int not null check (height between 1 and 512),
  picture bytea not null check (octet_length(picture) <= 12288),
  created_at timestamptz not null default now(),
  primary key (business_id, id)
);
create unique index logos_by_name on tenancy.logos (name);
select platform.protect('tenancy.logos');
grant select on tenancy.logos to app_router;
create policy router_reads on tenancy.logos for select to app_router using (true);

reset role;
-- Pictures elsewhere were never shown on a page, and told their host who opened an e-mail.
set local role app_maint;
update tenancy.businesses set logo_url = null where logo_url is not null;
reset role;
set local role app_owner;
alter table tenancy.businesses add constraint businesses_logo_is_own
  check (logo_url ~ '^/logo/[A-Za-z0-9_-]{22}/[0-9]{1,3}x[0-9]{1,3}\.(png|jpg)$');

grant create on schema tenancy to app_router;
reset role;
set local role app_router;

create function tenancy.resolve_logo(wanted text) returns uuid
  language sql stable security definer set search_path = pg_catalog
as $$
  select l.business_id
    from tenancy.logos l
    join tenancy.businesses b on b.id = l.business_id and b.status <> 'closed'
   where l.name = wanted
$$;
revoke execute on function tenancy.resolve_logo(text) from public;
grant execute on function tenancy.resolve_logo(text) to app_user;

reset role;
set local role app_owner;
revoke create on schema tenancy from app_router;
reset role;
