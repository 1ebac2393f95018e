import { expect, test } from '@jest/globals';
import { check } from '../../../workflows/flow/check.js';
import { draft } from '../../../workflows/flow/draft.js';
import { publishChecks } from '../../../workflows/flow/publish-checks.js';
import type { SendingDefaults } from '../../../workflows/flow/sending.js';

const sms = (purpose: string) => ({
  id: 'note',
  kind: 'sms',
  settings: { purpose, body: 'All well?' },
  exits: { sent: null, undeliverable: null },
});
const ask = {
  id: 'ask',
  kind: 'review_request',
  settings: { channels: ['email'], subject: 'How did we do?', body: 'How? {{ ratingLink }}' },
  exits: { sent: null, undeliverable: null },
};

function checksOf(steps: unknown[], rules: unknown = {}, defaults: SendingDefaults = {}) {
  const made = draft({
    entry: { on: 'event', type: 'job_completed' },
    first: (steps[0] as { id: string } | undefined)?.id ?? null,
    steps,
    rules,
  });
  const issues = check(made, { now: '2026-11-20T10:00:00Z', hasPostalAddress: true, defaults });
  return publishChecks(made, issues, defaults).map(({ check: name, status, ...rest }) => ({
    name,
    status,
    ...('quietHours' in rest && { quietHours: rest.quietHours }),
    ...('marketing' in rest && { marketing: rest.marketing }),
  }));
}

test('a whole journey passes, and the hours that are kept are named', () => {
  expect(checksOf([sms('service')])).toEqual([
    { name: 'complete', status: 'passed' },
    { name: 'quiet_hours', status: 'passed', quietHours: { from: '20:00', until: '08:00' } },
    { name: 'consent', status: 'passed', marketing: false },
  ]);
  const own = { from: '21:00', until: '09:00' };
  expect(checksOf([sms('service')], { quietHours: own })).toContainEqual({
    name: 'quiet_hours',
    status: 'passed',
    quietHours: own,
  });
  expect(checksOf([sms('service')], {}, { quietHours: own })).toContainEqual(
    expect.objectContaining({ quietHours: own }),
  );
});

test('marketing without quiet hours fails', () => {
  expect(checksOf([sms('marketing')], { quietHours: null })).toEqual(
    expect.arrayContaining([
      { name: 'quiet_hours', status: 'failed', quietHours: null },
      expect.objectContaining({ name: 'consent', marketing: true }),
    ]),
  );
});

test('a rating that decides who is asked for a review fails', () => {
  const branch = {
    id: 'happy',
    kind: 'branch',
    settings: { arms: [{ name: 'yes', when: { field: 'answers.rating', op: 'gte', value: 4 } }] },
    exits: { yes: 'ask', otherwise: null },
  };
  expect(checksOf([branch, ask])).toContainEqual({ name: 'reviews', status: 'failed' });
  expect(checksOf([ask])).toContainEqual({ name: 'reviews', status: 'passed' });
});

test('what is missing fails, and an email alone is bound to no quiet hours', () => {
  const unwritten = { id: 'mail', kind: 'email', settings: { purpose: 'service' }, exits: {} };
  const checks = checksOf([unwritten]);
  expect(checks[0]).toEqual({ name: 'complete', status: 'failed' });
  expect(checks.map(({ name }) => name)).not.toContain('quiet_hours');
});
