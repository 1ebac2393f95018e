import type pg from 'pg';

export const TENANT_SCHEMAS = [
  'platform',
  'tenancy',
  'crm',
  'journeys',
  'messaging',
  'feedback',
  'integrations',
];

/** Rows that belong to no business: no role of the app but these may touch them. */
export const NOBODYS_TABLES: Record<string, string[]> = {
  'integrations.unrouted_events': ['app_dispatch', 'app_maint'],
};

const APPEND_ONLY = [
  'crm.consents',
  'journeys.versions',
  'journeys.timeline',
  'journeys.event_matches',
  'messaging.message_events',
  'platform.audit_log',
];

/** Unique in the whole installation: unguessable, and found before it is known whose they are. */
const GLOBALLY_UNIQUE = [
  'tenancy.invitations_by_token',
  'tenancy.api_keys_by_hash',
  'integrations.connections_by_id',
  'platform.public_tokens_by_hash',
  'feedback.qr_codes_by_code',
  'tenancy.logos_by_name',
  'messaging.links_by_hash',
];

/** Functions that look across businesses, and whose rights they use for it. */
const DEFINERS: Record<string, string> = {
  'tenancy.resolve_api_key': 'app_router',
  'tenancy.memberships_of': 'app_router',
  'tenancy.resolve_invitation': 'app_router',
  'tenancy.any_business': 'app_router',
  'integrations.resolve_connection': 'app_router',
  'platform.resolve_public_token': 'app_router',
  'feedback.resolve_qr_code': 'app_router',
  'tenancy.resolve_logo': 'app_router',
  'messaging.resolve_link': 'app_router',
  'messaging.businesses_that_texted': 'app_maint',
  'crm.scrub_history': 'app_maint',
  'crm.search_customers': 'app_search',
};

/** Policies beside the one of tenants: for whom, and for which commands (r reads, * all). */
const OTHER_POLICIES: Record<string, { role: string; command: string }> = {
  maintenance: { role: 'app_maint', command: '*' },
  router_reads: { role: 'app_router', command: 'r' },
  dispatch_reads: { role: 'app_dispatch', command: 'r' },
  search_reads: { role: 'app_search', command: 'r' },
  dispatch_only: { role: 'app_dispatch', command: '*' },
};

/** Indexes whose operators might leak: used by a function only, never under row-level security. */
const LEAKY_INDEXES = ['crm.customers_by_words'];

/** Every fault found in the catalogue, one sentence each; `checked` counts what was looked at. */
export async function faultsOf(client: pg.ClientBase): Promise<{ faults: string[]; checked: number }> {
  const faults: string[] = [];
  let checked = 0;
  for (const check of checks) {
    const { rows } = await client.query<{ checked: number; faults: string[] }>(
      `select count(*)::int as checked, coalesce(array_agg(fault order by fault) filter (where fault is not null), '{}') as faults
         from (${check.sql}) found (fault)`,
      check.values ?? [],
    );
    checked += rows[0]!.checked;
    faults.push(...rows[0]!.faults);
  }
  return { faults, checked };
}

const tables = `
  tables as (
    select c.oid, n.nspname || '.' || c.relname as name, n.nspname as schema, c.relkind, c.relrowsecurity, c.relforcerowsecurity,
           c.relowner, c.relacl, c.reloptions,
           case when n.nspname || '.' || c.relname = 'tenancy.businesses' then 'id' else 'business_id' end as tenant_column
      from pg_class c join pg_namespace n on n.oid = c.relnamespace
     where n.nspname = any ($1) and c.relkind in ('r', 'p', 'v', 'm', 'S', 'f')
       and not exists (select from pg_depend d where d.objid = c.oid and d.deptype = 'e')),
  tenant_tables as (select * from tables where relkind in ('r', 'p') and name <> all ($2))`;
const all = [TENANT_SCHEMAS, Object.keys(NOBODYS_TABLES)];

const checks: { sql: string; values?: unknown[] }[] = [
  {
    sql: `with ${tables}
      select case when a.attnum is null then t.name || ' does not say whose its rows are'
                  when not a.attnotnull or a.atttypid <> 'uuid'::regtype then t.name || ' may hold rows of nobody' end
        from tenant_tables t
        left join pg_attribute a on a.attrelid = t.oid and a.attname = t.tenant_column and not a.attisdropped`,
    values: all,
  },
  {
    sql: `with ${tables}
      select case when not relrowsecurity then name || ' has no row-level security'
                  when not relforcerowsecurity then name || ' does not hold its owner to row-level security' end
        from tables where relkind in ('r', 'p') and ($2::text[] is not null)`,
    values: all,
  },
  {
    // Materialized views, foreign tables and sequences know no row-level security; a view has it as its reader only.
    sql: `with ${tables}
      select case when relkind in ('m', 'f', 'S') then name || ' cannot be put under row-level security'
                  when relkind = 'v' and not coalesce('security_invoker=true' = any (reloptions), false)
                    then name || ' reads with the rights of its owner' end
        from tables where $2::text[] is not null`,
    values: all,
  },
  {
    sql: `with ${tables},
      policies as (
        select p.polrelid, p.polname, p.polcmd, p.polpermissive,
               array(select case r when 0 then 'public' else r::regrole::text end from unnest(p.polroles) r) as roles,
               pg_get_expr(p.polqual, p.polrelid) as qual, pg_get_expr(p.polwithcheck, p.polrelid) as with_check
          from pg_policy p)
      select case
        when p.polname is null then t.name || ' has no policy for tenants'
        when not (p.roles = '{app_user}' and p.polcmd = '*' and p.polpermissive
                  and p.qual = format('(%s = ( SELECT platform.current_business() AS current_business))', t.tenant_column)
                  and p.with_check = p.qual)
          then t.name || ' has a policy for tenants of another shape: ' || p.polname end
        from tenant_tables t
        left join policies p on p.polrelid = t.oid and p.polname = 'tenant_isolation'`,
    values: all,
  },
  {
    sql: `with ${tables}
      select case when allowed.value is null
                    or p.polroles <> array[(allowed.value ->> 'role')::regrole::oid]
                    or p.polcmd <> (allowed.value ->> 'command')::"char"
                  then t.name || ' has a policy nobody agreed on: ' || p.polname end
        from tables t join pg_policy p on p.polrelid = t.oid
        left join jsonb_each($3::jsonb) allowed on allowed.key = p.polname
       where p.polname <> 'tenant_isolation' and $2::text[] is not null`,
    values: [...all, JSON.stringify(OTHER_POLICIES)],
  },
  {
    sql: `with ${tables}
      select case when not exists (
          select from unnest(c.conkey, c.confkey) k (here, there)
            join pg_attribute h on h.attrelid = c.conrelid and h.attnum = k.here
            join pg_attribute f on f.attrelid = c.confrelid and f.attnum = k.there
           where h.attname = t.tenant_column and f.attname = target.tenant_column)
          then t.name || ' may point at rows of another business: ' || c.conname end
        from pg_constraint c
        join tenant_tables t on t.oid = c.conrelid
        join tenant_tables target on target.oid = c.confrelid
       where c.contype = 'f'`,
    values: all,
  },
  {
    sql: `with ${tables}
      select case when not exists (
          select from pg_attribute a where a.attrelid = t.oid and a.attname = t.tenant_column and a.attnum = any (i.indkey))
          and t.schema || '.' || x.relname <> all ($3)
          then t.name || ' tells one business what another has: ' || x.relname end
        from pg_index i join tenant_tables t on t.oid = i.indrelid join pg_class x on x.oid = i.indexrelid
       where i.indisunique`,
    values: [...all, GLOBALLY_UNIQUE],
  },
  {
    // Under row-level security an index serves a condition only if its operator tells nothing of rows it looked at.
    sql: `with ${tables}
      select case when t.schema || '.' || x.relname <> all ($3) and exists (
          select from unnest(i.indclass) class (oid)
            join pg_opclass o on o.oid = class.oid
            join pg_amop m on m.amopfamily = o.opcfamily and m.amoplefttype = o.opcintype and m.amoprighttype = o.opcintype
            join pg_operator operator on operator.oid = m.amopopr
            join pg_proc p on p.oid = operator.oprcode
           where not p.proleakproof)
          then t.name || ' has an index that row-level security keeps from being used: ' || x.relname end
        from pg_index i join tenant_tables t on t.oid = i.indrelid join pg_class x on x.oid = i.indexrelid`,
    values: [...all, LEAKY_INDEXES],
  },
  {
    sql: `select case
          when ($2::jsonb ->> f.name) is null then f.name || ' runs with the rights of its owner, and nobody agreed on it'
          when f.owner <> ($2::jsonb ->> f.name) then f.name || ' runs with the rights of ' || f.owner
          when not coalesce('search_path=pg_catalog' = any (f.proconfig), false) then f.name || ' trusts the search path of its caller'
          when f.proacl is null or exists (select from aclexplode(f.proacl) a where a.grantee = 0)
            then f.name || ' may be called by everybody' end
        from (select n.nspname || '.' || p.proname as name, p.proowner::regrole::text as owner, p.proconfig, p.proacl
                from pg_proc p join pg_namespace n on n.oid = p.pronamespace
               where p.prosecdef and n.nspname = any ($1 || array['public', 'auth', 'migrations'])) f`,
    values: [TENANT_SCHEMAS, JSON.stringify(DEFINERS)],
  },
  {
    sql: `select case when pg_get_function_sqlbody('platform.current_business()'::regprocedure) is distinct from
        'RETURN (NULLIF(current_setting(''app.business_id''::text, true), ''''::text))::uuid'
        then 'platform.current_business() answers something else than the business of the transaction' end`,
  },
  {
    sql: `select case
          when r.rolsuper or r.rolbypassrls then r.rolname || ' is above row-level security'
          when r.rolcanlogin then r.rolname || ' can sign in'
          when r.rolcreaterole or r.rolcreatedb then r.rolname || ' may make roles or databases'
          when exists (select from pg_auth_members m where m.member = r.oid) then r.rolname || ' may become another role' end
        from pg_roles r where r.rolname like 'app\\_%'`,
  },
  {
    sql: `with ${tables}
      select case when relowner <> 'app_owner'::regrole then name || ' belongs to ' || relowner::regrole end
        from tables where $2::text[] is not null`,
    values: all,
  },
  {
    sql: `with ${tables}
      select case
          when g.grantee = 0 then t.name || ' is open to everybody'
          when g.privilege_type not in ('SELECT', 'INSERT', 'UPDATE', 'DELETE')
            then t.name || ': ' || g.grantee::regrole || ' may ' || g.privilege_type
          when g.grantee = 'app_user'::regrole and t.name = any ($2) then t.name || ' is open to tenants'
          when g.grantee = 'app_user'::regrole and t.name = any ($3) and g.privilege_type in ('UPDATE', 'DELETE')
            then t.name || ' is only ever added to, and tenants may ' || g.privilege_type
          when g.grantee = any (array['app_router', 'app_search', 'app_dispatch']::regrole[]) and g.privilege_type <> 'SELECT'
               and t.name <> all ($2) then t.name || ' may be changed by ' || g.grantee::regrole
          when g.grantee = 'app_auth'::regrole then t.name || ' is open to the sign-in' end
        from tables t, aclexplode(t.relacl) g where g.grantee <> t.relowner`,
    values: [...all, APPEND_ONLY],
  },
  {
    sql: `select case when has_schema_privilege(r.rolname, s.name, 'create') then r.rolname || ' may make things in ' || s.name end
        from unnest($1 || array['auth', 'public']) s (name), pg_roles r
       where r.rolname like 'app\\_%' and r.rolname <> 'app_owner'`,
    values: [TENANT_SCHEMAS],
  },
];
