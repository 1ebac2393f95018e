import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { intlCalendar } from '../../../workflows/flow/calendar-intl.js';
import { temporalCalendar } from '../../../workflows/flow/calendar-temporal.js';
import { fromMillis, toMillis } from '../../../workflows/flow/instant.js';
import {
  addDuration,
  hoursOutside,
  hoursWithin,
  isAllowed,
  momentOfDate,
  nextAllowed,
  nextTime,
  SPREAD_SECONDS,
  staggered,
  type Hours,
} from '../../../workflows/flow/schedule.js';

const calendar = temporalCalendar;
const MADRID = 'Europe/Madrid';
const NEW_YORK = 'America/New_York';
const ZONES = [
  'Europe/Madrid',
  'Europe/London',
  'America/New_York',
  'America/St_Johns',
  'America/Santiago',
  'Australia/Lord_Howe',
  'Pacific/Apia',
  'Pacific/Chatham',
  'Africa/Casablanca',
  'Asia/Kolkata',
  'Asia/Tehran',
  'UTC',
];

describe('both calendars', () => {
  const moment = fc.integer({ min: Date.UTC(1995, 0, 1), max: Date.UTC(2040, 0, 1) });
  const zone = fc.constantFrom(...ZONES);

  test('show the same time on the wall', () => {
    fc.assert(
      fc.property(moment, zone, (millis, where) => {
        expect(intlCalendar.wallAt(millis, where)).toEqual(temporalCalendar.wallAt(millis, where));
      }),
      { numRuns: 500 },
    );
  });

  test('find the same moment for a time on the wall, also when clocks change', () => {
    fc.assert(
      fc.property(moment, zone, (asUtc, where) => {
        const wall = temporalCalendar.wallAt(asUtc, 'UTC');
        expect(intlCalendar.momentOf(wall, where)).toBe(temporalCalendar.momentOf(wall, where));
      }),
      { numRuns: 500 },
    );
  });

  test('agree every ten minutes around every clock change of 2026 and on the day Samoa skipped', () => {
    const days: [string, string][] = [
      ['2026-03-29', 'Europe/Madrid'],
      ['2026-10-25', 'Europe/Madrid'],
      ['2026-03-08', 'America/New_York'],
      ['2026-11-01', 'America/New_York'],
      ['2026-04-05', 'Australia/Lord_Howe'],
      ['2026-10-04', 'Australia/Lord_Howe'],
      ['2011-12-30', 'Pacific/Apia'],
    ];
    for (const [day, where] of days) {
      for (let minute = 0; minute < 24 * 60; minute += 10) {
        const wall = temporalCalendar.wallAt(toMillis(`${day}T00:00:00Z`) + minute * 60_000, 'UTC');
        expect(intlCalendar.momentOf(wall, where)).toBe(temporalCalendar.momentOf(wall, where));
      }
    }
  });

  test('know the same zones by name', () => {
    for (const name of [
      ...ZONES,
      'Mars/Olympus',
      '',
      '+01:00',
      'Europe/Madrid; drop table',
      '../etc',
      'constructor',
    ]) {
      expect([name, intlCalendar.isZone(name)]).toEqual([name, temporalCalendar.isZone(name)]);
    }
    expect(intlCalendar.isZone('Europe/Madrid')).toBe(true);
    expect(intlCalendar.isZone('Mars/Olympus')).toBe(false);
  });
});

describe('waiting for a while', () => {
  test('two days keep the hour when clocks go forward, and 48 hours do not', () => {
    const before = '2026-03-28T09:00:00.000Z'; // 10:00 in Madrid, winter time
    expect(addDuration(before, 'P2D', MADRID, calendar)).toBe('2026-03-30T08:00:00.000Z');
    expect(addDuration(before, 'PT48H', MADRID, calendar)).toBe('2026-03-30T09:00:00.000Z');
  });

  test('two days keep the hour when clocks go back, and 48 hours do not', () => {
    const before = '2026-10-31T14:00:00.000Z'; // 10:00 in New York, summer time
    expect(addDuration(before, 'P2D', NEW_YORK, calendar)).toBe('2026-11-02T15:00:00.000Z');
    expect(addDuration(before, 'PT48H', NEW_YORK, calendar)).toBe('2026-11-02T14:00:00.000Z');
  });

  test('an hour that does not exist that day comes as much later as the clocks jumped', () => {
    expect(addDuration('2026-03-28T01:30:00.000Z', 'P1D', MADRID, calendar)).toBe('2026-03-29T01:30:00.000Z'); // 03:30
  });

  test('an hour shown twice is the first of the two', () => {
    expect(addDuration('2026-10-24T00:30:00.000Z', 'P1D', MADRID, calendar)).toBe('2026-10-25T00:30:00.000Z');
  });

  test('a month from the end of January ends in February, and a year from a leap day on the 28th', () => {
    expect(addDuration('2027-01-31T12:00:00.000Z', 'P1M', 'UTC', calendar)).toBe('2027-02-28T12:00:00.000Z');
    expect(addDuration('2028-01-31T12:00:00.000Z', 'P1M', 'UTC', calendar)).toBe('2028-02-29T12:00:00.000Z');
    expect(addDuration('2028-02-29T12:00:00.000Z', 'P1Y', 'UTC', calendar)).toBe('2029-02-28T12:00:00.000Z');
    expect(addDuration('2028-02-28T12:00:00.000Z', 'P1D', 'UTC', calendar)).toBe('2028-02-29T12:00:00.000Z');
  });

  test('half a second, a week, and a span backwards are understood', () => {
    expect(addDuration('2026-01-01T00:00:00.000Z', 'PT0.5S', 'UTC', calendar)).toBe(
      '2026-01-01T00:00:00.500Z',
    );
    expect(addDuration('2026-01-01T00:00:00.000Z', 'P1W', 'UTC', calendar)).toBe('2026-01-08T00:00:00.000Z');
    expect(addDuration('2026-01-01T00:00:00.000Z', '-P1DT2H', 'UTC', calendar)).toBe(
      '2025-12-30T22:00:00.000Z',
    );
    expect(() => addDuration('2026-01-01T00:00:00.000Z', 'two days', 'UTC', calendar)).toThrow(RangeError);
  });
});

describe('waiting for an hour', () => {
  test('nine o’clock is nine on the customer’s clock, summer and winter', () => {
    expect(nextTime({ time: '09:00' }, '2026-03-28T12:00:00.000Z', MADRID, calendar)).toBe(
      '2026-03-29T07:00:00.000Z',
    );
    expect(nextTime({ time: '09:00' }, '2026-10-24T12:00:00.000Z', MADRID, calendar)).toBe(
      '2026-10-25T08:00:00.000Z',
    );
  });

  test('at nine sharp the next nine o’clock is tomorrow’s', () => {
    expect(nextTime({ time: '09:00' }, '2026-11-20T08:00:00.000Z', MADRID, calendar)).toBe(
      '2026-11-21T08:00:00.000Z',
    );
  });

  test('a weekday is found on the customer’s calendar, not in Greenwich', () => {
    // Saturday evening in New York is Sunday in UTC.
    const saturday = '2026-11-22T02:00:00.000Z';
    expect(nextTime({ weekday: 'sunday', time: '10:00' }, saturday, NEW_YORK, calendar)).toBe(
      '2026-11-22T15:00:00.000Z',
    );
    expect(nextTime({ weekday: 'sat', time: '22:00' }, saturday, NEW_YORK, calendar)).toBe(
      '2026-11-22T03:00:00.000Z',
    );
    expect(nextTime({ weekday: 6, time: '10:00' }, saturday, NEW_YORK, calendar)).toBe(
      '2026-11-28T15:00:00.000Z',
    );
  });

  test('the hour waited for is always in the future, and shows that time unless clocks jump over it', () => {
    const time = fc
      .tuple(fc.integer({ min: 0, max: 23 }), fc.integer({ min: 0, max: 59 }))
      .map(([hour, minute]) => `${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}`);
    const moment = fc.integer({ min: Date.UTC(2024, 0, 1), max: Date.UTC(2030, 0, 1) }).map(fromMillis);
    fc.assert(
      fc.property(moment, time, fc.constantFrom(...ZONES), (after, at, zone) => {
        const next = nextTime({ time: at }, after, zone, calendar);
        expect(toMillis(next)).toBeGreaterThan(toMillis(after));
        expect(toMillis(next) - toMillis(after)).toBeLessThanOrEqual(25 * 3_600_000);
      }),
      { numRuns: 300 },
    );
  });
});

describe('waiting around a date', () => {
  test('24 hours before a reservation, and nine o’clock on the day before it', () => {
    const value = '2026-11-28T20:30:00Z';
    expect(momentOfDate(value, { offset: '-PT24H' }, MADRID, calendar)).toBe('2026-11-27T20:30:00.000Z');
    expect(momentOfDate(value, { offset: '-P1D', time: '09:00' }, MADRID, calendar)).toBe(
      '2026-11-27T08:00:00.000Z',
    );
  });

  test('a date alone begins at midnight on the customer’s clock', () => {
    expect(momentOfDate('2026-12-04', {}, NEW_YORK, calendar)).toBe('2026-12-04T05:00:00.000Z');
    expect(momentOfDate('2028-02-29', { time: '10:00' }, 'UTC', calendar)).toBe('2028-02-29T10:00:00.000Z');
  });

  test('a time without a zone is the business’s own', () => {
    expect(momentOfDate('2026-11-28T20:30', {}, NEW_YORK, calendar, MADRID)).toBe('2026-11-28T19:30:00.000Z');
  });

  test('what is no date is no date', () => {
    for (const value of [
      'soon',
      '2026-02-30',
      '2027-02-29',
      '28/11/2026',
      42,
      null,
      undefined,
      {},
      '2026-13-01',
      '',
    ]) {
      expect([value, momentOfDate(value, {}, 'UTC', calendar)]).toEqual([value, null]);
    }
  });
});

describe('quiet hours', () => {
  test('nine in the evening is quiet, eight in the morning is not', () => {
    const outside = [[hoursOutside({ from: '21:00', until: '08:00' })]];
    expect(isAllowed('2026-11-20T20:00:00.000Z', outside, [MADRID], calendar)).toBe(false);
    expect(isAllowed('2026-11-20T19:59:59.000Z', outside, [MADRID], calendar)).toBe(true);
    expect(isAllowed('2026-11-21T06:59:59.999Z', outside, [MADRID], calendar)).toBe(false);
    expect(isAllowed('2026-11-21T07:00:00.000Z', outside, [MADRID], calendar)).toBe(true);
  });

  test('from and until alike is never quiet', () => {
    const always = [[hoursOutside({ from: '08:00', until: '08:00' })]];
    expect(isAllowed('2026-11-20T03:00:00.000Z', always, [MADRID], calendar)).toBe(true);
  });

  test('quiet until half past two ends at three on the night clocks jump from two to three', () => {
    const until = [[hoursOutside({ from: '21:00', until: '02:30' })]];
    expect(nextAllowed('2026-03-29T00:10:00.000Z', until, [MADRID], calendar)).toBe(
      '2026-03-29T01:00:00.000Z',
    );
  });

  test('an unknown zone is quiet while any plausible one is', () => {
    const hours = [[hoursOutside({ from: '20:00', until: '08:00' })]];
    const zones = ['America/New_York', 'America/Los_Angeles'];
    // 13:00 UTC: eight in New York, five in Los Angeles.
    expect(nextAllowed('2026-11-20T13:00:00.000Z', hours, zones, calendar)).toBe('2026-11-20T16:00:00.000Z');
    // 02:00 UTC: nine in the evening in New York.
    expect(nextAllowed('2026-11-21T02:00:00.000Z', hours, zones, calendar)).toBe('2026-11-21T16:00:00.000Z');
  });

  test('a send window opens only on its days', () => {
    const weekdays = hoursWithin({
      days: ['mon', 'tue', 'wed', 'thu', 'fri'],
      from: '09:00',
      until: '18:00',
    });
    const saturday = hoursWithin({ days: ['saturday'], from: '10:00', until: '13:00' });
    // Friday evening: Saturday at ten; Saturday afternoon: Monday at nine.
    expect(nextAllowed('2026-11-20T17:00:00.000Z', [[weekdays, saturday]], [MADRID], calendar)).toBe(
      '2026-11-21T09:00:00.000Z',
    );
    expect(nextAllowed('2026-11-21T12:00:00.000Z', [[weekdays, saturday]], [MADRID], calendar)).toBe(
      '2026-11-23T08:00:00.000Z',
    );
  });

  test('a send window from and until the same hour is open all day, from midnight, on its days', () => {
    const sundays = hoursWithin({ days: ['sun'], from: '09:00', until: '09:00' });
    // Saturday noon: Sunday begins in Madrid at 23:00 UTC.
    expect(nextAllowed('2026-11-21T11:00:00.000Z', [[sundays]], [MADRID], calendar)).toBe(
      '2026-11-21T23:00:00.000Z',
    );
  });

  test('hours that exclude each other leave no moment', () => {
    const morning = hoursWithin({ days: [1], from: '09:00', until: '10:00' });
    const night = hoursOutside({ from: '08:00', until: '20:00' });
    expect(nextAllowed('2026-11-20T17:00:00.000Z', [[morning], [night]], ['UTC'], calendar)).toBeNull();
  });

  test('the next allowed moment is the first that a minute-by-minute search finds', () => {
    const minutes = fc.integer({ min: 0, max: 24 * 60 - 1 });
    const days = fc.option(fc.subarray([1, 2, 3, 4, 5, 6, 7], { minLength: 1 }), { nil: undefined });
    const hours = fc
      .record({ from: minutes, until: minutes, days })
      .map(({ from, until, days: on }): Hours => (on ? { from, until, days: new Set(on) } : { from, until }));
    const openings = fc.array(fc.array(hours, { minLength: 1, maxLength: 2 }), {
      minLength: 1,
      maxLength: 2,
    });
    const steady = fc.subarray(['Asia/Kolkata', 'UTC', 'Asia/Tokyo', 'Africa/Lagos'], {
      minLength: 1,
      maxLength: 2,
    });
    const moment = fc.integer({ min: Date.UTC(2026, 0, 1) / 60_000, max: Date.UTC(2027, 0, 1) / 60_000 });
    fc.assert(
      fc.property(openings, steady, moment, (open, zones, minute) => {
        const now = minute * 60_000;
        const found = nextAllowed(fromMillis(now), open, zones, calendar);
        expect(found).toBe(searched(now, open, zones));
      }),
      { numRuns: 40 },
    );

    function searched(now: number, open: Hours[][], zones: string[]): string | null {
      for (let millis = now; millis < now + 8 * 86_400_000; millis += 60_000) {
        if (zones.every((zone) => open.every((any) => any.some((one) => slow(millis, one, zone)))))
          return fromMillis(millis);
      }
      return null;
    }

    // Steady zones: their offset is added by hand, nothing shared with the code under test.
    function slow(millis: number, { from, until, days: on }: Hours, zone: string): boolean {
      const offset = { 'Asia/Kolkata': 330, UTC: 0, 'Asia/Tokyo': 540, 'Africa/Lagos': 60 }[zone] ?? 0;
      const local = new Date(millis + offset * 60_000);
      const minute = local.getUTCHours() * 60 + local.getUTCMinutes();
      const today = local.getUTCDay() || 7;
      const opens = (day: number) => on === undefined || on.has(day);
      if (from === until) return opens(today);
      if (from < until) return opens(today) && minute >= from && minute < until;
      return minute >= from ? opens(today) : minute < until && opens(today === 1 ? 7 : today - 1);
    }
  });

  test('in zones that change their clocks it is open, not in the past, and stays where it is when asked again', () => {
    const minutes = fc.integer({ min: 0, max: 24 * 60 - 1 });
    const moment = fc.integer({ min: Date.UTC(2026, 0, 1), max: Date.UTC(2027, 0, 1) }).map(fromMillis);
    fc.assert(
      fc.property(
        minutes,
        minutes,
        fc.subarray(ZONES, { minLength: 1, maxLength: 2 }),
        moment,
        (from, until, zones, now) => {
          const hours = [[{ from, until }]];
          const next = nextAllowed(now, hours, zones, calendar);
          if (next === null) return;
          expect(isAllowed(next, hours, zones, calendar)).toBe(true);
          expect(toMillis(next)).toBeGreaterThanOrEqual(toMillis(now));
          expect(nextAllowed(next, hours, zones, calendar)).toBe(next);
          if (isAllowed(now, hours, zones, calendar)) expect(next).toBe(now);
        },
      ),
      { numRuns: 200 },
    );
  });
});

test('sends of one hour are spread over a few minutes, always the same for one customer’s passage', () => {
  const nine = '2026-11-20T09:00:00.000Z';
  const spread = Array.from({ length: 500 }, (_, index) => staggered(nine, `enrollment-${index}`));
  expect(staggered(nine, 'enrollment-7')).toBe(spread[7]);
  expect(staggered(nine, undefined)).toBe(nine);
  for (const at of spread) {
    expect(toMillis(at) - toMillis(nine)).toBeGreaterThanOrEqual(0);
    expect(toMillis(at) - toMillis(nine)).toBeLessThan(SPREAD_SECONDS * 1000);
  }
  expect(new Set(spread).size).toBeGreaterThan(200);
});
