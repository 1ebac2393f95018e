import { expect, test } from '@jest/globals';
import { idOfPast, isId, newId } from '../../lib/ids.js';

test('an id says when it was made', () => {
  const id = newId(Date.parse('2100-01-01T00:00:00Z'));
  expect(isId(id)).toBe(true);
  expect(id[14]).toBe('7');
  expect(parseInt(id.replaceAll('-', '').slice(0, 12), 16)).toBe(Date.parse('2100-01-01T00:00:00Z'));
});

test('fifty thousand ids made in one millisecond are all different and in order', () => {
  const at = Date.parse('2101-01-01T00:00:00Z');
  const ids = Array.from({ length: 50_000 }, () => newId(at));
  expect(new Set(ids).size).toBe(50_000);
  expect([...ids].sort()).toEqual(ids);
});

test('ids keep their order when the clock of the machine is set back', () => {
  const late = newId(Date.parse('2102-01-01T00:00:00Z'));
  expect(newId(Date.parse('2020-01-01T00:00:00Z')) > late).toBe(true);
});

test('an id of the past sorts by its moment, whatever was made before', () => {
  newId();
  const [first, second, third] = [2, 2, 3].map((hour) => idOfPast(Date.parse(`2026-01-01T0${hour}:00:00Z`)));
  expect([third, second, first].sort()).toEqual([first, second, third]);
  expect(isId(first)).toBe(true);
  expect(newId() > third!).toBe(true);
});

test('only a well-formed id is taken for an id', () => {
  for (const wrong of [
    '',
    'abc',
    newId().toUpperCase(),
    `${newId()} `,
    `{${newId()}}`,
    '\u0000',
    null,
    7,
    [newId()],
  ]) {
    expect(isId(wrong)).toBe(false);
  }
});
