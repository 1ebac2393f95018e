import { expect, test } from '@jest/globals';
import { createLog } from '../../lib/log.js';
import { temporalLogger } from '../../lib/temporal-log.js';
import { maskPath, scrub } from '../../lib/scrub.js';
import { newApiKey, newPublicToken, newWebhookSecret } from '../../lib/tokens.js';

function recorder() {
  const lines: string[] = [];
  const log = createLog({
    name: 'test',
    level: 'trace',
    destination: { write: (line: string) => void lines.push(line) },
  });
  return { log, lines, last: () => JSON.parse(lines.at(-1)!) as Record<string, unknown> };
}

test('whatever is thrown at the log, no address, phone number, token, key or name of a customer appears', () => {
  const { log, lines } = recorder();
  const token = 'Zx9' + newPublicToken().token.slice(3);
  const key = newApiKey().key;
  const secret = newWebhookSecret();
  const customer = { name: 'Canary Ruiz', email: 'canary@example.com', phone: '+34 600 111 222' };
  const cause = Object.assign(new Error('duplicate key: (email)=(canary@example.com)'), {
    detail: 'Key (phone)=(+34600111222) already exists.',
    parameters: [customer],
  });
  const error = new Error(`No answer for canary@example.com at https://x.example/r/${token}`, { cause });

  log.info({ customer, customerId: 'c-1' }, 'A customer arrived');
  log.info(
    { body: 'Dear Canary Ruiz', headers: { authorization: `Bearer ${key}` }, status: customer },
    'Request',
  );
  log.error({ err: error }, error.message);
  log.error(error);
  log.warn('Sending to %s and %s failed', customer.email, '+34600111222');
  log.info({
    req: {
      method: 'POST',
      url: `/r/${token}?email=canary%40example.com`,
      headers: { cookie: 'canary-cookie' },
    },
  });
  log.info({ path: `/u/${token}` }, `GET /u/${token}`);
  log
    .child({ customer, enrollmentId: 'e-1' })
    .info({ reason: `token ${token}, key ${key}, secret ${secret}` });
  log.debug({ eventIds: ['e-1', 'e-2'], reason: 'postgres://app:canary-password@db/journeyman' });

  const everything = lines.join('');
  for (const canary of [
    'canary',
    'Canary',
    'Ruiz',
    '600111222',
    '600 111 222',
    token,
    key,
    secret,
    key.slice(12),
  ]) {
    expect(everything).not.toContain(canary);
  }
  expect(lines).toHaveLength(9);
});

test('ids, counts and codes are written, and left-out fields are named', () => {
  const { log, last } = recorder();
  log.info({ enrollmentId: '01997b0c-0000-7000-8000-000000000000', turn: 3, note: 'Dear Ana' }, 'Performed');
  expect(last()).toMatchObject({
    level: 'info',
    msg: 'Performed',
    enrollmentId: '01997b0c-0000-7000-8000-000000000000',
    turn: 3,
    omitted: ['note'],
  });
});

test('an error keeps its kind, code, words and the chain of its causes', () => {
  const { log, last } = recorder();
  log.error(
    { err: new Error('outer', { cause: Object.assign(new Error('inner'), { code: 'ECONNREFUSED' }) }) },
    'Failed',
  );
  expect(last()['err']).toMatchObject({
    message: 'outer',
    cause: { code: 'ECONNREFUSED', message: 'inner' },
  });
  expect((last()['err'] as { stack: string }).stack).toContain('log.test.ts');
});

test('a customer’s link is written without its token, other paths as they are', () => {
  expect(maskPath('/r/Zx9aaaaaaaaaaaaaaaaaaa?x=1')).toBe('/r/…');
  expect(maskPath('/api/v1/enrollments/01997b0c-0000-7000-8000-000000000000/stop?reason=x')).toBe(
    '/api/v1/enrollments/01997b0c-0000-7000-8000-000000000000/stop',
  );
  expect(maskPath('/q/ABCD2345')).toBe('/q/ABCD2345');
});

test('file names, versions and times survive the scrubbing', () => {
  const line =
    'at run (/app/node_modules/@temporalio/worker/lib/worker.js:12:3) 2026-11-20T10:00:00.000+02:00 processTicksAndRejection';
  expect(scrub(line)).toBe(line);
});

test('what Temporal’s own library has to say passes through the same wall', () => {
  const { log, last } = recorder();
  const temporal = temporalLogger(log);
  temporal.warn('Activity failed', {
    workflowId: 'enrollment:e-1',
    activityType: 'perform',
    taskToken: 'canary',
    error: new Error('No answer for canary@example.com'),
  });
  expect(last()).toMatchObject({
    level: 'warn',
    workflowId: 'enrollment:e-1',
    activity: 'perform',
    msg: 'Activity failed',
  });
  expect(JSON.stringify(last())).not.toContain('canary');
});
