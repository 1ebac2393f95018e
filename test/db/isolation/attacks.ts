import type pg from 'pg';
import { fabricate, insert, type Row, type Table } from './fabricate.js';

export interface Stage {
  /** As the login of the app. */
  client: pg.ClientBase;
  tables: Table[];
  attacker: { id: string; rows: Record<string, Row> };
  victim: { id: string; rows: Record<string, Row> };
}

/** Refused by row-level security or for want of a right; by a foreign key; never a success. */
const REFUSALS = ['42501', '23503'];

interface Attack {
  what: string;
  /** The business the transaction says it is; null says nothing, '' is what a used connection says. */
  as: string | null;
  run: (client: pg.ClientBase) => Promise<pg.QueryResult>;
  /** What of the answer would be a leak; a refusal never is. */
  leaks: (result: pg.QueryResult) => boolean;
}

/** Try everything against every table. Returns what got through, one line each, and how much was tried. */
export async function attackAll(stage: Stage): Promise<{ leaks: string[]; tried: number }> {
  const leaks: string[] = [];
  const attacks = stage.tables.flatMap((table) => attacksOn(table, stage));
  for (const attack of attacks) {
    const { client } = stage;
    await client.query('begin');
    try {
      await client.query('set local role app_user');
      if (attack.as !== null)
        await client.query(`select set_config('app.business_id', $1, true)`, [attack.as]);
      const result = await attack.run(client);
      if (attack.leaks(result)) leaks.push(attack.what);
    } catch (error) {
      const { code, message } = error as { code?: string; message: string };
      if (!REFUSALS.includes(code ?? '')) leaks.push(`${attack.what}: ${message}`);
    } finally {
      await client.query('rollback');
    }
  }
  return { leaks, tried: attacks.length };
}

function attacksOn(table: Table, { attacker, victim, tables }: Stage): Attack[] {
  const { name, tenantColumn: owner } = table;
  const any = (result: pg.QueryResult) => (result.rowCount ?? 0) > 0;
  const ask =
    (text: string, values: unknown[] = []) =>
    (client: pg.ClientBase) =>
      client.query(text, values);
  const [theirs, mine] = [victim.rows[name]!, attacker.rows[name]!];
  const column = table.columns.find((each) => !each.generated)!.name;
  const where = { text: `"${owner}" = $1`, values: [victim.id] };
  const nobody = [null, ''];

  const reading: Attack[] = [
    {
      what: `${name}: read by naming the business`,
      as: attacker.id,
      leaks: any,
      run: ask(`select from ${name} where ${where.text}`, where.values),
    },
    {
      what: `${name}: read everything`,
      as: attacker.id,
      leaks: any,
      run: ask(`select from ${name} where "${owner}" <> $1`, [attacker.id]),
    },
    {
      what: `${name}: count everything`,
      as: attacker.id,
      leaks: ({ rows }) => rows[0].count !== 1,
      run: ask(`select count(*)::int from ${name}`),
    },
    {
      what: `${name}: lock`,
      as: attacker.id,
      leaks: any,
      run: ask(`select from ${name} where ${where.text} for share`, where.values),
    },
    ...nobody.map((as) => ({
      what: `${name}: read as nobody (${as})`,
      as,
      leaks: any,
      run: ask(`select from ${name}`),
    })),
  ];
  const writing: Attack[] = [
    { what: `${name}: change`, as: attacker.id, leaks: any, run: ask(`update ${name} set "${column}" = "${column}" where ${where.text}`, where.values) },
    { what: `${name}: change everything`, as: attacker.id, leaks: ({ rowCount }) => (rowCount ?? 0) > 1, run: ask(`update ${name} set "${column}" = "${column}"`) },
    { what: `${name}: give away`, as: attacker.id, leaks: any, run: ask(`update ${name} set "${owner}" = $1`, [victim.id]) },
    { what: `${name}: delete`, as: attacker.id, leaks: any, run: ask(`delete from ${name} where ${where.text}`, where.values) },
    { what: `${name}: empty`, as: attacker.id, leaks: () => true, run: ask(`truncate ${name} cascade`) },
    { what: `${name}: put a row into the other business`, as: attacker.id, leaks: () => true, run: (client) => insert(client, name, fabricate(table, victim.id, victim.rows)) },
    { what: `${name}: replace by conflict`, as: attacker.id, leaks: () => true, run: (client) => insert(client, name, { ...mine, [owner]: victim.id }) },
    ...nobody.map((as) => ({ what: `${name}: write as nobody (${as})`, as, leaks: () => true, run: (client: pg.ClientBase) => insert(client, name, fabricate(table, victim.id, victim.rows)) })),
    ...nobody.map((as) => ({ what: `${name}: delete as nobody (${as})`, as, leaks: any, run: ask(`delete from ${name}`) })),
  ]; // prettier-ignore

  const isTenants = (target: string) => tables.some((each) => each.name === target);
  const pointing = table.foreignKeys
    .filter(({ target }) => isTenants(target) && target !== 'tenancy.businesses')
    .map(({ target, columns }): Attack => {
      const row = fabricate(table, attacker.id, attacker.rows);
      for (const [here, there] of Object.entries(columns)) {
        if (here !== owner) row[here] = (target === name ? theirs : victim.rows[target]!)[there];
      }
      return {
        what: `${name}: point at ${target} of the other business`,
        as: attacker.id,
        leaks: () => true,
        // Its own row makes place where only one may be. A key is checked when the statement ends, so a row that was
        // inserted was let through.
        run: async (client) => {
          await client.query('savepoint place');
          await client.query(`delete from ${name}`).catch(() => client.query('rollback to place'));
          return insert(client, name, row);
        },
      };
    });
  return [...reading, ...writing, ...pointing];
}
