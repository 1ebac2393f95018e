import { get } from 'node:http';
import { expect, test } from '@jest/globals';
import pg from 'pg';
import type { SeededBusiness } from './support/start-api.js';
import { servedApi } from './support/served-api.js';

const { api, database } = await servedApi();

const ana = {
  externalId: 'c-17',
  name: 'Ana "la jefa" Ruiz, Madrid',
  email: 'ana@example.com',
  phone: '+34600111222',
  locale: 'es',
  tags: ['boiler', 'vip'],
  attributes: { boiler: 'Vaillant' },
};

test('all customers of a business come as a table or as JSON, and nobody of another business', async () => {
  const other = await api.seedBusiness();
  await api.ask('POST', 'customers', { as: other.apiKey, body: { name: 'Somebody Else' } });
  await api.ask('POST', 'customers', { body: ana });
  await api.ask('POST', 'customers', { body: { name: '=SUM(A1)', tags: [] } });

  const table = await api.ask('GET', 'customers/export.csv');
  expect(table.status).toBe(200);
  expect(table.headers.get('content-type')).toBe('text/csv; charset=utf-8');
  expect(table.headers.get('content-disposition')).toMatch(
    /^attachment; filename="customers-\d{4}-\d\d-\d\d\.csv"$/,
  );
  const lines = table.text.trimEnd().split('\r\n');
  expect(lines).toHaveLength(3);
  expect(lines[0]).toMatch(/externalId,name,/);
  expect(lines[1]).toMatch(/^,'=SUM\(A1\),/);
  expect(lines[2]).toContain(
    'c-17,"Ana ""la jefa"" Ruiz, Madrid",,,ana@example.com,+34600111222,es,,,"boiler, vip",customer,"{""boiler"":""Vaillant""}",',
  );
  expect(table.text).not.toContain('Somebody');

  const listed = await api.ask('GET', 'customers');
  const file = await api.ask('GET', 'customers/export.json');
  expect(file.headers.get('content-type')).toMatch(/^application\/json/);
  expect(file.json).toHaveLength(listed.json.items.length);
  expect(listed.json.items).toMatchObject(file.json);

  const theirs = await api.ask('GET', 'customers/export.json', { as: other.apiKey });
  expect(theirs.json).toMatchObject([{ name: 'Somebody Else' }]);
  const nobody = await api.seedBusiness('Empty');
  expect((await api.ask('GET', 'customers/export.json', { as: nobody.apiKey })).json).toEqual([]);
});

test('the table can be brought in again as it is', async () => {
  const from = await api.seedBusiness('From');
  const into = await api.seedBusiness('Into');
  await api.ask('POST', 'customers', { as: from.apiKey, body: ana });
  const csv = (await api.ask('GET', 'customers/export.csv', { as: from.apiKey })).text;
  const brought = await api.ask('POST', 'imports', { as: into.apiKey, body: { of: 'customers', csv } });
  expect(brought.json).toMatchObject({ created: 1, rejected: [] });
  const { items } = (await api.ask('GET', 'customers', { as: into.apiKey })).json;
  expect(items).toMatchObject([
    { name: ana.name, email: ana.email, phone: ana.phone, tags: ana.tags, externalId: 'c-17' },
  ]);
});

test('who may not read customers gets no file, and each download stands in the audit log', async () => {
  const floor = await api.signInAs('server');
  for (const kind of ['csv', 'json']) {
    const { status, json } = await api.ask('GET', `customers/export.${kind}`, { as: floor });
    expect({ status, code: json.code }).toEqual({ status: 403, code: 'forbidden' });
  }
  const business = await api.seedBusiness();
  await api.ask('GET', 'customers/export.csv', { as: business.apiKey });
  const { items } = (await api.ask('GET', 'audit', { as: business.apiKey })).json;
  expect(items).toMatchObject([{ action: 'customers.exported' }]);
});

test('of very many each comes once, and no more are read than are taken', async () => {
  const business = await api.seedBusiness('Very many');
  await addCustomers(business, 30_000);
  const whole = (await api.ask('GET', 'customers/export.json', { as: business.apiKey })).json as {
    id: string;
  }[];
  expect(new Set(whole.map(({ id }) => id)).size).toBe(30_000);

  let taken = 0;
  const count = () => void taken++;
  api.deps.database.pool.on('acquire', count);
  await breakOffAfterTheBeginning(business);
  // A reader who has gone is noticed at the next part at the latest: then connections are free for others.
  expect((await api.ask('GET', 'customers?limit=1', { as: business.apiKey })).status).toBe(200);
  api.deps.database.pool.off('acquire', count);
  expect(taken).toBeLessThan(45);
}, 120_000);

/** Opens the file, takes its first bytes, and lets the rest lie until the connection is given up. */
function breakOffAfterTheBeginning({ apiKey }: SeededBusiness): Promise<void> {
  return new Promise((resolve, reject) => {
    const asked = get(
      `${api.url}/api/v1/customers/export.json`,
      { headers: { authorization: `Bearer ${apiKey}` } },
      (answer) => {
        answer.once('data', () => {
          answer.pause();
          asked.destroy();
        });
        answer.once('close', () => resolve());
      },
    );
    asked.once('error', reject);
  });
}

async function addCustomers({ id }: SeededBusiness, many: number): Promise<void> {
  const admin = new pg.Client({ connectionString: database.adminUrl });
  await admin.connect();
  await admin.query(
    `insert into crm.customers (business_id, name, email, attributes)
     select $1, 'Guest ' || n, 'guest' || n || '@example.com', jsonb_build_object('note', repeat('x', 400))
       from generate_series(1, $2) n`,
    [id, many],
  );
  await admin.end();
}
