import { expect, test } from '@jest/globals';
import { operations } from '../../api/contract/index.js';
import { routes } from '../../api/routes/index.js';
import { servedApi } from './support/served-api.js';

const { api } = await servedApi();

test('the contract lists every route, once', () => {
  const named = (all: readonly { id: string }[]) => all.map(({ id }) => id).sort();
  expect(named(operations)).toEqual(named(routes.map(({ operation }) => operation)));
  expect(new Set(named(operations)).size).toBe(operations.length);
});

test('the contract is OpenAPI 3.1 and every reference in it leads somewhere', async () => {
  const { status, json, text } = await api.ask('GET', '/openapi.json', { as: null });
  expect(status).toBe(200);
  expect(json.openapi).toBe('3.1.0');
  const references = new Set(
    [...text.matchAll(/"#\/components\/schemas\/([^"]+)"/g)].map(([, name]) => name!),
  );
  expect([...references].filter((name) => !(name in json.components.schemas))).toEqual([]);
  for (const methods of Object.values<Record<string, { operationId: string; responses: object }>>(
    json.paths,
  )) {
    for (const operation of Object.values(methods)) {
      expect(Object.keys(operation.responses).some((code) => code.startsWith('2'))).toBe(true);
    }
  }
});

test('whoever sends something reads in the contract what it looks like', async () => {
  const { json } = await api.ask('GET', '/openapi.json', { as: null });
  type Method = { requestBody?: { required: boolean; content: Record<string, { schema: object }> } };
  for (const [path, methods] of Object.entries<Record<string, Method>>(json.paths))
    for (const [method, { requestBody }] of Object.entries(methods))
      if (requestBody)
        for (const { schema } of Object.values(requestBody.content))
          expect({
            path,
            method,
            says: Object.keys(schema).filter((key) => /^(\$ref|type|anyOf|oneOf)$/.test(key)),
          }).toEqual({
            path,
            method,
            says: [expect.any(String)],
          });
  const { required, properties } = json.components.schemas.NewEvent;
  expect(required).toEqual(['type']);
  expect(Object.keys(properties).sort()).toEqual(
    ['customer', 'data', 'id', 'location', 'occurredAt', 'staff', 'subject', 'type'].sort(),
  );
  expect(json.paths['/events'].post.requestBody.required).toBe(true);
});

test('people read the contract as a page without script or anything from elsewhere', async () => {
  const { status, text, headers } = await api.ask('GET', '/docs', { as: null });
  expect(status).toBe(200);
  expect(headers.get('content-security-policy')).toContain("default-src 'none'");
  expect(text).not.toMatch(/<script|style=|https?:\/\/(?!127\.0\.0\.1)/);
  for (const { id } of operations) expect(text).toContain(`id="${id}"`);
});

test('the first page says what is running and leads to the contract', async () => {
  const { text } = await api.ask('GET', '/', { as: null });
  expect(text).toContain('Journeyman is running');
  expect(text).toContain('kept in the outbox');
  expect(text).toContain('href="/docs"');
});
