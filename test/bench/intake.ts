import { startPart } from './parts/calls.js';
import type { FloodResult } from './parts/load.js';
import { untilMatched } from './people.js';
import { median, type Report } from './report.js';
import type { Rig } from './rig.js';

const CONNECTIONS = 16;
const SECONDS = 4;

/** Signed deliveries a second: ours against a bare Express handler, and ours again while Temporal stands still. */
export async function benchIntake(rig: Rig, { rounds }: { rounds: number }, report: Report): Promise<void> {
  report.say(
    `\nIntake: signed deliveries over ${CONNECTIONS} connections for ${SECONDS} s, ${rounds} rounds in turns`,
  );
  report.say(
    '  bare: Express, the signature, one row; nobody looks at it. Ours is matched meanwhile, as always.',
  );
  const { url, secret } = rig.facts.webhook!;
  const load = startPart('load');
  const bare = startPart('bare-intake', { DATABASE: rig.facts.databaseUrl, SECRET: secret });
  const bareUrl = await bare.call<string>('address');
  const doors = [
    { name: 'ours', url, temporal: true },
    { name: 'bare', url: bareUrl, temporal: true },
    { name: 'ours, Temporal stopped', url, temporal: false },
  ];
  const found = new Map(doors.map(({ name }) => [name, [] as FloodResult[]]));
  for (let round = 0; round <= rounds; round++) {
    for (const door of doors) {
      if (!door.temporal) process.kill(rig.watched.temporal.pid, 'SIGSTOP');
      try {
        const result = await load.call<FloodResult>('flood', {
          url: door.url,
          secret,
          connections: CONNECTIONS,
          seconds: round === 0 ? 1 : SECONDS,
          prefix: `${door.name.replace(/\W+/g, '-')}-${round}`,
        });
        if (round === 0) continue; // warming up
        if (result.others > 0) report.say(`  ${door.name}: ${result.others} deliveries were not accepted`);
        found.get(door.name)!.push(result);
        report.record('intake', { round, ...door, ...result });
      } finally {
        if (!door.temporal) process.kill(rig.watched.temporal.pid, 'SIGCONT');
        await untilMatched(rig);
      }
    }
  }
  load.stop();
  bare.stop();
  const of = (name: string, read: (result: FloodResult) => number) => median(found.get(name)!.map(read));
  report.table(
    ['medians', 'deliveries/s', 'p50 ms', 'p99 ms'],
    doors.map(({ name }) => [
      name,
      of(name, (one) => one.perSecond),
      of(name, (one) => one.p50),
      of(name, (one) => one.p99),
    ]),
  );
  const bareRate = of('bare', (one) => one.perSecond);
  report.aim('deliveries/s against bare', of('ours', (one) => one.perSecond) / bareRate, { atLeast: 0.4 });
  report.aim(
    'deliveries/s against bare, Temporal stopped',
    of('ours, Temporal stopped', (one) => one.perSecond) / bareRate,
    { atLeast: 0.4 },
  );
}
