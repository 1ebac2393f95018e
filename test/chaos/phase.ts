import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { readConfig } from '../../local/config.js';
import { startInstance } from '../../local/instance.js';
import type { InstanceFacts } from '../../local/instance-file.js';
import { freePort } from '../../local/ports.js';
import { signWebhook } from '../../lib/standard-webhooks.js';
import { startFakeProvider, type FakeProvider } from '../support/fakes/fake-provider.js';

export interface Phase {
  name: string;
  provider: 'resend' | 'postmark';
  kills: number;
  folder: string;
  seed: number;
  rate: number;
  say: (line: string) => void;
}

export interface PhaseResult {
  name: string;
  figures: Record<string, number>;
  breaches: string[];
}

/** Messages one passage sends. */
const MESSAGES = 3;
const SUBJECT = 'Chaos:';
const QUIET_MS = 240_000;

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
    const load = startLoad(facts, type, phase.rate);
    const killed = await killRepeatedly(phase, path.join(phase.folder, 'children.json'), random);
    const accepted = await load.stop();
    phase.say(`  ${accepted.length} deliveries were accepted; waiting for quiet`);
    return await compare(phase, facts, fake, accepted, killed);
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

async function publishJourney({ url, apiKey }: InstanceFacts): Promise<string> {
  const type = `custom_chaos_${Date.now()}`;
  const email = (id: string, then: string | null) => ({
    id,
    kind: 'email',
    settings: { purpose: 'service', subject: `${SUBJECT} ${id}`, body: 'Hello' },
    exits: { sent: then, undeliverable: then },
  });
  const wait = (id: string, then: string) => ({
    id,
    kind: 'wait',
    settings: { duration: 'PT1S' },
    exits: { done: then },
  });
  const flow = {
    entry: { on: 'event', type },
    first: 'one',
    steps: [email('one', 'a'), wait('a', 'two'), email('two', 'b'), wait('b', 'three'), email('three', null)],
    rules: { quietHours: null, caps: null },
  };
  const ask = async (method: string, path: string, body: unknown, headers: Record<string, string> = {}) => {
    const response = await fetch(`${url}/api/v1${path}`, {
      method,
      headers: { authorization: `Bearer ${apiKey}`, 'content-type': 'application/json', ...headers },
      body: JSON.stringify(body),
    });
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`);
    return response;
  };
  const { id } = (await (await ask('POST', '/journeys', { name: 'Chaos' })).json()) as { id: string };
  await ask('PUT', `/journeys/${id}/draft`, flow, { 'if-match': '"1"' });
  await ask('POST', `/journeys/${id}/versions`, { note: '' });
  return type;
}

/** Signed deliveries at a steady pace, each repeated until it is accepted, as a real sender would. */
function startLoad({ webhook }: InstanceFacts, type: string, rate: number) {
  let stopping = false;
  const accepted: string[] = [];
  const underWay = new Set<Promise<void>>();

  async function deliver(id: string) {
    const body = JSON.stringify({
      id,
      type,
      customer: { externalId: id, name: 'Chaos', email: `${id}@example.com`, timezone: 'UTC' },
      subject: { kind: 'job', id },
    });
    for (;;) {
      const status = await fetch(webhook!.url, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          ...signWebhook(`msg_${id}`, body, [webhook!.secret], new Date()),
        },
        body,
        signal: AbortSignal.timeout(5000),
      }).then(
        (response) => response.status,
        () => 0,
      );
      if (status === 202) return void accepted.push(id);
      if (status !== 0 && status < 500 && status !== 429)
        throw new Error(`A delivery was answered ${status}`);
      await sleep(300);
    }
  }

  const running = (async () => {
    while (!stopping) {
      const delivery = deliver(randomUUID());
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

async function readChildren(file: string): Promise<{ name: string; pid: number }[]> {
  return readFile(file, 'utf8').then(
    (text) => JSON.parse(text) as { name: string; pid: number }[],
    () => [],
  );
}

async function compare(
  phase: Phase,
  { databaseUrl }: InstanceFacts,
  fake: FakeProvider,
  accepted: string[],
  killed: Record<string, number>,
): Promise<PhaseResult> {
  await waitForQuiet(databaseUrl, accepted.length);
  const [inbox, enrollments, messages] = await readBooks(databaseUrl);
  const reached = new Map<string, number>();
  // The demo business sends a message or two of its own.
  const ours = fake.accepted.filter(({ subject }) => subject?.startsWith(SUBJECT));
  for (const { messageId } of ours) reached.set(messageId!, (reached.get(messageId!) ?? 0) + 1);

  const sent = messages.filter(({ status }) => status === 'sent' || status === 'delivered');
  const unknown = messages.filter(({ status }) => status === 'unknown');
  const lostEvents = accepted.filter((id) => !inbox.has(id));
  const lostPeople = accepted.filter((id) => enrollments.get(id) !== 'completed');
  const lostMessages = sent.filter(({ id }) => !reached.has(id));
  const missing = accepted.length * MESSAGES - sent.length - unknown.length;
  const twice = [...reached.values()].filter((times) => times > 1).length;
  const unrecorded = [...reached.keys()].filter(
    (id) => !sent.some((one) => one.id === id) && !unknown.some((one) => one.id === id),
  );

  const breaches: string[] = [];
  const mustBeNone = (what: string, count: number) => count === 0 || breaches.push(`${what}: ${count}`);
  mustBeNone('accepted deliveries that are not in the inbox', lostEvents.length);
  mustBeNone('accepted deliveries whose customer did not get through the journey', lostPeople.length);
  mustBeNone('messages that should have been sent and are neither sent nor unknown', Math.max(0, missing));
  mustBeNone('messages the ledger calls sent that never reached the provider', lostMessages.length);
  mustBeNone('messages that reached a customer twice', twice);
  mustBeNone('messages that reached the provider and that the ledger does not know', unrecorded.length);
  if (phase.provider === 'resend')
    mustBeNone('unknown messages although the provider takes a key', unknown.length);

  return {
    name: phase.name,
    figures: {
      ...Object.fromEntries(Object.entries(killed).map(([name, count]) => [`kills of ${name}`, count])),
      'deliveries accepted': accepted.length,
      'events in the inbox': inbox.size,
      'passages completed': [...enrollments.values()].filter((status) => status === 'completed').length,
      'messages sent': sent.length,
      'messages unknown': unknown.length,
      'messages that reached the provider': ours.length,
      'attempts at the provider': fake.attempts,
      lost: lostEvents.length + lostPeople.length + lostMessages.length,
      duplicated: twice,
    },
    breaches,
  };
}

/** Until everybody is through, or nothing moves any more. */
async function waitForQuiet(databaseUrl: string, expected: number) {
  const until = Date.now() + QUIET_MS;
  while (Date.now() < until) {
    const done = await query<{ count: number }>(
      databaseUrl,
      `select count(*)::int as count from journeys.enrollments e
         join journeys.journeys j on j.business_id = e.business_id and j.id = e.journey_id
        where j.name = 'Chaos' and e.status = 'completed'`,
    ).catch(() => []);
    if ((done[0]?.count ?? 0) >= expected) return;
    await sleep(1000);
  }
}

async function readBooks(databaseUrl: string) {
  const events = await query<{ source_id: string }>(
    databaseUrl,
    `select source_id from integrations.inbox_events where type like 'custom_chaos_%'`,
  );
  const enrollments = await query<{ subject_id: string; status: string }>(
    databaseUrl,
    `select e.subject_id, e.status from journeys.enrollments e
       join journeys.journeys j on j.business_id = e.business_id and j.id = e.journey_id where j.name = 'Chaos'`,
  );
  const messages = await query<{ id: string; status: string }>(
    databaseUrl,
    `select m.id, m.status from messaging.messages m
       join journeys.journeys j on j.business_id = m.business_id and j.id = m.journey_id where j.name = 'Chaos'`,
  );
  return [
    new Set(events.map((row) => row.source_id)),
    new Map(enrollments.map((row) => [row.subject_id, row.status])),
    messages,
  ] as const;
}

async function query<Row extends pg.QueryResultRow>(url: string, text: string): Promise<Row[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<Row>(text)).rows;
  } finally {
    await client.end();
  }
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
