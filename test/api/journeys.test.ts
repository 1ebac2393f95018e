import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { listening, thanks, waiting, openFirm, type Firm } from './support/journeys.js';

let firm: Firm;
beforeAll(async () => {
  firm = await openFirm();
});
afterAll(() => firm?.close());

test('a new journey is a draft with an empty flow and an ETag', async () => {
  const made = await firm.api.ask('POST', '/api/v1/journeys', {
    body: { name: '  After a job ', description: 'Thanks' },
  });
  expect(made.status).toBe(201);
  expect(made.headers.get('location')).toBe(`/api/v1/journeys/${made.json.id}`);
  expect(made.json).toEqual({
    id: expect.any(String),
    name: 'After a job',
    description: 'Thanks',
    status: 'draft',
    pause: null,
    liveVersion: null,
    entry: null,
    draftChanged: true,
    draftEtag: '"1"',
    inside: 0,
    createdAt: expect.stringMatching(/Z$/),
    updatedAt: expect.stringMatching(/Z$/),
  });
  const draft = await firm.api.ask('GET', `/api/v1/journeys/${made.json.id}/draft`);
  expect(draft.status).toBe(200);
  expect(draft.headers.get('etag')).toBe('"1"');
  expect(draft.json.flow).toEqual({ entry: null, first: null, steps: [], rules: {} });
  expect(draft.json.etag).toBe('"1"');
  expect(draft.json.issues.map(({ code }: { code: string }) => code)).toContain('empty_flow');
});

test('journeys are listed newest first, a page at a time', async () => {
  const { business } = firm.api;
  const other = await firm.api.seedBusiness('Three journeys');
  const ids: string[] = [];
  for (const name of ['One', 'Two', 'Three']) ids.unshift(await firm.makeJourney(name, other.apiKey));
  const first = await firm.api.ask('GET', '/api/v1/journeys?limit=2', { as: other.apiKey });
  expect(first.json.items.map(({ id }: { id: string }) => id)).toEqual(ids.slice(0, 2));
  const cursor = first.json.nextCursor as string;
  const second = await firm.api.ask('GET', `/api/v1/journeys?limit=2&cursor=${cursor}`, { as: other.apiKey });
  expect(second.json.items.map(({ id }: { id: string }) => id)).toEqual(ids.slice(2));
  expect(second.json.nextCursor).toBeNull();
  const strange = await firm.api.ask('GET', '/api/v1/journeys?cursor=nonsense', { as: business.apiKey });
  expect(strange.status).toBe(422);
  expect(strange.json.errors).toEqual([{ path: 'cursor', message: expect.any(String) }]);
});

test('another business finds nothing at any address of a journey', async () => {
  const id = await firm.liveJourney();
  const asks: [string, string, unknown?][] = [
    ['GET', ''],
    ['PATCH', '', { name: 'Mine' }],
    ['DELETE', ''],
    ['GET', '/draft'],
    ['PUT', '/draft', thanks],
    ['GET', '/versions'],
    ['GET', '/versions/1'],
    ['POST', '/versions', {}],
    ['GET', '/landing'],
    ['POST', '/pause', { mode: 'hold_everyone' }],
    ['DELETE', '/pause'],
    ['POST', '/rehearsals', { event: { type: 'job_completed' } }],
    ['GET', '/enrollments'],
    ['POST', '/enrollments', { customer: { name: 'Eve' } }],
    ['GET', '/report'],
  ];
  for (const [method, path, body] of asks) {
    const reply = await firm.api.ask(method, `/api/v1/journeys/${id}${path}`, {
      as: firm.bistro.apiKey,
      headers: { 'if-match': '"1"' },
      ...(body !== undefined && { body }),
    });
    expect([method, path, reply.status, reply.json.code]).toEqual([method, path, 404, 'not_found']);
  }
});

test('a member of the team may look at a journey but not change it', async () => {
  const id = await firm.makeJourney();
  const as = await firm.api.signInAs('member');
  expect((await firm.api.ask('GET', `/api/v1/journeys/${id}`, { as })).status).toBe(200);
  for (const [method, path, body] of [
    ['PATCH', '', { name: 'Mine' }],
    ['PUT', '/draft', thanks],
    ['POST', '/versions', {}],
    ['POST', '/pause', { mode: 'hold_everyone' }],
  ] as const) {
    const reply = await firm.api.ask(method, `/api/v1/journeys/${id}${path}`, { as, body });
    expect([method, path, reply.status]).toEqual([method, path, 403]);
  }
});

test('status takes live once published, and archived; pausing has its own address', async () => {
  const id = await firm.makeJourney();
  const patch = (status: string) => firm.api.ask('PATCH', `/api/v1/journeys/${id}`, { body: { status } });
  expect((await patch('live')).status).toBe(409);
  expect((await patch('paused')).status).toBe(422);
  await firm.saveDraft(id, thanks);
  await firm.publish(id);
  expect((await patch('archived')).json.status).toBe('archived');
  expect((await firm.publish(id)).status).toBe(409);
  expect((await patch('live')).json.status).toBe('live');
  expect(
    (await firm.api.ask('POST', `/api/v1/journeys/${id}/pause`, { body: { mode: 'hold_everyone' } })).status,
  ).toBe(201);
  expect((await patch('live')).status).toBe(409);
  expect((await patch('archived')).status).toBe(409);
});

test('a journey with people inside is not deleted; an empty one is gone', async () => {
  const id = await firm.liveJourney();
  const [enrollment] = await firm.inside(id, waiting);
  const refused = await firm.api.ask('DELETE', `/api/v1/journeys/${id}`);
  expect([refused.status, refused.json.code]).toEqual([409, 'conflict']);
  expect(refused.json.detail).toMatch(/^One person is inside/);
  await firm.api.ask('POST', `/api/v1/enrollments/${enrollment}/stop`);
  expect((await firm.api.ask('DELETE', `/api/v1/journeys/${id}`)).status).toBe(204);
  expect((await firm.api.ask('GET', `/api/v1/journeys/${id}`)).status).toBe(404);
  expect(await firm.rows('select 1 from journeys.triggers where journey_id = $1', [id])).toEqual([]);
});

test('live counts say who is at which step and who has gone which way', async () => {
  const id = await firm.liveJourney();
  const [first] = await firm.inside(id, waiting, waiting, listening);
  await firm.rows(
    `insert into journeys.timeline (business_id, enrollment_id, journey_id, customer_id, version, type, step_id, exit)
     select business_id, id, journey_id, customer_id, version, 'step', 'thanks', x
       from journeys.enrollments, unnest(array['sent', 'sent', 'undeliverable']) x where id = $1`,
    [first],
  );
  const { json } = await firm.api.ask('GET', `/api/v1/journeys/${id}`);
  expect(json.inside).toBe(3);
  expect(json.counts).toEqual({
    inside: 3,
    overdue: 0,
    active: [
      { stepId: 'pause', count: 2 },
      { stepId: 'reply', count: 1 },
    ],
    passed: [
      { stepId: 'thanks', exit: 'sent', count: 2 },
      { stepId: 'thanks', exit: 'undeliverable', count: 1 },
    ],
  });
  const report = await firm.api.ask('GET', `/api/v1/journeys/${id}/report`);
  expect(report.json).toMatchObject({
    enrolled: 3,
    ended: [],
    messages: [],
    passed: json.counts.passed,
    feedback: { answers: 0, averageRating: null },
  });
});

test('the people behind each count are found: who stands at a step, and who went which way', async () => {
  const id = await firm.liveJourney();
  const [sent, twice, not] = await firm.inside(id, waiting, waiting, listening);
  await firm.rows(
    `insert into journeys.timeline (business_id, enrollment_id, journey_id, customer_id, version, type, step_id, exit)
     select e.business_id, e.id, journey_id, customer_id, version, 'step', 'thanks', w.exit
       from journeys.enrollments e
       join (values ($1::uuid, 'sent'), ($2, 'sent'), ($2, 'undeliverable'), ($3, 'undeliverable')) w (id, exit)
         on w.id = e.id`,
    [sent, twice, not],
  );
  const who = async (query: string) => {
    const { json } = await firm.api.ask('GET', `/api/v1/journeys/${id}/enrollments?${query}`);
    return json.items.map((one: { id: string }) => one.id).sort();
  };
  expect(await who('stepId=pause&status=active')).toEqual([sent, twice].sort());
  expect(await who('stepId=thanks&exit=sent')).toEqual([sent, twice].sort());
  expect(await who('stepId=thanks&exit=undeliverable')).toEqual([twice, not].sort());
  expect(await who('stepId=thanks&exit=sent&exit=undeliverable')).toEqual([sent, twice, not].sort());
  expect(await who('stepId=pause&exit=sent')).toEqual([]);
  const refused = await firm.api.ask('GET', `/api/v1/journeys/${id}/enrollments?exit=sent`);
  expect([refused.status, refused.json.errors[0].path]).toEqual([422, 'stepId']);
});

test('a journey is renamed, and journeys are found by their status', async () => {
  const id = await firm.makeJourney('Old name');
  const renamed = await firm.api.ask('PATCH', `/api/v1/journeys/${id}`, {
    body: { name: 'New name', description: 'For the winter' },
  });
  expect(renamed.json).toMatchObject({ name: 'New name', description: 'For the winter', status: 'draft' });
  expect((await firm.api.ask('PATCH', `/api/v1/journeys/${id}`, { body: { name: ' ' } })).status).toBe(422);
  const drafts = await firm.api.ask('GET', '/api/v1/journeys?status=draft');
  expect(drafts.json.items[0].id).toBe(id);
  const statuses = drafts.json.items.map(({ status }: { status: string }) => status);
  expect(new Set(statuses)).toEqual(new Set(['draft']));
});

test('a report covers the span that is asked for, and refuses one that ends before it begins', async () => {
  const id = await firm.liveJourney();
  await firm.inside(id, waiting);
  const report = (query: string) => firm.api.ask('GET', `/api/v1/journeys/${id}/report?${query}`);
  expect((await report('from=2020-01-01T00:00:00Z&to=2020-02-01T00:00:00%2B01:00')).json).toMatchObject({
    from: '2020-01-01T00:00:00.000Z',
    to: '2020-01-31T23:00:00.000Z',
    enrolled: 0,
  });
  expect((await report('')).json.enrolled).toBe(1);
  expect((await report('from=2020-02-01T00:00:00Z&to=2020-01-01T00:00:00Z')).status).toBe(422);
  expect((await report('from=yesterday')).json.errors[0].path).toBe('from');
});
