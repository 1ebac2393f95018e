import pg from 'pg';
import { expect } from '@jest/globals';
import { newId } from '../../../lib/ids.js';
import { freshDatabase, type FreshDatabase } from '../../support/database.js';
import { startApi, type Reply, type SeededBusiness, type TestApi } from './start-api.js';

export const thanks = {
  entry: { on: 'event', type: 'job_completed' },
  first: 'thanks',
  steps: [
    {
      id: 'thanks',
      kind: 'email',
      settings: {
        purpose: 'service',
        subject: 'Thank you',
        body: 'Dear {{ customer.firstName | default: "you" }}',
      },
      exits: { sent: 'pause', undeliverable: 'pause' },
    },
    { id: 'pause', kind: 'wait', settings: { duration: 'P2D' }, exits: { done: 'reply' } },
    {
      id: 'reply',
      kind: 'wait_for_event',
      settings: { events: [{ name: 'paid', type: 'invoice_paid', same: 'customer' }], timeout: 'P7D' },
      exits: { paid: null, timed_out: 'ask' },
    },
    {
      id: 'ask',
      kind: 'review_request',
      settings: { channels: ['email'], subject: 'How did we do?', body: 'How? {{ ratingLink }}' },
      exits: { sent: null, undeliverable: null },
    },
  ],
  rules: { stopOn: [{ type: 'job_cancelled', same: 'customer' }], goals: [{ type: 'feedback_received' }] },
};
export const withoutPause = {
  ...thanks,
  steps: thanks.steps
    .filter(({ id }) => id !== 'pause')
    .map((step) =>
      step.id === 'thanks' ? { ...step, exits: { sent: 'reply', undeliverable: 'reply' } } : step,
    ),
};

/** Where somebody stands, and what the ledger holds for that step. */
export interface Standing {
  stepId: string | null;
  directive?: unknown;
  message?: string;
  paused?: boolean;
}

export const waiting = { stepId: 'pause' };
export const listening = {
  stepId: 'reply',
  directive: { do: 'listen', for: [{ type: 'invoice_paid' }], until: '2030-01-01T00:00:00Z', step: 'reply' },
};
export const held = { stepId: 'thanks', message: 'held' };

/** A plumbing firm that draws journeys: the real API over a real database, and hands behind it for arranging. */
export interface Firm {
  api: TestApi;
  database: FreshDatabase;
  /** Somebody else's business. */
  bistro: SeededBusiness;
  makeJourney(name?: string, as?: string): Promise<string>;
  /** Save over whatever the draft is now. */
  saveDraft(id: string, flow: unknown): Promise<Reply>;
  publish(id: string, body?: unknown): Promise<Reply>;
  /** A journey with `flow` (`thanks` unless given) published as version 1. */
  liveJourney(flow?: unknown): Promise<string>;
  /** People inside version 1 of a journey, standing where the worker would have left them. */
  inside(journeyId: string, ...people: Standing[]): Promise<string[]>;
  /** Rows as the superuser sees them. */
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  rows(sql: string, values?: unknown[]): Promise<any[]>;
  close(): Promise<void>;
}

export async function openFirm(): Promise<Firm> {
  const database = await freshDatabase();
  const api = await startApi(database);
  const admin = new pg.Pool({ connectionString: database.adminUrl, max: 3 });
  const bistro = await api.seedBusiness();
  const rows = async (sql: string, values: unknown[] = []) => (await admin.query(sql, values)).rows;

  async function makeJourney(name = 'Thank you', as = api.business.apiKey): Promise<string> {
    const { status, json } = await api.ask('POST', '/api/v1/journeys', { as, body: { name } });
    expect(status).toBe(201);
    return json.id as string;
  }

  async function saveDraft(id: string, flow: unknown): Promise<Reply> {
    const { headers } = await api.ask('GET', `/api/v1/journeys/${id}/draft`);
    const reply = await api.ask('PUT', `/api/v1/journeys/${id}/draft`, {
      body: flow,
      headers: { 'if-match': headers.get('etag')! },
    });
    expect(reply.status).toBe(200);
    return reply;
  }

  const publish = (id: string, body: unknown = {}) =>
    api.ask('POST', `/api/v1/journeys/${id}/versions`, { body });

  async function liveJourney(flow: unknown = thanks): Promise<string> {
    const id = await makeJourney();
    await saveDraft(id, flow);
    expect((await publish(id)).status).toBe(201);
    return id;
  }

  async function inside(journeyId: string, ...people: Standing[]): Promise<string[]> {
    return Promise.all(
      people.map(async ({ stepId, directive, message, paused }) => {
        const [customer, enrollment] = [newId(), newId()];
        await admin.query(`insert into crm.customers (business_id, id, name) values ($1, $2, 'Ana Ruiz')`, [
          api.business.id,
          customer,
        ]);
        await admin.query(
          `insert into journeys.enrollments (business_id, id, journey_id, version, customer_id, turn, step_id, visit, visits,
                                             directive, since, due_at, paused_at)
           values ($1, $2, $3, 1, $4, $5, $6, $5, '{}', $7, now(), now() + interval '1 day',
                   case when $8 then now() end)`,
          [
            api.business.id,
            enrollment,
            journeyId,
            customer,
            stepId === null ? 0 : 1,
            stepId,
            JSON.stringify(directive ?? { do: 'wait', until: '2030-01-01T00:00:00Z', then: null }),
            paused ?? false,
          ],
        );
        if (message) {
          await admin.query(
            `insert into messaging.messages (business_id, send_key, channel, purpose, status, customer_id, enrollment_id,
                                             journey_id, version, step_id, visit)
             values ($1, $2::text || ':m', 'email', 'service', $3, $4, $2::uuid, $5, 1, $6, 1)`,
            [api.business.id, enrollment, message, customer, journeyId, stepId],
          );
        }
        return enrollment;
      }),
    );
  }

  return {
    api,
    database,
    bistro,
    makeJourney,
    saveDraft,
    publish,
    liveJourney,
    inside,
    rows,
    async close() {
      await api.close();
      await admin.end();
      await database.drop();
    },
  };
}
