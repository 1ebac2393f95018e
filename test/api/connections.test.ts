import { createHmac } from 'node:crypto';
import { expect, test } from '@jest/globals';
import { servedApi } from './support/served-api.js';

const { api } = await servedApi();

/** As a till would: Standard Webhooks 1.0.0. */
async function deliver(url: string, secret: string, id: string) {
  const body = JSON.stringify({ id, type: 'job_completed', customer: { email: 'ana@example.com' } });
  const timestamp = Math.floor(Date.now() / 1000);
  const key = Buffer.from(secret.slice('whsec_'.length), 'base64');
  const signature = createHmac('sha256', key).update(`${id}.${timestamp}.${body}`).digest('base64');
  const answer = await fetch(url, {
    method: 'POST',
    body,
    headers: {
      'content-type': 'application/json',
      'webhook-id': id,
      'webhook-timestamp': String(timestamp),
      'webhook-signature': `v1,${signature}`,
    },
  });
  await answer.text();
  return answer.status;
}

test('a connection is given an address and a secret, which is shown this once', async () => {
  const made = await api.ask('POST', 'connections', { body: { source: 'webhook', name: 'Our till' } });
  expect(made.status).toBe(201);
  expect(made.json.secret).toMatch(/^whsec_/);
  expect(made.json.url).toBe(`${api.url}/hooks/webhook/${made.json.id}`);
  const { url, secret, id } = made.json;
  expect(await deliver(url, secret, 'one')).toBe(202);
  expect((await api.ask('GET', `connections/${id}`)).text).not.toContain(secret);
  expect((await api.ask('GET', 'connections')).text).not.toContain(secret);

  expect((await api.ask('DELETE', `connections/${id}`)).status).toBe(204);
  expect((await api.ask('GET', `connections/${id}`)).status).toBe(404);
});

test('while a secret is replaced both work, and after the next replacement the first does not', async () => {
  const { url, secret, id } = (
    await api.ask('POST', 'connections', { body: { source: 'webhook', name: 'Till' } })
  ).json;
  const second = await api.ask('POST', `connections/${id}/secrets`);
  expect(second.status).toBe(201);
  expect(second.json.secrets).toHaveLength(2);
  expect(second.json.secrets[1].retiresAt).not.toBeNull();
  expect(await deliver(url, second.json.secret, 'new')).toBe(202);
  expect(await deliver(url, secret, 'old')).toBe(202);
  const third = await api.ask('POST', `connections/${id}/secrets`, { body: {} });
  expect(third.json.secrets).toHaveLength(2);
  expect(third.text).not.toContain(second.json.secret);
});

test('a disabled connection takes nothing until it is enabled again', async () => {
  const { url, secret, id } = (
    await api.ask('POST', 'connections', { body: { source: 'webhook', name: 'Till' } })
  ).json;
  const off = await api.ask('PATCH', `connections/${id}`, { body: { status: 'disabled', name: 'Old till' } });
  expect(off.json).toMatchObject({ status: 'disabled', name: 'Old till' });
  expect(await deliver(url, secret, 'while-off')).toBe(404);
});

test('a secret must be of the form the other side signs with', async () => {
  const make = (body: object) => api.ask('POST', 'connections', { body: { name: 'x', ...body } });
  for (const secret of ['whsec_short', 'not-a-whsec-secret', `whsec_${'a'.repeat(200)}`]) {
    expect((await make({ source: 'webhook', secret })).json).toMatchObject({
      status: 422,
      errors: [{ path: 'secret' }],
    });
  }
  expect((await make({ source: 'stripe', secret: 'whsec_fromStripesOwnPage1' })).status).toBe(201);
  expect((await make({ source: 'carrier_pigeon' })).json).toMatchObject({
    status: 422,
    errors: [{ path: 'source' }],
  });
});
