import type pg from 'pg';

const SCHEMAS = ['platform', 'tenancy', 'crm', 'journeys', 'messaging', 'feedback', 'integrations', 'auth'];

/**
 * A database's schema as SQL, read from its catalogue: tables with their columns, constraints, indexes, policies,
 * triggers and rights, and the functions. For people to read and for a test to compare; migrations make the real one.
 * The same schema gives the same text, in the order of names.
 */
export async function describeSchema(client: pg.ClientBase): Promise<string> {
  const { rows } = await client.query<{ part: string }>(description, [SCHEMAS]);
  return header + rows.map(({ part }) => part.trimEnd() + '\n').join('\n');
}

const header = `-- The schema that the migrations make, written by npm run db:types. Read it; change it in a new migration.

`;

// Whatever belongs to an extension is left out: which version of it is there is not ours to say.
const description = `
  with parts (position, schema, name, part) as (
    select 0, '', e.extname, format('create extension %I with schema %I;', e.extname, n.nspname)
      from pg_extension e join pg_namespace n on n.oid = e.extnamespace where n.nspname = any ($1)
    union all
    select 1, n.nspname, '', format(E'create schema %I authorization %s;\\n%s', n.nspname, n.nspowner::regrole, coalesce(rights, ''))
      from pg_namespace n,
           lateral (select string_agg(format('grant %s on schema %I to %s;', lower(privileges), n.nspname, grantee), E'\\n' order by grantee)
                      from (select g.grantee::regrole::text as grantee, string_agg(g.privilege_type, ', ' order by g.privilege_type) as privileges
                              from aclexplode(n.nspacl) g where g.grantee <> n.nspowner group by 1) g) x (rights)
     where n.nspname = any ($1)
    union all
    select 3, n.nspname, c.relname,
           format(E'create table %s (\\n%s\\n)%s;', c.oid::regclass, concat_ws(E',\\n', columns, constraints),
                  coalesce(' with (' || array_to_string(array(select o from unnest(c.reloptions) o order by o), ', ') || ')', ''))
           || coalesce(E'\\n' || indexes, '') || coalesce(E'\\n' || security, '') || coalesce(E'\\n' || policies, '')
           || coalesce(E'\\n' || triggers, '') || coalesce(E'\\n' || rights, '') || coalesce(E'\\n' || column_rights, '')
      from pg_class c join pg_namespace n on n.oid = c.relnamespace,
           lateral (select string_agg(format('  %I %s%s%s', a.attname, format_type(a.atttypid, a.atttypmod),
                             case when a.attgenerated <> '' then format(' generated always as (%s) stored', pg_get_expr(d.adbin, d.adrelid))
                                  when d.oid is not null then ' default ' || pg_get_expr(d.adbin, d.adrelid) else '' end,
                             case when a.attnotnull then ' not null' else '' end), E',\\n' order by a.attnum)
                      from pg_attribute a left join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
                     where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped) col (columns),
           lateral (select string_agg(format('  constraint %I %s', k.conname, pg_get_constraintdef(k.oid)), E',\\n' order by k.contype = 'f', k.conname)
                      from pg_constraint k where k.conrelid = c.oid and k.contype <> 'n') con (constraints),
           lateral (select string_agg(pg_get_indexdef(i.indexrelid) || ';', E'\\n' order by i.indexrelid::regclass::text)
                      from pg_index i where i.indrelid = c.oid
                       and not exists (select from pg_constraint k where k.conindid = i.indexrelid and k.contype in ('p', 'u', 'x'))) ind (indexes),
           lateral (select nullif(concat_ws(E'\\n',
                             case when c.relrowsecurity then format('alter table %s enable row level security;', c.oid::regclass) end,
                             case when c.relforcerowsecurity then format('alter table %s force row level security;', c.oid::regclass) end), '')) sec (security),
           lateral (select string_agg(format('create policy %I on %s%s for %s to %s%s%s;', p.polname, c.oid::regclass,
                             case when p.polpermissive then '' else ' as restrictive' end,
                             case p.polcmd when '*' then 'all' when 'r' then 'select' when 'a' then 'insert' when 'w' then 'update' else 'delete' end,
                             (select string_agg(case r when 0 then 'public' else r::regrole::text end, ', ' order by r::regrole::text) from unnest(p.polroles) r),
                             coalesce(' using (' || pg_get_expr(p.polqual, c.oid) || ')', ''),
                             coalesce(' with check (' || pg_get_expr(p.polwithcheck, c.oid) || ')', '')), E'\\n' order by p.polname)
                      from pg_policy p where p.polrelid = c.oid) pol (policies),
           lateral (select string_agg(pg_get_triggerdef(t.oid) || ';', E'\\n' order by t.tgname)
                      from pg_trigger t where t.tgrelid = c.oid and not t.tgisinternal) tri (triggers),
           lateral (select string_agg(format('grant %s on %s to %s;', lower(privileges), c.oid::regclass, grantee), E'\\n' order by grantee)
                      from (select g.grantee::regrole::text as grantee, string_agg(g.privilege_type, ', ' order by g.privilege_type) as privileges
                              from aclexplode(c.relacl) g where g.grantee <> c.relowner group by 1) g) gra (rights),
           lateral (select string_agg(format('grant %s (%s) on %s to %s;', lower(privilege), names, c.oid::regclass, grantee), E'\\n' order by grantee, privilege)
                      from (select g.grantee::regrole::text as grantee, g.privilege_type as privilege,
                                   string_agg(quote_ident(a.attname), ', ' order by a.attnum) as names
                              from pg_attribute a, aclexplode(a.attacl) g where a.attrelid = c.oid group by 1, 2) g) cgr (column_rights)
     where n.nspname = any ($1) and c.relkind in ('r', 'p')
    union all
    select 2, n.nspname, p.oid::regprocedure::text,
           pg_get_functiondef(p.oid) || E';\\n' || format('alter function %s owner to %s;', p.oid::regprocedure, p.proowner::regrole)
           || coalesce(E'\\n' || rights, '')
      from pg_proc p join pg_namespace n on n.oid = p.pronamespace,
           lateral (select string_agg(format('grant execute on function %s to %s;', p.oid::regprocedure,
                             case g.grantee when 0 then 'public' else g.grantee::regrole::text end), E'\\n'
                             order by case g.grantee when 0 then 'public' else g.grantee::regrole::text end)
                      from aclexplode(coalesce(p.proacl, acldefault('f', p.proowner))) g where g.grantee <> p.proowner) gra (rights)
     where n.nspname = any ($1) and p.prokind in ('f', 'p')
       and not exists (select from pg_depend d where d.objid = p.oid and d.deptype = 'e'))
  select part from parts order by position, schema collate "C", name collate "C"`;
