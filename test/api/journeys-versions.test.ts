import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { held, listening, thanks, waiting, withoutPause, openFirm, type Firm } from './support/journeys.js';

let firm: Firm;
beforeAll(async () => {
  firm = await openFirm();
});
afterAll(() => firm?.close());

test('publishing makes a draft live, and what it listens for is known', async () => {
  const id = await firm.makeJourney();
  await firm.saveDraft(id, thanks);
  const made = await firm.publish(id, { note: 'First try' });
  expect(made.status).toBe(201);
  expect(made.json).toEqual({
    number: 1,
    publishedAt: expect.stringMatching(/Z$/),
    author: expect.stringMatching(/^key:/),
    authorName: expect.any(String),
    note: 'First try',
    inside: 0,
    takenIn: 0,
    flow: expect.objectContaining({ first: 'thanks', entry: thanks.entry }),
    landed: [],
  });
  const journey = (await firm.api.ask('GET', `/api/v1/journeys/${id}`)).json;
  expect(journey).toMatchObject({
    status: 'live',
    liveVersion: 1,
    draftChanged: false,
    entry: thanks.entry,
  });
  expect(
    await firm.rows('select event_type, role from journeys.triggers where journey_id = $1 order by role', [
      id,
    ]),
  ).toEqual([
    { event_type: 'job_completed', role: 'entry' },
    { event_type: 'feedback_received', role: 'goal' },
    { event_type: 'invoice_paid', role: 'listener' },
    { event_type: 'job_cancelled', role: 'stop' },
  ]);
});

test('versions are listed newest first, and each tells what it changed', async () => {
  const id = await firm.liveJourney();
  await firm.saveDraft(id, withoutPause);
  await firm.publish(id, { note: 'No wait' });
  const first = await firm.api.ask('GET', `/api/v1/journeys/${id}/versions?limit=1`);
  expect(
    first.json.items.map(({ number, note }: { number: number; note: string }) => [number, note]),
  ).toEqual([[2, 'No wait']]);
  const rest = await firm.api.ask(
    'GET',
    `/api/v1/journeys/${id}/versions?limit=1&cursor=${first.json.nextCursor}`,
  );
  expect(rest.json.items.map(({ number }: { number: number }) => number)).toEqual([1]);
  expect(rest.json.nextCursor).toBeNull();
  expect((await firm.api.ask('GET', `/api/v1/journeys/${id}/versions?cursor=x`)).status).toBe(422);

  const second = await firm.api.ask('GET', `/api/v1/journeys/${id}/versions/2`);
  expect(second.json.flow.steps.map((step: { id: string }) => step.id)).toEqual(['thanks', 'reply', 'ask']);
  expect(second.json.changes).toEqual([
    { change: 'removed', stepId: 'pause', sentence: 'Removed: Wait 2 days' },
  ]);
  for (const number of ['3', '0', 'x']) {
    expect((await firm.api.ask('GET', `/api/v1/journeys/${id}/versions/${number}`)).status).toBe(404);
  }
});

test('two who publish at once make two versions, one after the other', async () => {
  const id = await firm.liveJourney();
  const replies = await Promise.all([firm.publish(id), firm.publish(id), firm.publish(id)]);
  expect(replies.map(({ status }) => status)).toEqual([201, 201, 201]);
  expect(replies.map(({ json }) => json.number).sort()).toEqual([2, 3, 4]);
});

test('the plan shows who is where and what may be done with them', async () => {
  const id = await firm.liveJourney();
  await firm.inside(
    id,
    waiting,
    waiting,
    listening,
    held,
    { stepId: 'thanks', message: 'sending' },
    { stepId: null },
  );
  await firm.saveDraft(id, withoutPause);
  const { json, headers } = await firm.api.ask('GET', `/api/v1/journeys/${id}/landing`);
  expect(json).toEqual({
    etag: '"3"',
    planId: expect.stringMatching(/^[\w-]{22}$/),
    groups: [
      { stepId: null, state: 'starting', count: 1, options: ['finish', 'move', 'end'], to: 'thanks' },
      { stepId: 'pause', state: 'waiting', count: 2, options: ['finish', 'move', 'end'], to: null },
      { stepId: 'reply', state: 'listening', count: 1, options: ['finish', 'move', 'end'], to: 'reply' },
      { stepId: 'thanks', state: 'held', count: 1, options: ['finish', 'move', 'end'], to: 'thanks' },
      { stepId: 'thanks', state: 'sending', count: 1, options: ['finish', 'end'], to: 'thanks' },
    ],
  });
  expect(headers.get('etag')).toBe('"3"');
});

test('what becomes of everybody inside is what the plan said', async () => {
  const id = await firm.liveJourney();
  const [a, b, listener, c] = await firm.inside(id, waiting, waiting, listening, held);
  await firm.saveDraft(id, withoutPause);
  const { planId } = (await firm.api.ask('GET', `/api/v1/journeys/${id}/landing`)).json;
  const made = await firm.publish(id, {
    planId,
    landing: [
      { stepId: 'pause', do: 'move', to: 'reply' },
      { stepId: 'thanks', do: 'end' },
      { stepId: 'reply', do: 'finish' },
    ],
  });
  expect(made.status).toBe(201);
  expect(made.json.landed).toEqual([
    { stepId: 'pause', state: 'waiting', do: 'move', to: 'reply', count: 2 },
    { stepId: 'reply', state: 'listening', do: 'finish', to: null, count: 1 },
    { stepId: 'thanks', state: 'held', do: 'end', to: null, count: 1 },
  ]);

  const mail = await firm.rows(
    'select enrollment_id, kind, body from journeys.mailbox where enrollment_id = any ($1)',
    [[a, b, listener, c]],
  );
  expect(mail.map(({ enrollment_id }) => enrollment_id).sort()).toEqual([a, b].sort());
  expect(mail[0]).toMatchObject({
    kind: 'control',
    body: { act: 'move', stepId: 'reply', version: 2, credit: true, actor: expect.stringMatching(/^key:/) },
  });
  const ended = (await firm.api.ask('GET', `/api/v1/enrollments/${c}`)).json;
  expect(ended).toMatchObject({
    status: 'stopped',
    state: null,
    reason: { code: 'version_ended' },
    version: 1,
  });
  expect(ended.timeline.map(({ type }: { type: string }) => type)).toEqual(['ended']);
  expect(
    await firm.rows('select status, reason_code from messaging.messages where enrollment_id = $1', [c]),
  ).toEqual([{ status: 'skipped', reason_code: 'version_ended' }]);
  const nudged = await firm.rows(
    'select enrollment_id from integrations.outbox where enrollment_id = any ($1)',
    [[a, b, listener, c]],
  );
  expect(nudged.map(({ enrollment_id }) => enrollment_id).sort()).toEqual([a, b, c].sort());
  expect((await firm.api.ask('GET', `/api/v1/journeys/${id}/versions/2`)).json.landed).toEqual(
    made.json.landed,
  );
});

test('nothing is published when people moved on after the plan was shown', async () => {
  const id = await firm.liveJourney();
  await firm.inside(id, waiting);
  const { planId } = (await firm.api.ask('GET', `/api/v1/journeys/${id}/landing`)).json;
  await firm.inside(id, waiting, listening);
  const landing = [{ stepId: 'pause', do: 'end' }];
  const refused = await firm.publish(id, { planId, landing });
  expect([refused.status, refused.json.code]).toEqual([409, 'plan_changed']);
  expect(
    refused.json.plan.groups.map(({ stepId, count }: { stepId: string; count: number }) => [stepId, count]),
  ).toEqual([
    ['pause', 2],
    ['reply', 1],
  ]);
  expect((await firm.api.ask('GET', `/api/v1/journeys/${id}`)).json).toMatchObject({
    liveVersion: 1,
    inside: 3,
  });
  const again = await firm.publish(id, { planId: refused.json.plan.planId, landing });
  expect(again.status).toBe(201);
  expect((await firm.api.ask('GET', `/api/v1/journeys/${id}`)).json).toMatchObject({
    liveVersion: 2,
    inside: 1,
  });
});

test('a plan for another draft than is published is refused too', async () => {
  const id = await firm.liveJourney();
  const { planId } = (await firm.api.ask('GET', `/api/v1/journeys/${id}/landing`)).json;
  await firm.saveDraft(id, withoutPause);
  expect((await firm.publish(id, { planId })).json.code).toBe('plan_changed');
});

test('people cannot be moved to a step that the new version does not have', async () => {
  const id = await firm.liveJourney();
  await firm.inside(id, waiting);
  await firm.saveDraft(id, withoutPause);
  const refused = await firm.publish(id, {
    landing: [
      { stepId: 'pause', do: 'move' },
      { stepId: 'reply', do: 'move', to: 'nowhere' },
    ],
  });
  expect(refused.status).toBe(422);
  expect(refused.json.errors.map(({ path }: { path: string }) => path)).toEqual([
    'landing[0].to',
    'landing[1].to',
  ]);
  expect((await firm.api.ask('GET', `/api/v1/journeys/${id}`)).json.liveVersion).toBe(1);
});

test('whoever is being written to at that moment finishes the step instead of being moved', async () => {
  const id = await firm.liveJourney();
  const [busy] = await firm.inside(
    id,
    { stepId: 'thanks', message: 'sending' },
    { stepId: 'ask', message: 'sent' },
  );
  const made = await firm.publish(id, {
    landing: [
      { stepId: 'thanks', do: 'move', to: 'pause' },
      { stepId: 'ask', do: 'move' },
    ],
  });
  expect(made.json.landed).toEqual([
    { stepId: 'ask', state: 'asked', do: 'finish', to: null, count: 1 },
    { stepId: 'thanks', state: 'sending', do: 'finish', to: null, count: 1 },
  ]);
  expect(await firm.rows('select 1 from journeys.mailbox where enrollment_id = $1', [busy])).toEqual([]);
});

test('people still in an older version are woken by what it listened for', async () => {
  const id = await firm.liveJourney();
  await firm.inside(id, listening);
  await firm.saveDraft(id, {
    ...thanks,
    entry: { on: 'event', type: 'invoice_paid' },
    first: 'thanks',
    steps: [{ ...thanks.steps[0], exits: { sent: null, undeliverable: null } }],
    rules: {},
  });
  await firm.publish(id);
  expect(
    await firm.rows('select event_type, role from journeys.triggers where journey_id = $1 order by role', [
      id,
    ]),
  ).toEqual([
    { event_type: 'invoice_paid', role: 'entry' },
    { event_type: 'feedback_received', role: 'goal' },
    { event_type: 'invoice_paid', role: 'listener' },
    { event_type: 'job_cancelled', role: 'stop' },
  ]);
});
