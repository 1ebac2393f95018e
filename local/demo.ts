/**
 * `npm run demo`: against the running instance, a signed delivery, and then what came of it, line by line, until the
 * customer's rating is in the timeline. The journey is a real one with its waits shortened to seconds.
 */
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { signWebhook } from '../lib/standard-webhooks.js';
import { readConfig } from './config.js';
import { dataFolderAt } from './data-folder.js';
import { readInstanceFile, type InstanceFacts } from './instance-file.js';
import { afterAJob } from './demo-journeys.js';

const PATIENCE_MS = 50_000;
const began = Date.now();

try {
  await run();
} catch (error) {
  process.stderr.write(`\n${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
}

async function run() {
  const instance = await runningInstance();
  const api = client(instance);
  const number = Math.floor(Date.now() / 1000);
  const type = `custom_demo_${number}`;

  const journey = await api.post('/journeys', {
    name: `Demo ${number}`,
    description: 'Made by npm run demo',
  });
  await api.saveDraft(journey.id, shortened(type));
  const version = await api.post(`/journeys/${journey.id}/versions`, { note: 'Waits of seconds' });
  say(
    `Published the journey “${journey.name}”, version ${version.number}: email, wait, text, wait, ask for a rating.`,
  );

  const event = newEvent(type, number);
  await deliver(instance, event);
  say(
    `Posted a signed delivery: ${event.customer.name}’s ${event.data.service} is finished. It was accepted (202).`,
  );

  const enrollment = await until('the journey to begin', async () => {
    const { items } = await api.get(`/enrollments?journeyId=${journey.id}`);
    return items[0];
  });
  const rating = await follow(api, enrollment.id);
  await rate(rating);
  say('The customer opened the link and gave 5 stars.');
  await until('the rating in the timeline', async () => {
    const { timeline } = await api.get(`/enrollments/${enrollment.id}`);
    return timeline.find((line: { type: string }) => line.type === 'feedback');
  });
  const { items } = await api.get(`/feedback?customerId=${enrollment.customerId}`);
  say(`The rating is in the timeline: ${items[0].rating} stars, “${items[0].comment}”.`);
  await api.archive(journey.id);
  say(
    `Done in ${Math.round((Date.now() - began) / 1000)} seconds. The journey takes nobody else in, and stands under the archived ones.`,
  );
}

async function runningInstance(): Promise<InstanceFacts> {
  const folder = dataFolderAt(readConfig().dataFolder);
  const facts = await readInstanceFile(folder.instanceFile);
  if (!facts)
    throw new Error('Nothing runs here yet. Start it with `npm start` in another terminal, then come back.');
  if (!facts.apiKey || !facts.webhook)
    throw new Error(
      `The instance at ${facts.url} was started without demo data (DEMO=0), so there is no business to show this on. Start one of its own beside it, in another terminal: JOURNEYMAN_DATA=/tmp/journeyman-demo PORT=${Number(new URL(facts.url).port) + 1} npm start. Then, with the same JOURNEYMAN_DATA: npm run demo.`,
    );
  const ready = await fetch(`${facts.url}/readyz`).then(
    ({ ok }) => ok,
    () => null,
  );
  if (ready === null)
    throw new Error(`Nothing answers at ${facts.url}. Start it with \`npm start\` in another terminal.`);
  if (!ready)
    throw new Error(`The instance at ${facts.url} is not ready. \`npm run doctor\` says what is wrong.`);
  return facts;
}

/** The demo's own journey with waits of seconds and an event of its own, so that it meets no other. */
function shortened(type: string) {
  const flow = structuredClone(afterAJob) as unknown as {
    entry: { on: string; type: string; where?: unknown };
    steps: { id: string; settings: Record<string, unknown> }[];
    rules: Record<string, unknown>;
  };
  flow.entry = { on: 'event', type };
  for (const step of flow.steps)
    if (step.id === 'pause' || step.id === 'rest') step.settings = { duration: 'PT3S' };
  flow.rules = { ...flow.rules, goals: [], caps: null };
  return flow;
}

function newEvent(type: string, number: number) {
  return {
    id: `demo:${number}`,
    type,
    occurredAt: new Date().toISOString(),
    customer: {
      externalId: `demo-${number}`,
      name: 'Olga Petrova',
      email: `olga.${number}@example.com`,
      phone: fictionalPhone(number),
      locale: 'en',
      timezone: zoneWithAfternoon(),
    },
    subject: { kind: 'job', id: String(number) },
    data: { totalCents: 18_900, currency: 'EUR', service: 'boiler repair' },
  };
}

/** 555-0100 to 555-0199 belong to nobody in any area code of North America, so no stranger is ever texted. */
function fictionalPhone(number: number): string {
  return `+1${200 + (Math.floor(number / 100) % 800)}55501${String(number % 100).padStart(2, '0')}`;
}

/** Texts keep quiet hours; somewhere it is afternoon. */
function zoneWithAfternoon(): string {
  const zones = [
    'Europe/Madrid',
    'America/New_York',
    'America/Los_Angeles',
    'Pacific/Auckland',
    'Asia/Tokyo',
    'Asia/Kolkata',
  ];
  const hourIn = (zone: string) =>
    Number(
      new Intl.DateTimeFormat('en', { hour: 'numeric', hourCycle: 'h23', timeZone: zone }).format(new Date()),
    );
  return zones.find((zone) => hourIn(zone) >= 10 && hourIn(zone) < 19) ?? 'Europe/Madrid';
}

async function deliver({ webhook }: InstanceFacts, event: unknown) {
  const body = JSON.stringify(event);
  const response = await fetch(webhook!.url, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      ...signWebhook(`msg_${randomUUID()}`, body, [webhook!.secret], new Date()),
    },
    body,
  });
  if (response.status !== 202)
    throw new Error(`The delivery was answered ${response.status}: ${await response.text()}`);
}

/** Print the timeline as it grows, until the ask is out; answers the link that was sent. */
async function follow(api: Api, enrollmentId: string): Promise<string> {
  const told = new Set<string>();
  for (;;) {
    const { timeline, status } = await api.get(`/enrollments/${enrollmentId}`);
    for (const line of timeline as TimelineLine[]) {
      if (told.has(line.id)) continue;
      told.add(line.id);
      say(await inWords(api, line));
    }
    if (status !== 'active') break;
    if (Date.now() - began > PATIENCE_MS)
      throw new Error('The journey did not end in time. `npm run doctor` says what is wrong.');
    await sleep(300);
  }
  const { items } = await api.get(`/messages?enrollmentId=${enrollmentId}`);
  const link = items
    .map(({ text }: { text: string }) => /https?:\/\/\S+\/r\/[\w-]{22}/.exec(text ?? '')?.[0])
    .find(Boolean);
  if (!link) throw new Error('No message carried a rating link.');
  return link;
}

interface TimelineLine {
  id: string;
  type: string;
  stepId: string | null;
  exit: string | null;
  reason: { message: string } | null;
  messageId: string | null;
}

async function inWords(api: Api, line: TimelineLine): Promise<string> {
  if (line.type === 'message' && line.messageId) {
    const message = await api.get(`/messages/${line.messageId}`);
    const words = message.channel === 'sms' ? message.text : message.subject;
    return `  ${line.stepId}: ${message.channel} to ${message.to}: “${words}” (${message.status})`;
  }
  const exit = line.exit ? ` → ${line.exit}` : '';
  return `  ${line.stepId ?? line.type}${exit}: ${line.reason?.message ?? line.type}`;
}

async function rate(link: string) {
  const response = await fetch(link, {
    method: 'POST',
    redirect: 'manual',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams({ rating: '5', comment: 'On time, tidy, and the heating purrs.' }),
  });
  if (response.status !== 303)
    throw new Error(`The rating was answered ${response.status}: ${await response.text()}`);
}

type Api = ReturnType<typeof client>;

function client({ url, apiKey }: InstanceFacts) {
  const ask = async (method: string, path: string, body?: unknown, headers: Record<string, string> = {}) => {
    const response = await fetch(`${url}/api/v1${path}`, {
      method,
      headers: {
        authorization: `Bearer ${apiKey}`,
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${path} was answered ${response.status}: ${text}`);
    return { etag: response.headers.get('etag'), answer: text ? JSON.parse(text) : null };
  };
  return {
    get: async (path: string) => (await ask('GET', path)).answer,
    post: async (path: string, body: unknown) => (await ask('POST', path, body)).answer,
    async saveDraft(journeyId: string, flow: unknown) {
      const { etag } = await ask('GET', `/journeys/${journeyId}/draft`);
      await ask('PUT', `/journeys/${journeyId}/draft`, flow, { 'if-match': etag! });
    },
    archive: async (journeyId: string) => ask('PATCH', `/journeys/${journeyId}`, { status: 'archived' }),
  };
}

async function until<T>(what: string, look: () => Promise<T | undefined>): Promise<T> {
  for (;;) {
    const found = await look();
    if (found) return found;
    if (Date.now() - began > PATIENCE_MS)
      throw new Error(`Waited too long for ${what}. \`npm run doctor\` says what is wrong.`);
    await sleep(200);
  }
}

function say(line: string) {
  const seconds = ((Date.now() - began) / 1000).toFixed(1).padStart(5);
  process.stdout.write(`${seconds} s  ${line}\n`);
}
