import { expect, test } from '@jest/globals';
import { newId } from '../../lib/ids.js';
import { servedApi } from './support/served-api.js';

const { api } = await servedApi();

const shop = {
  externalId: 'main',
  name: 'The shop',
  kind: 'shop',
  brand: null,
  address: 'Calle Mayor 1',
  timezone: 'Atlantic/Canary',
  phone: '+34910000001',
  reviewLinks: [{ site: 'Google', url: 'https://g.page/r/acme/review' }],
};

test('a place is added, changed in what was said and nothing else, and put away', async () => {
  const made = await api.ask('POST', 'locations', { body: shop });
  expect(made.status).toBe(201);
  expect(made.json).toMatchObject(shop);
  const { id } = made.json;

  const changed = await api.ask('PATCH', `locations/${id}`, { body: { name: 'The old shop', phone: null } });
  expect(changed.json).toEqual({ ...made.json, name: 'The old shop', phone: null });
  expect((await api.ask('GET', `locations/${id}`)).json).toEqual(changed.json);
  expect((await api.ask('PATCH', `locations/${id}`, { body: {} })).json).toEqual(changed.json);

  expect((await api.ask('DELETE', `locations/${id}`)).status).toBe(204);
  for (const method of ['GET', 'DELETE'])
    expect((await api.ask(method, `locations/${id}`)).json).toMatchObject({
      status: 404,
      detail: 'There is no such place.',
    });
  expect((await api.ask('GET', 'locations')).json.items).toEqual([]);
});

test('two of the staff cannot have one outside id, and one put away gives it free', async () => {
  const [marta, pedro] = [
    await api.ask('POST', 'staff', { body: { name: 'Marta', externalId: 't-4' } }),
    await api.ask('POST', 'staff', { body: { name: 'Pedro', kind: 'server' } }),
  ];
  expect(marta.json).toMatchObject({ name: 'Marta', externalId: 't-4', kind: 'tech', locationId: null });
  const taken = { status: 409, code: 'conflict', detail: 'Another member of staff has that externalId.' };
  expect((await api.ask('POST', 'staff', { body: { name: 'Eva', externalId: 't-4' } })).json).toMatchObject(
    taken,
  );
  const rename = () => api.ask('PATCH', `staff/${pedro.json.id}`, { body: { externalId: 't-4' } });
  expect((await rename()).json).toMatchObject(taken);
  expect((await api.ask('DELETE', `staff/${marta.json.id}`)).status).toBe(204);
  expect((await rename()).json).toMatchObject({ name: 'Pedro', externalId: 't-4', kind: 'server' });
});

test('somebody works at a place of this business', async () => {
  const place = (await api.ask('POST', 'locations', { body: { name: 'Workshop' } })).json.id;
  const made = await api.ask('POST', 'staff', { body: { name: 'Ana', locationId: place } });
  expect(made.json.locationId).toBe(place);
  const theirs = await api.ask('POST', 'locations', {
    as: (await api.seedBusiness()).apiKey,
    body: { name: 'Their workshop' },
  });
  for (const locationId of [newId(), theirs.json.id])
    expect((await api.ask('PATCH', `staff/${made.json.id}`, { body: { locationId } })).json).toMatchObject({
      status: 422,
      errors: [{ path: 'locationId', message: 'There is no such place.' }],
    });
});

test('places are listed newest first, page by page', async () => {
  for (const name of ['One', 'Two', 'Three']) await api.ask('POST', 'locations', { body: { name } });
  const first = (await api.ask('GET', 'locations?limit=2')).json;
  expect(first.items.map(({ name }: { name: string }) => name)).toEqual(['Three', 'Two']);
  const next = (await api.ask('GET', `locations?limit=2&cursor=${first.nextCursor}`)).json;
  expect(next.items.map(({ name }: { name: string }) => name)).toEqual(['One', 'Workshop']);
});
