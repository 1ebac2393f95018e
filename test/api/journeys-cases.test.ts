import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { openFirm, thanks, type Firm } from './support/journeys.js';

let firm: Firm;
beforeAll(async () => {
  firm = await openFirm();
});
afterAll(() => firm?.close());

const ask = (method: string, path: string, body?: unknown, as?: string) =>
  firm.api.ask(method, `/api/v1/journeys/${path}`, { body, ...(as && { as }) });
const event = { type: 'job_completed', subject: { kind: 'job', id: '1' } };
const ana = { name: 'Ana Ruiz', email: 'ana@example.com', timezone: 'Europe/Madrid' };
const kept = { name: 'Ana says nothing', event, customer: ana, startAt: '2026-11-16T10:00:00Z' };
const longer = {
  ...thanks,
  steps: thanks.steps.map((step) =>
    step.id === 'pause' ? { ...step, settings: { duration: 'P3D' } } : step,
  ),
};

async function drawn() {
  const id = await firm.makeJourney();
  await firm.saveDraft(id, thanks);
  return id;
}

test('a rehearsal is kept with its journey, and run again it says the same', async () => {
  const id = await drawn();
  const saved = await ask('POST', `${id}/cases`, kept);
  expect(saved.status).toBe(201);
  expect(saved.json).toMatchObject({
    name: 'Ana says nothing',
    customerId: null,
    customer: ana,
    startAt: '2026-11-16T10:00:00.000Z',
  });
  expect(saved.json.expected.messages.map(({ stepId }: { stepId: string }) => stepId)).toEqual([
    'thanks',
    'ask',
  ]);
  expect(saved.json.expected.ended).toMatchObject({ status: 'completed', reason: { code: 'finished' } });

  expect((await ask('GET', `${id}/cases`)).json.items).toEqual([saved.json]);
  const runs = await ask('POST', `${id}/case-runs`);
  expect(runs.json).toMatchObject({ same: 1, changed: 0, items: [{ outcome: 'same', differences: [] }] });
});

test('a change of the draft is told case by case, until it is said to be right', async () => {
  const id = await drawn();
  const { json: saved } = await ask('POST', `${id}/cases`, kept);
  await ask('POST', `${id}/cases`, {
    ...kept,
    name: 'The job was called off',
    answers: [{ step: 'pause', after: 'PT1H', type: 'job_cancelled' }],
  });
  await firm.saveDraft(id, longer);

  const { json: runs } = await ask('POST', `${id}/case-runs`);
  expect([runs.same, runs.changed]).toEqual([1, 1]);
  const [changed, same] = runs.items;
  expect(changed.differences.map(({ sentence }: { sentence: string }) => sentence)).toEqual([
    'The email “How did we do?” leaves Thursday 26 November, 11:00 instead of Wednesday 25 November, 11:00.',
    'It ends Thursday 26 November, 11:00 instead of Wednesday 25 November, 11:00.',
  ]);
  expect(same).toMatchObject({
    name: 'The job was called off',
    outcome: 'same',
    ended: { status: 'stopped' },
  });
  // The flow that is live is still what it was.
  expect((await ask('POST', `${id}/case-runs`, { flow: thanks })).json.changed).toBe(0);

  expect((await ask('PUT', `${id}/cases/${saved.id}/expectation`)).status).toBe(200);
  expect((await ask('POST', `${id}/case-runs`)).json.changed).toBe(0);
});

test('a case about a customer keeps who they were, sealed, and goes when they are forgotten', async () => {
  const id = await drawn();
  const customer = (
    await firm.api.ask('POST', 'customers', { body: { name: 'Berta Gil', email: 'berta@example.com' } })
  ).json;
  const { json: saved } = await ask('POST', `${id}/cases`, {
    ...kept,
    name: 'A real one',
    customer: { id: customer.id },
  });
  expect(saved).toMatchObject({ customerId: customer.id, customer: { name: 'Berta Gil' } });
  expect(saved.expected.messages[0].text).toContain('Dear Berta');

  await firm.api.ask('PATCH', `customers/${customer.id}`, { body: { name: 'Marta Gil' } });
  expect((await ask('POST', `${id}/case-runs`)).json.changed).toBe(0);

  const [{ content }] = await firm.rows('select content from journeys.cases where id = $1', [saved.id]);
  expect((content as Buffer).toString('latin1')).not.toContain('Berta');
  expect((await firm.api.ask('DELETE', `customers/${customer.id}`)).status).toBe(204);
  expect(await firm.rows('select 1 from journeys.cases where journey_id = $1', [id])).toEqual([]);
});

test('a case can be removed, fifty are the most, and an unfinished draft says why it cannot run', async () => {
  const id = await drawn();
  const { json: saved } = await ask('POST', `${id}/cases`, kept);
  await firm.rows(
    `insert into journeys.cases (business_id, journey_id, name, content)
     select business_id, journey_id, 'Another', content from journeys.cases, generate_series(1, 49) where id = $1`,
    [saved.id],
  );
  expect((await ask('POST', `${id}/cases`, kept)).json.code).toBe('conflict');
  expect((await ask('DELETE', `${id}/cases/${saved.id}`)).status).toBe(204);
  expect((await ask('DELETE', `${id}/cases/${saved.id}`)).status).toBe(404);
  await firm.rows(`delete from journeys.cases where journey_id = $1`, [id]);

  await firm.saveDraft(id, { steps: [] });
  expect((await ask('POST', `${id}/case-runs`)).json).toMatchObject({ items: [], same: 0 });
  expect((await ask('POST', `${id}/cases`, kept)).json.code).toBe('cannot_publish');
});

test('cases name customers, so a key that may not read customers may not read them', async () => {
  const id = await drawn();
  await ask('POST', `${id}/cases`, kept);
  const key = await firm.api.makeKey(['journeys:read', 'journeys:write']);
  for (const [method, path] of [
    ['GET', 'cases'],
    ['POST', 'case-runs'],
  ] as const)
    expect((await ask(method, `${id}/${path}`, undefined, key)).status).toBe(403);
  const berta = (await firm.api.ask('POST', 'customers', { body: { name: 'Berta' } })).json.id;
  expect((await ask('POST', `${id}/rehearsals`, { event, customer: { id: berta } }, key)).status).toBe(403);
  expect((await ask('POST', `${id}/rehearsals`, { event, customer: ana }, key)).status).toBe(200);
});
