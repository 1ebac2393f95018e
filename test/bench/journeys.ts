import { setTimeout as sleep } from 'node:timers/promises';
import { introduce, personOf } from './people.js';
import { median, megabytes, type Report } from './report.js';
import type { Rig } from './rig.js';
import { usageOf, type Watched } from './usage.js';

const WAIT_MS = 500;
const MESSAGES = 3;
/** More at once only queue: everybody's tasks then wait so long that timeouts are measured and not work. */
const IN_FLIGHT = 100;

interface Contender {
  name: 'ours' | 'plain' | 'leanest';
  watched: Watched[];
  workflowType: string;
  prepare(ids: string[], round: number): Promise<void>;
  /** Start these; `from` of the round's have been started before. */
  go(ids: string[], from: number): Promise<void>;
}

interface Run {
  perSecond: number;
  cpu: Record<string, number>;
  total: number;
}

/** E-mail, wait, text, wait, review request: ours against the same by hand, in turns. */
export async function benchJourneys(
  rig: Rig,
  { rounds, journeys }: { rounds: number; journeys: number },
  report: Report,
): Promise<void> {
  report.say(
    `\nJourneys: e-mail, wait, text, wait, review request; ${journeys} in all, ${IN_FLIGHT} at once, ${rounds} rounds in turns`,
  );
  report.say('  ours: inbox, matching, consent, quiet hours, caps, ledger, timeline, tokens, sealed content');
  report.say('  plain: ordinary activities and one row for each message; leanest: local, eager, no database');
  const contenders = await enter(rig);
  const runs = new Map<string, Run[]>(contenders.map(({ name }) => [name, []]));
  await once(rig, contenders, 0, Math.min(100, journeys)); // everybody warm
  report.say('  warm');
  for (let round = 1; round <= rounds; round++) {
    const order = contenders.map((_, at) => contenders[(at + round) % contenders.length]!);
    for (const [name, run] of await once(rig, order, round, journeys)) {
      runs.get(name)!.push(run);
      report.record('journeys', { round, name, ...run });
      report.say(`  round ${round}  ${name.padEnd(8)} ${run.perSecond.toFixed(1)} journeys/s`);
    }
  }
  show(runs, journeys, rounds, report);
  report.table(
    ['memory', 'MB'],
    [...Object.values(rig.watched), { name: 'plain worker', pid: rig.plain.pid }, leanestOf(rig)].map(
      (one) => [one.name, megabytes(usageOf(one).rss)],
    ),
  );
}

const leanestOf = (rig: Rig): Watched => ({ name: 'leanest worker', pid: rig.leanest.pid });

async function enter(rig: Rig): Promise<Contender[]> {
  const { temporal, postgres, worker, api } = rig.watched;
  await rig.product.publish('Bench', flow());
  let number = 10_000_000;
  const rival = (name: 'plain' | 'leanest'): Contender => ({
    name,
    workflowType: name,
    watched: [{ name: 'worker', pid: rig[name].pid }, temporal, postgres],
    prepare: async () => {},
    go: (ids) => rig[name].call('run', { ids, waitMs: WAIT_MS }),
  });
  return [
    {
      name: 'ours',
      workflowType: 'enrollment',
      watched: [{ ...worker, name: 'worker' }, temporal, postgres, api],
      prepare: (ids) => introduce(ids, (number += 100_000), rig),
      go: (ids, from) =>
        rig.product.happen(
          ids.map((id, index) => ({
            type: 'custom_bench_job',
            customer: personOf(id, number + from + index),
            subject: { kind: 'job', id },
            data: { service: 'boiler repair', totalCents: 12_500 },
          })),
        ),
    },
    rival('plain'),
    rival('leanest'),
  ];
}

async function once(rig: Rig, order: Contender[], round: number, journeys: number) {
  const results: [string, Run][] = [];
  for (const { name, workflowType, watched, prepare, go } of order) {
    const ids = Array.from({ length: journeys }, (_, index) => `${name}-${round}-${index}`);
    await prepare(ids, round);
    await sleep(1000);
    await rig.provider.call('forget');
    const others = await rig.running(workflowType); // the demo business has people who wait
    const before = watched.map((one) => usageOf(one).cpu);
    const began = Date.now();
    const reached = rig.provider.call<number>('reached', journeys * MESSAGES);
    await feed(ids, go, rig);
    const lastAt = await reached;
    while ((await rig.running(workflowType)) > others) await sleep(100);
    const after = watched.map((one) => usageOf(one).cpu);
    const cpu = Object.fromEntries(watched.map((one, at) => [one.name, after[at]! - before[at]!]));
    results.push([
      name,
      {
        perSecond: journeys / ((lastAt - began) / 1000),
        cpu,
        total: Object.values(cpu).reduce((sum, one) => sum + one, 0),
      },
    ]);
  }
  return results;
}

/** As many more as have got through, so that everybody works under the same pressure. */
async function feed(ids: string[], go: Contender['go'], rig: Rig): Promise<void> {
  for (let fed = 0; fed < ids.length;) {
    const through = (await rig.provider.call<number>('count')) / MESSAGES;
    const more = Math.min(ids.length - fed, Math.floor(IN_FLIGHT - (fed - through)));
    if (more > 0) await go(ids.slice(fed, fed + more), fed);
    fed += Math.max(0, more);
    await sleep(50);
  }
}

function show(runs: Map<string, Run[]>, journeys: number, rounds: number, report: Report) {
  const of = (name: string, read: (run: Run) => number) => median(runs.get(name)!.map(read));
  /** Each round against its own round: what else the machine did then, it did to both. */
  const ratio = (rival: string, read: (run: Run) => number) =>
    median(
      Array.from({ length: rounds }, (_, at) => read(runs.get('ours')![at]!) / read(runs.get(rival)![at]!)),
    );
  const perThousand = (cpu: number) => (cpu / journeys) * 1000;
  report.table(
    ['medians', 'journeys/s', 'CPU-s per 1,000', 'worker', 'Temporal', 'PostgreSQL', 'API'],
    [...runs.keys()].map((name) => [
      name,
      of(name, (run) => run.perSecond),
      of(name, (run) => perThousand(run.total)),
      ...['worker', 'Temporal', 'PostgreSQL', 'API'].map((part) =>
        of(name, (run) => perThousand(run.cpu[part] ?? 0)),
      ),
    ]),
  );
  report.aim(
    'journeys/s against plain',
    ratio('plain', (run) => run.perSecond),
    { atLeast: 1.4 },
  );
  report.aim(
    'processor time against plain',
    ratio('plain', (run) => run.total),
    { atMost: 0.78 },
  );
  report.aim(
    'journeys/s against the leanest',
    ratio('leanest', (run) => run.perSecond),
    { atLeast: 0.88 },
  );
}

function flow() {
  const wait = { duration: `PT${WAIT_MS / 1000}S` };
  return {
    entry: {
      on: 'event',
      type: 'custom_bench_job',
      where: { field: 'event.data.totalCents', op: 'gte', value: 5000 },
    },
    first: 'thanks',
    steps: [
      {
        id: 'thanks',
        kind: 'email',
        settings: {
          purpose: 'service',
          subject: 'Thank you, {{ customer.firstName }}',
          body: 'Hello {{ customer.firstName }},\n\nthank you for having us. The {{ event.data.service }} comes with two years of guarantee.\n\n**{{ business.name }}**',
        },
        exits: { sent: 'pause', undeliverable: 'pause' },
      },
      { id: 'pause', kind: 'wait', settings: wait, exits: { done: 'nudge' } },
      {
        id: 'nudge',
        kind: 'sms',
        settings: { purpose: 'service', body: 'Is all well with the {{ event.data.service }}?' },
        exits: { sent: 'rest', undeliverable: 'rest' },
      },
      { id: 'rest', kind: 'wait', settings: wait, exits: { done: 'ask' } },
      {
        id: 'ask',
        kind: 'review_request',
        settings: {
          channels: ['email', 'sms'],
          subject: 'How did we do?',
          body: 'How did we do? {{ ratingLink }}',
        },
        exits: { sent: null, undeliverable: null },
      },
    ],
    rules: {
      quietHours: quietHoursElsewhere(new Date()),
      caps: [{ channel: 'sms', max: 100, per: 'P7D' }],
      stopOn: [{ type: 'job_cancelled', same: 'subject' }],
      goals: [{ type: 'feedback_received', same: 'subject' }],
    },
  };
}

/** Six quiet hours that begin six hours from now: the rule is judged, and lets everything pass. */
export function quietHoursElsewhere(now: Date) {
  const hour = (later: number) => `${String((now.getUTCHours() + later) % 24).padStart(2, '0')}:00`;
  return { from: hour(6), until: hour(12) };
}
