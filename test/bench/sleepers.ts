import { readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { personOf, untilPassages, untilTold } from './people.js';
import type { Report } from './report.js';
import type { Rig } from './rig.js';

const PORTION = 10_000;

/** What one person who waits costs on disk, in PostgreSQL and in Temporal. */
export async function benchSleepers(
  rig: Rig,
  { sleepers }: { sleepers: number },
  report: Report,
): Promise<void> {
  report.say(`\nSleepers: ${sleepers} people in a wait of a month, each a new customer brought by an event`);
  const journeyId = await rig.product.publish('Bench: sleepers', flow);
  const rows: (string | number)[][] = [];
  let before = await sizes(rig);
  for (let asleep = 0; asleep < sleepers;) {
    const portion = Math.min(PORTION, sleepers - asleep);
    const began = Date.now();
    await rig.product.happen(
      Array.from({ length: portion }, (_, index) => ({
        type: 'custom_bench_sleeper',
        customer: personOf(`sleeper-${asleep + index}`, 80_000_000 + asleep + index),
        subject: { kind: 'job', id: `sleeper-${asleep + index}` },
        data: { service: 'boiler repair' },
      })),
    );
    asleep += portion;
    await untilPassages(rig, journeyId, 'active', asleep, 1000);
    // Their first turn does not wait for Temporal.
    await untilTold(rig);
    const perSecond = portion / ((Date.now() - began) / 1000);
    const now = await sizes(rig);
    const each = {
      postgres: (now.postgres - before.postgres) / portion,
      temporal: (now.temporal - before.temporal) / portion,
    };
    before = now;
    rows.push([asleep, each.postgres, each.temporal, perSecond]);
    report.record('sleepers', { asleep, ...each, perSecond });
    if (sleepers > portion) report.say(`  ${asleep} asleep`);
  }
  report.table(['asleep', 'bytes each in PostgreSQL', 'bytes each in Temporal', 'brought in per s'], rows);
}

async function sizes({ admin, folder }: Rig): Promise<{ postgres: number; temporal: number }> {
  await admin.query('checkpoint');
  const { rows } = await admin.query<{ size: string }>('select pg_database_size(current_database()) as size');
  const files = (await readdir(folder)).filter((name) => /^temporal\.(db|sqlite)/.test(name));
  const found = await Promise.all(files.map((name) => stat(path.join(folder, name))));
  return { postgres: Number(rows[0]!.size), temporal: found.reduce((sum, { size }) => sum + size, 0) };
}

const flow = {
  entry: { on: 'event', type: 'custom_bench_sleeper' },
  first: 'rest',
  steps: [{ id: 'rest', kind: 'wait', settings: { duration: 'P30D' }, exits: { done: null } }],
};
