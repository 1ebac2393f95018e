import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { newId } from '../../lib/ids.js';
import { held, listening, openFirm, thanks, waiting, type Firm } from './support/journeys.js';

let firm: Firm;
beforeAll(async () => {
  firm = await openFirm();
});
afterAll(() => firm?.close());

const act = (id: string, what: string, body?: unknown, as?: string) =>
  firm.api.ask('POST', `/api/v1/enrollments/${id}/${what}`, {
    ...(body !== undefined && { body }),
    ...(as !== undefined && { as }),
  });
const look = (id: string) => firm.api.ask('GET', `/api/v1/enrollments/${id}`);
const mailOf = (id: string) =>
  firm.rows('select kind, body from journeys.mailbox where enrollment_id = $1 order by id', [id]);
const nudgesOf = async (id: string) =>
  (await firm.rows(`select 1 from integrations.outbox where enrollment_id = $1 and kind = 'nudge'`, [id]))
    .length;
const auditOf = async (id: string) =>
  (await firm.rows('select action, actor from platform.audit_log where target_id = $1 order by id', [
    id,
  ])) as {
    action: string;
    actor: string;
  }[];

test('enrolling somebody by hand puts one event into the inbox, meant for that journey only', async () => {
  const id = await firm.liveJourney();
  const path = `/api/v1/journeys/${id}/enrollments`;
  const made = await firm.api.ask('POST', path, {
    body: {
      customer: { name: 'Ana Ruiz', email: 'ana@example.com' },
      subject: { kind: 'job', id: '8841' },
      data: { service: 'Boiler repair' },
    },
  });
  expect(made.status).toBe(202);
  expect(made.json).toEqual({ eventId: expect.any(String) });
  const [event] = await firm.rows(
    `select type, journey_id, customer_id, status, subject_kind, subject_id, source, payload
       from integrations.inbox_events where id = $1`,
    [made.json.eventId],
  );
  expect(event).toMatchObject({
    type: 'custom_enrolled_by_hand',
    journey_id: id,
    customer_id: null,
    status: 'received',
    subject_kind: 'job',
    subject_id: '8841',
    source: 'journeyman',
  });
  const place = { table: 'inbox_events', rowId: made.json.eventId, kind: 'payload' };
  const opened = await firm.api.deps.keys.open(firm.api.business.id, event.payload, place);
  expect(JSON.parse(opened.toString())).toEqual({
    type: 'custom_enrolled_by_hand',
    occurredAt: expect.stringMatching(/Z$/),
    customer: { name: 'Ana Ruiz', email: 'ana@example.com' },
    subject: { kind: 'job', id: '8841' },
    data: { service: 'Boiler repair' },
  });
  expect(event.payload.includes('ana@example.com')).toBe(false);
});

test('a customer the business knows is enrolled by id; a stranger’s id is refused', async () => {
  const id = await firm.liveJourney();
  const [enrollment] = await firm.inside(id, waiting);
  const { customerId } = (await look(enrollment!)).json;
  const enroll = (customer: unknown) =>
    firm.api.ask('POST', `/api/v1/journeys/${id}/enrollments`, { body: { customer } });
  const made = await enroll({ id: customerId });
  expect(made.status).toBe(202);
  expect(
    await firm.rows('select customer_id from integrations.inbox_events where id = $1', [made.json.eventId]),
  ).toEqual([{ customer_id: customerId }]);
  const stranger = await enroll({ id: newId() });
  expect([stranger.status, stranger.json.errors[0].path]).toEqual([422, 'customer.id']);
  expect((await enroll({})).json.errors[0].path).toBe('customer');
  expect((await enroll({ email: 'nonsense' })).json.errors[0].path).toBe('customer.email');
});

test('nobody enters a draft or an archived journey by hand; a paused one says so in its verdict', async () => {
  const id = await firm.makeJourney();
  const enroll = () =>
    firm.api.ask('POST', `/api/v1/journeys/${id}/enrollments`, { body: { customer: { name: 'Ana' } } });
  expect((await enroll()).status).toBe(409);
  await firm.saveDraft(id, thanks);
  await firm.publish(id);
  await firm.api.ask('POST', `/api/v1/journeys/${id}/pause`, { body: { mode: 'no_new_people' } });
  expect((await enroll()).status).toBe(202);
  await firm.api.ask('PATCH', `/api/v1/journeys/${id}`, { body: { status: 'archived' } });
  expect((await enroll()).status).toBe(409);
});

test('the same enrolment sent twice with one Idempotency-Key is one event', async () => {
  const id = await firm.liveJourney();
  const enroll = () =>
    firm.api.ask('POST', `/api/v1/journeys/${id}/enrollments`, {
      body: { customer: { name: 'Ana' } },
      headers: { 'idempotency-key': 'once' },
    });
  const [first, second] = [await enroll(), await enroll()];
  expect([first.status, second.status]).toEqual([202, 202]);
  expect(second.json).toEqual(first.json);
});

test('people are listed newest first and found by journey, customer, status and step', async () => {
  const id = await firm.liveJourney();
  const people = await firm.inside(id, waiting, waiting, listening);
  const sorted = [...people].sort().reverse();
  await act(people[2]!, 'stop');
  const list = async (query: string) => {
    const { status, json } = await firm.api.ask('GET', `/api/v1/enrollments?journeyId=${id}&${query}`);
    return status === 200 ? json.items.map((item: { id: string }) => item.id) : [status, json.errors[0].path];
  };
  expect(await list('')).toEqual(sorted);
  expect(await list('status=stopped')).toEqual([people[2]]);
  expect(await list('stepId=pause&status=active')).toEqual(sorted.filter((one) => one !== people[2]));
  const { customerId } = (await look(people[0]!)).json;
  expect(await list(`customerId=${customerId}`)).toEqual([people[0]]);
  expect(await list('status=asleep')).toEqual([422, 'status']);
  expect(await list('cursor=nonsense')).toEqual([422, 'cursor']);

  const first = await firm.api.ask('GET', `/api/v1/journeys/${id}/enrollments?limit=2`);
  expect(first.json.items.map((item: { id: string }) => item.id)).toEqual(sorted.slice(0, 2));
  const rest = await firm.api.ask(
    'GET',
    `/api/v1/journeys/${id}/enrollments?limit=2&cursor=${first.json.nextCursor}`,
  );
  expect(rest.json.items.map((item: { id: string }) => item.id)).toEqual(sorted.slice(2));
});

test('a passage is shown with its timeline, oldest first', async () => {
  const id = await firm.liveJourney();
  const [enrollment] = await firm.inside(id, waiting);
  for (const [type, step, exit] of [
    ['enrolled', null, null],
    ['step', 'thanks', 'sent'],
    ['waiting', 'pause', null],
  ]) {
    await firm.rows(
      `insert into journeys.timeline (business_id, id, enrollment_id, journey_id, customer_id, version, type, step_id, exit,
                                      reason_code, reason_message, actor)
       select business_id, $5, id, journey_id, customer_id, version, $2, $3, $4, 'why', 'Because.', 'journey'
         from journeys.enrollments where id = $1`,
      [enrollment, type, step, exit, newId()],
    );
  }
  const { status, json } = await look(enrollment!);
  expect(status).toBe(200);
  expect(json).toMatchObject({
    id: enrollment,
    journeyId: id,
    journeyName: 'Thank you',
    version: 1,
    customerName: 'Ana Ruiz',
    subject: null,
    status: 'active',
    state: 'waiting',
    reason: null,
    stepId: 'pause',
    dueAt: expect.stringMatching(/Z$/),
    pausedAt: null,
    queuedAt: null,
    endedAt: null,
  });
  const line = {
    id: expect.any(String),
    at: expect.stringMatching(/Z$/),
    reason: { code: 'why', message: 'Because.' },
    messageId: null,
    eventId: null,
    feedbackId: null,
    actor: 'journey',
  };
  expect(json.timeline).toEqual([
    { ...line, type: 'enrolled', stepId: null, exit: null },
    { ...line, type: 'step', stepId: 'thanks', exit: 'sent' },
    { ...line, type: 'waiting', stepId: 'pause', exit: null },
  ]);
});

test('stopping takes effect at once, and says which message had already left', async () => {
  const id = await firm.liveJourney();
  const [enrollment] = await firm.inside(id, { stepId: 'thanks', message: 'sending' });
  const { status, json } = await act(enrollment!, 'stop', { reason: 'She called.' });
  expect(status).toBe(200);
  expect(json).toMatchObject({
    status: 'stopped',
    state: null,
    reason: { code: 'stopped_by_hand', message: 'She called.' },
    dueAt: null,
    endedAt: expect.stringMatching(/Z$/),
    inFlight: [{ id: expect.any(String), channel: 'email', stepId: 'thanks' }],
  });
  const shown = (await look(enrollment!)).json;
  expect(shown.timeline).toMatchObject([
    { type: 'ended', stepId: 'thanks', reason: { code: 'stopped_by_hand', message: 'She called.' } },
  ]);
  expect(shown.timeline[0].actor).toMatch(/^key:/);
  expect(await nudgesOf(enrollment!)).toBe(1);
  expect(await auditOf(enrollment!)).toEqual([
    { action: 'enrollment.stopped', actor: expect.stringMatching(/^key:/) },
  ]);
});

test('a message that was being held for the morning is not sent after a stop', async () => {
  const id = await firm.liveJourney();
  const [enrollment] = await firm.inside(id, held);
  expect((await look(enrollment!)).json.state).toBe('held');
  expect((await act(enrollment!, 'stop')).json.inFlight).toEqual([]);
  expect(
    await firm.rows('select status, reason_code from messaging.messages where enrollment_id = $1', [
      enrollment,
    ]),
  ).toEqual([{ status: 'skipped', reason_code: 'stopped_by_hand' }]);
});

test('an occurrence that waited for the passage to end gets its turn after a stop', async () => {
  const id = await firm.liveJourney();
  const [enrollment] = await firm.inside(id, waiting);
  const event = newId();
  await firm.rows(
    `insert into integrations.inbox_events (business_id, id, source, origin, dedupe_key, type, order_key, status, occurred_at)
     values ($1, $2::uuid, 'api', 'api', $2::text, 'job_completed', 'x', 'matched', now())`,
    [firm.api.business.id, event],
  );
  await firm.rows('update journeys.enrollments set queued_event_id = $2, queued_at = now() where id = $1', [
    enrollment,
    event,
  ]);
  expect((await act(enrollment!, 'stop')).status).toBe(200);
  expect(
    await firm.rows('select status, journey_id, attempt from integrations.inbox_events where id = $1', [
      event,
    ]),
  ).toEqual([{ status: 'received', journey_id: id, attempt: 2 }]);
});

test('skipping tells the worker which step to leave, and refuses when the customer has moved on', async () => {
  const id = await firm.liveJourney();
  const [enrollment, newcomer] = await firm.inside(id, waiting, { stepId: null });
  const moved = await act(enrollment!, 'skip', { stepId: 'thanks' });
  expect([moved.status, moved.json.code]).toEqual([409, 'conflict']);
  expect(moved.json.detail).toBe('This customer is at the step “pause” now, so nothing was skipped.');
  expect((await act(enrollment!, 'skip', { stepId: 'nowhere' })).json.errors[0].path).toBe('stepId');
  expect(await mailOf(enrollment!)).toEqual([]);
  const skipped = await act(enrollment!, 'skip', { reason: 'No need to wait.', stepId: 'pause' });
  expect([skipped.status, skipped.json.status, skipped.json.stepId]).toEqual([202, 'active', 'pause']);
  expect(await mailOf(enrollment!)).toEqual([
    {
      kind: 'control',
      body: {
        act: 'skip',
        stepId: 'pause',
        reason: 'No need to wait.',
        actor: expect.stringMatching(/^key:/),
      },
    },
  ]);
  expect(await nudgesOf(enrollment!)).toBe(1);
  expect((await act(newcomer!, 'skip')).status).toBe(409);
});

test('moving goes to a step of the version the customer is in, and to no other', async () => {
  const id = await firm.liveJourney();
  const [enrollment] = await firm.inside(id, held);
  const refused = await act(enrollment!, 'move', { stepId: 'nowhere' });
  expect([refused.status, refused.json.errors]).toEqual([
    422,
    [
      {
        path: 'stepId',
        message: 'Version 1, which this customer is in, has no step “nowhere”.',
      },
    ],
  ]);
  expect((await act(enrollment!, 'move', {})).json.errors[0].path).toBe('stepId');
  expect((await act(enrollment!, 'move', { stepId: 'ask' })).status).toBe(202);
  expect(await mailOf(enrollment!)).toMatchObject([{ body: { act: 'move', stepId: 'ask', credit: false } }]);
  expect(
    await firm.rows('select status from messaging.messages where enrollment_id = $1', [enrollment]),
  ).toEqual([{ status: 'skipped' }]);
});

test('one person is paused and goes on; twice is a conflict', async () => {
  const id = await firm.liveJourney();
  const [enrollment] = await firm.inside(id, waiting);
  expect((await act(enrollment!, 'resume')).status).toBe(409);
  const paused = await act(enrollment!, 'pause', { reason: 'On holiday.' });
  expect(paused.status).toBe(200);
  expect(paused.json).toMatchObject({
    status: 'active',
    state: 'paused',
    pausedAt: expect.stringMatching(/Z$/),
  });
  expect((await act(enrollment!, 'pause')).status).toBe(409);
  expect((await look(enrollment!)).json.timeline).toMatchObject([
    { type: 'control', stepId: 'pause', reason: { code: 'paused_by_hand', message: 'On holiday.' } },
  ]);
  const resumed = await act(enrollment!, 'resume', { overdue: 'skip' });
  expect([resumed.status, resumed.json.pausedAt, resumed.json.state]).toEqual([200, null, 'waiting']);
  expect(await mailOf(enrollment!)).toMatchObject([{ body: { act: 'resume', overdue: 'skip' } }]);
  expect(await nudgesOf(enrollment!)).toBe(2);
  expect((await auditOf(enrollment!)).map(({ action }) => action)).toEqual([
    'enrollment.paused',
    'enrollment.resumed',
  ]);
});

test('nothing can be done to a passage that is over, and two who stop it at once stop it once', async () => {
  const id = await firm.liveJourney();
  const [enrollment] = await firm.inside(id, waiting);
  const both = await Promise.all([act(enrollment!, 'stop'), act(enrollment!, 'stop')]);
  expect(both.map(({ status }) => status).sort()).toEqual([200, 409]);
  for (const [what, body] of [
    ['stop'],
    ['skip'],
    ['move', { stepId: 'ask' }],
    ['pause'],
    ['resume'],
  ] as const) {
    const reply = await act(enrollment!, what, body);
    expect([what, reply.status, reply.json.detail]).toEqual([
      what,
      409,
      'This customer’s passage is over, so there is nothing to change any more.',
    ]);
  }
  expect((await look(enrollment!)).json.timeline).toHaveLength(1);
});

test('another business finds no passage of ours, and a waiter may not step in', async () => {
  const id = await firm.liveJourney();
  const [enrollment] = await firm.inside(id, waiting);
  const as = firm.bistro.apiKey;
  expect((await firm.api.ask('GET', `/api/v1/enrollments/${enrollment}`, { as })).status).toBe(404);
  for (const [what, body] of [
    ['stop'],
    ['skip'],
    ['move', { stepId: 'ask' }],
    ['pause'],
    ['resume'],
  ] as const) {
    expect([what, (await act(enrollment!, what, body, as)).status]).toEqual([what, 404]);
  }
  expect((await firm.api.ask('GET', `/api/v1/enrollments?journeyId=${id}`, { as })).json.items).toEqual([]);
  const waiter = await firm.api.signInAs('server');
  const refused = await firm.api.ask('POST', `/api/v1/enrollments/${enrollment}/stop`, { as: waiter });
  expect(refused.status).toBe(403);
  const readOnly = await firm.api.makeKey(['enrollments:read']);
  expect((await act(enrollment!, 'stop', undefined, readOnly)).status).toBe(403);
  expect((await look(enrollment!)).json.status).toBe('active');
});
