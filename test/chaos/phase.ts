import { randomUUID } from 'node:crypto';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { readConfig } from '../../local/config.js';
import { startInstance } from '../../local/instance.js';
import type { InstanceFacts } from '../../local/instance-file.js';
import { freePort } from '../../local/ports.js';
import { signWebhook } from '../../lib/standard-webhooks.js';
import { startFakeProvider, type FakeProvider } from '../support/fakes/fake-provider.js';
import { compare, type Books } from './books.js';
import { publishJourney, FINISH } from './journey.js';
import { makeTroubles, readChildren } from './troubles.js';

export interface Phase {
  name: string;
  provider: 'resend' | 'postmark';
  kills: number;
  folder: string;
  seed: number;
  rate: number;
  troubles: boolean;
  say: (line: string) => void;
}

export interface PhaseResult extends Books {
  name: string;
}

/** Longer than anything that is done to the instance. */
const LONGEST_MS = 300_000;

/** One provider, one instance, one load, so many kills, and then the comparison. */
export async function runPhase(phase: Phase): Promise<PhaseResult> {
  const random = randomFrom(phase.seed);
  const fake = await startFakeProvider(phase.provider, { behaving: () => misbehave(random()) });
  const config = readConfig({
    ...process.env,
    DATABASE_URL: '',
    TEMPORAL_ADDRESS: '',
    JOURNEYMAN_DATA: phase.folder,
    PORT: String(await freePort()),
    LOG_LEVEL: 'error',
    EMAIL_PROVIDER: phase.provider,
    EMAIL_FROM: 'chaos@example.com',
    RESEND_API_KEY: 're_chaos',
    RESEND_API_URL: fake.url,
    POSTMARK_TOKEN: 'chaos',
    POSTMARK_API_URL: fake.url,
  });
  const instance = startInstance(config, () => {}, null);
  try {
    const facts = await instance.ready;
    phase.say(`\n${phase.name}: ${phase.kills} kills, ${phase.rate} deliveries a second`);
    const type = await publishJourney(facts);
    const load = startLoad(facts, type, phase.rate, {
      random: randomFrom(phase.seed + 7),
      reached: whoWasReached(fake),
    });
    const childrenFile = path.join(phase.folder, 'children.json');
    const killed = await killRepeatedly(phase, childrenFile, random);
    if (phase.troubles) await makeTroubles({ childrenFile, databaseUrl: facts.databaseUrl, say: phase.say });
    const accepted = await load.stop();
    phase.say(`  ${accepted.length} deliveries were accepted; waiting for quiet`);
    return { name: phase.name, ...(await compare(phase.provider, facts, fake, accepted, killed)) };
  } finally {
    await instance.stop();
    await fake.close();
  }
}

/** One in twenty is taken and never answered for, one in twenty is refused before it is taken. */
function misbehave(draw: number) {
  if (draw < 0.05) return { do: 'accept_then_reset' } as const;
  if (draw < 0.1) return { do: 'answer', status: 503, headers: { 'retry-after': '1' } } as const;
  return { do: 'accept', delayMs: 30 } as const;
}

/** Signed deliveries at a steady pace, each repeated until it is accepted, as a real sender would. */
function startLoad(
  { webhook }: InstanceFacts,
  type: string,
  rate: number,
  { random, reached }: { random: () => number; reached: (address: string) => boolean },
) {
  let stopping = false;
  const accepted: string[] = [];
  const underWay = new Set<Promise<void>>();

  /** What begins a passage; and what it waits for, some time after the customer had the first message. */
  async function bring(id: string) {
    const customer = { externalId: id, name: 'Chaos', email: `${id}@example.com`, timezone: 'UTC' };
    const later = random() * 3000;
    await deliver({ id, type, customer, subject: { kind: 'job', id } });
    accepted.push(id);
    // Whoever is never reached is missed by the comparison.
    for (const until = Date.now() + LONGEST_MS; !reached(customer.email) && Date.now() < until;)
      await sleep(100);
    await sleep(later);
    await deliver({ id: `${id}-finish`, type: FINISH, customer, subject: { kind: 'job', id } });
  }

  async function deliver(event: { id: string } & Record<string, unknown>) {
    const body = JSON.stringify(event);
    for (;;) {
      const status = await fetch(webhook!.url, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          ...signWebhook(`msg_${event.id}`, body, [webhook!.secret], new Date()),
        },
        body,
        signal: AbortSignal.timeout(5000),
      }).then(
        (response) => response.status,
        () => 0,
      );
      if (status === 202) return;
      if (status !== 0 && status < 500 && status !== 429)
        throw new Error(`A delivery was answered ${status}`);
      await sleep(300);
    }
  }

  const running = (async () => {
    while (!stopping) {
      const delivery = bring(randomUUID());
      underWay.add(delivery);
      void delivery.finally(() => underWay.delete(delivery));
      await sleep(1000 / rate);
    }
  })();
  return {
    async stop() {
      stopping = true;
      await running;
      await Promise.all(underWay);
      return accepted;
    },
  };
}

/** Has the provider taken a message to this address? */
function whoWasReached(fake: FakeProvider): (address: string) => boolean {
  const known = new Set<string>();
  let read = 0;
  return (address) => {
    for (; read < fake.accepted.length; read++) known.add(fake.accepted[read]!.to);
    return known.has(address);
  };
}

/** SIGKILL to one of the four, at random moments; the supervisor brings it back. */
async function killRepeatedly(
  phase: Phase,
  childrenFile: string,
  random: () => number,
): Promise<Record<string, number>> {
  const killed: Record<string, number> = {};
  for (let count = 0; count < phase.kills;) {
    await sleep(800 + random() * 2200);
    const children = await readChildren(childrenFile);
    const victim = children[Math.floor(random() * children.length)];
    if (!victim) continue;
    try {
      process.kill(victim.pid, 'SIGKILL');
    } catch {
      continue; // it is being restarted at this moment
    }
    killed[victim.name] = (killed[victim.name] ?? 0) + 1;
    count++;
    phase.say(`  ${String(count).padStart(3)}  killed ${victim.name} (process ${victim.pid})`);
  }
  return killed;
}

/** Numbers in [0, 1) that a seed repeats (mulberry32). */
function randomFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
