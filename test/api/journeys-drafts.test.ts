import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { thanks, openFirm, type Firm } from './support/journeys.js';

let firm: Firm;
beforeAll(async () => {
  firm = await openFirm();
});
afterAll(() => firm?.close());

test('of two people who save at once one is shown what the other saved', async () => {
  const id = await firm.makeJourney();
  const put = (name: string) =>
    firm.api.ask('PUT', `/api/v1/journeys/${id}/draft`, {
      body: { ...thanks, first: name },
      headers: { 'if-match': '"1"' },
    });
  const replies = await Promise.all([put('thanks'), put('pause')]);
  const [won, lost] = replies.sort((a, b) => a.status - b.status);
  expect([won!.status, lost!.status]).toEqual([200, 412]);
  expect(won!.headers.get('etag')).toBe('"2"');
  expect(lost!.headers.get('content-type')).toContain('application/problem+json');
  expect(lost!.json.code).toBe('precondition_failed');
  expect(lost!.json.draft).toEqual(won!.json);
  expect(lost!.headers.get('etag')).toBe('"2"');
});

test('a save that does not say what it changes is refused, and so is a stale one', async () => {
  const id = await firm.makeJourney();
  const put = (headers: Record<string, string>) =>
    firm.api.ask('PUT', `/api/v1/journeys/${id}/draft`, { body: thanks, headers });
  expect((await put({})).status).toBe(428);
  expect((await put({ 'if-match': '"9"' })).status).toBe(412);
  expect((await put({ 'if-match': '"1"' })).json.etag).toBe('"2"');
  expect((await put({ 'if-match': '"1"' })).status).toBe(412);
  expect((await put({ 'if-match': '*' })).json.etag).toBe('"3"');
});

test('a draft with errors is saved, with its issues, and nothing that makes sense is lost', async () => {
  const id = await firm.makeJourney();
  const unfinished = {
    entry: { on: 'event', type: 'job_completed' },
    first: 'thanks',
    steps: [
      { id: 'thanks', kind: 'email', settings: { purpose: 'service', subject: 'Hi' }, exits: {} },
      'rubbish',
    ],
    rules: {},
    notes: 'dropped',
  };
  const saved = await firm.saveDraft(id, unfinished);
  expect(saved.json.flow).toEqual({ ...unfinished, steps: [unfinished.steps[0]], notes: undefined });
  const codes = saved.json.issues.map(({ code }: { code: string }) => code);
  expect(codes).toEqual(expect.arrayContaining(['incomplete_step', 'unknown_kind']));
  expect((await firm.api.ask('GET', `/api/v1/journeys/${id}/draft`)).json.flow).toEqual(saved.json.flow);
  const refused = await firm.publish(id);
  expect([refused.status, refused.json.code]).toEqual([422, 'cannot_publish']);
  expect(refused.json.issues[0]).toMatchObject({ level: 'error', message: expect.any(String) });
  expect((await firm.api.ask('GET', `/api/v1/journeys/${id}`)).json.status).toBe('draft');
});

test('what is no document is refused: broken JSON, a list, and more than a megabyte', async () => {
  const id = await firm.makeJourney();
  const put = (raw: string) =>
    firm.api.ask('PUT', `/api/v1/journeys/${id}/draft`, {
      raw,
      headers: { 'if-match': '"1"', 'content-type': 'application/json' },
    });
  expect((await put('{')).status).toBe(400);
  expect((await put('[]')).status).toBe(422);
  expect((await put(JSON.stringify({ ...thanks, notes: 'x'.repeat(1024 * 1024) }))).status).toBe(413);
  expect((await put(JSON.stringify({ ...thanks, notes: 'x'.repeat(900 * 1024) }))).status).toBe(200);
});

test('a tag that another live journey puts on happy customers may not decide who is asked', async () => {
  const tagging = {
    entry: { on: 'event', type: 'feedback_received' },
    first: 'look',
    steps: [
      {
        id: 'look',
        kind: 'branch',
        settings: { arms: [{ name: 'happy', when: { field: 'event.data.rating', op: 'gte', value: 4 } }] },
        exits: { happy: 'tag', otherwise: null },
      },
      { id: 'tag', kind: 'update_customer', settings: { addTags: ['happy'] }, exits: { done: null } },
    ],
    rules: {},
  };
  const asking = {
    ...thanks,
    entry: {
      on: 'event',
      type: 'job_completed',
      where: { field: 'customer.tags', op: 'contains', value: 'happy' },
    },
  };
  const other = await firm.makeJourney('Tagging');
  const id = await firm.makeJourney('Asking');
  expect(
    (await firm.saveDraft(id, asking)).json.issues.map(({ code }: { code: string }) => code),
  ).not.toContain('review_gating');
  // Entered by an event its own messages cause, so it cannot be published as it is: put it live by hand.
  await firm.rows(
    `insert into journeys.versions (business_id, journey_id, number, flow) values ($1, $2, 1, $3)`,
    [firm.api.business.id, other, JSON.stringify(tagging)],
  );
  await firm.rows(`update journeys.journeys set status = 'live', live_version = 1 where id = $1`, [other]);
  const saved = await firm.saveDraft(id, asking);
  expect(saved.json.issues.map(({ code }: { code: string }) => code)).toContain('review_gating');
  expect((await firm.publish(id)).status).toBe(422);
  await firm.rows(`update journeys.journeys set status = 'archived' where id = $1`, [other]);
  expect((await firm.publish(id)).status).toBe(201);
});
