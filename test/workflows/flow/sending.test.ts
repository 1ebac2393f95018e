import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { temporalCalendar as calendar } from '../../../workflows/flow/calendar-temporal.js';
import { judgeSend, type SendCase } from '../../../workflows/flow/sending.js';
import { isQuiet } from './support/is-quiet.js';

const noon = '2026-11-20T11:00:00.000Z';
const midnight = '2026-11-20T23:30:00.000Z';
const ask = (change: Partial<SendCase> = {}) =>
  judgeSend({
    channel: 'sms',
    purpose: 'service',
    rules: {},
    defaults: {},
    facts: {
      customer: { phone: '+34600111222', email: 'ana@example.com', timezone: 'Europe/Madrid' },
      business: { timezone: 'Europe/Madrid' },
    },
    permission: { consents: [], suppressed: {} },
    recent: [],
    enteredAt: noon,
    now: noon,
    calendar,
    ...change,
  });
const code = (change: Partial<SendCase>) => {
  const verdict = ask(change);
  return verdict.do === 'send' ? 'send' : verdict.reason.code;
};
const consent = (granted: boolean, at: string, purpose: SendCase['purpose'] = 'marketing') => ({
  channel: 'sms' as const,
  purpose,
  granted,
  at,
});

test('service and review need no recorded consent, marketing does', () => {
  expect(code({})).toBe('send');
  expect(code({ purpose: 'review' })).toBe('send');
  expect(code({ purpose: 'marketing' })).toBe('no_consent');
  expect(
    code({
      purpose: 'marketing',
      permission: { consents: [consent(true, '2026-01-01T00:00:00Z')], suppressed: {} },
    }),
  ).toBe('send');
  expect(code({ defaults: { requireConsent: ['review'] }, purpose: 'review' })).toBe('no_consent');
});

test('the latest word on a purpose counts, and a suppression outweighs every yes', () => {
  const both = [consent(true, '2026-03-01T00:00:00Z'), consent(false, '2026-02-01T00:00:00Z')];
  expect(code({ purpose: 'marketing', permission: { consents: both, suppressed: {} } })).toBe('send');
  const refused = [consent(true, '2026-01-01T00:00:00Z'), consent(false, '2026-02-01T00:00:00Z')];
  expect(code({ purpose: 'marketing', permission: { consents: refused, suppressed: {} } })).toBe('opted_out');
  expect(code({ purpose: 'marketing', permission: { consents: both, suppressed: { sms: true } } })).toBe(
    'suppressed',
  );
});

test('nobody without an address is written to', () => {
  const facts = { customer: { email: 'ana@example.com' }, business: {} };
  expect(code({ facts })).toBe('no_address');
});

test('quiet hours hold every text and marketing e-mail, and no other e-mail', () => {
  const at = { now: midnight, enteredAt: midnight };
  expect(ask(at)).toMatchObject({
    do: 'hold',
    until: expect.stringContaining('2026-11-21T07:0'),
    reason: { code: 'quiet_hours' },
  });
  expect(code({ ...at, channel: 'email' })).toBe('send');
  const marketing = {
    ...at,
    channel: 'email' as const,
    purpose: 'marketing' as const,
    permission: { consents: [{ ...consent(true, noon), channel: 'email' as const }], suppressed: {} },
  };
  expect(code(marketing)).toBe('quiet_hours');
  expect(code({ ...at, rules: { quietHours: null } })).toBe('send');
});

test('marketing texts never leave outside 08–21, whatever anyone sets', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: Date.UTC(2026, 0, 1), max: Date.UTC(2027, 0, 1) }),
      fc.constantFrom('Europe/Madrid', 'America/Los_Angeles', 'Asia/Kolkata'),
      (millis, timezone) => {
        const now = new Date(millis).toISOString();
        const verdict = ask({
          now,
          enteredAt: now,
          purpose: 'marketing',
          rules: { quietHours: null },
          facts: { customer: { phone: '+34600111222', timezone }, business: {} },
          permission: { consents: [consent(true, '2020-01-01T00:00:00Z')], suppressed: {} },
        });
        const leaves = verdict.do === 'hold' ? verdict.until : now;
        expect(verdict.do).not.toBe('skip');
        expect(isQuiet(leaves, { from: '21:00', until: '08:00' }, timezone)).toBe(false);
      },
    ),
    { numRuns: 200 },
  );
});

test('a full cap defers and does not drop', () => {
  const recent = [{ channel: 'sms' as const, purpose: 'service' as const, at: '2026-11-19T11:00:00.000Z' }];
  const caps = [{ channel: 'sms' as const, max: 1, per: 'P2D' }];
  expect(ask({ recent, rules: { caps } })).toMatchObject({
    do: 'hold',
    until: expect.stringContaining('2026-11-21T11:0'),
    reason: { code: 'cap' },
  });
  expect(code({ recent, rules: { caps }, channel: 'email' })).toBe('send');
  expect(code({ recent, rules: { caps: null }, defaults: { caps } })).toBe('send');
});

test('a message that would come too late to be useful is not sent', () => {
  expect(code({ enteredAt: '2026-11-16T11:00:00.000Z' })).toBe('too_late');
  expect(code({ enteredAt: '2026-11-16T11:00:00.000Z', usefulFor: 'P7D' })).toBe('send');
});

test('a zone we do not know means it must be a decent hour everywhere the number may be', () => {
  const facts = { customer: { phone: '+12125550100' }, business: { timezone: 'Europe/Madrid' } };
  // 13:00 in New York, 08:00 in Honolulu in November; an hour earlier it is not yet eight there.
  expect(code({ facts, now: '2026-11-20T18:30:00.000Z', enteredAt: noon })).toBe('send');
  expect(code({ facts, now: '2026-11-20T17:30:00.000Z', enteredAt: noon })).toBe('quiet_hours');
});
