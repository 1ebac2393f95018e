-- Finding people by a part of a name, an address or a number. Row-level security lets no index serve a LIKE, whose
-- operator might tell what it saw in other people's rows; so one narrow function looks, with the business inside, and
-- its owner may read nothing else.

-- Parts of words are found by an index where PostgreSQL has the two extensions for it. Elsewhere the same function
-- reads all customers of the business, and answers the same.
do $$
declare
  wanted text;
begin
  foreach wanted in array array['pg_trgm', 'btree_gin'] loop
    if exists (select from pg_available_extensions where name = wanted) then
      begin
        execute format('create extension if not exists %I with schema platform', wanted);
      exception when insufficient_privilege then
        raise notice 'The extension % may not be created here: searching customers will be slow', wanted;
      end;
    end if;
  end loop;
end $$;

set local role app_owner;

create function crm.search_text(name text, given_name text, family_name text, email text, phone text) returns text
  language sql immutable parallel safe
  return lower(coalesce(name, '') || e'\n' || coalesce(given_name, '') || ' ' || coalesce(family_name, '') || e'\n'
               || coalesce(email, '') || e'\n' || coalesce(phone, ''));

do $$
declare
  trigrams text := (select n.nspname from pg_extension e join pg_namespace n on n.oid = e.extnamespace
                     where e.extname = 'pg_trgm');
begin
  if trigrams is not null and exists (select from pg_extension where extname = 'btree_gin') then
    execute format(
      'create index customers_by_words on crm.customers using gin'
      ' (business_id, crm.search_text(name, given_name, family_name, email, phone) %I.gin_trgm_ops)'
      ' where merged_into is null and lifecycle <> ''erased''', trigrams);
  end if;
end $$;

grant usage on schema platform, crm to app_search;
grant select (business_id, id, name, given_name, family_name, email, phone, merged_into, lifecycle)
  on crm.customers to app_search;
grant select (business_id, customer_id, external_id) on crm.customer_identities to app_search;
grant select (business_id, customer_id, tag) on crm.customer_tags to app_search;
create policy search_reads on crm.customers for select to app_search using (true);
create policy search_reads on crm.customer_identities for select to app_search using (true);
create policy search_reads on crm.customer_tags for select to app_search using (true);

grant create on schema crm to app_search;
reset role;
set local role app_search;

-- A page of the customers of this business in whom `wanted` occurs, newest first, of those with a tag and before an id
-- if given. Planned anew for each question: "a" is best read from the newest on, "aguirre" by the index.
create function crm.search_customers(wanted text, with_tag text, before uuid, at_most int) returns setof uuid
  language plpgsql stable security definer
  set search_path = pg_catalog
  set plan_cache_mode = force_custom_plan
as $$
declare
  business uuid := platform.current_business();
  words text := '%' || replace(replace(replace(lower(wanted), '\', '\\'), '%', '\%'), '_', '\_') || '%';
  digits text := regexp_replace(wanted, '[[:space:]().-]', '', 'g');
  number text := case when digits ~ '^[+]?[0-9]{3,}$' then '%' || digits || '%' else words end;
  known_as uuid[] := array(select i.customer_id from crm.customer_identities i
                            where i.business_id = business and i.external_id = wanted);
begin
  return query
    select c.id from crm.customers c
     where c.business_id = business and c.merged_into is null and c.lifecycle <> 'erased'
       and (crm.search_text(c.name, c.given_name, c.family_name, c.email, c.phone) like words
            or crm.search_text(c.name, c.given_name, c.family_name, c.email, c.phone) like number
            or c.id = any (known_as))
       and (before is null or c.id < before)
       and (with_tag is null or exists (
         select from crm.customer_tags t
          where t.business_id = business and t.customer_id = c.id and t.tag = with_tag))
     order by c.id desc
     limit at_most;
end $$;

revoke execute on function crm.search_customers(text, text, uuid, int) from public;
grant execute on function crm.search_customers(text, text, uuid, int) to app_user;

reset role;
set local role app_owner;
revoke create on schema crm from app_search;
reset role;
