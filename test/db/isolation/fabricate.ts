import { randomBytes } from 'node:crypto';
import type pg from 'pg';
import { newId } from '../../../lib/ids.js';
import { NOBODYS_TABLES, TENANT_SCHEMAS } from './catalogue.js';

export type Row = Record<string, unknown>;

export interface ForeignKey {
  /** From column to column. */
  columns: Record<string, string>;
  target: string;
}

export interface Table {
  name: string;
  tenantColumn: string;
  columns: { name: string; type: string; required: boolean; generated: boolean }[];
  /** Texts of the check constraints, to find a value that is allowed. */
  checks: string[];
  foreignKeys: ForeignKey[];
}

/** Every table of tenants, each after the tables it points at. */
export async function tenantTables(client: pg.ClientBase): Promise<Table[]> {
  const { rows } = await client.query<Table>(
    `select n.nspname || '.' || c.relname as name,
            case when c.relname = 'businesses' then 'id' else 'business_id' end as "tenantColumn",
            (select jsonb_agg(jsonb_build_object('name', a.attname, 'type', format_type(a.atttypid, a.atttypmod),
                      'required', a.attnotnull and not a.atthasdef, 'generated', a.attgenerated <> '') order by a.attnum)
               from pg_attribute a where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped) as columns,
            array(select pg_get_constraintdef(k.oid) from pg_constraint k where k.conrelid = c.oid and k.contype = 'c') as checks,
            coalesce((select jsonb_agg(jsonb_build_object('target', k.confrelid::regclass::text, 'columns', (
                select jsonb_object_agg(h.attname, f.attname)
                  from unnest(k.conkey, k.confkey) x (here, there)
                  join pg_attribute h on h.attrelid = k.conrelid and h.attnum = x.here
                  join pg_attribute f on f.attrelid = k.confrelid and f.attnum = x.there)) order by k.conname)
               from pg_constraint k where k.conrelid = c.oid and k.contype = 'f'), '[]') as "foreignKeys"
       from pg_class c join pg_namespace n on n.oid = c.relnamespace
      where n.nspname = any ($1) and c.relkind = 'r' and n.nspname || '.' || c.relname <> all ($2)
      order by 1`,
    [TENANT_SCHEMAS, Object.keys(NOBODYS_TABLES)],
  );
  return inOrder(rows);
}

function inOrder(tables: Table[]): Table[] {
  const ordered: Table[] = [];
  const names = new Set(tables.map(({ name }) => name));
  const placed = new Set<string>();
  while (ordered.length < tables.length) {
    const next = tables.filter(
      (table) =>
        !placed.has(table.name) &&
        table.foreignKeys.every(
          ({ target }) => target === table.name || placed.has(target) || !names.has(target),
        ),
    );
    if (next.length === 0) throw new Error('Tables point at each other in a circle');
    for (const table of next) placed.add(table.name);
    ordered.push(...next);
  }
  return ordered;
}

/** One row of a table for a business, pointing at the rows it has already (`made`, by table). Not inserted. */
export function fabricate(table: Table, businessId: string, made: Record<string, Row>): Row {
  const row: Row = {};
  for (const column of table.columns) {
    const isUuidKey = column.name === 'id' && column.type === 'uuid';
    if (column.generated || !(column.required || isUuidKey)) continue;
    row[column.name] = valueFor(column, table.checks);
  }
  for (const { target, columns } of table.foreignKeys) {
    if (target === table.name) continue;
    for (const [here, there] of Object.entries(columns)) row[here] = made[target]![there];
  }
  row[table.tenantColumn] = businessId;
  return row;
}

function valueFor({ name, type }: { name: string; type: string }, checks: string[]): unknown {
  const check = checks.find((text) => new RegExp(`\\b${name}\\b`).test(text)) ?? '';
  // A list of one is written as an equation.
  const listed = (/ARRAY\['([^']*)'/.exec(check) ?? /= '([^']*)'::text/.exec(check))?.[1];
  if (type === 'text') return listed ?? `x-${randomBytes(8).toString('hex')}`;
  if (type === 'uuid') return newId();
  if (type === 'bytea') return randomBytes(32);
  if (type === 'jsonb') return '{}';
  if (type === 'boolean') return true;
  if (/^(integer|bigint|double precision)$/.test(type)) return 1;
  if (type === 'date') return '2026-11-20';
  if (type.startsWith('timestamp')) return new Date();
  throw new Error(`No value is known for the column ${name} of type ${type}: teach this function one`);
}

export async function insert(client: pg.ClientBase, table: string, row: Row): Promise<pg.QueryResult<Row>> {
  const columns = Object.keys(row);
  const text = `insert into ${table} (${columns.map((name) => `"${name}"`).join(', ')})
    values (${columns.map((_, place) => `$${place + 1}`).join(', ')})`;
  return client.query(text, Object.values(row));
}
