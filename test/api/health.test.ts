import { expect, test } from '@jest/globals';
import { servedApi } from './support/served-api.js';

const { api } = await servedApi();

test('the API is ready without Temporal, and says that Temporal is away', async () => {
  const reply = await api.ask('GET', '/readyz', { as: null });
  expect(reply.status).toBe(200);
  expect(reply.json).toEqual({ status: 'ready', database: 'ok', temporal: 'unreachable' });
});

test('the process says that it lives', async () => {
  expect((await api.ask('GET', '/healthz', { as: null })).json).toEqual({ status: 'ok' });
});

test('metrics tell how much work waits', async () => {
  const { status, text } = await api.ask('GET', '/metrics', { as: null });
  expect(status).toBe(200);
  expect(text).toContain('journeyman_backlog{queue="inbox"} 0');
  expect(text).toContain('journeyman_backlog{queue="outbox"} 0');
});

test('metrics count the events taken in, repeats not', async () => {
  const body = [
    { id: 'a', type: 'job_completed' },
    { id: 'b', type: 'job_completed' },
  ];
  await api.ask('POST', 'events', { body });
  await api.ask('POST', 'events', { body });
  const { text } = await api.ask('GET', '/metrics', { as: null });
  expect(text).toContain('journeyman_events_accepted_total{source="api"} 2');
  expect(text).toMatch(
    /journeyman_http_request_seconds_count\{method="POST",route="\/api\/v1\/events",status="202"\} 2/,
  );
  expect(text).toContain('journeyman_backlog{queue="inbox"} 2');
});

test('an owner signs in and the session is known', async () => {
  const session = await api.signInAs('owner');
  const reply = await api.ask('GET', '/api/auth/get-session', { as: session });
  expect(reply.status).toBe(200);
  expect(reply.json.user.email).toBe(session.email);
});
