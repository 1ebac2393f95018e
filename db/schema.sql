-- The schema that the migrations make, written by npm run db:types. Read it; change it in a new migration.

create extension btree_gin with schema platform;

create extension pg_trgm with schema platform;

create schema auth authorization app_owner;
grant usage on schema auth to app_auth;
grant usage on schema auth to app_maint;

create schema crm authorization app_owner;
grant usage on schema crm to app_dispatch;
grant usage on schema crm to app_maint;
grant usage on schema crm to app_router;
grant usage on schema crm to app_search;
grant usage on schema crm to app_user;

create schema feedback authorization app_owner;
grant usage on schema feedback to app_dispatch;
grant usage on schema feedback to app_maint;
grant usage on schema feedback to app_router;
grant usage on schema feedback to app_user;

create schema integrations authorization app_owner;
grant usage on schema integrations to app_dispatch;
grant usage on schema integrations to app_maint;
grant usage on schema integrations to app_router;
grant usage on schema integrations to app_user;

create schema journeys authorization app_owner;
grant usage on schema journeys to app_dispatch;
grant usage on schema journeys to app_maint;
grant usage on schema journeys to app_router;
grant usage on schema journeys to app_user;

create schema messaging authorization app_owner;
grant usage on schema messaging to app_dispatch;
grant usage on schema messaging to app_maint;
grant usage on schema messaging to app_router;
grant usage on schema messaging to app_user;

create schema platform authorization app_owner;
grant usage on schema platform to app_dispatch;
grant usage on schema platform to app_maint;
grant usage on schema platform to app_router;
grant usage on schema platform to app_search;
grant usage on schema platform to app_user;

create schema tenancy authorization app_owner;
grant usage on schema tenancy to app_dispatch;
grant usage on schema tenancy to app_maint;
grant usage on schema tenancy to app_router;
grant usage on schema tenancy to app_user;

CREATE OR REPLACE FUNCTION crm.scrub_history(people uuid[])
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog'
AS $function$
declare
  business uuid := platform.current_business();
begin
  -- Evidence names the person; the suppression that stays behind needs none.
  delete from crm.consents where business_id = business and customer_id = any (people);
  -- Sentences may quote what an event said. The codes and times stay, and with them every count.
  update journeys.timeline set reason_message = null
   where business_id = business and customer_id = any (people) and reason_message is not null;
  update journeys.event_matches m set reason_message = '', checks = '[]'
    from integrations.inbox_events e
   where e.business_id = business and e.customer_id = any (people)
     and m.business_id = business and m.event_id = e.id;
end $function$
;
alter function crm.scrub_history(uuid[]) owner to app_maint;
grant execute on function crm.scrub_history(uuid[]) to app_user;

CREATE OR REPLACE FUNCTION crm.search_customers(wanted text, with_tag text, before uuid, at_most integer)
 RETURNS SETOF uuid
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog'
 SET plan_cache_mode TO 'force_custom_plan'
AS $function$
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
end $function$
;
alter function crm.search_customers(text,text,uuid,integer) owner to app_search;
grant execute on function crm.search_customers(text,text,uuid,integer) to app_user;

CREATE OR REPLACE FUNCTION crm.search_text(name text, given_name text, family_name text, email text, phone text)
 RETURNS text
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
RETURN lower(((((((((COALESCE(name, ''::text) || '
'::text) || COALESCE(given_name, ''::text)) || ' '::text) || COALESCE(family_name, ''::text)) || '
'::text) || COALESCE(email, ''::text)) || '
'::text) || COALESCE(phone, ''::text)))
;
alter function crm.search_text(text,text,text,text,text) owner to app_owner;
grant execute on function crm.search_text(text,text,text,text,text) to public;

CREATE OR REPLACE FUNCTION feedback.resolve_qr_code(wanted text)
 RETURNS TABLE(business_id uuid, id uuid)
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog'
AS $function$
  select q.business_id, q.id
    from feedback.qr_codes q
    join tenancy.businesses b on b.id = q.business_id and b.status <> 'closed'
   where q.code = wanted and q.switched_off_at is null and q.archived_at is null
     and (q.expires_at is null or q.expires_at > now())
$function$
;
alter function feedback.resolve_qr_code(text) owner to app_router;
grant execute on function feedback.resolve_qr_code(text) to app_user;

CREATE OR REPLACE FUNCTION integrations.resolve_connection(wanted uuid)
 RETURNS TABLE(business_id uuid, source text, status text)
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog'
AS $function$
  select c.business_id, c.source, c.status
    from integrations.connections c
    join tenancy.businesses b on b.id = c.business_id and b.status = 'active'
   where c.id = wanted and c.deleted_at is null
$function$
;
alter function integrations.resolve_connection(uuid) owner to app_router;
grant execute on function integrations.resolve_connection(uuid) to app_user;

CREATE OR REPLACE FUNCTION messaging.businesses_that_texted(wanted_from text, wanted_phone text)
 RETURNS TABLE(business_id uuid)
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog'
AS $function$
  select distinct c.business_id
    from integrations.connections c
    join crm.customers p on p.business_id = c.business_id and p.phone = wanted_phone
   where c.source = 'twilio' and c.deleted_at is null
     and (c.account_ref = wanted_from or c.settings ->> 'from' = wanted_from)
     and exists (select from messaging.messages m
                  where m.business_id = c.business_id and m.customer_id = p.id and m.channel = 'sms'
                    and m.direction = 'outbound' and m.status in ('sending', 'sent', 'delivered', 'failed', 'unknown'))
$function$
;
alter function messaging.businesses_that_texted(text,text) owner to app_maint;
grant execute on function messaging.businesses_that_texted(text,text) to app_user;

CREATE OR REPLACE FUNCTION messaging.resolve_link(hash bytea)
 RETURNS TABLE(business_id uuid, id uuid)
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog'
AS $function$
  select l.business_id, l.id
    from messaging.links l
    join tenancy.businesses b on b.id = l.business_id and b.status <> 'closed'
   where l.token_hash = hash
$function$
;
alter function messaging.resolve_link(bytea) owner to app_router;
grant execute on function messaging.resolve_link(bytea) to app_user;

CREATE OR REPLACE FUNCTION platform.current_business()
 RETURNS uuid
 LANGUAGE sql
 STABLE PARALLEL SAFE
RETURN (NULLIF(current_setting('app.business_id'::text, true), ''::text))::uuid
;
alter function platform.current_business() owner to app_owner;
grant execute on function platform.current_business() to public;

CREATE OR REPLACE FUNCTION platform.new_id()
 RETURNS uuid
 LANGUAGE sql
 PARALLEL SAFE
RETURN (encode(set_bit(set_bit(OVERLAY(uuid_send(gen_random_uuid()) PLACING SUBSTRING(int8send(((EXTRACT(epoch FROM clock_timestamp()) * (1000)::numeric))::bigint) FROM 3) FROM 1 FOR 6), (52)::bigint, 1), (53)::bigint, 1), 'hex'::text))::uuid
;
alter function platform.new_id() owner to app_owner;
grant execute on function platform.new_id() to public;

CREATE OR REPLACE FUNCTION platform.protect(target regclass, access text DEFAULT 'full'::text, tenant_column text DEFAULT 'business_id'::text)
 RETURNS void
 LANGUAGE plpgsql
AS $function$
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
end $function$
;
alter function platform.protect(regclass,text,text) owner to app_owner;

CREATE OR REPLACE FUNCTION platform.refuse_change()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  raise exception '% is append-only', tg_table_name using errcode = '42501';
end $function$
;
alter function platform.refuse_change() owner to app_owner;
grant execute on function platform.refuse_change() to public;

CREATE OR REPLACE FUNCTION platform.resolve_public_token(hash bytea)
 RETURNS TABLE(business_id uuid, id uuid, purpose text, customer_id uuid, enrollment_id uuid, message_id uuid, expires_at timestamp with time zone)
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog'
AS $function$
  select t.business_id, t.id, t.purpose, t.customer_id, t.enrollment_id, t.message_id, t.expires_at
    from platform.public_tokens t
    join tenancy.businesses b on b.id = t.business_id and b.status <> 'closed'
   where t.token_hash = hash and t.revoked_at is null
$function$
;
alter function platform.resolve_public_token(bytea) owner to app_router;
grant execute on function platform.resolve_public_token(bytea) to app_user;

CREATE OR REPLACE FUNCTION platform.touch()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  new.updated_at := now();
  return new;
end $function$
;
alter function platform.touch() owner to app_owner;
grant execute on function platform.touch() to public;

CREATE OR REPLACE FUNCTION tenancy.any_business()
 RETURNS boolean
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog'
AS $function$
  select exists (select from tenancy.businesses)
$function$
;
alter function tenancy.any_business() owner to app_router;
grant execute on function tenancy.any_business() to app_user;

CREATE OR REPLACE FUNCTION tenancy.memberships_of(wanted_user text)
 RETURNS TABLE(business_id uuid, business_name text, id uuid, role text)
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog'
AS $function$
  select m.business_id, b.name, m.id, m.role
    from tenancy.memberships m
    join tenancy.businesses b on b.id = m.business_id and b.status = 'active'
   where m.user_id = wanted_user and m.removed_at is null
   order by m.created_at, m.id
$function$
;
alter function tenancy.memberships_of(text) owner to app_router;
grant execute on function tenancy.memberships_of(text) to app_user;

CREATE OR REPLACE FUNCTION tenancy.resolve_api_key(hash bytea)
 RETURNS TABLE(business_id uuid, id uuid, scopes text[])
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog'
AS $function$
  select k.business_id, k.id, k.scopes
    from tenancy.api_keys k
    join tenancy.businesses b on b.id = k.business_id and b.status = 'active'
   where k.key_hash = hash and k.revoked_at is null and (k.expires_at is null or k.expires_at > now())
$function$
;
alter function tenancy.resolve_api_key(bytea) owner to app_router;
grant execute on function tenancy.resolve_api_key(bytea) to app_user;

CREATE OR REPLACE FUNCTION tenancy.resolve_invitation(hash bytea)
 RETURNS TABLE(business_id uuid, id uuid, email text, role text, business_name text, expires_at timestamp with time zone)
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog'
AS $function$
  select i.business_id, i.id, i.email, i.role, b.name, i.expires_at
    from tenancy.invitations i
    join tenancy.businesses b on b.id = i.business_id and b.status = 'active'
   where i.token_hash = hash and i.accepted_at is null and i.revoked_at is null
$function$
;
alter function tenancy.resolve_invitation(bytea) owner to app_router;
grant execute on function tenancy.resolve_invitation(bytea) to app_user;

CREATE OR REPLACE FUNCTION tenancy.resolve_logo(wanted text)
 RETURNS uuid
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog'
AS $function$
  select l.business_id
    from tenancy.logos l
    join tenancy.businesses b on b.id = l.business_id and b.status <> 'closed'
   where l.name = wanted
$function$
;
alter function tenancy.resolve_logo(text) owner to app_router;
grant execute on function tenancy.resolve_logo(text) to app_user;

create table auth.account (
  id text not null,
  "accountId" text not null,
  "providerId" text not null,
  "userId" text not null,
  "accessToken" text,
  "refreshToken" text,
  "idToken" text,
  "accessTokenExpiresAt" timestamp with time zone,
  "refreshTokenExpiresAt" timestamp with time zone,
  scope text,
  password text,
  "createdAt" timestamp with time zone default now() not null,
  "updatedAt" timestamp with time zone default now() not null,
  constraint account_pkey PRIMARY KEY (id),
  constraint "account_userId_fkey" FOREIGN KEY ("userId") REFERENCES auth."user"(id) ON DELETE CASCADE
) with ();
CREATE INDEX account_by_user ON auth.account USING btree ("userId");
grant delete, insert, select, update on auth.account to app_auth;

create table auth.limits (
  key character varying(255) not null,
  points integer default 0 not null,
  expire bigint,
  constraint limits_pkey PRIMARY KEY (key)
) with ();
grant delete, insert, select, update on auth.limits to app_auth;
grant delete on auth.limits to app_maint;
grant select (key, expire) on auth.limits to app_maint;

create table auth."rateLimit" (
  id text not null,
  key text not null,
  count integer not null,
  "lastRequest" bigint not null,
  constraint "rateLimit_key_key" UNIQUE (key),
  constraint "rateLimit_pkey" PRIMARY KEY (id)
) with ();
grant delete, insert, select, update on auth."rateLimit" to app_auth;

create table auth.session (
  id text not null,
  "expiresAt" timestamp with time zone not null,
  token text not null,
  "createdAt" timestamp with time zone default now() not null,
  "updatedAt" timestamp with time zone default now() not null,
  "ipAddress" text,
  "userAgent" text,
  "userId" text not null,
  constraint session_pkey PRIMARY KEY (id),
  constraint session_token_key UNIQUE (token),
  constraint "session_userId_fkey" FOREIGN KEY ("userId") REFERENCES auth."user"(id) ON DELETE CASCADE
) with ();
CREATE INDEX session_by_user ON auth.session USING btree ("userId");
grant delete, insert, select, update on auth.session to app_auth;
grant delete on auth.session to app_maint;
grant select (id, "expiresAt") on auth.session to app_maint;

create table auth."user" (
  id text not null,
  name text not null,
  email text not null,
  "emailVerified" boolean default false not null,
  image text,
  "createdAt" timestamp with time zone default now() not null,
  "updatedAt" timestamp with time zone default now() not null,
  constraint user_email_key UNIQUE (email),
  constraint user_pkey PRIMARY KEY (id)
) with ();
grant delete, insert, select, update on auth."user" to app_auth;
grant delete on auth."user" to app_maint;
grant select (id) on auth."user" to app_maint;

create table auth.verification (
  id text not null,
  identifier text not null,
  value text not null,
  "expiresAt" timestamp with time zone not null,
  "createdAt" timestamp with time zone default now() not null,
  "updatedAt" timestamp with time zone default now() not null,
  constraint verification_pkey PRIMARY KEY (id)
) with ();
CREATE INDEX verification_by_identifier ON auth.verification USING btree (identifier);
grant delete, insert, select, update on auth.verification to app_auth;
grant delete on auth.verification to app_maint;
grant select (id, "expiresAt") on auth.verification to app_maint;

create table crm.consents (
  business_id uuid not null,
  id uuid default platform.new_id() not null,
  customer_id uuid not null,
  channel text not null,
  purpose text not null,
  granted boolean not null,
  source text not null,
  evidence text,
  event_id uuid,
  message_id uuid,
  actor text,
  at timestamp with time zone default now() not null,
  constraint consents_channel_check CHECK ((channel = ANY (ARRAY['email'::text, 'sms'::text]))),
  constraint consents_pkey PRIMARY KEY (business_id, id),
  constraint consents_purpose_check CHECK ((purpose = ANY (ARRAY['service'::text, 'review'::text, 'marketing'::text]))),
  constraint consents_source_check CHECK ((source = ANY (ARRAY['event'::text, 'api'::text, 'import'::text, 'member'::text, 'preferences_page'::text, 'unsubscribe_link'::text, 'keyword'::text, 'provider'::text]))),
  constraint consents_business_id_customer_id_fkey FOREIGN KEY (business_id, customer_id) REFERENCES crm.customers(business_id, id) ON DELETE CASCADE
) with ();
CREATE INDEX consents_latest ON crm.consents USING btree (business_id, customer_id, channel, purpose, at DESC, id DESC);
alter table crm.consents enable row level security;
alter table crm.consents force row level security;
create policy maintenance on crm.consents for all to app_maint using (true) with check (true);
create policy tenant_isolation on crm.consents for all to app_user using ((business_id = ( SELECT platform.current_business() AS current_business))) with check ((business_id = ( SELECT platform.current_business() AS current_business)));
CREATE TRIGGER refuse_change BEFORE UPDATE ON crm.consents FOR EACH ROW EXECUTE FUNCTION platform.refuse_change();
grant delete, insert, select, update on crm.consents to app_maint;
grant insert, select on crm.consents to app_user;

create table crm.customer_identities (
  business_id uuid not null,
  id uuid default platform.new_id() not null,
  customer_id uuid not null,
  source text not null,
  external_id text not null,
  created_at timestamp with time zone default now() not null,
  constraint customer_identities_business_id_source_external_id_key UNIQUE (business_id, source, external_id),
  constraint customer_identities_pkey PRIMARY KEY (business_id, id),
  constraint customer_identities_business_id_customer_id_fkey FOREIGN KEY (business_id, customer_id) REFERENCES crm.customers(business_id, id) ON DELETE CASCADE
) with ();
CREATE INDEX identities_by_customer ON crm.customer_identities USING btree (business_id, customer_id);
alter table crm.customer_identities enable row level security;
alter table crm.customer_identities force row level security;
create policy maintenance on crm.customer_identities for all to app_maint using (true) with check (true);
create policy search_reads on crm.customer_identities for select to app_search using (true);
create policy tenant_isolation on crm.customer_identities for all to app_user using ((business_id = ( SELECT platform.current_business() AS current_business))) with check ((business_id = ( SELECT platform.current_business() AS current_business)));
grant delete, insert, select, update on crm.customer_identities to app_maint;
grant delete, insert, select, update on crm.customer_identities to app_user;
grant select (business_id, customer_id, external_id) on crm.customer_identities to app_search;

create table crm.customer_notes (
  business_id uuid not null,
  id uuid default platform.new_id() not null,
  customer_id uuid not null,
  kind text default 'internal'::text not null,
  body text not null,
  author uuid,
  created_at timestamp with time zone default now() not null,
  constraint customer_notes_body_check CHECK (((length(body) >= 1) AND (length(body) <= 10000))),
  constraint customer_notes_pkey PRIMARY KEY (business_id, id),
  constraint customer_notes_business_id_customer_id_fkey FOREIGN KEY (business_id, customer_id) REFERENCES crm.customers(business_id, id) ON DELETE CASCADE
) with ();
CREATE INDEX notes_by_customer ON crm.customer_notes USING btree (business_id, customer_id, id DESC);
alter table crm.customer_notes enable row level security;
alter table crm.customer_notes force row level security;
create policy maintenance on crm.customer_notes for all to app_maint using (true) with check (true);
create policy tenant_isolation on crm.customer_notes for all to app_user using ((business_id = ( SELECT platform.current_business() AS current_business))) with check ((business_id = ( SELECT platform.current_business() AS current_business)));
grant delete, insert, select, update on crm.customer_notes to app_maint;
grant delete, insert, select, update on crm.customer_notes to app_user;

create table crm.customer_preferences (
  business_id uuid not null,
  id uuid default platform.new_id() not null,
  customer_id uuid not null,
  category text not null,
  key text not null,
  value jsonb not null,
  created_at timestamp with time zone default now() not null,
  updated_at timestamp with time zone default now() not null,
  constraint customer_preferences_business_id_customer_id_category_key_key UNIQUE (business_id, customer_id, category, key),
  constraint customer_preferences_pkey PRIMARY KEY (business_id, id),
  constraint customer_preferences_business_id_customer_id_fkey FOREIGN KEY (business_id, customer_id) REFERENCES crm.customers(business_id, id) ON DELETE CASCADE
) with ();
alter table crm.customer_preferences enable row level security;
alter table crm.customer_preferences force row level security;
create policy maintenance on crm.customer_preferences for all to app_maint using (true) with check (true);
create policy tenant_isolation on crm.customer_preferences for all to app_user using ((business_id = ( SELECT platform.current_business() AS current_business))) with check ((business_id = ( SELECT platform.current_business() AS current_business)));
CREATE TRIGGER touch BEFORE UPDATE ON crm.customer_preferences FOR EACH ROW EXECUTE FUNCTION platform.touch();
grant delete, insert, select, update on crm.customer_preferences to app_maint;
grant delete, insert, select, update on crm.customer_preferences to app_user;

create table crm.customer_tags (
  business_id uuid not null,
  customer_id uuid not null,
  tag text not null,
  added_at timestamp with time zone default now() not null,
  constraint customer_tags_pkey PRIMARY KEY (business_id, customer_id, tag),
  constraint customer_tags_tag_check CHECK (((length(tag) >= 1) AND (length(tag) <= 100))),
  constraint customer_tags_business_id_customer_id_fkey FOREIGN KEY (business_id, customer_id) REFERENCES crm.customers(business_id, id) ON DELETE CASCADE
) with ();
CREATE INDEX tags_by_name ON crm.customer_tags USING btree (business_id, tag, customer_id);
alter table crm.customer_tags enable row level security;
alter table crm.customer_tags force row level security;
create policy maintenance on crm.customer_tags for all to app_maint using (true) with check (true);
create policy search_reads on crm.customer_tags for select to app_search using (true);
create policy tenant_isolation on crm.customer_tags for all to app_user using ((business_id = ( SELECT platform.current_business() AS current_business))) with check ((business_id = ( SELECT platform.current_business() AS current_business)));
grant delete, insert, select, update on crm.customer_tags to app_maint;
grant delete, insert, select, update on crm.customer_tags to app_user;
grant select (business_id, customer_id, tag) on crm.customer_tags to app_search;

create table crm.customers (
  business_id uuid not null,
  id uuid default platform.new_id() not null,
  name text,
  given_name text,
  family_name text,
  email text,
  email_norm text generated always as (lower(btrim(email))) stored,
  phone text,
  locale text,
  timezone text,
  country text,
  lifecycle text default 'customer'::text not null,
  attributes jsonb default '{}'::jsonb not null,
  source text,
  merged_into uuid,
  last_event_at timestamp with time zone,
  created_at timestamp with time zone default now() not null,
  updated_at timestamp with time zone default now() not null,
  constraint customers_lifecycle_check CHECK ((lifecycle = ANY (ARRAY['lead'::text, 'customer'::text, 'erased'::text]))),
  constraint customers_phone_check CHECK ((phone ~ '^\+[1-9][0-9]{6,14}$'::text)),
  constraint customers_pkey PRIMARY KEY (business_id, id),
  constraint customers_business_id_fkey FOREIGN KEY (business_id) REFERENCES tenancy.businesses(id) ON DELETE CASCADE,
  constraint customers_business_id_merged_into_fkey FOREIGN KEY (business_id, merged_into) REFERENCES crm.customers(business_id, id)
) with (fillfactor=85);
CREATE UNIQUE INDEX customers_by_email ON crm.customers USING btree (business_id, email_norm) WHERE ((merged_into IS NULL) AND (lifecycle <> 'erased'::text) AND (email_norm IS NOT NULL));
CREATE INDEX customers_by_merge ON crm.customers USING btree (business_id, merged_into) WHERE (merged_into IS NOT NULL);
CREATE INDEX customers_by_phone ON crm.customers USING btree (business_id, phone) WHERE ((merged_into IS NULL) AND (lifecycle <> 'erased'::text) AND (phone IS NOT NULL));
CREATE INDEX customers_by_words ON crm.customers USING gin (business_id, crm.search_text(name, given_name, family_name, email, phone) platform.gin_trgm_ops) WHERE ((merged_into IS NULL) AND (lifecycle <> 'erased'::text));
alter table crm.customers enable row level security;
alter table crm.customers force row level security;
create policy maintenance on crm.customers for all to app_maint using (true) with check (true);
create policy search_reads on crm.customers for select to app_search using (true);
create policy tenant_isolation on crm.customers for all to app_user using ((business_id = ( SELECT platform.current_business() AS current_business))) with check ((business_id = ( SELECT platform.current_business() AS current_business)));
CREATE TRIGGER touch BEFORE UPDATE ON crm.customers FOR EACH ROW EXECUTE FUNCTION platform.touch();
grant delete, insert, select, update on crm.customers to app_maint;
grant delete, insert, select, update on crm.customers to app_user;
grant select (business_id, id, name, given_name, family_name, email, phone, lifecycle, merged_into) on crm.customers to app_search;

create table feedback.qr_codes (
  business_id uuid not null,
  id uuid default platform.new_id() not null,
  code text not null,
  label text not null,
  kind text not null,
  purpose text not null,
  location_id uuid,
  staff_id uuid,
  reference text,
  journey_id uuid,
  heading text,
  invitation text,
  expires_at timestamp with time zone,
  switched_off_at timestamp with time zone,
  archived_at timestamp with time zone,
  created_at timestamp with time zone default now() not null,
  updated_at timestamp with time zone default now() not null,
  constraint qr_codes_kind_check CHECK ((kind = ANY (ARRAY['place'::text, 'staff'::text, 'table'::text, 'invoice'::text]))),
  constraint qr_codes_pkey PRIMARY KEY (business_id, id),
  constraint qr_codes_purpose_check CHECK ((purpose = ANY (ARRAY['rate'::text, 'contact'::text]))),
  constraint qr_codes_business_id_fkey FOREIGN KEY (business_id) REFERENCES tenancy.businesses(id) ON DELETE CASCADE,
  constraint qr_codes_business_id_journey_id_fkey FOREIGN KEY (business_id, journey_id) REFERENCES journeys.journeys(business_id, id) ON DELETE SET NULL (journey_id),
  constraint qr_codes_business_id_location_id_fkey FOREIGN KEY (business_id, location_id) REFERENCES tenancy.locations(business_id, id) ON DELETE SET NULL (location_id),
  constraint qr_codes_business_id_staff_id_fkey FOREIGN KEY (business_id, staff_id) REFERENCES tenancy.staff(business_id, id) ON DELETE SET NULL (staff_id)
) with ();
CREATE UNIQUE INDEX qr_codes_by_code ON feedback.qr_codes USING btree (code);
CREATE INDEX qr_codes_by_journey ON feedback.qr_codes USING btree (business_id, journey_id) WHERE (journey_id IS NOT NULL);
CREATE INDEX qr_codes_by_location ON feedback.qr_codes USING btree (business_id, location_id) WHERE (location_id IS NOT NULL);
CREATE INDEX qr_codes_by_staff ON feedback.qr_codes USING btree (business_id, staff_id) WHERE (staff_id IS NOT NULL);
alter table feedback.qr_codes enable row level security;
alter table feedback.qr_codes force row level security;
create policy maintenance on feedback.qr_codes for all to app_maint using (true) with check (true);
create policy router_reads on feedback.qr_codes for select to app_router using (true);
create policy tenant_isolation on feedback.qr_codes for all to app_user using ((business_id = ( SELECT platform.current_business() AS current_business))) with check ((business_id = ( SELECT platform.current_business() AS current_business)));
CREATE TRIGGER touch BEFORE UPDATE ON feedback.qr_codes FOR EACH ROW EXECUTE FUNCTION platform.touch();
grant delete, insert, select, update on feedback.qr_codes to app_maint;
grant select on feedback.qr_codes to app_router;
grant delete, insert, select, update on feedback.qr_codes to app_user;

create table feedback.qr_scans_daily (
  business_id uuid not null,
  qr_code_id uuid not null,
  day date not null,
  scans integer default 0 not null,
  constraint qr_scans_daily_pkey PRIMARY KEY (business_id, qr_code_id, day),
  constraint qr_scans_daily_business_id_qr_code_id_fkey FOREIGN KEY (business_id, qr_code_id) REFERENCES feedback.qr_codes(business_id, id) ON DELETE CASCADE
) with ();
alter table feedback.qr_scans_daily enable row level security;
alter table feedback.qr_scans_daily force row level security;
create policy maintenance on feedback.qr_scans_daily for all to app_maint using (true) with check (true);
create policy tenant_isolation on feedback.qr_scans_daily for all to app_user using ((business_id = ( SELECT platform.current_business() AS current_business))) with check ((business_id = ( SELECT platform.current_business() AS current_business)));
grant delete, insert, select, update on feedback.qr_scans_daily to app_maint;
grant delete, insert, select, update on feedback.qr_scans_daily to app_user;

create table feedback.responses (
  business_id uuid not null,
  id uuid default platform.new_id() not null,
  rating integer not null,
  comment text default ''::text not null,
  private_note text default ''::text not null,
  wants_call boolean default false not null,
  source text not null,
  customer_id uuid,
  enrollment_id uuid,
  message_id uuid,
  token_id uuid,
  staff_id uuid,
  location_id uuid,
  subject_kind text,
  subject_id text,
  public_links_shown jsonb default '[]'::jsonb not null,
  resolved_at timestamp with time zone,
  resolved_by text,
  resolution_note text,
  changed_at timestamp with time zone,
  created_at timestamp with time zone default now() not null,
  updated_at timestamp with time zone default now() not null,
  qr_code_id uuid,
  constraint responses_business_id_token_id_key UNIQUE (business_id, token_id),
  constraint responses_comment_check CHECK ((length(comment) <= 2000)),
  constraint responses_pkey PRIMARY KEY (business_id, id),
  constraint responses_private_note_check CHECK ((length(private_note) <= 2000)),
  constraint responses_rating_check CHECK (((rating >= 1) AND (rating <= 5))),
  constraint responses_source_check CHECK ((source = ANY (ARRAY['email'::text, 'sms'::text, 'qr'::text, 'link'::text]))),
  constraint responses_business_id_customer_id_fkey FOREIGN KEY (business_id, customer_id) REFERENCES crm.customers(business_id, id),
  constraint responses_business_id_fkey FOREIGN KEY (business_id) REFERENCES tenancy.businesses(id) ON DELETE CASCADE,
  constraint responses_business_id_location_id_fkey FOREIGN KEY (business_id, location_id) REFERENCES tenancy.locations(business_id, id) ON DELETE SET NULL (location_id),
  constraint responses_business_id_qr_code_id_fkey FOREIGN KEY (business_id, qr_code_id) REFERENCES feedback.qr_codes(business_id, id) ON DELETE SET NULL (qr_code_id),
  constraint responses_business_id_staff_id_fkey FOREIGN KEY (business_id, staff_id) REFERENCES tenancy.staff(business_id, id) ON DELETE SET NULL (staff_id)
) with ();
CREATE INDEX responses_by_customer ON feedback.responses USING btree (business_id, customer_id, id DESC);
CREATE INDEX responses_by_enrollment ON feedback.responses USING btree (business_id, enrollment_id, id);
CREATE INDEX responses_by_location ON feedback.responses USING btree (business_id, location_id) WHERE (location_id IS NOT NULL);
CREATE INDEX responses_by_qr_code ON feedback.responses USING btree (business_id, qr_code_id, created_at) WHERE (qr_code_id IS NOT NULL);
CREATE INDEX responses_by_staff ON feedback.responses USING btree (business_id, staff_id) WHERE (staff_id IS NOT NULL);
CREATE INDEX responses_newest ON feedback.responses USING btree (business_id, id DESC);
alter table feedback.responses enable row level security;
alter table feedback.responses force row level security;
create policy maintenance on feedback.responses for all to app_maint using (true) with check (true);
create policy tenant_isolation on feedback.responses for all to app_user using ((business_id = ( SELECT platform.current_business() AS current_business))) with check ((business_id = ( SELECT platform.current_business() AS current_business)));
CREATE TRIGGER touch BEFORE UPDATE ON feedback.responses FOR EACH ROW EXECUTE FUNCTION platform.touch();
grant delete, insert, select, update on feedback.responses to app_maint;
grant delete, insert, select, update on feedback.responses to app_user;

create table feedback.review_requests (
  business_id uuid not null,
  id uuid default platform.new_id() not null,
  message_id uuid not null,
  enrollment_id uuid,
  customer_id uuid not null,
  channel text not null,
  reminder boolean default false not null,
  answered_at timestamp with time zone,
  created_at timestamp with time zone default now() not null,
  constraint review_requests_business_id_message_id_key UNIQUE (business_id, message_id),
  constraint review_requests_channel_check CHECK ((channel = ANY (ARRAY['email'::text, 'sms'::text]))),
  constraint review_requests_pkey PRIMARY KEY (business_id, id),
  constraint review_requests_business_id_customer_id_fkey FOREIGN KEY (business_id, customer_id) REFERENCES crm.customers(business_id, id),
  constraint review_requests_business_id_message_id_fkey FOREIGN KEY (business_id, message_id) REFERENCES messaging.messages(business_id, id) ON DELETE CASCADE
) with ();
CREATE INDEX review_requests_by_customer ON feedback.review_requests USING btree (business_id, customer_id, id DESC);
alter table feedback.review_requests enable row level security;
alter table feedback.review_requests force row level security;
create policy maintenance on feedback.review_requests for all to app_maint using (true) with check (true);
create policy tenant_isolation on feedback.review_requests for all to app_user using ((business_id = ( SELECT platform.current_business() AS current_business))) with check ((business_id = ( SELECT platform.current_business() AS current_business)));
grant delete, insert, select, update on feedback.review_requests to app_maint;
grant delete, insert, select, update on feedback.review_requests to app_user;

create table integrations.connections (
  business_id uuid not null,
  id uuid default platform.new_id() not null,
  source text not null,
  name text not null,
  account_ref text,
  status text default 'active'::text not null,
  status_reason text,
  settings jsonb default '{}'::jsonb not null,
  created_by text,
  deleted_at timestamp with time zone,
  last_event_at timestamp with time zone,
  created_at timestamp with time zone default now() not null,
  updated_at timestamp with time zone default now() not null,
  constraint connections_pkey PRIMARY KEY (business_id, id),
  constraint connections_status_check CHECK ((status = ANY (ARRAY['active'::text, 'disabled'::text, 'needs_attention'::text]))),
  constraint connections_business_id_fkey FOREIGN KEY (business_id) REFERENCES tenancy.businesses(id) ON DELETE CASCADE
) with ();
CREATE UNIQUE INDEX connections_by_id ON integrations.connections USING btree (id);
alter table integrations.connections enable row level security;
alter table integrations.connections force row level security;
create policy maintenance on integrations.connections for all to app_maint using (true) with check (true);
create policy router_reads on integrations.connections for select to app_router using (true);
create policy tenant_isolation on integrations.connections for all to app_user using ((business_id = ( SELECT platform.current_business() AS current_business))) with check ((business_id = ( SELECT platform.current_business() AS current_business)));
CREATE TRIGGER touch BEFORE UPDATE ON integrations.connections FOR EACH ROW EXECUTE FUNCTION platform.touch();
grant delete, insert, select, update on integrations.connections to app_maint;
grant select on integrations.connections to app_router;
grant delete, insert, select, update on integrations.connections to app_user;

create table integrations.imports (
  business_id uuid not null,
  id uuid default platform.new_id() not null,
  kind text not null,
  file_name text default ''::text not null,
  rows integer not null,
  created integer not null,
  updated integer not null,
  refusals_kept integer not null,
  rejected jsonb default '[]'::jsonb not null,
  created_by text,
  created_at timestamp with time zone default now() not null,
  constraint imports_kind_check CHECK ((kind = ANY (ARRAY['customers'::text, 'events'::text]))),
  constraint imports_pkey PRIMARY KEY (business_id, id),
  constraint imports_business_id_fkey FOREIGN KEY (business_id) REFERENCES tenancy.businesses(id) ON DELETE CASCADE
) with ();
alter table integrations.imports enable row level security;
alter table integrations.imports force row level security;
create policy maintenance on integrations.imports for all to app_maint using (true) with check (true);
create policy tenant_isolation on integrations.imports for all to app_user using ((business_id = ( SELECT platform.current_business() AS current_business))) with check ((business_id = ( SELECT platform.current_business() AS current_business)));
grant delete, insert, select, update on integrations.imports to app_maint;
grant insert, select on integrations.imports to app_user;

create table integrations.inbox_events (
  business_id uuid not null,
  id uuid default platform.new_id() not null,
  connection_id uuid,
  source text not null,
  origin text not null,
  dedupe_key text not null,
  source_id text,
  body_hash bytea,
  type text not null,
  subject_kind text,
  subject_id text,
  order_key text not null,
  payload bytea,
  raw bytea,
  journey_id uuid,
  customer_id uuid,
  status text default 'received'::text not null,
  note text,
  attempt integer default 1 not null,
  failures integer default 0 not null,
  next_attempt_at timestamp with time zone default now() not null,
  depth integer default 0 not null,
  replay_of uuid,
  occurred_at timestamp with time zone not null,
  received_at timestamp with time zone default now() not null,
  matched_at timestamp with time zone,
  constraint inbox_events_business_id_origin_dedupe_key_key UNIQUE (business_id, origin, dedupe_key),
  constraint inbox_events_pkey PRIMARY KEY (business_id, id),
  constraint inbox_events_status_check CHECK ((status = ANY (ARRAY['received'::text, 'needs_details'::text, 'matched'::text, 'ignored'::text, 'dead'::text]))),
  constraint inbox_events_business_id_fkey FOREIGN KEY (business_id) REFERENCES tenancy.businesses(id) ON DELETE CASCADE
) with (autovacuum_analyze_scale_factor=0.02, autovacuum_vacuum_scale_factor=0.02);
CREATE INDEX inbox_by_customer ON integrations.inbox_events USING btree (business_id, customer_id, id DESC) WHERE (customer_id IS NOT NULL);
CREATE INDEX inbox_by_type ON integrations.inbox_events USING btree (business_id, type, id DESC);
CREATE INDEX inbox_ready ON integrations.inbox_events USING btree (next_attempt_at) WHERE (status = 'received'::text);
CREATE INDEX inbox_unfinished ON integrations.inbox_events USING btree (business_id, order_key, id) WHERE (status = ANY (ARRAY['received'::text, 'needs_details'::text]));
alter table integrations.inbox_events enable row level security;
alter table integrations.inbox_events force row level security;
create policy dispatch_reads on integrations.inbox_events for select to app_dispatch using (true);
create policy maintenance on integrations.inbox_events for all to app_maint using (true) with check (true);
create policy tenant_isolation on integrations.inbox_events for all to app_user using ((business_id = ( SELECT platform.current_business() AS current_business))) with check ((business_id = ( SELECT platform.current_business() AS current_business)));
grant delete, insert, select, update on integrations.inbox_events to app_maint;
grant delete, insert, select, update on integrations.inbox_events to app_user;
grant select (business_id, id, order_key, status, next_attempt_at, received_at) on integrations.inbox_events to app_dispatch;

create table integrations.outbox (
  business_id uuid not null,
  id uuid default platform.new_id() not null,
  kind text not null,
  enrollment_id uuid not null,
  attempts integer default 0 not null,
  next_attempt_at timestamp with time zone default now() not null,
  published_at timestamp with time zone,
  last_error text,
  created_at timestamp with time zone default now() not null,
  constraint outbox_kind_check CHECK ((kind = ANY (ARRAY['start'::text, 'nudge'::text]))),
  constraint outbox_pkey PRIMARY KEY (business_id, id),
  constraint outbox_business_id_enrollment_id_fkey FOREIGN KEY (business_id, enrollment_id) REFERENCES journeys.enrollments(business_id, id) ON DELETE CASCADE,
  constraint outbox_business_id_fkey FOREIGN KEY (business_id) REFERENCES tenancy.businesses(id) ON DELETE CASCADE
) with (autovacuum_analyze_scale_factor=0.02, autovacuum_vacuum_scale_factor=0.02);
CREATE INDEX outbox_order ON integrations.outbox USING btree (business_id, enrollment_id, id) WHERE (published_at IS NULL);
CREATE INDEX outbox_ready ON integrations.outbox USING btree (next_attempt_at) WHERE (published_at IS NULL);
alter table integrations.outbox enable row level security;
alter table integrations.outbox force row level security;
create policy dispatch_reads on integrations.outbox for select to app_dispatch using (true);
create policy maintenance on integrations.outbox for all to app_maint using (true) with check (true);
create policy tenant_isolation on integrations.outbox for all to app_user using ((business_id = ( SELECT platform.current_business() AS current_business))) with check ((business_id = ( SELECT platform.current_business() AS current_business)));
grant select on integrations.outbox to app_dispatch;
grant delete, insert, select, update on integrations.outbox to app_maint;
grant delete, insert, select, update on integrations.outbox to app_user;

create table integrations.secrets (
  business_id uuid not null,
  id uuid default platform.new_id() not null,
  connection_id uuid not null,
  kind text default 'signing'::text not null,
  sealed bytea not null,
  retires_at timestamp with time zone,
  created_at timestamp with time zone default now() not null,
  constraint secrets_pkey PRIMARY KEY (business_id, id),
  constraint secrets_business_id_connection_id_fkey FOREIGN KEY (business_id, connection_id) REFERENCES integrations.connections(business_id, id) ON DELETE CASCADE
) with ();
CREATE INDEX secrets_by_connection ON integrations.secrets USING btree (business_id, connection_id, id DESC);
alter table integrations.secrets enable row level security;
alter table integrations.secrets force row level security;
create policy maintenance on integrations.secrets for all to app_maint using (true) with check (true);
create policy tenant_isolation on integrations.secrets for all to app_user using ((business_id = ( SELECT platform.current_business() AS current_business))) with check ((business_id = ( SELECT platform.current_business() AS current_business)));
grant delete, insert, select, update on integrations.secrets to app_maint;
grant delete, insert, select, update on integrations.secrets to app_user;

create table integrations.unrouted_events (
  id uuid default platform.new_id() not null,
  source text not null,
  account_ref text,
  body_hash bytea not null,
  body bytea not null,
  received_at timestamp with time zone default now() not null,
  constraint unrouted_events_pkey PRIMARY KEY (id)
) with ();
alter table integrations.unrouted_events enable row level security;
alter table integrations.unrouted_events force row level security;
create policy dispatch_only on integrations.unrouted_events for all to app_dispatch using (true) with check (true);
create policy maintenance on integrations.unrouted_events for all to app_maint using (true) with check (true);
grant delete, insert, select on integrations.unrouted_events to app_dispatch;
grant delete, insert, select on integrations.unrouted_events to app_maint;

create table journeys.cases (
  business_id uuid not null,
  id uuid default platform.new_id() not null,
  journey_id uuid not null,
  name text not null,
  customer_id uuid,
  content bytea not null,
  created_by text,
  created_at timestamp with time zone default now() not null,
  updated_at timestamp with time zone default now() not null,
  constraint cases_name_check CHECK (((length(name) >= 1) AND (length(name) <= 200))),
  constraint cases_pkey PRIMARY KEY (business_id, id),
  constraint cases_business_id_customer_id_fkey FOREIGN KEY (business_id, customer_id) REFERENCES crm.customers(business_id, id) ON DELETE CASCADE,
  constraint cases_business_id_journey_id_fkey FOREIGN KEY (business_id, journey_id) REFERENCES journeys.journeys(business_id, id) ON DELETE CASCADE
) with ();
CREATE INDEX cases_by_customer ON journeys.cases USING btree (business_id, customer_id) WHERE (customer_id IS NOT NULL);
CREATE INDEX cases_by_journey ON journeys.cases USING btree (business_id, journey_id, id);
alter table journeys.cases enable row level security;
alter table journeys.cases force row level security;
create policy maintenance on journeys.cases for all to app_maint using (true) with check (true);
create policy tenant_isolation on journeys.cases for all to app_user using ((business_id = ( SELECT platform.current_business() AS current_business))) with check ((business_id = ( SELECT platform.current_business() AS current_business)));
CREATE TRIGGER touch BEFORE UPDATE ON journeys.cases FOR EACH ROW EXECUTE FUNCTION platform.touch();
grant delete, insert, select, update on journeys.cases to app_maint;
grant delete, insert, select, update on journeys.cases to app_user;

create table journeys.drafts (
  business_id uuid not null,
  journey_id uuid not null,
  flow jsonb not null,
  revision integer default 1 not null,
  updated_by text,
  created_at timestamp with time zone default now() not null,
  updated_at timestamp with time zone default now() not null,
  constraint drafts_pkey PRIMARY KEY (business_id, journey_id),
  constraint drafts_business_id_journey_id_fkey FOREIGN KEY (business_id, journey_id) REFERENCES journeys.journeys(business_id, id) ON DELETE CASCADE
) with ();
alter table journeys.drafts enable row level security;
alter table journeys.drafts force row level security;
create policy maintenance on journeys.drafts for all to app_maint using (true) with check (true);
create policy tenant_isolation on journeys.drafts for all to app_user using ((business_id = ( SELECT platform.current_business() AS current_business))) with check ((business_id = ( SELECT platform.current_business() AS current_business)));
CREATE TRIGGER touch BEFORE UPDATE ON journeys.drafts FOR EACH ROW EXECUTE FUNCTION platform.touch();
grant delete, insert, select, update on journeys.drafts to app_maint;
grant delete, insert, select, update on journeys.drafts to app_user;

create table journeys.enrollments (
  business_id uuid not null,
  id uuid default platform.new_id() not null,
  journey_id uuid not null,
  version integer not null,
  customer_id uuid not null,
  subject_kind text,
  subject_id text,
  entry_event_id uuid,
  status text default 'active'::text not null,
  reason_code text,
  reason_message text,
  turn integer default 0 not null,
  directive jsonb,
  step_id text,
  visit integer default 0 not null,
  visits jsonb default '{}'::jsonb not null,
  since timestamp with time zone,
  due_at timestamp with time zone,
  facts jsonb default '{}'::jsonb not null,
  last_message_at timestamp with time zone,
  queued_event_id uuid,
  queued_at timestamp with time zone,
  paused_at timestamp with time zone,
  depth integer default 0 not null,
  expires_at timestamp with time zone,
  started_at timestamp with time zone default now() not null,
  ended_at timestamp with time zone,
  updated_at timestamp with time zone default now() not null,
  constraint enrollments_pkey PRIMARY KEY (business_id, id),
  constraint enrollments_status_check CHECK ((status = ANY (ARRAY['active'::text, 'completed'::text, 'stopped'::text, 'failed'::text]))),
  constraint enrollments_business_id_customer_id_fkey FOREIGN KEY (business_id, customer_id) REFERENCES crm.customers(business_id, id),
  constraint enrollments_business_id_journey_id_version_fkey FOREIGN KEY (business_id, journey_id, version) REFERENCES journeys.versions(business_id, journey_id, number)
) with (autovacuum_analyze_scale_factor=0.02, autovacuum_vacuum_scale_factor=0.05, fillfactor=80);
CREATE INDEX enrollments_by_customer ON journeys.enrollments USING btree (business_id, customer_id, id DESC);
CREATE INDEX enrollments_by_end ON journeys.enrollments USING btree (business_id, ended_at) WHERE (ended_at IS NOT NULL);
CREATE INDEX enrollments_by_journey ON journeys.enrollments USING btree (business_id, journey_id, status, id DESC);
CREATE INDEX enrollments_live_by_subject ON journeys.enrollments USING btree (business_id, subject_kind, subject_id) WHERE ((status = 'active'::text) AND (subject_id IS NOT NULL));
CREATE INDEX enrollments_never_started ON journeys.enrollments USING btree (started_at) WHERE ((status = 'active'::text) AND (turn = 0));
CREATE UNIQUE INDEX enrollments_one_live ON journeys.enrollments USING btree (business_id, journey_id, customer_id, subject_kind, subject_id) NULLS NOT DISTINCT WHERE (status = 'active'::text);
CREATE INDEX enrollments_overdue ON journeys.enrollments USING btree (due_at) WHERE (status = 'active'::text);
alter table journeys.enrollments enable row level security;
alter table journeys.enrollments force row level security;
create policy dispatch_reads on journeys.enrollments for select to app_dispatch using (true);
create policy maintenance on journeys.enrollments for all to app_maint using (true) with check (true);
create policy tenant_isolation on journeys.enrollments for all to app_user using ((business_id = ( SELECT platform.current_business() AS current_business))) with check ((business_id = ( SELECT platform.current_business() AS current_business)));
CREATE TRIGGER touch BEFORE UPDATE ON journeys.enrollments FOR EACH ROW EXECUTE FUNCTION platform.touch();
grant select on journeys.enrollments to app_dispatch;
grant delete, insert, select, update on journeys.enrollments to app_maint;
grant delete, insert, select, update on journeys.enrollments to app_user;

create table journeys.event_matches (
  business_id uuid not null,
  id uuid default platform.new_id() not null,
  event_id uuid not null,
  attempt integer default 1 not null,
  journey_id uuid not null,
  enrollment_id uuid,
  outcome text not null,
  reason_code text not null,
  reason_message text not null,
  checks jsonb default '[]'::jsonb not null,
  at timestamp with time zone default now() not null,
  constraint event_matches_outcome_check CHECK ((outcome = ANY (ARRAY['enrolled'::text, 'merged'::text, 'restarted'::text, 'queued'::text, 'woke'::text, 'ended'::text, 'ignored'::text, 'replanned'::text]))),
  constraint event_matches_pkey PRIMARY KEY (business_id, id),
  constraint event_matches_business_id_journey_id_fkey FOREIGN KEY (business_id, journey_id) REFERENCES journeys.journeys(business_id, id) ON DELETE CASCADE
) with ();
CREATE INDEX matches_by_event ON journeys.event_matches USING btree (business_id, event_id, id);
alter table journeys.event_matches enable row level security;
alter table journeys.event_matches force row level security;
create policy maintenance on journeys.event_matches for all to app_maint using (true) with check (true);
create policy tenant_isolation on journeys.event_matches for all to app_user using ((business_id = ( SELECT platform.current_business() AS current_business))) with check ((business_id = ( SELECT platform.current_business() AS current_business)));
grant delete, insert, select, update on journeys.event_matches to app_maint;
grant insert, select on journeys.event_matches to app_user;

create table journeys.journeys (
  business_id uuid not null,
  id uuid default platform.new_id() not null,
  name text not null,
  description text default ''::text not null,
  status text default 'draft'::text not null,
  pause_mode text,
  paused_at timestamp with time zone,
  live_version integer,
  deleted_at timestamp with time zone,
  created_by text,
  created_at timestamp with time zone default now() not null,
  updated_at timestamp with time zone default now() not null,
  constraint journeys_check CHECK (((status = 'paused'::text) = (pause_mode IS NOT NULL))),
  constraint journeys_name_check CHECK (((length(name) >= 1) AND (length(name) <= 200))),
  constraint journeys_pause_mode_check CHECK ((pause_mode = ANY (ARRAY['no_new_people'::text, 'hold_everyone'::text]))),
  constraint journeys_pkey PRIMARY KEY (business_id, id),
  constraint journeys_status_check CHECK ((status = ANY (ARRAY['draft'::text, 'live'::text, 'paused'::text, 'archived'::text]))),
  constraint journeys_business_id_fkey FOREIGN KEY (business_id) REFERENCES tenancy.businesses(id) ON DELETE CASCADE
) with ();
CREATE INDEX journeys_newest ON journeys.journeys USING btree (business_id, id DESC) WHERE (deleted_at IS NULL);
alter table journeys.journeys enable row level security;
alter table journeys.journeys force row level security;
create policy maintenance on journeys.journeys for all to app_maint using (true) with check (true);
create policy tenant_isolation on journeys.journeys for all to app_user using ((business_id = ( SELECT platform.current_business() AS current_business))) with check ((business_id = ( SELECT platform.current_business() AS current_business)));
CREATE TRIGGER touch BEFORE UPDATE ON journeys.journeys FOR EACH ROW EXECUTE FUNCTION platform.touch();
grant delete, insert, select, update on journeys.journeys to app_maint;
grant delete, insert, select, update on journeys.journeys to app_user;

create table journeys.mailbox (
  business_id uuid not null,
  id uuid default platform.new_id() not null,
  enrollment_id uuid not null,
  kind text not null,
  event_id uuid,
  body jsonb default '{}'::jsonb not null,
  seen_at timestamp with time zone,
  created_at timestamp with time zone default now() not null,
  constraint mailbox_kind_check CHECK ((kind = ANY (ARRAY['event'::text, 'goal'::text, 'stop_rule'::text, 'control'::text]))),
  constraint mailbox_pkey PRIMARY KEY (business_id, id),
  constraint mailbox_business_id_enrollment_id_fkey FOREIGN KEY (business_id, enrollment_id) REFERENCES journeys.enrollments(business_id, id) ON DELETE CASCADE
) with (autovacuum_vacuum_scale_factor=0.05);
CREATE INDEX mailbox_by_enrollment ON journeys.mailbox USING btree (business_id, enrollment_id, id);
alter table journeys.mailbox enable row level security;
alter table journeys.mailbox force row level security;
create policy maintenance on journeys.mailbox for all to app_maint using (true) with check (true);
create policy tenant_isolation on journeys.mailbox for all to app_user using ((business_id = ( SELECT platform.current_business() AS current_business))) with check ((business_id = ( SELECT platform.current_business() AS current_business)));
grant delete, insert, select, update on journeys.mailbox to app_maint;
grant delete, insert, select, update on journeys.mailbox to app_user;

create table journeys.notices (
  business_id uuid not null,
  id uuid default platform.new_id() not null,
  membership_id uuid not null,
  kind text not null,
  body text not null,
  enrollment_id uuid,
  customer_id uuid,
  step_id text,
  feedback_id uuid,
  notice_key text not null,
  email_status text default 'pending'::text not null,
  read_at timestamp with time zone,
  done_at timestamp with time zone,
  created_at timestamp with time zone default now() not null,
  updated_at timestamp with time zone default now() not null,
  constraint notices_business_id_notice_key_key UNIQUE (business_id, notice_key),
  constraint notices_email_status_check CHECK ((email_status = ANY (ARRAY['pending'::text, 'sending'::text, 'sent'::text, 'failed'::text, 'unknown'::text]))),
  constraint notices_kind_check CHECK ((kind = ANY (ARRAY['journey'::text, 'low_rating'::text, 'problem'::text]))),
  constraint notices_pkey PRIMARY KEY (business_id, id),
  constraint notices_business_id_membership_id_fkey FOREIGN KEY (business_id, membership_id) REFERENCES tenancy.memberships(business_id, id) ON DELETE CASCADE
) with ();
CREATE INDEX notices_open ON journeys.notices USING btree (business_id, membership_id, id DESC) WHERE (done_at IS NULL);
CREATE INDEX notices_to_email ON journeys.notices USING btree (id) WHERE (email_status = 'pending'::text);
alter table journeys.notices enable row level security;
alter table journeys.notices force row level security;
create policy dispatch_reads on journeys.notices for select to app_dispatch using (true);
create policy maintenance on journeys.notices for all to app_maint using (true) with check (true);
create policy tenant_isolation on journeys.notices for all to app_user using ((business_id = ( SELECT platform.current_business() AS current_business))) with check ((business_id = ( SELECT platform.current_business() AS current_business)));
CREATE TRIGGER touch BEFORE UPDATE ON journeys.notices FOR EACH ROW EXECUTE FUNCTION platform.touch();
grant delete, insert, select, update on journeys.notices to app_maint;
grant delete, insert, select, update on journeys.notices to app_user;
grant select (business_id, id, email_status) on journeys.notices to app_dispatch;

create table journeys.segment_members (
  business_id uuid not null,
  journey_id uuid not null,
  customer_id uuid not null,
  since timestamp with time zone default now() not null,
  constraint segment_members_pkey PRIMARY KEY (business_id, journey_id, customer_id),
  constraint segment_members_business_id_customer_id_fkey FOREIGN KEY (business_id, customer_id) REFERENCES crm.customers(business_id, id) ON DELETE CASCADE,
  constraint segment_members_business_id_fkey FOREIGN KEY (business_id) REFERENCES tenancy.businesses(id) ON DELETE CASCADE,
  constraint segment_members_business_id_journey_id_fkey FOREIGN KEY (business_id, journey_id) REFERENCES journeys.journeys(business_id, id) ON DELETE CASCADE
) with ();
CREATE INDEX segment_members_by_customer ON journeys.segment_members USING btree (business_id, customer_id);
alter table journeys.segment_members enable row level security;
alter table journeys.segment_members force row level security;
create policy maintenance on journeys.segment_members for all to app_maint using (true) with check (true);
create policy tenant_isolation on journeys.segment_members for all to app_user using ((business_id = ( SELECT platform.current_business() AS current_business))) with check ((business_id = ( SELECT platform.current_business() AS current_business)));
grant delete, insert, select, update on journeys.segment_members to app_maint;
grant delete, insert, select, update on journeys.segment_members to app_user;

create table journeys.segments (
  business_id uuid not null,
  journey_id uuid not null,
  condition jsonb not null,
  counted_at timestamp with time zone default now() not null,
  constraint segments_pkey PRIMARY KEY (business_id, journey_id),
  constraint segments_business_id_fkey FOREIGN KEY (business_id) REFERENCES tenancy.businesses(id) ON DELETE CASCADE,
  constraint segments_business_id_journey_id_fkey FOREIGN KEY (business_id, journey_id) REFERENCES journeys.journeys(business_id, id) ON DELETE CASCADE
) with ();
alter table journeys.segments enable row level security;
alter table journeys.segments force row level security;
create policy maintenance on journeys.segments for all to app_maint using (true) with check (true);
create policy tenant_isolation on journeys.segments for all to app_user using ((business_id = ( SELECT platform.current_business() AS current_business))) with check ((business_id = ( SELECT platform.current_business() AS current_business)));
grant delete, insert, select, update on journeys.segments to app_maint;
grant delete, insert, select, update on journeys.segments to app_user;

create table journeys.timeline (
  business_id uuid not null,
  id uuid default platform.new_id() not null,
  enrollment_id uuid not null,
  journey_id uuid not null,
  customer_id uuid not null,
  version integer not null,
  type text not null,
  step_id text,
  visit integer,
  exit text,
  reason_code text,
  reason_message text,
  message_id uuid,
  event_id uuid,
  feedback_id uuid,
  actor text,
  at timestamp with time zone default now() not null,
  constraint timeline_pkey PRIMARY KEY (business_id, id),
  constraint timeline_type_check CHECK ((type = ANY (ARRAY['enrolled'::text, 'step'::text, 'waiting'::text, 'listening'::text, 'held'::text, 'message'::text, 'event'::text, 'feedback'::text, 'control'::text, 'moved'::text, 'ended'::text]))),
  constraint timeline_business_id_enrollment_id_fkey FOREIGN KEY (business_id, enrollment_id) REFERENCES journeys.enrollments(business_id, id) ON DELETE CASCADE
) with ();
CREATE INDEX timeline_by_customer ON journeys.timeline USING btree (business_id, customer_id, id DESC);
CREATE INDEX timeline_by_enrollment ON journeys.timeline USING btree (business_id, enrollment_id, id);
CREATE INDEX timeline_passed ON journeys.timeline USING btree (business_id, journey_id, step_id, exit) WHERE (type = 'step'::text);
alter table journeys.timeline enable row level security;
alter table journeys.timeline force row level security;
create policy maintenance on journeys.timeline for all to app_maint using (true) with check (true);
create policy tenant_isolation on journeys.timeline for all to app_user using ((business_id = ( SELECT platform.current_business() AS current_business))) with check ((business_id = ( SELECT platform.current_business() AS current_business)));
grant delete, insert, select, update on journeys.timeline to app_maint;
grant insert, select on journeys.timeline to app_user;

create table journeys.triggers (
  business_id uuid not null,
  journey_id uuid not null,
  event_type text not null,
  role text not null,
  constraint triggers_pkey PRIMARY KEY (business_id, event_type, journey_id, role),
  constraint triggers_role_check CHECK ((role = ANY (ARRAY['entry'::text, 'goal'::text, 'stop'::text, 'listener'::text]))),
  constraint triggers_business_id_journey_id_fkey FOREIGN KEY (business_id, journey_id) REFERENCES journeys.journeys(business_id, id) ON DELETE CASCADE
) with ();
CREATE INDEX triggers_by_journey ON journeys.triggers USING btree (business_id, journey_id);
alter table journeys.triggers enable row level security;
alter table journeys.triggers force row level security;
create policy maintenance on journeys.triggers for all to app_maint using (true) with check (true);
create policy tenant_isolation on journeys.triggers for all to app_user using ((business_id = ( SELECT platform.current_business() AS current_business))) with check ((business_id = ( SELECT platform.current_business() AS current_business)));
grant delete, insert, select, update on journeys.triggers to app_maint;
grant delete, insert, select, update on journeys.triggers to app_user;

create table journeys.versions (
  business_id uuid not null,
  journey_id uuid not null,
  number integer not null,
  flow jsonb not null,
  note text default ''::text not null,
  author text,
  landed jsonb default '[]'::jsonb not null,
  published_at timestamp with time zone default now() not null,
  constraint versions_number_check CHECK ((number > 0)),
  constraint versions_pkey PRIMARY KEY (business_id, journey_id, number),
  constraint versions_business_id_journey_id_fkey FOREIGN KEY (business_id, journey_id) REFERENCES journeys.journeys(business_id, id) ON DELETE CASCADE
) with ();
alter table journeys.versions enable row level security;
alter table journeys.versions force row level security;
create policy maintenance on journeys.versions for all to app_maint using (true) with check (true);
create policy tenant_isolation on journeys.versions for all to app_user using ((business_id = ( SELECT platform.current_business() AS current_business))) with check ((business_id = ( SELECT platform.current_business() AS current_business)));
CREATE TRIGGER refuse_change BEFORE UPDATE ON journeys.versions FOR EACH ROW EXECUTE FUNCTION platform.refuse_change();
grant delete, insert, select, update on journeys.versions to app_maint;
grant insert, select on journeys.versions to app_user;

create table messaging.conversations (
  business_id uuid not null,
  customer_id uuid not null,
  last_message_id uuid not null,
  last_inbound_id uuid,
  read_to uuid,
  created_at timestamp with time zone default now() not null,
  updated_at timestamp with time zone default now() not null,
  constraint conversations_pkey PRIMARY KEY (business_id, customer_id),
  constraint conversations_business_id_customer_id_fkey FOREIGN KEY (business_id, customer_id) REFERENCES crm.customers(business_id, id) ON DELETE CASCADE
) with ();
CREATE INDEX conversations_newest ON messaging.conversations USING btree (business_id, last_message_id DESC);
alter table messaging.conversations enable row level security;
alter table messaging.conversations force row level security;
create policy maintenance on messaging.conversations for all to app_maint using (true) with check (true);
create policy tenant_isolation on messaging.conversations for all to app_user using ((business_id = ( SELECT platform.current_business() AS current_business))) with check ((business_id = ( SELECT platform.current_business() AS current_business)));
CREATE TRIGGER touch BEFORE UPDATE ON messaging.conversations FOR EACH ROW EXECUTE FUNCTION platform.touch();
grant delete, insert, select, update on messaging.conversations to app_maint;
grant delete, insert, select, update on messaging.conversations to app_user;

create table messaging.links (
  business_id uuid not null,
  id uuid default platform.new_id() not null,
  token_hash bytea not null,
  message_id uuid not null,
  customer_id uuid not null,
  target bytea not null,
  review_site text,
  opens integer default 0 not null,
  scans integer default 0 not null,
  first_opened_at timestamp with time zone,
  last_opened_at timestamp with time zone,
  created_at timestamp with time zone default now() not null,
  updated_at timestamp with time zone default now() not null,
  constraint links_pkey PRIMARY KEY (business_id, id),
  constraint links_business_id_customer_id_fkey FOREIGN KEY (business_id, customer_id) REFERENCES crm.customers(business_id, id) ON DELETE CASCADE,
  constraint links_business_id_message_id_fkey FOREIGN KEY (business_id, message_id) REFERENCES messaging.messages(business_id, id) ON DELETE CASCADE
) with ();
CREATE INDEX links_by_customer ON messaging.links USING btree (business_id, customer_id);
CREATE UNIQUE INDEX links_by_hash ON messaging.links USING btree (token_hash);
CREATE INDEX links_by_message ON messaging.links USING btree (business_id, message_id);
alter table messaging.links enable row level security;
alter table messaging.links force row level security;
create policy maintenance on messaging.links for all to app_maint using (true) with check (true);
create policy router_reads on messaging.links for select to app_router using (true);
create policy tenant_isolation on messaging.links for all to app_user using ((business_id = ( SELECT platform.current_business() AS current_business))) with check ((business_id = ( SELECT platform.current_business() AS current_business)));
CREATE TRIGGER touch BEFORE UPDATE ON messaging.links FOR EACH ROW EXECUTE FUNCTION platform.touch();
grant delete, insert, select, update on messaging.links to app_maint;
grant select on messaging.links to app_router;
grant delete, insert, select, update on messaging.links to app_user;

create table messaging.message_events (
  business_id uuid not null,
  id uuid default platform.new_id() not null,
  message_id uuid not null,
  type text not null,
  receipt_key text not null,
  detail jsonb default '{}'::jsonb not null,
  at timestamp with time zone default now() not null,
  constraint message_events_business_id_message_id_receipt_key_key UNIQUE (business_id, message_id, receipt_key),
  constraint message_events_pkey PRIMARY KEY (business_id, id),
  constraint message_events_business_id_message_id_fkey FOREIGN KEY (business_id, message_id) REFERENCES messaging.messages(business_id, id) ON DELETE CASCADE
) with ();
alter table messaging.message_events enable row level security;
alter table messaging.message_events force row level security;
create policy maintenance on messaging.message_events for all to app_maint using (true) with check (true);
create policy tenant_isolation on messaging.message_events for all to app_user using ((business_id = ( SELECT platform.current_business() AS current_business))) with check ((business_id = ( SELECT platform.current_business() AS current_business)));
grant delete, insert, select, update on messaging.message_events to app_maint;
grant insert, select on messaging.message_events to app_user;

create table messaging.messages (
  business_id uuid not null,
  id uuid default platform.new_id() not null,
  send_key text not null,
  direction text default 'outbound'::text not null,
  channel text not null,
  purpose text,
  intent text,
  status text not null,
  reason_code text,
  reason_message text,
  customer_id uuid not null,
  enrollment_id uuid,
  journey_id uuid,
  version integer,
  step_id text,
  visit integer,
  content bytea,
  language text,
  segments integer,
  provider text,
  connection_id uuid,
  provider_message_id text,
  attempts integer default 0 not null,
  held_until timestamp with time zone,
  lease_until timestamp with time zone,
  first_attempt_at timestamp with time zone,
  look_up_at timestamp with time zone,
  look_ups integer default 0 not null,
  sent_at timestamp with time zone,
  delivered_at timestamp with time zone,
  created_at timestamp with time zone default now() not null,
  updated_at timestamp with time zone default now() not null,
  author text,
  hours_confirmed_at timestamp with time zone,
  constraint messages_business_id_send_key_key UNIQUE (business_id, send_key),
  constraint messages_channel_check CHECK ((channel = ANY (ARRAY['email'::text, 'sms'::text]))),
  constraint messages_direction_check CHECK ((direction = ANY (ARRAY['outbound'::text, 'inbound'::text]))),
  constraint messages_pkey PRIMARY KEY (business_id, id),
  constraint messages_purpose_check CHECK ((purpose = ANY (ARRAY['service'::text, 'review'::text, 'marketing'::text]))),
  constraint messages_status_check CHECK ((status = ANY (ARRAY['held'::text, 'sending'::text, 'sent'::text, 'delivered'::text, 'failed'::text, 'unknown'::text, 'skipped'::text, 'received'::text]))),
  constraint messages_business_id_customer_id_fkey FOREIGN KEY (business_id, customer_id) REFERENCES crm.customers(business_id, id),
  constraint messages_business_id_enrollment_id_fkey FOREIGN KEY (business_id, enrollment_id) REFERENCES journeys.enrollments(business_id, id),
  constraint messages_business_id_fkey FOREIGN KEY (business_id) REFERENCES tenancy.businesses(id) ON DELETE CASCADE
) with (autovacuum_vacuum_scale_factor=0.05, fillfactor=80);
CREATE INDEX messages_by_customer ON messaging.messages USING btree (business_id, customer_id, id DESC);
CREATE INDEX messages_by_enrollment ON messaging.messages USING btree (business_id, enrollment_id, id);
CREATE INDEX messages_by_journey ON messaging.messages USING btree (business_id, journey_id, id DESC);
CREATE INDEX messages_by_provider_id ON messaging.messages USING btree (business_id, provider, provider_message_id) WHERE (provider_message_id IS NOT NULL);
CREATE INDEX messages_in_doubt ON messaging.messages USING btree (lease_until) WHERE (lease_until IS NOT NULL);
CREATE INDEX messages_replies_held ON messaging.messages USING btree (held_until) WHERE ((author IS NOT NULL) AND (status = 'held'::text));
CREATE INDEX messages_replies_out ON messaging.messages USING btree (lease_until) WHERE ((author IS NOT NULL) AND (status = 'sending'::text));
CREATE INDEX messages_to_look_up ON messaging.messages USING btree (look_up_at) WHERE ((status = 'unknown'::text) AND (look_up_at IS NOT NULL));
alter table messaging.messages enable row level security;
alter table messaging.messages force row level security;
create policy dispatch_reads on messaging.messages for select to app_dispatch using (true);
create policy maintenance on messaging.messages for all to app_maint using (true) with check (true);
create policy tenant_isolation on messaging.messages for all to app_user using ((business_id = ( SELECT platform.current_business() AS current_business))) with check ((business_id = ( SELECT platform.current_business() AS current_business)));
CREATE TRIGGER touch BEFORE UPDATE ON messaging.messages FOR EACH ROW EXECUTE FUNCTION platform.touch();
grant select on messaging.messages to app_dispatch;
grant delete, insert, select, update on messaging.messages to app_maint;
grant delete, insert, select, update on messaging.messages to app_user;

create table messaging.sender_allowances (
  business_id uuid not null,
  sender text not null,
  per_minute integer not null,
  tokens double precision not null,
  refilled_at timestamp with time zone default now() not null,
  constraint sender_allowances_per_minute_check CHECK ((per_minute > 0)),
  constraint sender_allowances_pkey PRIMARY KEY (business_id, sender),
  constraint sender_allowances_business_id_fkey FOREIGN KEY (business_id) REFERENCES tenancy.businesses(id) ON DELETE CASCADE
) with ();
alter table messaging.sender_allowances enable row level security;
alter table messaging.sender_allowances force row level security;
create policy maintenance on messaging.sender_allowances for all to app_maint using (true) with check (true);
create policy tenant_isolation on messaging.sender_allowances for all to app_user using ((business_id = ( SELECT platform.current_business() AS current_business))) with check ((business_id = ( SELECT platform.current_business() AS current_business)));
grant delete, insert, select, update on messaging.sender_allowances to app_maint;
grant delete, insert, select, update on messaging.sender_allowances to app_user;

create table messaging.suppressions (
  business_id uuid not null,
  id uuid default platform.new_id() not null,
  channel text not null,
  address_hash bytea not null,
  reason text not null,
  detail text,
  message_id uuid,
  lifted_at timestamp with time zone,
  lifted_reason text,
  created_at timestamp with time zone default now() not null,
  updated_at timestamp with time zone default now() not null,
  constraint suppressions_channel_check CHECK ((channel = ANY (ARRAY['email'::text, 'sms'::text]))),
  constraint suppressions_pkey PRIMARY KEY (business_id, id),
  constraint suppressions_reason_check CHECK ((reason = ANY (ARRAY['keyword'::text, 'unsubscribed'::text, 'bounced'::text, 'complained'::text, 'refused'::text, 'erased'::text, 'member'::text]))),
  constraint suppressions_business_id_fkey FOREIGN KEY (business_id) REFERENCES tenancy.businesses(id) ON DELETE CASCADE
) with ();
CREATE UNIQUE INDEX suppressions_live ON messaging.suppressions USING btree (business_id, channel, address_hash) WHERE (lifted_at IS NULL);
alter table messaging.suppressions enable row level security;
alter table messaging.suppressions force row level security;
create policy maintenance on messaging.suppressions for all to app_maint using (true) with check (true);
create policy tenant_isolation on messaging.suppressions for all to app_user using ((business_id = ( SELECT platform.current_business() AS current_business))) with check ((business_id = ( SELECT platform.current_business() AS current_business)));
CREATE TRIGGER touch BEFORE UPDATE ON messaging.suppressions FOR EACH ROW EXECUTE FUNCTION platform.touch();
grant delete, insert, select, update on messaging.suppressions to app_maint;
grant delete, insert, select, update on messaging.suppressions to app_user;

create table messaging.test_messages (
  business_id uuid not null,
  id uuid default platform.new_id() not null,
  channel text not null,
  status text default 'queued'::text not null,
  reason_code text,
  reason_message text,
  content bytea,
  asked_by text not null,
  provider text,
  provider_message_id text,
  lease_until timestamp with time zone,
  sent_at timestamp with time zone,
  created_at timestamp with time zone default now() not null,
  constraint test_messages_channel_check CHECK ((channel = ANY (ARRAY['email'::text, 'sms'::text]))),
  constraint test_messages_pkey PRIMARY KEY (business_id, id),
  constraint test_messages_status_check CHECK ((status = ANY (ARRAY['queued'::text, 'sending'::text, 'sent'::text, 'failed'::text, 'unknown'::text]))),
  constraint test_messages_business_id_fkey FOREIGN KEY (business_id) REFERENCES tenancy.businesses(id) ON DELETE CASCADE
) with ();
CREATE INDEX test_messages_due ON messaging.test_messages USING btree (id) WHERE (status = ANY (ARRAY['queued'::text, 'sending'::text]));
alter table messaging.test_messages enable row level security;
alter table messaging.test_messages force row level security;
create policy dispatch_reads on messaging.test_messages for select to app_dispatch using (true);
create policy maintenance on messaging.test_messages for all to app_maint using (true) with check (true);
create policy tenant_isolation on messaging.test_messages for all to app_user using ((business_id = ( SELECT platform.current_business() AS current_business))) with check ((business_id = ( SELECT platform.current_business() AS current_business)));
grant select on messaging.test_messages to app_dispatch;
grant delete, insert, select, update on messaging.test_messages to app_maint;
grant delete, insert, select, update on messaging.test_messages to app_user;

create table platform.audit_log (
  business_id uuid not null,
  id uuid default platform.new_id() not null,
  actor text not null,
  action text not null,
  target_kind text not null,
  target_id text,
  detail jsonb default '{}'::jsonb not null,
  at timestamp with time zone default now() not null,
  constraint audit_log_pkey PRIMARY KEY (business_id, id),
  constraint audit_log_business_id_fkey FOREIGN KEY (business_id) REFERENCES tenancy.businesses(id) ON DELETE CASCADE
) with ();
alter table platform.audit_log enable row level security;
alter table platform.audit_log force row level security;
create policy maintenance on platform.audit_log for all to app_maint using (true) with check (true);
create policy tenant_isolation on platform.audit_log for all to app_user using ((business_id = ( SELECT platform.current_business() AS current_business))) with check ((business_id = ( SELECT platform.current_business() AS current_business)));
grant delete, insert, select, update on platform.audit_log to app_maint;
grant insert, select on platform.audit_log to app_user;

create table platform.data_keys (
  business_id uuid not null,
  id uuid default platform.new_id() not null,
  wrapped bytea not null,
  created_at timestamp with time zone default now() not null,
  updated_at timestamp with time zone default now() not null,
  constraint data_keys_pkey PRIMARY KEY (business_id, id),
  constraint data_keys_business_id_fkey FOREIGN KEY (business_id) REFERENCES tenancy.businesses(id) ON DELETE CASCADE
) with ();
alter table platform.data_keys enable row level security;
alter table platform.data_keys force row level security;
create policy maintenance on platform.data_keys for all to app_maint using (true) with check (true);
create policy tenant_isolation on platform.data_keys for all to app_user using ((business_id = ( SELECT platform.current_business() AS current_business))) with check ((business_id = ( SELECT platform.current_business() AS current_business)));
CREATE TRIGGER touch BEFORE UPDATE ON platform.data_keys FOR EACH ROW EXECUTE FUNCTION platform.touch();
grant delete, insert, select, update on platform.data_keys to app_maint;
grant delete, insert, select, update on platform.data_keys to app_user;

create table platform.idempotency_keys (
  business_id uuid not null,
  caller text not null,
  route text not null,
  key text not null,
  request_hash bytea not null,
  response_status integer,
  response bytea,
  created_at timestamp with time zone default now() not null,
  constraint idempotency_keys_pkey PRIMARY KEY (business_id, caller, route, key),
  constraint idempotency_keys_business_id_fkey FOREIGN KEY (business_id) REFERENCES tenancy.businesses(id) ON DELETE CASCADE
) with ();
CREATE INDEX idempotency_keys_by_age ON platform.idempotency_keys USING btree (created_at);
alter table platform.idempotency_keys enable row level security;
alter table platform.idempotency_keys force row level security;
create policy maintenance on platform.idempotency_keys for all to app_maint using (true) with check (true);
create policy tenant_isolation on platform.idempotency_keys for all to app_user using ((business_id = ( SELECT platform.current_business() AS current_business))) with check ((business_id = ( SELECT platform.current_business() AS current_business)));
grant delete, insert, select, update on platform.idempotency_keys to app_maint;
grant delete, insert, select, update on platform.idempotency_keys to app_user;

create table platform.public_tokens (
  business_id uuid not null,
  id uuid default platform.new_id() not null,
  token_hash bytea not null,
  purpose text not null,
  customer_id uuid not null,
  enrollment_id uuid,
  message_id uuid,
  expires_at timestamp with time zone,
  revoked_at timestamp with time zone,
  created_at timestamp with time zone default now() not null,
  constraint public_tokens_pkey PRIMARY KEY (business_id, id),
  constraint public_tokens_purpose_check CHECK ((purpose = ANY (ARRAY['rate'::text, 'unsubscribe'::text, 'why'::text]))),
  constraint public_tokens_business_id_customer_id_fkey FOREIGN KEY (business_id, customer_id) REFERENCES crm.customers(business_id, id) ON DELETE CASCADE,
  constraint public_tokens_business_id_fkey FOREIGN KEY (business_id) REFERENCES tenancy.businesses(id) ON DELETE CASCADE
) with ();
CREATE INDEX public_tokens_by_customer ON platform.public_tokens USING btree (business_id, customer_id);
CREATE UNIQUE INDEX public_tokens_by_hash ON platform.public_tokens USING btree (token_hash);
CREATE INDEX public_tokens_expired ON platform.public_tokens USING btree (expires_at) WHERE (expires_at IS NOT NULL);
alter table platform.public_tokens enable row level security;
alter table platform.public_tokens force row level security;
create policy maintenance on platform.public_tokens for all to app_maint using (true) with check (true);
create policy router_reads on platform.public_tokens for select to app_router using (true);
create policy tenant_isolation on platform.public_tokens for all to app_user using ((business_id = ( SELECT platform.current_business() AS current_business))) with check ((business_id = ( SELECT platform.current_business() AS current_business)));
grant delete, insert, select, update on platform.public_tokens to app_maint;
grant select on platform.public_tokens to app_router;
grant delete, insert, select, update on platform.public_tokens to app_user;

create table platform.retention_policies (
  business_id uuid not null,
  target text not null,
  keep_days integer not null,
  legal_hold boolean default false not null,
  created_at timestamp with time zone default now() not null,
  updated_at timestamp with time zone default now() not null,
  constraint retention_policies_keep_days_check CHECK ((keep_days >= 1)),
  constraint retention_policies_pkey PRIMARY KEY (business_id, target),
  constraint retention_policies_business_id_fkey FOREIGN KEY (business_id) REFERENCES tenancy.businesses(id) ON DELETE CASCADE
) with ();
alter table platform.retention_policies enable row level security;
alter table platform.retention_policies force row level security;
create policy maintenance on platform.retention_policies for all to app_maint using (true) with check (true);
create policy tenant_isolation on platform.retention_policies for all to app_user using ((business_id = ( SELECT platform.current_business() AS current_business))) with check ((business_id = ( SELECT platform.current_business() AS current_business)));
CREATE TRIGGER touch BEFORE UPDATE ON platform.retention_policies FOR EACH ROW EXECUTE FUNCTION platform.touch();
grant delete, insert, select, update on platform.retention_policies to app_maint;
grant delete, insert, select, update on platform.retention_policies to app_user;

create table tenancy.api_keys (
  business_id uuid not null,
  id uuid default platform.new_id() not null,
  name text not null,
  prefix text not null,
  key_hash bytea not null,
  scopes text[] default '{}'::text[] not null,
  created_by uuid,
  expires_at timestamp with time zone,
  last_used_at timestamp with time zone,
  revoked_at timestamp with time zone,
  created_at timestamp with time zone default now() not null,
  updated_at timestamp with time zone default now() not null,
  constraint api_keys_pkey PRIMARY KEY (business_id, id),
  constraint api_keys_business_id_fkey FOREIGN KEY (business_id) REFERENCES tenancy.businesses(id) ON DELETE CASCADE
) with ();
CREATE UNIQUE INDEX api_keys_by_hash ON tenancy.api_keys USING btree (key_hash);
alter table tenancy.api_keys enable row level security;
alter table tenancy.api_keys force row level security;
create policy maintenance on tenancy.api_keys for all to app_maint using (true) with check (true);
create policy router_reads on tenancy.api_keys for select to app_router using (true);
create policy tenant_isolation on tenancy.api_keys for all to app_user using ((business_id = ( SELECT platform.current_business() AS current_business))) with check ((business_id = ( SELECT platform.current_business() AS current_business)));
CREATE TRIGGER touch BEFORE UPDATE ON tenancy.api_keys FOR EACH ROW EXECUTE FUNCTION platform.touch();
grant delete, insert, select, update on tenancy.api_keys to app_maint;
grant select on tenancy.api_keys to app_router;
grant delete, insert, select, update on tenancy.api_keys to app_user;

create table tenancy.businesses (
  id uuid default platform.new_id() not null,
  name text not null,
  kind text default 'trades'::text not null,
  status text default 'active'::text not null,
  timezone text default 'UTC'::text not null,
  locale text default 'en'::text not null,
  country text,
  currency text default 'EUR'::text not null,
  postal_address text,
  email text,
  phone text,
  website text,
  logo_url text,
  accent text,
  review_links jsonb default '[]'::jsonb not null,
  settings jsonb default '{}'::jsonb not null,
  created_at timestamp with time zone default now() not null,
  updated_at timestamp with time zone default now() not null,
  constraint businesses_accent_check CHECK ((accent ~ '^#[0-9a-f]{6}$'::text)),
  constraint businesses_country_check CHECK ((country ~ '^[A-Z]{2}$'::text)),
  constraint businesses_currency_check CHECK ((currency ~ '^[A-Z]{3}$'::text)),
  constraint businesses_kind_check CHECK ((kind = ANY (ARRAY['trades'::text, 'restaurant'::text, 'restaurant_group'::text, 'hotel'::text, 'retail'::text]))),
  constraint businesses_logo_is_own CHECK ((logo_url ~ '^/logo/[A-Za-z0-9_-]{22}/[0-9]{1,3}x[0-9]{1,3}\.(png|jpg)$'::text)),
  constraint businesses_name_check CHECK (((length(name) >= 1) AND (length(name) <= 200))),
  constraint businesses_pkey PRIMARY KEY (id),
  constraint businesses_status_check CHECK ((status = ANY (ARRAY['active'::text, 'closing'::text, 'closed'::text])))
) with ();
alter table tenancy.businesses enable row level security;
alter table tenancy.businesses force row level security;
create policy maintenance on tenancy.businesses for all to app_maint using (true) with check (true);
create policy router_reads on tenancy.businesses for select to app_router using (true);
create policy tenant_isolation on tenancy.businesses for all to app_user using ((id = ( SELECT platform.current_business() AS current_business))) with check ((id = ( SELECT platform.current_business() AS current_business)));
CREATE TRIGGER touch BEFORE UPDATE ON tenancy.businesses FOR EACH ROW EXECUTE FUNCTION platform.touch();
grant delete, insert, select, update on tenancy.businesses to app_maint;
grant select on tenancy.businesses to app_router;
grant delete, insert, select, update on tenancy.businesses to app_user;

create table tenancy.invitations (
  business_id uuid not null,
  id uuid default platform.new_id() not null,
  email text not null,
  role text not null,
  token_hash bytea not null,
  invited_by uuid,
  expires_at timestamp with time zone not null,
  accepted_at timestamp with time zone,
  revoked_at timestamp with time zone,
  created_at timestamp with time zone default now() not null,
  constraint invitations_pkey PRIMARY KEY (business_id, id),
  constraint invitations_role_check CHECK ((role = ANY (ARRAY['owner'::text, 'admin'::text, 'manager'::text, 'member'::text, 'server'::text]))),
  constraint invitations_business_id_fkey FOREIGN KEY (business_id) REFERENCES tenancy.businesses(id) ON DELETE CASCADE
) with ();
CREATE UNIQUE INDEX invitations_by_token ON tenancy.invitations USING btree (token_hash);
alter table tenancy.invitations enable row level security;
alter table tenancy.invitations force row level security;
create policy maintenance on tenancy.invitations for all to app_maint using (true) with check (true);
create policy router_reads on tenancy.invitations for select to app_router using (true);
create policy tenant_isolation on tenancy.invitations for all to app_user using ((business_id = ( SELECT platform.current_business() AS current_business))) with check ((business_id = ( SELECT platform.current_business() AS current_business)));
grant delete, insert, select, update on tenancy.invitations to app_maint;
grant select on tenancy.invitations to app_router;
grant delete, insert, select, update on tenancy.invitations to app_user;

create table tenancy.locations (
  business_id uuid not null,
  id uuid default platform.new_id() not null,
  external_id text,
  name text not null,
  kind text default 'venue'::text not null,
  brand text,
  address text,
  timezone text,
  phone text,
  review_links jsonb default '[]'::jsonb not null,
  archived_at timestamp with time zone,
  created_at timestamp with time zone default now() not null,
  updated_at timestamp with time zone default now() not null,
  constraint locations_business_id_external_id_key UNIQUE (business_id, external_id),
  constraint locations_kind_check CHECK ((kind = ANY (ARRAY['venue'::text, 'hotel'::text, 'shop'::text, 'service_area'::text]))),
  constraint locations_pkey PRIMARY KEY (business_id, id),
  constraint locations_business_id_fkey FOREIGN KEY (business_id) REFERENCES tenancy.businesses(id) ON DELETE CASCADE
) with ();
alter table tenancy.locations enable row level security;
alter table tenancy.locations force row level security;
create policy maintenance on tenancy.locations for all to app_maint using (true) with check (true);
create policy tenant_isolation on tenancy.locations for all to app_user using ((business_id = ( SELECT platform.current_business() AS current_business))) with check ((business_id = ( SELECT platform.current_business() AS current_business)));
CREATE TRIGGER touch BEFORE UPDATE ON tenancy.locations FOR EACH ROW EXECUTE FUNCTION platform.touch();
grant delete, insert, select, update on tenancy.locations to app_maint;
grant delete, insert, select, update on tenancy.locations to app_user;

create table tenancy.logos (
  business_id uuid not null,
  id uuid default platform.new_id() not null,
  name text not null,
  media_type text not null,
  width integer not null,
  height integer not null,
  picture bytea not null,
  created_at timestamp with time zone default now() not null,
  constraint logos_height_check CHECK (((height >= 1) AND (height <= 512))),
  constraint logos_media_type_check CHECK ((media_type = ANY (ARRAY['image/png'::text, 'image/jpeg'::text]))),
  constraint logos_picture_check CHECK ((octet_length(picture) <= 12288)),
  constraint logos_pkey PRIMARY KEY (business_id, id),
  constraint logos_width_check CHECK (((width >= 1) AND (width <= 512))),
  constraint logos_business_id_fkey FOREIGN KEY (business_id) REFERENCES tenancy.businesses(id) ON DELETE CASCADE
) with ();
CREATE UNIQUE INDEX logos_by_name ON tenancy.logos USING btree (name);
alter table tenancy.logos enable row level security;
alter table tenancy.logos force row level security;
create policy maintenance on tenancy.logos for all to app_maint using (true) with check (true);
create policy router_reads on tenancy.logos for select to app_router using (true);
create policy tenant_isolation on tenancy.logos for all to app_user using ((business_id = ( SELECT platform.current_business() AS current_business))) with check ((business_id = ( SELECT platform.current_business() AS current_business)));
grant delete, insert, select, update on tenancy.logos to app_maint;
grant select on tenancy.logos to app_router;
grant delete, insert, select, update on tenancy.logos to app_user;

create table tenancy.memberships (
  business_id uuid not null,
  id uuid default platform.new_id() not null,
  user_id text not null,
  email text not null,
  name text not null,
  role text not null,
  removed_at timestamp with time zone,
  created_at timestamp with time zone default now() not null,
  updated_at timestamp with time zone default now() not null,
  constraint memberships_business_id_user_id_key UNIQUE (business_id, user_id),
  constraint memberships_pkey PRIMARY KEY (business_id, id),
  constraint memberships_role_check CHECK ((role = ANY (ARRAY['owner'::text, 'admin'::text, 'manager'::text, 'member'::text, 'server'::text]))),
  constraint memberships_business_id_fkey FOREIGN KEY (business_id) REFERENCES tenancy.businesses(id) ON DELETE CASCADE,
  constraint memberships_user_id_fkey FOREIGN KEY (user_id) REFERENCES auth."user"(id) ON DELETE CASCADE
) with ();
CREATE INDEX memberships_by_user ON tenancy.memberships USING btree (user_id) WHERE (removed_at IS NULL);
alter table tenancy.memberships enable row level security;
alter table tenancy.memberships force row level security;
create policy maintenance on tenancy.memberships for all to app_maint using (true) with check (true);
create policy router_reads on tenancy.memberships for select to app_router using (true);
create policy tenant_isolation on tenancy.memberships for all to app_user using ((business_id = ( SELECT platform.current_business() AS current_business))) with check ((business_id = ( SELECT platform.current_business() AS current_business)));
CREATE TRIGGER touch BEFORE UPDATE ON tenancy.memberships FOR EACH ROW EXECUTE FUNCTION platform.touch();
grant delete, insert, select, update on tenancy.memberships to app_maint;
grant select on tenancy.memberships to app_router;
grant delete, insert, select, update on tenancy.memberships to app_user;

create table tenancy.staff (
  business_id uuid not null,
  id uuid default platform.new_id() not null,
  external_id text,
  name text not null,
  kind text default 'tech'::text not null,
  location_id uuid,
  archived_at timestamp with time zone,
  created_at timestamp with time zone default now() not null,
  updated_at timestamp with time zone default now() not null,
  constraint staff_business_id_external_id_key UNIQUE (business_id, external_id),
  constraint staff_kind_check CHECK ((kind = ANY (ARRAY['tech'::text, 'server'::text, 'sales'::text, 'front_desk'::text]))),
  constraint staff_pkey PRIMARY KEY (business_id, id),
  constraint staff_business_id_fkey FOREIGN KEY (business_id) REFERENCES tenancy.businesses(id) ON DELETE CASCADE,
  constraint staff_business_id_location_id_fkey FOREIGN KEY (business_id, location_id) REFERENCES tenancy.locations(business_id, id) ON DELETE SET NULL (location_id)
) with ();
CREATE INDEX staff_by_location ON tenancy.staff USING btree (business_id, location_id) WHERE (location_id IS NOT NULL);
alter table tenancy.staff enable row level security;
alter table tenancy.staff force row level security;
create policy maintenance on tenancy.staff for all to app_maint using (true) with check (true);
create policy tenant_isolation on tenancy.staff for all to app_user using ((business_id = ( SELECT platform.current_business() AS current_business))) with check ((business_id = ( SELECT platform.current_business() AS current_business)));
CREATE TRIGGER touch BEFORE UPDATE ON tenancy.staff FOR EACH ROW EXECUTE FUNCTION platform.touch();
grant delete, insert, select, update on tenancy.staff to app_maint;
grant delete, insert, select, update on tenancy.staff to app_user;
