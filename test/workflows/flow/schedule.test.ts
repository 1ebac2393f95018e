import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { intlCalendar } from '../../../workflows/flow/calendar-intl.js';
import { temporalCalendar } from '../../../workflows/flow/calendar-temporal.js';
import {
  addDuration,
  hoursOutside,
  isQuiet,
  momentOfDate,
  nextAllowed,
  nextTime,
  staggered,
} from '../../../workflows/flow/schedule.js';

const ZONES = [
  'Europe/Madrid',
  'America/New_York',
  'America/St_Johns',
  'Australia/Lord_Howe',
  'Asia/Kolkata',
  'Pacific/Auckland',
  'Africa/Casablanca',
  'UTC',
];
const instant = fc
  .integer({ min: Date.UTC(2020, 0, 1), max: Date.UTC(2036, 0, 1) })
  .map((millis) => new Date(millis).toISOString());
const zone = fc.constantFrom(...ZONES);
const clock = fc
  .tuple(fc.integer({ min: 0, max: 23 }), fc.integer({ min: 0, max: 59 }))
  .map(([hour, minute]) => `${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}`);

for (const [name, calendar] of [
  ['on the server', temporalCalendar],
  ['in the browser', intlCalendar],
] as const) {
  describe(name, () => {
    test('one day keeps the hour on the customer’s clock across both clock changes, 24 hours do not', () => {
      const add = (at: string, span: string, where: string) => addDuration(at, span, where, calendar);
      // Madrid: 29 March and 25 October 2026. New York: 8 March and 1 November 2026.
      expect(add('2026-03-28T09:00:00.000Z', 'P1D', 'Europe/Madrid')).toBe('2026-03-29T08:00:00.000Z');
      expect(add('2026-03-28T09:00:00.000Z', 'PT24H', 'Europe/Madrid')).toBe('2026-03-29T09:00:00.000Z');
      expect(add('2026-10-24T08:00:00.000Z', 'P1D', 'Europe/Madrid')).toBe('2026-10-25T09:00:00.000Z');
      expect(add('2026-03-07T14:00:00.000Z', 'P1D', 'America/New_York')).toBe('2026-03-08T13:00:00.000Z');
      expect(add('2026-10-31T13:00:00.000Z', 'P1D', 'America/New_York')).toBe('2026-11-01T14:00:00.000Z');
    });

    test('an hour that does not exist is as much later as the clocks jump', () => {
      expect(addDuration('2026-03-28T01:30:00.000Z', 'P1D', 'Europe/Madrid', calendar)).toBe(
        '2026-03-29T01:30:00.000Z',
      );
    });

    test('a month after the last day of January is the last day of February, leap year or not', () => {
      expect(addDuration('2027-01-31T11:00:00.000Z', 'P1M', 'Europe/Madrid', calendar)).toBe(
        '2027-02-28T11:00:00.000Z',
      );
      expect(addDuration('2028-01-31T11:00:00.000Z', 'P1M', 'Europe/Madrid', calendar)).toBe(
        '2028-02-29T11:00:00.000Z',
      );
      expect(addDuration('2028-02-29T11:00:00.000Z', 'P1Y', 'Europe/Madrid', calendar)).toBe(
        '2029-02-28T11:00:00.000Z',
      );
    });

    test('until Tuesday at nine means the next Tuesday at nine where the customer lives', () => {
      const friday = '2026-11-20T15:00:00.000Z';
      expect(
        nextTime({ weekday: 'tuesday', time: '09:00' } as never, friday, 'Europe/Madrid', calendar),
      ).toBe('2026-11-24T08:00:00.000Z');
      expect(nextTime({ time: '17:00' }, friday, 'Europe/Madrid', calendar)).toBe('2026-11-20T16:00:00.000Z');
      expect(nextTime({ time: '09:00' }, friday, 'Europe/Madrid', calendar)).toBe('2026-11-21T08:00:00.000Z');
    });

    test('a day before a reservation is planned from its date, with or without an hour', () => {
      const at = (value: unknown, wish: object) => momentOfDate(value, wish, 'Europe/Madrid', calendar);
      expect(at('2026-12-24T19:30:00Z', { offset: '-PT24H' })).toBe('2026-12-23T19:30:00.000Z');
      expect(at('2026-12-24', { offset: '-P1D', time: '10:00' })).toBe('2026-12-23T09:00:00.000Z');
      for (const nonsense of ['tomorrow', '2026-02-30', '', 17, null, {}])
        expect(at(nonsense, {})).toBeNull();
    });

    test('quiet hours may span midnight', () => {
      const quiet = { from: '21:00', until: '08:00' };
      const inMadrid = (hour: string) =>
        isQuiet(`2026-11-20T${hour}:00.000Z`, quiet, 'Europe/Madrid', calendar);
      expect([inMadrid('19:59'), inMadrid('20:00'), inMadrid('06:59'), inMadrid('07:00')]).toEqual([
        false,
        true,
        true,
        false,
      ]);
    });

    test('what is held for quiet hours leaves outside them, in every zone the customer may live in', () => {
      fc.assert(
        fc.property(
          instant,
          clock,
          clock,
          fc.subarray(ZONES, { minLength: 1, maxLength: 2 }),
          (now, from, until, zones) => {
            fc.pre(from !== until);
            const next = nextAllowed(now, [[hoursOutside({ from, until })]], zones, calendar);
            if (next === null) return;
            expect(Date.parse(next)).toBeGreaterThanOrEqual(Date.parse(now));
            for (const where of zones) expect(isQuiet(next, { from, until }, where, calendar)).toBe(false);
          },
        ),
        { numRuns: 150 },
      );
    });
  });
}

test('the browser and the server plan to the same instant', () => {
  const span = fc.constantFrom('P1D', 'P2W', 'P1M', 'P1Y', 'PT36H', 'P1DT2H', '-P1D', 'PT0.5S');
  fc.assert(
    fc.property(instant, span, zone, clock, (at, duration, where, time) => {
      expect(addDuration(at, duration, where, intlCalendar)).toBe(
        addDuration(at, duration, where, temporalCalendar),
      );
      expect(nextTime({ time }, at, where, intlCalendar)).toBe(
        nextTime({ time }, at, where, temporalCalendar),
      );
    }),
    { numRuns: 400 },
  );
});

test('people planned for the same minute are spread over a few minutes, each always to the same moment', () => {
  const at = '2026-11-20T09:00:00.000Z';
  const spread = Array.from({ length: 200 }, (_, index) => staggered(at, `enrollment-${index}`));
  expect(new Set(spread).size).toBeGreaterThan(50);
  for (const one of spread) {
    const later = Date.parse(one) - Date.parse(at);
    expect(later).toBeGreaterThanOrEqual(0);
    expect(later).toBeLessThan(300_000);
  }
  expect(staggered(at, 'enrollment-7')).toBe(spread[7]);
});
