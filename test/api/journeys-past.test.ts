import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { openFirm, thanks, type Firm } from './support/journeys.js';

let firm: Firm;
beforeAll(async () => {
  firm = await openFirm();
});
afterAll(() => firm?.close());

const DAY = 86_400_000;
const ago = (days: number) => new Date(Date.now() - days * DAY).toISOString();
const customer = async (name: string) =>
  (await firm.api.ask('POST', 'customers', { body: { name, email: `${name}@example.com` } })).json
    .id as string;

/** Something that came in and was matched, as the worker leaves it. */
async function happened(customerId: string | null, days: number, more: Record<string, unknown> = {}) {
  const body = { type: 'job_completed', occurredAt: ago(days), data: { totalCents: 9000 }, ...more };
  const { json } = await firm.api.ask('POST', 'events', { body: { id: crypto.randomUUID(), ...body } });
  const { id } = json.items[0];
  await firm.rows(`update integrations.inbox_events set status = 'matched', customer_id = $2 where id = $1`, [
    id,
    customerId,
  ]);
  return id as string;
}
const rehearse = (id: string, body: unknown = {}, as?: string) =>
  firm.api.ask('POST', `/api/v1/journeys/${id}/past-rehearsals`, { body, ...(as && { as }) });

test('the last ninety days are judged, counted and shown by example, and nothing is sent or kept', async () => {
  const id = await firm.makeJourney();
  await firm.saveDraft(id, {
    ...thanks,
    entry: { ...thanks.entry, where: { field: 'event.data.totalCents', op: 'gte', value: 5000 } },
  });
  const [ana, berta] = [await customer('Ana'), await customer('Berta')];
  await happened(ana, 40);
  await happened(ana, 38);
  await happened(ana, 30, { type: 'job_cancelled' });
  await happened(berta, 20, { data: { totalCents: 100 } });
  await happened(berta, 10, { subject: { kind: 'job', id: '7' } });
  await happened(berta, 5, { type: 'job_cancelled' });
  await happened(berta, 100);
  await happened(null, 3);
  const forgotten = await happened(berta, 50, { subject: { kind: 'job', id: '1' } });
  await firm.rows('update integrations.inbox_events set payload = null where id = $1', [forgotten]);

  const { status, json } = await rehearse(id);
  expect(status).toBe(200);
  expect(json).toMatchObject({
    total: 6,
    done: 6,
    events: 6,
    truncated: false,
    enrolled: 2,
    nextCursor: null,
  });
  const why = Object.fromEntries(
    json.notEnrolled.map(({ code, count }: { code: string; count: number }) => [code, count]),
  );
  expect(why).toEqual({ already_in: 1, condition_not_met: 1, not_kept: 1, no_customer: 1 });
  expect(json.sent).toContainEqual({ stepId: 'thanks', channel: 'email', count: 2, parts: 0 });
  expect(json.ended).toContainEqual(expect.objectContaining({ status: 'stopped', code: 'stop_rule' }));
  expect(json.days.reduce((sum: number, { email }: { email: number }) => sum + email, 0)).toBe(
    json.sent.reduce((sum: number, { count }: { count: number }) => sum + count, 0),
  );

  const example = json.examples.find(
    ({ ended }: { ended: { status: string } | null }) => ended?.status === 'stopped',
  );
  expect(example).toMatchObject({ customerName: expect.stringMatching(/Ana|Berta/), verdict: 'enrolled' });
  const opened = await firm.api.ask('POST', `/api/v1/journeys/${id}/rehearsals`, {
    body: {
      event: example.event,
      customer: { id: example.customerId },
      startAt: example.startAt,
      answers: example.answers,
    },
  });
  expect(opened.json.ended.status).toBe('stopped');
  expect(opened.json.entries.filter(({ message }: { message?: unknown }) => message)).toHaveLength(
    example.messages,
  );
  for (const table of ['messaging.messages', 'journeys.enrollments', 'journeys.event_matches'])
    expect(await firm.rows(`select 1 from ${table}`)).toEqual([]);
});

test('a page holds whole customers, and the pages come to the whole', async () => {
  const id = await firm.makeJourney();
  await firm.saveDraft(id, { ...thanks, entry: { on: 'event', type: 'invoice_paid' } });
  const model = await happened(await customer('Model'), 2, { type: 'invoice_paid' });
  const people = await Promise.all(['c1', 'c2', 'c3', 'c4'].map(customer));
  await firm.rows(
    `insert into integrations.inbox_events (business_id, id, source, origin, dedupe_key, type, order_key, status, customer_id, occurred_at)
     select e.business_id, platform.new_id(), e.source, e.origin, 'copy ' || n, e.type, e.order_key, 'matched',
            ($2::uuid[])[1 + n % 4], now() - interval '1 hour' * n
       from integrations.inbox_events e, generate_series(1, 200) n where e.id = $1`,
    [model, people],
  );
  let [cursor, events, pages] = [undefined as string | undefined, 0, 0];
  let last;
  do {
    const { json } = await rehearse(id, { ...(cursor && { cursor }) });
    events += json.events;
    pages += 1;
    cursor = json.nextCursor ?? undefined;
    expect(json).toMatchObject({ total: 201, done: events });
    last = json;
  } while (cursor);
  expect([events, pages]).toEqual([201, 2]);
  expect(last.nextCursor).toBeNull();
  expect((await rehearse(id, { cursor: 'nonsense' })).json.errors[0].path).toBe('cursor');
});

test('a journey no event begins has no past, and who may not read events is not shown any', async () => {
  const id = await firm.makeJourney();
  await firm.saveDraft(id, { ...thanks, entry: { on: 'manual' } });
  expect((await rehearse(id)).json.code).toBe('conflict');
  await firm.saveDraft(id, thanks);
  const key = await firm.api.makeKey(['journeys:read']);
  expect((await rehearse(id, {}, key)).status).toBe(403);
  expect((await rehearse(id, {}, firm.bistro.apiKey)).status).toBe(404);
});
