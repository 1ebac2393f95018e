import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import type { Statement } from '../../db/statement.js';
import { freshDatabase, type FreshDatabase } from '../support/database.js';
import { crowd, GROWING } from './crowd.js';

const folder = fileURLToPath(new URL('../../db/', import.meta.url));
/** Programs rather than modules: importing one runs it. */
const PROGRAMS = ['main.ts', 'generate.ts'];

/** Statements that look across businesses, and the role that may. */
const ACROSS: Record<string, 'app_dispatch' | 'app_maint'> = {
  'claims.ready_events': 'app_dispatch',
  'outbox.ready': 'app_dispatch',
  'outbox.overdue_enrollments': 'app_dispatch',
  'outbox.never_started': 'app_dispatch',
  'messages.to_look_up': 'app_dispatch',
  'replies.due': 'app_dispatch',
  'notices.pending': 'app_dispatch',
  'date_entries.journeys': 'app_maint',
};

/** Statements that read everything of one business on purpose, because they count it or go through all of it. */
const WHOLE_BUSINESS = ['reports.overview', 'backlog.read', 'date_entries.customers', 'closing.lock_people'];

let fresh: FreshDatabase;
let firms: { large: string; small: string };
let client: pg.Client;
const plans = new Map<string, Node[]>();

beforeAll(async () => {
  fresh = await freshDatabase();
  firms = await crowd(fresh.adminUrl);
  client = new pg.Client({ connectionString: fresh.url });
  await client.connect();
  for (const file of await readdir(folder)) {
    if (file.endsWith('.ts') && !PROGRAMS.includes(file)) await import(path.join(folder, file));
  }
  const { statements } = await import('../../db/statement.js');
  for (const each of statements.values()) {
    if (/^\s*(select|with|insert|update|delete)/i.test(each.text)) plans.set(each.name, await planOf(each));
  }
}, 120_000);
afterAll(async () => {
  await client?.end();
  await fresh?.drop();
});

test('no prepared statement reads a large table from end to end', () => {
  expect(plans.size).toBeGreaterThan(90);
  expect(offences((node) => node['Node Type'] === 'Seq Scan')).toEqual([]);
});

test('no prepared statement reads everything of a business to find one thing of it', () => {
  const everything = (node: Node) =>
    /^\(?\(?business_id = \S+( \d\)\.col1)?\)*$/.test(String(node['Index Cond'] ?? '')) &&
    !/unfinished|outbox_order/.test(String(node['Index Name']));
  expect(offences(everything).filter((line) => !WHOLE_BUSINESS.includes(line.split(':')[0]!))).toEqual([]);
});

test('finding a customer touches a handful of pages, whichever way they are looked for', async () => {
  const pages = async (question: string) => {
    const explain = `explain (analyze, buffers, timing off, format json) ${question}`;
    const { rows } = await client.query(explain);
    const { 'Shared Hit Blocks': hit, 'Shared Read Blocks': read } = rows[0]['QUERY PLAN'][0].Plan as Node;
    return Number(hit) + Number(read);
  };
  const present = `merged_into is null and lifecycle <> 'erased'`;
  await client.query('begin');
  await client.query('set local role app_user');
  await client.query(`select set_config('app.business_id', $1, true)`, [firms.large]);
  const whole = await pages('select count(name) from crm.customers');
  const few = {
    byPhone: await pages(`select id from crm.customers where phone = '+34600050000' and ${present}`),
    newest: await pages(`select id from crm.customers where ${present} order by id desc limit 50`),
    byPartOfName: await pages(`select crm.search_customers('abcde', null, null, 50)`),
    byLetter: await pages(`select crm.search_customers('a', null, null, 50)`),
  };
  await client.query('rollback');
  for (const count of Object.values(few)) expect(count).toBeLessThan(whole / 4);
});

type Node = Record<string, unknown> & { Plans?: Node[] };

/** How PostgreSQL would run it for any business, with row-level security, as the role that does. */
async function planOf({ name, text }: Statement): Promise<Node[]> {
  const prepared = `plan_${name.replace(/\W/g, '_')}`;
  const prepare = `prepare ${prepared} as ${text}`;
  const become = `set local role ${ACROSS[name] ?? 'app_user'}`;
  await client.query('begin');
  try {
    await client.query(`set local plan_cache_mode = force_generic_plan`);
    await client.query(become);
    await client.query(`select set_config('app.business_id', $1, true)`, [firms.large]);
    await client.query(prepare);
    const { rows } = await client.query<{ count: number }>(
      `select coalesce(array_length(parameter_types, 1), 0) as count from pg_prepared_statements where name = $1`,
      [prepared],
    );
    const values = Array.from({ length: rows[0]!.count }, () => 'null').join(', ');
    const explain = `explain (format json) execute ${prepared}${values && `(${values})`}`;
    const explained = await client.query(explain);
    return flatten(explained.rows[0]['QUERY PLAN'][0].Plan);
  } catch (cause) {
    throw new Error(`The statement ${name} cannot be planned as the role that runs it`, { cause });
  } finally {
    await client.query('rollback');
  }
}

function flatten(node: Node): Node[] {
  return [node, ...(node.Plans ?? []).flatMap(flatten)];
}

/** `statement: what it does to which table or index`, for scans of growing tables that are as described. */
function offences(wrong: (node: Node) => boolean): string[] {
  return [...plans].flatMap(([name, nodes]) =>
    nodes
      .filter(
        (node) =>
          (isGrowing(node['Relation Name']) || node['Node Type'] === 'Bitmap Index Scan') && wrong(node),
      )
      .map(
        (node) => `${name}: ${node['Node Type']} ${node['Relation Name'] ?? ''} ${node['Index Name'] ?? ''}`,
      ),
  );
}

const isGrowing = (table: unknown) => GROWING.includes(String(table));
