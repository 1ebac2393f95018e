import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { thanks, withoutPause, openFirm, type Firm } from './support/journeys.js';

let firm: Firm;
beforeAll(async () => {
  firm = await openFirm();
});
afterAll(() => firm?.close());

const rehearse = (id: string, body: unknown) =>
  firm.api.ask('POST', `/api/v1/journeys/${id}/rehearsals`, { body });
const event = {
  type: 'job_completed',
  customer: { name: 'Ana Ruiz', email: 'ana@example.com', timezone: 'Europe/Madrid' },
};

test('a rehearsal tells every step, when and why, and sends nothing', async () => {
  const id = await firm.makeJourney();
  await firm.saveDraft(id, thanks);
  const { status, json } = await rehearse(id, {
    event,
    startAt: '2026-11-16T10:00:00Z',
    answers: [{ after: 'P10D', rating: 5 }],
  });
  expect(status).toBe(200);
  const lines = json.entries.map(({ at, stepId, exit }: { at: string; stepId: string; exit: string }) => [
    at.slice(0, 16),
    stepId,
    exit,
  ]);
  expect(lines).toContainEqual(['2026-11-16T10:00', 'thanks', 'sent']);
  expect(lines).toContainEqual(['2026-11-18T10:00', 'pause', 'done']);
  expect(lines).toContainEqual(['2026-11-25T10:00', 'reply', 'timed_out']);
  expect(json.ended.status).toBe('completed');
  const { message } = json.entries.find(({ stepId }: { stepId: string }) => stepId === 'thanks');
  expect(message).toMatchObject({ channel: 'email', to: 'ana@example.com', subject: 'Thank you' });
  expect(message.text).toMatch(/^Dear Ana\n[\s\S]*Acme Plumbing/);
  expect(message.html).toMatch(/^<!DOCTYPE html/i);
  for (const table of ['messaging.messages', 'journeys.enrollments', 'integrations.inbox_events']) {
    expect(await firm.rows(`select 1 from ${table} where journey_id = $1`, [id])).toEqual([]);
  }
});

test('a text counts as many parts as it will have with short links in it, where presses are counted', async () => {
  const id = await firm.makeJourney();
  const body = `Tell others: https://maps.example/${'x'.repeat(200)}. Thanks`;
  const partsWhere = async (trackLinks: boolean) => {
    const text = {
      id: 'text',
      kind: 'sms',
      settings: { purpose: 'service', body, trackLinks },
      exits: { sent: null, undeliverable: null },
    };
    await firm.saveDraft(id, { entry: thanks.entry, first: 'text', steps: [text], rules: {} });
    const { json } = await rehearse(id, {
      event: { ...event, customer: { ...event.customer, phone: '+34600111222' } },
      startAt: '2026-11-16T10:00:00Z',
    });
    return json.entries.find(({ stepId }: { stepId: string }) => stepId === 'text').message;
  };
  expect(await partsWhere(false)).toMatchObject({ segments: 2, text: body });
  expect(await partsWhere(true)).toMatchObject({ segments: 1, text: body });
});

test('a flow can be tried out before it is saved, and one that is not finished says why not', async () => {
  const id = await firm.makeJourney();
  expect((await rehearse(id, { flow: withoutPause, event })).status).toBe(200);
  const refused = await rehearse(id, { event });
  expect([refused.status, refused.json.code]).toEqual([422, 'cannot_publish']);
  expect(refused.json.issues.length).toBeGreaterThan(0);
  expect((await rehearse(id, { version: 3, event })).json.errors[0].path).toBe('version');
  for (const part of ['rehearsals', 'past-rehearsals', 'case-runs']) {
    const body = { version: 4_294_967_296, event };
    const { status, json } = await firm.api.ask('POST', `/api/v1/journeys/${id}/${part}`, { body });
    expect([part, status, json.errors?.[0].path]).toEqual([part, 422, 'version']);
  }
  const strange = await rehearse(id, { flow: thanks, event: { type: 'rain' } });
  expect([strange.status, strange.json.errors[0].path]).toEqual([422, 'event.type']);
});

test('it is tried on a real customer: their name, their clock, and what may be sent to them', async () => {
  const id = await firm.makeJourney();
  await firm.saveDraft(id, thanks);
  const customer = (
    await firm.api.ask('POST', 'customers', {
      body: { name: 'Berta Gil', email: 'berta@example.com', timezone: 'America/Lima' },
    })
  ).json.id as string;
  const trial = {
    event: { type: 'job_completed' },
    customer: { id: customer },
    startAt: '2026-11-16T10:00:00Z',
  };
  const { json } = await rehearse(id, trial);
  expect(json.timezone).toBe('America/Lima');
  expect(json.entries[0].message).toMatchObject({ to: 'berta@example.com', language: 'en' });
  expect(json.entries[0].message.text).toContain('Dear Berta');

  await firm.api.ask('POST', `customers/${customer}/consents`, {
    body: { channel: 'email', purpose: 'service', granted: false },
  });
  const refused = (await rehearse(id, trial)).json.entries[0];
  expect(refused).toMatchObject({ stepId: 'thanks', exit: 'undeliverable', reason: { code: 'opted_out' } });
  expect(refused.message).toBeUndefined();

  const gone = await rehearse(id, { ...trial, customer: { id: '0199a1b2-c3d4-7e5f-8a6b-7c8d9e0f1a2b' } });
  expect([gone.status, gone.json.errors[0].path]).toEqual([422, 'customer.id']);
});
