/** Ways to lose the separation of businesses, each of which the suite must notice. Applied in a transaction, then undone. */
export const MUTATIONS: Record<string, string> = {
  'row-level security is off': `alter table crm.customers disable row level security`,
  'the owner is above row-level security': `alter table crm.customers no force row level security`,
  'a policy lets everything be read': `alter policy tenant_isolation on crm.customers using (true)`,
  'a policy lets everything be written': `alter policy tenant_isolation on crm.customers with check (true)`,
  'a second policy widens the first': `create policy also on crm.customers to app_user using (true)`,
  'no context means everything': `alter policy tenant_isolation on crm.customers
     using (business_id = (select platform.current_business()) or (select platform.current_business()) is null)`,
  'the policy asks for every row': `alter policy tenant_isolation on crm.customers
     using (business_id = platform.current_business()) with check (business_id = platform.current_business())`,
  'whose transaction it is can be made up': `create or replace function platform.current_business() returns uuid
     language sql stable parallel safe return coalesce(nullif(current_setting('app.business_id', true), '')::uuid,
       '00000000-0000-7000-8000-000000000000')`,
  'a foreign key forgets the business': `alter table integrations.secrets
     add foreign key (connection_id) references integrations.connections (id)`,
  'something is unique in the whole installation': `create unique index on crm.customers (email_norm)`,
  'a view reads as its owner': `create view crm.everybody as select * from crm.customers`,
  'a materialized view holds rows of everybody': `create materialized view crm.all_customers as select id from crm.customers`,
  'a function runs as somebody stronger': `create function crm.peek() returns bigint language sql security definer
     return (select count(*) from crm.customers)`,
  'a known function is given to a stronger owner': `alter function crm.search_customers(text, text, uuid, int) owner to app_owner`,
  'a known function trusts its caller’s search path': `alter function tenancy.resolve_api_key(bytea) reset search_path`,
  'a known function is open to everybody': `grant execute on function crm.search_customers(text, text, uuid, int) to public`,
  'a new table has no row-level security': `create table crm.scraps (business_id uuid not null, id uuid)`,
  'a new table does not say whose its rows are': `create table crm.scraps (id uuid primary key);
     alter table crm.scraps enable row level security; alter table crm.scraps force row level security`,
  'tenants are above row-level security': `alter role app_user bypassrls`,
  'tenants may become the owner': `grant app_owner to app_user`,
  'tenants may empty a table': `grant truncate on crm.customers to app_user`,
  'tenants may rewrite history': `grant update on journeys.timeline to app_user`,
  'a table belongs to tenants': `alter table crm.customers owner to app_user`,
  'a table is open to everybody': `grant select on crm.customers to public`,
  'an index may not be used under row-level security': `create index on crm.customers using gin (attributes)`,
};
