import { expect, test } from '@jest/globals';
import { asWebhook, look, post } from './sources/doors.js';
import { servedApi } from './support/served-api.js';

const { api, database } = await servedApi();

const status = async (id: string) =>
  (
    await look<{ status: string }>(database.adminUrl, 'select status from tenancy.businesses where id = $1', [
      id,
    ])
  )[0]?.status;

test('only an owner may delete a business, and only by writing its name', async () => {
  for (const role of ['admin', 'manager', 'member', 'server'] as const)
    expect(
      (
        await api.ask('POST', 'business/deletion', {
          as: await api.signInAs(role),
          body: { name: 'Acme Plumbing' },
        })
      ).json,
    ).toMatchObject({ status: 403, code: 'forbidden' });
  const owner = await api.signInAs('owner');
  for (const name of ['', 'acme plumbing', 'Bistro Verde'])
    expect((await api.ask('POST', 'business/deletion', { as: owner, body: { name } })).json).toMatchObject({
      status: 422,
      errors: [{ path: 'name', message: 'Write the name of the business as it is: Acme Plumbing' }],
    });
  expect(await status(api.business.id)).toBe('active');
});

test('what a legal hold keeps cannot be deleted with its business', async () => {
  const { id, apiKey } = await api.seedBusiness('Casa Pepe');
  await look(
    database.adminUrl,
    `insert into platform.retention_policies (business_id, target, keep_days, legal_hold) values ($1, 'messages', 730, true)`,
    [id],
  );
  expect(
    (await api.ask('POST', 'business/deletion', { as: apiKey, body: { name: 'Casa Pepe' } })).json,
  ).toMatchObject({
    status: 409,
    code: 'conflict',
    detail: 'A legal hold keeps messages of this business. Lift it first, if you may.',
  });
  expect(await status(id)).toBe('active');
});

test('from the moment a business is deleted nobody gets in, no key works and no delivery is taken', async () => {
  const gone = await api.seedBusiness('Old Trattoria');
  const session = await api.signInAs('owner', gone);
  const { url, secret } = (
    await api.ask('POST', 'connections', { as: gone.apiKey, body: { source: 'webhook', name: 'Till' } })
  ).json;
  const done = await api.ask('POST', 'business/deletion', { as: session, body: { name: ' Old Trattoria ' } });
  expect({ status: done.status, body: done.json }).toEqual({ status: 202, body: { status: 'closing' } });

  expect(await status(gone.id)).toBe('closing');
  expect((await api.ask('GET', 'business', { as: session })).json).toMatchObject({
    status: 403,
    detail: 'You belong to no business. Ask an owner to invite you.',
  });
  expect((await api.ask('GET', 'business', { as: await api.makeKey(['*'], gone) })).status).toBe(401);
  const delivery = asWebhook('{"type":"job_completed"}', secret);
  expect((await post(api, new URL(url).pathname, delivery)).status).toBe(404);
  expect((await api.ask('GET', 'business')).json.name).toBe('Acme Plumbing');
});
