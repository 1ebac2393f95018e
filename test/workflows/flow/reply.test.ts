import { describe, expect, test } from '@jest/globals';
import { intlCalendar } from '../../../workflows/flow/calendar-intl.js';
import { judgeReply, type ReplyCase } from '../../../workflows/flow/reply.js';

/** Noon in Madrid. */
const NOON = '2026-11-20T11:00:00.000Z';
/** Ten in the evening there. */
const NIGHT = '2026-11-20T21:00:00.000Z';
const hoursBefore = (instant: string, hours: number) =>
  new Date(Date.parse(instant) - hours * 3_600_000).toISOString();

const reply = (more: Partial<ReplyCase> = {}): ReplyCase => ({
  facts: {
    customer: { phone: '+34600111222', timezone: 'Europe/Madrid' },
    business: { timezone: 'Europe/Madrid' },
  },
  defaults: {},
  permission: { consents: [], suppressed: {} },
  lastInboundAt: null,
  hoursConfirmed: false,
  writtenAt: more.now ?? NOON,
  now: NOON,
  calendar: intlCalendar,
  ...more,
});
const refused = { channel: 'sms', purpose: 'service', granted: false } as const;

test('somebody who has said nothing may be texted about their visit by day', () => {
  expect(judgeReply(reply())).toEqual({ do: 'send' });
});

test('somebody who has stopped is never answered, whatever they asked since', () => {
  const asked = { lastInboundAt: hoursBefore(NOON, 1) };
  const suppressed = reply({ ...asked, permission: { consents: [], suppressed: { sms: true } } });
  expect(judgeReply(suppressed)).toMatchObject({ do: 'skip', reason: { code: 'suppressed' } });
  const optedOut = reply({ ...asked, permission: { consents: [refused], suppressed: {} } });
  expect(judgeReply(optedOut)).toMatchObject({ do: 'skip', reason: { code: 'opted_out' } });
});

test('whoever has no number cannot be texted', () => {
  const facts = { customer: {}, business: {} };
  expect(judgeReply(reply({ facts }))).toMatchObject({ do: 'skip', reason: { code: 'no_address' } });
});

describe('a business that wants a yes on record', () => {
  const defaults = { requireConsent: ['service' as const] };

  test('texts nobody out of the blue', () => {
    expect(judgeReply(reply({ defaults }))).toMatchObject({ do: 'skip', reason: { code: 'no_consent' } });
  });

  test('answers whoever asked within a month', () => {
    expect(judgeReply(reply({ defaults, lastInboundAt: hoursBefore(NOON, 29 * 24) }))).toEqual({
      do: 'send',
    });
    expect(judgeReply(reply({ defaults, lastInboundAt: hoursBefore(NOON, 31 * 24) }))).toMatchObject({
      do: 'skip',
    });
  });
});

describe('in a quiet hour where the customer is', () => {
  test('an answer waits for the morning', () => {
    const verdict = judgeReply(reply({ now: NIGHT, lastInboundAt: hoursBefore(NIGHT, 1) }));
    expect(verdict).toMatchObject({ do: 'hold', until: '2026-11-21T07:00:00.000Z' });
  });

  test('it leaves when its author says so and the customer wrote within the day', () => {
    const wrote = (hours: number) =>
      judgeReply(reply({ now: NIGHT, hoursConfirmed: true, lastInboundAt: hoursBefore(NIGHT, hours) })).do;
    expect(wrote(1)).toBe('send');
    expect(wrote(25)).toBe('hold');
    expect(judgeReply(reply({ now: NIGHT, hoursConfirmed: true })).do).toBe('hold');
  });

  test('the hours are those of the customer, not of the business', () => {
    const facts = {
      customer: { phone: '+15005550111', timezone: 'America/New_York' },
      business: { timezone: 'Europe/Madrid' },
    };
    expect(judgeReply(reply({ facts, now: '2026-11-20T12:30:00.000Z' })).do).toBe('hold');
    expect(judgeReply(reply({ facts, now: '2026-11-20T13:30:00.000Z' })).do).toBe('send');
  });
});

test('an answer nobody could send for three days is not sent any more', () => {
  const verdict = judgeReply(reply({ writtenAt: hoursBefore(NOON, 73) }));
  expect(verdict).toMatchObject({ do: 'skip', reason: { code: 'too_late' } });
});

test('caps and windows of journeys do not hold up a person', () => {
  const defaults = {
    caps: [{ max: 0, per: 'P7D' }],
    sendWindow: { days: ['mon' as const], from: '09:00', until: '10:00' },
  };
  expect(judgeReply(reply({ defaults: defaults as never }))).toEqual({ do: 'send' });
});
