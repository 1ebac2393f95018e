import { Writable } from 'node:stream';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { operations } from '../../api/contract/index.js';
import { newId } from '../../lib/ids.js';
import { createLog } from '../../lib/log.js';
import { freshDatabase, type FreshDatabase } from '../support/database.js';
import { startApi, type TestApi } from './support/start-api.js';

let database: FreshDatabase;
let api: TestApi;
let lines = '';
beforeAll(async () => {
  database = await freshDatabase();
  const destination = new Writable({
    write(chunk: Buffer, _encoding, done) {
      lines += chunk.toString();
      done();
    },
  });
  api = await startApi(database, { log: createLog({ name: 'api', level: 'trace', destination }) });
});
afterAll(async () => {
  await api?.close();
  await database?.drop();
});

const canaries = {
  email: 'canary.bird@example.com',
  phone: '+34699887766',
  name: 'Canaria Birdsong',
  comment: 'the cellar smells of canaries',
  token: 'CanaryCanaryCanary1234',
};

test('whatever is asked of whichever address, no customer and no secret is in the log', async () => {
  const person = {
    name: canaries.name,
    email: canaries.email,
    phone: canaries.phone,
    attributes: { note: canaries.comment },
  };
  await api.ask('POST', 'customers', { body: person });
  for (const { method, path } of operations) {
    const address = path.slice(1).replace(/:[a-z]+/gi, newId());
    const asked = `${address}?search=${encodeURIComponent(canaries.email)}&cursor=${encodeURIComponent(canaries.phone)}`;
    await api.ask(method.toUpperCase(), asked, {
      ...(method !== 'get' && {
        body: { ...person, customer: person, type: 'job_completed', reason: canaries.comment },
      }),
      headers: { 'user-agent': canaries.name, 'x-email': canaries.email, 'if-match': '"1"' },
    });
  }
  for (const path of [
    `/r/${canaries.token}`,
    `/u/${canaries.token}`,
    `/why/${canaries.token}`,
    `/invitations/${canaries.token}`,
  ]) {
    await api.ask('GET', path, { as: null });
    await api.ask('POST', path, {
      as: null,
      raw: `comment=${canaries.comment}`,
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
    });
  }
  await api.ask('POST', '/api/auth/sign-in/email', {
    as: null,
    body: { email: canaries.email, password: canaries.comment },
  });
  await api.ask('POST', '/api/auth/request-password-reset', {
    as: null,
    body: { email: api.business.owner.email },
  });

  expect(lines).toContain('"route":"/api/v1/customers/:id"');
  const told = [
    ...Object.values(canaries),
    encodeURIComponent(canaries.email),
    api.business.apiKey,
    api.business.owner.email,
  ];
  expect(told.filter((canary) => lines.includes(canary))).toEqual([]);
});

test('a bug is logged once with the id that the answer carries, and the answer says nothing else', async () => {
  lines = '';
  const query = api.deps.database.pool.connect;
  api.deps.database.pool.connect = (() => {
    throw new Error(`a bug about ${canaries.email}`);
  }) as typeof query;
  const reply = await api.ask('GET', 'business');
  api.deps.database.pool.connect = query;
  expect(reply.status).toBe(500);
  expect(reply.json).toMatchObject({ code: 'internal', requestId: expect.any(String) });
  expect(reply.text).not.toContain('bug about');
  expect(lines.split('\n').filter((line) => line.includes(reply.json.requestId))).toHaveLength(1);
  expect(lines).not.toContain(canaries.email);
});
