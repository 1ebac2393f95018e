/**
 * `npm run bench`: how much the product does with one machine, beside the same by hand on bare Temporal. One PostgreSQL,
 * one Temporal server, everybody in turns.
 *
 * `--only journeys,latency,intake,timers,sleepers`, `--rounds N` (3), `--journeys N` (400 in each round), `--timers N`
 * (10,000), `--sleepers` (100,000 instead of 1,000: half an hour or more) or `--asleep N`, `--quick` (small numbers, to see that
 * it runs), `--json FILE` (a line of JSON for each measured fact).
 */
import os from 'node:os';
import { parseArgs } from 'node:util';
import { benchIntake } from './intake.js';
import { benchJourneys } from './journeys.js';
import { benchLatency } from './latency.js';
import { createReport, megabytes } from './report.js';
import { startRig } from './rig.js';
import { benchSleepers } from './sleepers.js';
import { benchTimers } from './timers.js';
import { usageOf } from './usage.js';

const { values } = parseArgs({
  options: {
    only: { type: 'string' },
    rounds: { type: 'string' },
    journeys: { type: 'string' },
    timers: { type: 'string' },
    sleepers: { type: 'boolean', default: false },
    asleep: { type: 'string' },
    quick: { type: 'boolean', default: false },
    json: { type: 'string' },
  },
});
const quick = values.quick;
const settings = {
  rounds: Number(values.rounds ?? (quick ? 1 : 3)),
  journeys: Number(values.journeys ?? (quick ? 100 : 400)),
  timers: Number(values.timers ?? (quick ? 500 : 10_000)),
  sleepers: Number(values.asleep ?? (values.sleepers ? 100_000 : 1_000)),
};
const sections = {
  journeys: benchJourneys,
  latency: benchLatency,
  intake: benchIntake,
  sleepers: benchSleepers,
  timers: benchTimers,
};
const chosen = values.only?.split(',') ?? (values.sleepers ? ['sleepers'] : Object.keys(sections));
const unknown = chosen.filter((name) => !Object.hasOwn(sections, name));
if (unknown.length > 0) {
  process.stderr.write(`There is no section ${unknown.join(', ')}: ${Object.keys(sections).join(', ')}\n`);
  process.exit(2);
}

const report = createReport(values.json);
report.say(
  `${os.cpus().length} × ${os.cpus()[0]?.model ?? 'processor'}, Node ${process.versions.node}, load ${os.loadavg()[0]?.toFixed(1)}`,
);
const rig = await startRig(report.say);
try {
  for (const name of chosen as (keyof typeof sections)[]) await sections[name](rig, settings, report);
  report.say('\nAt the end');
  report.table(
    ['process', 'memory MB', 'processor s'],
    Object.values(rig.watched).map((one) => {
      const { rss, cpu } = usageOf(one);
      report.record('processes', { name: one.name, rss, cpu });
      return [one.name, megabytes(rss), cpu];
    }),
  );
} finally {
  await rig.close();
}
process.exit(0);
