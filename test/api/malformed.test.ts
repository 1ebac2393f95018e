import { request as httpRequest } from 'node:http';
import { expect, test } from '@jest/globals';
import { type Reply } from './support/start-api.js';
import { servedApi } from './support/served-api.js';

const { api } = await servedApi();

const post = (raw: string | Uint8Array, headers: Record<string, string> = {}) =>
  api.ask('POST', 'customers', { raw, headers });

/** What every refusal is: RFC 9457, never kept by anybody on the way. */
function refused(
  { status, headers, json }: Reply,
  expected: { status: number; code: string; detail: string },
) {
  expect(json).toMatchObject({ type: 'about:blank', ...expected });
  expect(status).toBe(expected.status);
  expect(headers.get('content-type')).toBe('application/problem+json; charset=utf-8');
  expect(headers.get('cache-control')).toBe('no-store');
}

const notJson = (detail: string) => ({ status: 400, code: 'bad_json', detail });

test('a body that is not JSON is refused, and the answer repeats none of it', async () => {
  const reply = await post('{"name": "Ana Secretive", oops}');
  refused(reply, notJson('The body is not valid JSON (see character 27).'));
  expect(reply.text).not.toContain('Secretive');
  refused(await post('{"name":'), notJson('The body is not valid JSON.'));
});

test('a body that is not UTF-8 is refused', async () => {
  refused(
    await post(new Uint8Array([0x7b, 0x22, 0xff, 0xfe, 0x22, 0x7d])),
    notJson('The body is not valid UTF-8.'),
  );
});

test('half a character and NUL are refused, in values and in names', async () => {
  const half = notJson('The body holds half a character (a lone surrogate).');
  refused(await post('{"name":"\\ud800"}'), half);
  refused(await post('{"attributes":{"\\udc00":1}}'), half);
  const nul = notJson('The body holds a NUL character.');
  refused(await post('{"name":"a\\u0000b"}'), nul);
  refused(await post('{"attributes":{"a":["\\u0000"]}}'), nul);
});

test('a body nested deeper than 64 levels is refused before anything walks it', async () => {
  const nested = (levels: number) => `{"attributes":{"a":${'['.repeat(levels)}${']'.repeat(levels)}}}`;
  refused(await post(nested(100_000)), notJson('The body is nested deeper than 64 levels.'));
  expect((await post(nested(62))).status).toBe(201);
  refused(await post(nested(63)), notJson('The body is nested deeper than 64 levels.'));
  expect((await post(JSON.stringify({ name: '[[['.repeat(40) }))).status).toBe(201);
});

test('a body of another kind is refused', async () => {
  refused(await post('name=Ana', { 'content-type': 'application/x-www-form-urlencoded' }), {
    status: 415,
    code: 'unsupported_media_type',
    detail: 'Send the body as JSON, with Content-Type: application/json.',
  });
  refused(await post('{}', { 'content-encoding': 'gzip' }), {
    status: 415,
    code: 'unsupported_media_type',
    detail: 'Send the body as it is, without Content-Encoding.',
  });
  expect((await post('{"name":"Ana"}', { 'content-type': 'application/json; charset=utf-8' })).status).toBe(
    201,
  );
});

test('a body above the limit is refused, said beforehand or found out on the way', async () => {
  const large = { status: 413, code: 'too_large', detail: 'Keep the body under 256 KB.' };
  const body = JSON.stringify({ name: 'a'.repeat(300 * 1024) });
  refused(await post(body), large);
  const chunked = await new Promise<{ status: number; body: string }>((resolve, reject) => {
    const request = httpRequest(
      `${api.url}/api/v1/customers`,
      {
        method: 'POST',
        headers: { authorization: `Bearer ${api.business.apiKey}`, 'content-type': 'application/json' },
      },
      (response) => {
        let text = '';
        response.on('data', (chunk: Buffer) => (text += chunk.toString()));
        response.on('end', () => resolve({ status: response.statusCode!, body: text }));
      },
    );
    request.on('error', reject);
    for (let at = 0; at < 5; at++) request.write('a'.repeat(64 * 1024));
    request.end();
  });
  expect(chunked.status).toBe(413);
  expect(JSON.parse(chunked.body)).toMatchObject({ code: 'too_large' });
});

test('each wrong value is named by its place', async () => {
  const reply = await api.ask('POST', 'customers', {
    body: {
      email: 'nobody',
      phone: '0600111222',
      tags: ['vip', 7],
      timezone: 'Mars/Olympus',
      consents: [{}],
    },
  });
  refused(reply, { status: 422, code: 'invalid', detail: reply.json.detail });
  expect(reply.json.errors).toEqual([
    { path: 'email', message: 'This is no email address.' },
    { path: 'phone', message: 'Give the phone number with its country, such as +34600111222.' },
    { path: 'timezone', message: 'Give a time zone such as Europe/Madrid.' },
    { path: 'tags[1]', message: 'Give text.' },
    { path: 'consents[0].channel', message: expect.any(String) },
    { path: 'consents[0].purpose', message: expect.any(String) },
    { path: 'consents[0].granted', message: 'This is needed.' },
  ]);
  expect((await post('[]')).json).toMatchObject({ status: 422, code: 'invalid' });
  expect((await post('null')).json).toMatchObject({ status: 422, code: 'invalid' });
  expect((await post('')).json).toMatchObject({ status: 422, code: 'invalid' });
});

test('a cursor that is not ours is refused', async () => {
  for (const cursor of ['x', 'AAAAAAAAAAAAAAAAAAAAAA', '%F0%9F%92%A9', "'; drop table--", 'a'.repeat(250)]) {
    const reply = await api.ask('GET', `customers?cursor=${cursor}`);
    expect(reply.json).toMatchObject({ status: 422, code: 'invalid', errors: [{ path: 'cursor' }] });
  }
});

test('a limit is a whole number from 1 to 200', async () => {
  for (const limit of ['0', '201', '1.5', 'all', '-1', '1e9']) {
    const reply = await api.ask('GET', `customers?limit=${limit}`);
    expect(reply.json).toMatchObject({
      status: 422,
      errors: [{ path: 'limit', message: 'Give a whole number from 1 to 200.' }],
    });
  }
  expect((await api.ask('GET', 'customers?limit=200')).status).toBe(200);
  expect((await api.ask('GET', 'customers?limit=1&limit=2')).status).toBe(422);
});

test('something that is no id names nothing', async () => {
  for (const id of ['1', 'undefined', '%2e%2e', 'x'.repeat(5000), '0199a1b2-c3d4-7e5f-8a6b-7c8d9e0f1a2']) {
    refused(await api.ask('GET', `customers/${id}`), {
      status: 404,
      code: 'not_found',
      detail: 'There is nothing at this address.',
    });
  }
});

test('an address that cannot be read is refused', async () => {
  for (const path of ['customers/%00', 'customers?search=%00', 'customers/%E0%A4%A', '/%c0%ae']) {
    refused(await api.ask('GET', path), {
      status: 400,
      code: 'bad_request',
      detail: 'The address cannot be read.',
    });
  }
});

test('an address that leads nowhere is 404, another method is 405 and says which there are', async () => {
  refused(await api.ask('GET', 'nonsense'), {
    status: 404,
    code: 'not_found',
    detail: 'There is nothing at this address.',
  });
  const reply = await api.ask('PUT', 'customers', { body: {} });
  refused(reply, { status: 405, code: 'method_not_allowed', detail: 'Use GET or POST or HEAD here.' });
  expect(reply.headers.get('allow')).toBe('GET, POST, HEAD');
  expect((await api.ask('HEAD', 'customers')).status).toBe(200);
});

test('an Idempotency-Key that is none is refused', async () => {
  const reply = await api.ask('POST', 'customers', {
    body: { name: 'Ana' },
    headers: { 'idempotency-key': 'a'.repeat(256) },
  });
  expect(reply.json).toMatchObject({ status: 422, errors: [{ path: 'Idempotency-Key' }] });
});

test('names that mean something to JavaScript are only names', async () => {
  const reply = await post(
    '{"name":"Ana","__proto__":{"lifecycle":"erased"},"constructor":1,"attributes":{"__proto__":{"a":1}}}',
  );
  expect(reply.status).toBe(201);
  expect(reply.json.lifecycle).toBe('customer');
  expect((await api.ask('GET', 'customers?__proto__=1&constructor=2')).status).toBe(200);
});

test('headers too large are refused, and the connection does not hang', async () => {
  const answer = await fetch(`${api.url}/healthz`, { headers: { 'x-long': 'a'.repeat(20_000) } });
  expect(answer.status).toBe(431);
});

test('every answer carries the headers that keep browsers careful', async () => {
  const { headers } = await api.ask('GET', 'customers');
  expect(Object.fromEntries(headers)).toMatchObject({
    'content-security-policy':
      "default-src 'none';style-src 'self';img-src 'self' data:;font-src 'self';connect-src 'self';form-action 'self';base-uri 'none';frame-ancestors 'none'",
    'referrer-policy': 'no-referrer',
    'x-content-type-options': 'nosniff',
    'x-frame-options': 'DENY',
    'cache-control': 'no-store',
  });
  expect(headers.has('x-powered-by')).toBe(false);
  expect(headers.has('strict-transport-security')).toBe(false);
});
