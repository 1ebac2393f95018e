import { expect, test } from '@jest/globals';
import { mayEnter } from '../../../workflows/flow/reentry.js';

const now = '2026-11-20T10:00:00.000Z';
const job = (id: string) => ({ kind: 'job', id });
const before = [{ subject: job('1'), startedAt: '2026-11-10T10:00:00.000Z' }];

test('once for each job: the same job never again, another job at once', () => {
  expect(mayEnter({ mode: 'per_subject' }, before, job('1'), now)).toMatchObject({
    allowed: false,
    reason: { code: 'been_through_subject' },
  });
  expect(mayEnter({ mode: 'per_subject' }, before, job('2'), now)).toEqual({ allowed: true });
  expect(mayEnter(undefined, before, job('1'), now)).toMatchObject({ allowed: false });
});

test('a passage about nothing is about the customer', () => {
  const about = [{ subject: null, startedAt: '2026-11-10T10:00:00.000Z' }];
  expect(mayEnter({ mode: 'per_subject' }, about, null, now)).toMatchObject({ allowed: false });
  expect(mayEnter({ mode: 'per_subject' }, about, job('1'), now)).toEqual({ allowed: true });
});

test('once ever is once ever, and always is always', () => {
  expect(mayEnter({ mode: 'once' }, before, job('2'), now)).toMatchObject({
    allowed: false,
    reason: { code: 'been_through' },
  });
  expect(mayEnter({ mode: 'once' }, [], job('2'), now)).toEqual({ allowed: true });
  expect(mayEnter({ mode: 'always' }, before, job('1'), now)).toEqual({ allowed: true });
});

test('every ten days counts from the latest time, to the second', () => {
  const rule = { mode: 'every' as const, days: 10 };
  expect(mayEnter(rule, before, job('1'), now)).toEqual({ allowed: true });
  expect(mayEnter(rule, before, job('1'), '2026-11-20T09:59:59.000Z')).toEqual({
    allowed: false,
    reason: { code: 'too_soon', message: 'The customer was in this journey less than 10 days ago.' },
  });
  const older = [...before, { subject: null, startedAt: '2026-01-01T10:00:00.000Z' }];
  expect(mayEnter(rule, older, job('1'), '2026-11-15T10:00:00.000Z')).toMatchObject({ allowed: false });
});
