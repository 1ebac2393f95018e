import type { Dripped } from './parts/load.js';
import { startPart } from './parts/calls.js';
import { introduce, personOf } from './people.js';
import { median, quantile, type Report } from './report.js';
import type { Rig } from './rig.js';

const PER_SECOND = 10;
const EVENTS = 100;

/** From an event at the door to the first message at the provider, at a pace that leaves the machine idle. */
export async function benchLatency(rig: Rig, { rounds }: { rounds: number }, report: Report): Promise<void> {
  report.say(`\nFirst message: ${EVENTS} events at ${PER_SECOND} a second, ${rounds} rounds in turns`);
  report.say('  leanest: Express, start the workflow (eager), answer; the message from a local activity');
  await rig.product.publish('Bench: first message', flow);
  const load = startPart('load');
  const leanUrl = await rig.leanest.call<string>('listen');
  const doors = [
    {
      name: 'ours',
      url: `${rig.facts.url}/api/v1/events`,
      headers: { authorization: `Bearer ${rig.facts.apiKey}` },
      prepare: (ids: string[], round: number) => introduce(ids, 50_000_000 + round * 1000, rig),
      bodyOf: (id: string, number: number) => ({
        id,
        type: 'custom_bench_first',
        customer: personOf(id, number),
        subject: { kind: 'job', id },
        data: { service: 'boiler repair' },
      }),
    },
    {
      name: 'leanest',
      url: leanUrl,
      headers: {},
      prepare: async () => {},
      bodyOf: (id: string) => ({ id }),
    },
  ];
  const found = new Map(doors.map(({ name }) => [name, [] as Timing[]]));
  for (let round = 0; round <= rounds; round++) {
    for (const { name, url, headers, prepare, bodyOf } of round % 2 ? doors : [...doors].reverse()) {
      const ids = Array.from({ length: EVENTS }, (_, index) => `first-${name}-${round}-${index}`);
      await prepare(ids, round);
      await rig.provider.call('forget');
      const dripped = await load.call<Dripped[]>('drip', {
        url,
        headers,
        perSecond: PER_SECOND,
        bodies: ids.map((id, index) => ({
          id,
          body: JSON.stringify(bodyOf(id, 50_000_000 + round * 1000 + index)),
        })),
      });
      await rig.provider.call('reached', EVENTS);
      const arrivals = new Map(await rig.provider.call<[string, number][]>('arrivals'));
      if (round === 0) continue; // warming up
      const timing = timingOf(dripped, arrivals);
      found.get(name)!.push(timing);
      report.record('latency', { round, name, ...timing });
    }
  }
  load.stop();
  const of = (name: string, read: (timing: Timing) => number) => median(found.get(name)!.map(read));
  report.table(
    ['ms, medians', 'door answers p50', 'answer → message p50', 'p95', 'event sent → message p50', 'p95'],
    doors.map(({ name }) => [
      name,
      of(name, (one) => one.ack50),
      of(name, (one) => one.fromAck50),
      of(name, (one) => one.fromAck95),
      of(name, (one) => one.fromSent50),
      of(name, (one) => one.fromSent95),
    ]),
  );
  report.aim(
    'acknowledged → first message, p50, against the leanest',
    of('ours', (one) => one.fromAck50) / of('leanest', (one) => one.fromAck50),
    { atMost: 1.5 },
  );
  report.aim(
    'sent → first message, p50, against the leanest',
    of('ours', (one) => one.fromSent50) / of('leanest', (one) => one.fromSent50),
    { atMost: 1.5 },
  );
}

interface Timing {
  ack50: number;
  fromAck50: number;
  fromAck95: number;
  fromSent50: number;
  fromSent95: number;
}

function timingOf(dripped: Dripped[], arrivals: Map<string, number>): Timing {
  const refused = dripped.filter(({ status }) => status !== 202);
  if (refused.length > 0) throw new Error(`${refused.length} events were answered ${refused[0]!.status}`);
  const arrived = (id: string) => arrivals.get(`${id}@example.com`)!;
  const fromSent = dripped.map(({ id, sentAt }) => arrived(id) - sentAt);
  const fromAck = dripped.map(({ id, ackedAt }) => arrived(id) - ackedAt);
  return {
    ack50: median(dripped.map(({ sentAt, ackedAt }) => ackedAt - sentAt)),
    fromAck50: median(fromAck),
    fromAck95: quantile(fromAck, 0.95),
    fromSent50: median(fromSent),
    fromSent95: quantile(fromSent, 0.95),
  };
}

const flow = {
  entry: { on: 'event', type: 'custom_bench_first' },
  first: 'thanks',
  steps: [
    {
      id: 'thanks',
      kind: 'email',
      settings: { purpose: 'service', subject: 'Thank you', body: 'Hello {{ customer.firstName }}' },
      exits: { sent: null, undeliverable: null },
    },
  ],
  rules: { caps: null },
};
