import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { createLog } from '../../lib/log.js';
import { createFlowCache } from '../../worker/flows.js';
import { handleEvent } from '../../worker/intake/handle-event.js';
import { createWorkerMetrics } from '../../worker/metrics.js';
import { temporalCalendar } from '../../workflows/flow/calendar-temporal.js';
import { openFirm, type Firm } from './support/journeys.js';

let firm: Firm;
beforeAll(async () => {
  firm = await openFirm();
});
afterAll(() => firm?.close());

/** A start of its own for every test, so that no test sees another's events. */
let nth = 0;
const freshType = () => `custom_done_${(nth += 1)}`;

const after = (type: string, change: Record<string, unknown> = {}) => ({
  entry: { on: 'event', type, where: { field: 'event.data.totalCents', op: 'gte', value: 5000 } },
  first: 'thanks',
  steps: [
    {
      id: 'thanks',
      kind: 'sms',
      settings: { purpose: 'service', body: 'Thank you, {{ customer.firstName | default: "you" }}' },
      exits: { sent: 'ask', undeliverable: 'ask' },
    },
    {
      id: 'ask',
      kind: 'review_request',
      settings: { channels: ['email'], subject: 'How did we do?', body: 'How? {{ ratingLink }}' },
      exits: { sent: null, undeliverable: null },
    },
  ],
  rules: {},
  ...change,
});

const person = (name: string) => ({
  externalId: name,
  name: `${name} Ruiz`,
  email: `${name.toLowerCase()}@example.com`,
  phone: `+3460000${String(1000 + [...name].reduce((sum, letter) => sum + letter.charCodeAt(0), 0)).slice(-4)}`,
});

/** It happens, and intake takes it all the way. */
async function happens(type: string, name: string, job: string, totalCents = 9000): Promise<string> {
  const { status, json } = await firm.api.ask('POST', '/api/v1/events', {
    body: { type, customer: person(name), subject: { kind: 'job', id: job }, data: { totalCents } },
  });
  expect(status).toBe(202);
  await matchAll();
  return json.items[0].id as string;
}

/** What a worker does with all that is new in the inbox. */
async function matchAll(): Promise<void> {
  const { database, keys } = firm.api.deps;
  const deps = {
    metrics: createWorkerMetrics(),
    database,
    keys,
    flows: createFlowCache(),
    calendar: temporalCalendar,
    log: createLog({ name: 'test', level: 'silent' }),
  };
  const ready = await firm.rows(
    `select id from integrations.inbox_events where status = 'received' order by id`,
  );
  for (const { id } of ready) {
    await handleEvent({ businessId: firm.api.business.id, eventId: id }, deps);
  }
}

const get = async (path: string) => {
  const reply = await firm.api.ask('GET', path);
  expect(reply.status).toBe(200);
  return reply.json;
};
const inside = async (journeyId: string) =>
  (
    await firm.rows(
      `select c.name from journeys.enrollments e join crm.customers c on c.id = e.customer_id
        where e.journey_id = $1 and e.status = 'active' order by c.name`,
      [journeyId],
    )
  ).map(({ name }) => name);

async function drafted(flow: unknown): Promise<string> {
  const id = await firm.makeJourney();
  await firm.saveDraft(id, flow);
  return id;
}

test('what a draft would send is reckoned from who would have come in', async () => {
  const type = freshType();
  await happens(type, 'Ana', '1');
  await happens(type, 'Luis', '2');
  await happens(type, 'Ana', '1', 9500);
  await happens(type, 'Eva', '3', 100);
  const id = await drafted(after(type));
  const { volume, etag, checks } = await get(`/api/v1/journeys/${id}/forecast`);
  expect(etag).toBe('"2"');
  // Four times something was finished; Eva's was too small, Ana's the second time was the same job.
  expect(volume).toMatchObject({
    basis: 'event',
    eventType: type,
    days: 1,
    arrived: 4,
    entering: 2,
    rehearsed: 2,
    emails: 2,
    texts: 2,
    textParts: 2,
    unsent: [],
    cost: null,
    before: null,
  });
  expect(checks.map(({ check, status }: Record<string, string>) => [check, status])).toEqual(
    expect.arrayContaining([
      ['complete', 'passed'],
      ['quiet_hours', 'passed'],
      ['reviews', 'passed'],
    ]),
  );
});

test('texts have a price once the business says what one costs it', async () => {
  const type = freshType();
  for (const name of ['Ana', 'Luis', 'Eva']) await happens(type, name, '1');
  const id = await drafted(after(type));
  await firm.api.ask('PATCH', '/api/v1/business', { body: { settings: { textPartMillicents: 7500 } } });
  const { volume } = await get(`/api/v1/journeys/${id}/forecast`);
  // 3 texts at 7.5 cents.
  expect(volume.cost).toEqual({ cents: 23, currency: expect.stringMatching(/^[A-Z]{3}$/) });
  await firm.api.ask('PATCH', '/api/v1/business', { body: { settings: { textPartMillicents: null } } });
});

test('nothing of the kind has happened yet: zero is said, not guessed', async () => {
  const id = await drafted(after(freshType()));
  expect((await get(`/api/v1/journeys/${id}/forecast`)).volume).toMatchObject({
    arrived: 0,
    entering: 0,
    rehearsed: 0,
    emails: 0,
    texts: 0,
  });
  expect(await get(`/api/v1/journeys/${id}/existing`)).toEqual({
    days: 14,
    count: 0,
    more: false,
    open: true,
  });
});

test('the live version is reckoned beside the draft, so that more and fewer can be told', async () => {
  const type = freshType();
  const id = await drafted(after(type));
  expect((await firm.publish(id)).status).toBe(201);
  await happens(type, 'Ana', '1');
  const [thanks] = after(type).steps;
  await firm.saveDraft(
    id,
    after(type, { steps: [{ ...thanks, exits: { sent: null, undeliverable: null } }] }),
  );
  const { volume } = await get(`/api/v1/journeys/${id}/forecast`);
  expect(volume).toMatchObject({ entering: 1, emails: 0, texts: 1 });
  expect(volume.before).toEqual({ emails: 1, texts: 1, textParts: 1 });
});

test('a draft that cannot run has checks that fail, and no forecast', async () => {
  const id = await drafted({
    entry: { on: 'event', type: 'job_completed' },
    first: null,
    steps: [],
    rules: {},
  });
  const { volume, checks } = await get(`/api/v1/journeys/${id}/forecast`);
  expect(volume).toBeNull();
  expect(checks[0]).toMatchObject({ check: 'complete', status: 'failed' });
});

test('those who match already are counted, and exactly they come in', async () => {
  const type = freshType();
  await happens(type, 'Ana', '1');
  await happens(type, 'Luis', '2');
  await happens(type, 'Luis', '3');
  await happens(type, 'Eva', '4', 100);
  const id = await drafted(after(type));
  const { count } = await get(`/api/v1/journeys/${id}/existing?days=7`);
  expect(count).toBe(3);

  const made = await firm.publish(id, { existing: { days: 7, count } });
  expect([made.status, made.json.takenIn]).toEqual([201, 3]);
  await matchAll();
  expect(await inside(id)).toEqual(['Ana Ruiz', 'Luis Ruiz', 'Luis Ruiz']);
  const replays = await firm.rows(
    `select r.attempt, r.note, m.outcome from integrations.inbox_events r
       join journeys.event_matches m on m.event_id = r.id
      where r.journey_id = $1`,
    [id],
  );
  expect(replays).toEqual(
    Array.from({ length: 3 }, () => ({
      attempt: 2,
      note: 'Taken in when version 1 was published.',
      outcome: 'enrolled',
    })),
  );
  // Nobody twice: they are inside now.
  expect((await get(`/api/v1/journeys/${id}/existing?days=7`)).count).toBe(0);
});

test('without the wish nobody who matched before comes in', async () => {
  const type = freshType();
  await happens(type, 'Ana', '1');
  const id = await drafted(after(type));
  const made = await firm.publish(id);
  expect([made.status, made.json.takenIn]).toEqual([201, 0]);
  await matchAll();
  expect(await inside(id)).toEqual([]);
});

test('somebody else matches meanwhile: nothing is published, and the new count is told', async () => {
  const type = freshType();
  await happens(type, 'Ana', '1');
  const id = await drafted(after(type));
  const { count } = await get(`/api/v1/journeys/${id}/existing`);
  await happens(type, 'Luis', '2');
  const refused = await firm.publish(id, { existing: { days: 14, count } });
  expect([refused.status, refused.json.code]).toEqual([409, 'plan_changed']);
  expect(refused.json.existing).toEqual({ days: 14, count: 2, more: false, open: true });
  expect(await get(`/api/v1/journeys/${id}`)).toMatchObject({ status: 'draft', liveVersion: null });
  await matchAll();
  expect(await inside(id)).toEqual([]);
});

test('who is inside already, or has been through with this job, is not taken in again', async () => {
  const type = freshType();
  const id = await drafted(after(type));
  await firm.publish(id);
  await happens(type, 'Ana', '1');
  expect(await inside(id)).toEqual(['Ana Ruiz']);
  await happens(type, 'Ana', '2', 100);
  await firm.saveDraft(id, after(type, { entry: { on: 'event', type } }));
  // Ana's small job would do now, but she is inside.
  expect((await get(`/api/v1/journeys/${id}/existing`)).count).toBe(0);
  await firm.rows(
    `update journeys.enrollments set status = 'completed', ended_at = now() where journey_id = $1`,
    [id],
  );
  expect((await get(`/api/v1/journeys/${id}/existing`)).count).toBe(1);
});

test('a paused journey takes nobody in, and says so', async () => {
  const type = freshType();
  const id = await drafted(after(type));
  await firm.publish(id);
  await firm.api.ask('POST', `/api/v1/journeys/${id}/pause`, { body: { mode: 'no_new_people' } });
  expect((await get(`/api/v1/journeys/${id}/existing`)).open).toBe(false);
  const refused = await firm.publish(id, { existing: { days: 14, count: 0 } });
  expect([refused.status, refused.json.code]).toEqual([409, 'conflict']);
  expect((await firm.publish(id)).status).toBe(201);
});

test('nobody is looked for further back than what events said is kept', async () => {
  const id = await drafted(after(freshType()));
  for (const days of ['0', '31', 'x']) {
    expect((await firm.api.ask('GET', `/api/v1/journeys/${id}/existing?days=${days}`)).status).toBe(422);
  }
});

test('dates that came round in the last days can be taken in; those of today come by themselves', async () => {
  const attribute = `renewal_${(nth += 1)}`;
  const day = (ago: number) => new Date(Date.now() - ago * 86_400_000).toISOString().slice(0, 10);
  for (const [name, ago] of [
    ['Ana', 4],
    ['Luis', 5],
    ['Eva', 40],
    ['Mar', 0],
  ] as const) {
    const { status } = await firm.api.ask('POST', '/api/v1/customers', {
      body: { name: `${name} Date`, attributes: { [attribute]: day(ago) } },
    });
    expect(status).toBe(201);
  }
  const flow = after('', { entry: { on: 'date', field: `customer.attributes.${attribute}` } });
  const id = await drafted(flow);
  expect((await get(`/api/v1/journeys/${id}/forecast`)).volume).toMatchObject({
    basis: 'date',
    days: 30,
  });
  const { count } = await get(`/api/v1/journeys/${id}/existing?days=7`);
  expect(count).toBe(2);
  expect((await firm.publish(id, { existing: { days: 7, count } })).json.takenIn).toBe(2);
  await matchAll();
  expect(await inside(id)).toEqual(['Ana Date', 'Luis Date']);
  expect((await get(`/api/v1/journeys/${id}/existing?days=7`)).count).toBe(0);
});

test('versions say who made them and how many are inside each', async () => {
  const type = freshType();
  const id = await drafted(after(type));
  await firm.publish(id, { note: 'First' });
  await happens(type, 'Ana', '1');
  await firm.publish(id);
  const { items } = await get(`/api/v1/journeys/${id}/versions`);
  expect(items).toMatchObject([
    { number: 2, inside: 0 },
    { number: 1, note: 'First', inside: 1, authorName: expect.stringMatching(/./) },
  ]);
  const manager = await firm.api.signInAs('manager');
  const made = await firm.api.ask('POST', `/api/v1/journeys/${id}/versions`, {
    as: manager,
    body: {},
    headers: { origin: firm.api.url },
  });
  expect(made.json).toMatchObject({ number: 3, author: manager.memberId });
  expect(made.json.authorName).toMatch(/./);
});

test('whoever fits the description today can be let in when a journey entered by it is published', async () => {
  const tag = `patient_${(nth += 1)}`;
  const fits = (name: string, tags: string[]) =>
    firm.api.ask('POST', '/api/v1/customers', { body: { ...person(name), tags } });
  for (const [name, tags] of [
    ['Petra', [tag]],
    ['Paula', [tag, 'vip']],
    ['Piotr', ['vip']],
  ] as const)
    expect((await fits(name, [...tags])).status).toBe(201);
  const entry = { on: 'segment', where: { field: 'customer.tags', op: 'contains', value: tag } };
  const id = await drafted(after('custom_unused', { entry }));
  const found = await get(`/api/v1/journeys/${id}/existing?days=7`);
  expect(found).toMatchObject({ count: 2, more: false, open: true });
  expect((await firm.publish(id, { existing: { days: 7, count: 2 } })).json.takenIn).toBe(2);
  await matchAll();
  expect(await inside(id)).toEqual(['Paula Ruiz', 'Petra Ruiz']);
  expect((await get(`/api/v1/journeys/${id}/existing?days=7`)).count).toBe(0);
  // Who came to fit it while the journey was live is what its next version is reckoned from.
  const { volume } = await get(`/api/v1/journeys/${id}/forecast`);
  expect(volume).toMatchObject({ basis: 'segment', arrived: 2 });
});
