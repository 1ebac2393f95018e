import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { waiting, openFirm, type Firm } from './support/journeys.js';

let firm: Firm;
beforeAll(async () => {
  firm = await openFirm();
});
afterAll(() => firm?.close());

const pause = (id: string, mode: string) =>
  firm.api.ask('POST', `/api/v1/journeys/${id}/pause`, { body: { mode } });
const resume = (id: string, overdue = '') => firm.api.ask('DELETE', `/api/v1/journeys/${id}/pause${overdue}`);

test('a journey is paused for new people, and goes on', async () => {
  const id = await firm.liveJourney();
  const [enrollment] = await firm.inside(id, waiting);
  const paused = await pause(id, 'no_new_people');
  expect(paused.status).toBe(201);
  expect(paused.json).toMatchObject({
    status: 'paused',
    pause: { mode: 'no_new_people', at: expect.any(String) },
  });
  expect((await pause(id, 'no_new_people')).status).toBe(409);
  expect((await resume(id)).status).toBe(204);
  expect((await firm.api.ask('GET', `/api/v1/journeys/${id}`)).json).toMatchObject({
    status: 'live',
    pause: null,
  });
  expect(await firm.rows('select 1 from journeys.mailbox where enrollment_id = $1', [enrollment])).toEqual(
    [],
  );
  expect((await resume(id)).status).toBe(409);
});

test('a draft cannot be paused, and a mode must be one of two', async () => {
  const id = await firm.makeJourney();
  expect((await pause(id, 'hold_everyone')).status).toBe(409);
  expect((await pause(id, 'stop')).status).toBe(422);
  expect((await resume(id, '?overdue=burst')).status).toBe(422);
});

test('everybody held goes on ten a second unless the owner says otherwise; who is paused alone stays so', async () => {
  const id = await firm.liveJourney();
  const people = await firm.inside(id, ...Array.from({ length: 25 }, () => waiting), {
    stepId: 'pause',
    paused: true,
  });
  expect((await pause(id, 'hold_everyone')).status).toBe(201);
  expect((await pause(id, 'no_new_people')).status).toBe(409);
  expect((await resume(id)).status).toBe(204);
  const mail = await firm.rows(
    'select enrollment_id, body from journeys.mailbox where enrollment_id = any ($1)',
    [people],
  );
  expect(new Set(mail.map(({ enrollment_id }) => enrollment_id))).toEqual(new Set(people.slice(0, 25)));
  expect(mail[0].body).toMatchObject({ act: 'resume', overdue: 'stagger' });
  expect(
    await firm.rows(
      `select extract(epoch from next_attempt_at - created_at)::int as seconds, count(*)::int from integrations.outbox
        where enrollment_id = any ($1) group by 1 order by 1`,
      [people],
    ),
  ).toEqual([
    { seconds: 0, count: 10 },
    { seconds: 1, count: 10 },
    { seconds: 2, count: 5 },
  ]);
});

test('an owner who wants it all sent at once is obeyed', async () => {
  const id = await firm.liveJourney();
  const people = await firm.inside(id, waiting, waiting);
  await pause(id, 'hold_everyone');
  expect((await resume(id, '?overdue=send_now')).status).toBe(204);
  const sent = await firm.rows(
    `select m.body ->> 'overdue' as overdue, o.next_attempt_at <= now() as now
       from journeys.mailbox m join integrations.outbox o using (enrollment_id) where enrollment_id = any ($1)`,
    [people],
  );
  expect(sent).toEqual([
    { overdue: 'send_now', now: true },
    { overdue: 'send_now', now: true },
  ]);
});

test('before everybody goes on, the owner is told for how many something fell due meanwhile', async () => {
  const id = await firm.liveJourney();
  const [first, second] = await firm.inside(id, waiting, waiting, waiting);
  await pause(id, 'hold_everyone');
  await firm.rows(`update journeys.enrollments set due_at = now() - interval '1 hour' where id = any ($1)`, [
    [first, second],
  ]);
  const { json } = await firm.api.ask('GET', `/api/v1/journeys/${id}`);
  expect(json.counts).toMatchObject({ inside: 3, overdue: 2 });
});
