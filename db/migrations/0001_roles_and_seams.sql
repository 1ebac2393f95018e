-- Who may touch what, and the one function that says whose rows a transaction sees.
-- Roles belong to the whole cluster, so they may exist already.

do $$
declare
  wanted text;
begin
  foreach wanted in array array['app_owner', 'app_user', 'app_maint', 'app_router', 'app_dispatch', 'app_auth'] loop
    if not exists (select from pg_roles where rolname = wanted) then
      begin
        execute format('create role %I nologin nobypassrls', wanted);
      exception when duplicate_object or unique_violation then
        null; -- another database of the same cluster was being migrated at this moment
      end;
    end if;
    if not pg_has_role(current_user, wanted, 'member') then
      execute format('grant %I to current_user', wanted);
    end if;
  end loop;
end $$;

create schema platform authorization app_owner;
create schema tenancy authorization app_owner;
create schema crm authorization app_owner;
create schema journeys authorization app_owner;
create schema messaging authorization app_owner;
create schema feedback authorization app_owner;
create schema integrations authorization app_owner;
create schema auth authorization app_owner;

grant usage on schema platform, tenancy, crm, journeys, messaging, feedback, integrations
  to app_user, app_maint, app_router, app_dispatch;
grant usage on schema auth to app_auth;

set local role app_owner;

-- The seam of tenancy. `nullif`: a pooled connection that once had the setting answers '' and not null.
create function platform.current_business() returns uuid
  language sql stable parallel safe
  return nullif(current_setting('app.business_id', true), '')::uuid;

-- UUIDv7 on every supported PostgreSQL (the native function is newer than 15).
create function platform.new_id() returns uuid
  language sql volatile parallel safe
  return encode(
    set_bit(
      set_bit(
        overlay(
          uuid_send(gen_random_uuid())
          placing substring(int8send((extract(epoch from clock_timestamp()) * 1000)::bigint) from 3)
          from 1 for 6),
        52, 1),
      53, 1),
    'hex')::uuid;

create function platform.touch() returns trigger language plpgsql as $$
begin
  new.updated_at := now();
  return new;
end $$;

create function platform.refuse_change() returns trigger language plpgsql as $$
begin
  raise exception '% is append-only', tg_table_name using errcode = '42501';
end $$;

-- Puts a tenant table under row-level security with the one policy shape, and grants what its access names:
--   'full'         app_user may insert, update and delete
--   'append_only'  app_user may insert and read; nobody updates
-- Called beside every table, so that no table can be created and forgotten.
create function platform.protect(target regclass, access text default 'full', tenant_column text default 'business_id')
  returns void language plpgsql as $$
begin
  execute format('alter table %s enable row level security', target);
  execute format('alter table %s force row level security', target);
  execute format(
    'create policy tenant_isolation on %s to app_user using (%I = (select platform.current_business()))'
    ' with check (%I = (select platform.current_business()))', target, tenant_column, tenant_column);
  execute format('create policy maintenance on %s to app_maint using (true) with check (true)', target);
  execute format('grant select, insert, update, delete on %s to app_maint', target);
  if access = 'append_only' then
    execute format('grant select, insert on %s to app_user', target);
  elsif access = 'full' then
    execute format('grant select, insert, update, delete on %s to app_user', target);
  else
    raise exception 'unknown access %', access;
  end if;
  if exists (select from pg_attribute where attrelid = target and attname = 'updated_at' and not attisdropped) then
    execute format('create trigger touch before update on %s for each row execute function platform.touch()', target);
  end if;
end $$;

revoke execute on function platform.protect(regclass, text, text) from public;

reset role;
