import { expect, test } from '@jest/globals';
import { temporalCalendar as calendar } from '../../../workflows/flow/calendar-temporal.js';
import { attributeOf, momentsBetween, type DateEntry } from '../../../workflows/flow/date-entry.js';

const birthday: DateEntry = { on: 'date', field: 'customer.attributes.birthday', every: 'year' };
const clock = { zone: 'Europe/Madrid', businessZone: 'Europe/Madrid', calendar };
const moments = (value: unknown, entry: DateEntry, from: string, until: string) =>
  momentsBetween(value, entry, { from: `${from}T00:00:00.000Z`, until: `${until}T00:00:00.000Z` }, clock);

test('a birthday comes round every year, at nine in the morning where the customer lives', () => {
  expect(moments('1980-11-15', birthday, '2026-11-01', '2026-12-01')).toEqual(['2026-11-15T08:00:00.000Z']);
  expect(moments('1980-11-15', birthday, '2026-11-16', '2026-12-01')).toEqual([]);
});

test('29 February is kept on the 28th where there is none', () => {
  expect(moments('1980-02-29', birthday, '2027-02-01', '2027-03-02')).toEqual(['2027-02-28T08:00:00.000Z']);
  expect(moments('1980-02-29', birthday, '2028-02-01', '2028-03-02')).toEqual(['2028-02-29T08:00:00.000Z']);
});

test('a date that comes once comes once, moved by its offset', () => {
  const before: DateEntry = {
    on: 'date',
    field: 'customer.attributes.renewal',
    offset: '-P7D',
    time: '10:30',
  };
  expect(moments('2026-11-20', before, '2026-11-01', '2026-12-01')).toEqual(['2026-11-13T09:30:00.000Z']);
  expect(moments('2025-11-20', before, '2026-11-01', '2026-12-01')).toEqual([]);
  expect(moments('no date', before, '2026-11-01', '2026-12-01')).toEqual([]);
});

test('a day at the turn of the year belongs to the year it falls in', () => {
  expect(moments('1980-01-01', birthday, '2026-12-20', '2027-01-10')).toEqual(['2027-01-01T08:00:00.000Z']);
  expect(moments('1980-12-31', birthday, '2026-12-20', '2027-01-10')).toEqual(['2026-12-31T08:00:00.000Z']);
});

test('only attributes of customers begin a journey by date', () => {
  expect(attributeOf(birthday)).toBe('birthday');
  expect(attributeOf({ on: 'date', field: 'event.data.startsAt' })).toBeNull();
});
