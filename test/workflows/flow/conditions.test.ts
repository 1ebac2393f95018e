import { expect, test } from '@jest/globals';
import { condition, evaluate, type Condition } from '../../../workflows/flow/conditions.js';

const facts = {
  customer: { id: 'c1', name: 'Ana Ruiz', tags: ['vip', 'regular'], attributes: { boiler: 'Vaillant' } },
  business: { name: 'Lopez' },
  event: {
    type: 'job_completed',
    data: { totalCents: 12500, service: 'Boiler repair', doneAt: '2026-11-19T10:00:00Z', paid: false },
  },
  answers: { rating: 4 },
};
const now = '2026-11-20T10:00:00.000Z';
const holds = (made: Condition) => evaluate(made, facts, now).holds;
const field = (name: string, op: string, value?: unknown) =>
  ({ field: name, op, ...(value !== undefined && { value }) }) as Condition;

test.each([
  ['event.data.totalCents', 'gte', 12500, true],
  ['event.data.totalCents', 'gt', 12500, false],
  ['event.data.totalCents', 'lt', '20000', true],
  ['event.data.totalCents', 'eq', 12500, true],
  ['event.data.paid', 'eq', false, true],
  ['event.data.service', 'contains', 'boiler', true],
  ['event.data.service', 'starts_with', 'boiler', true],
  ['event.data.service', 'in', ['Boiler repair', 'Drain'], true],
  ['customer.tags', 'contains', 'vip', true],
  ['customer.tags', 'contains', 'vi', false],
  ['event.data.doneAt', 'before', '2026-11-20', true],
  ['event.data.doneAt', 'after', '2026-11-20', false],
  ['event.data.doneAt', 'within_last', 'P2D', true],
  ['event.data.doneAt', 'within_last', 'PT1H', false],
  ['customer.attributes.boiler', 'exists', true, true],
  ['customer.attributes.car', 'exists', false, true],
  ['answers.rating', 'lte', 3, false],
])('%s %s %p is %s', (name, op, value, expected) => {
  expect(holds(field(name, op, value))).toBe(expected);
});

test('a missing field makes every test false but “is not”, “not” and “is not known”, and is named', () => {
  for (const op of ['eq', 'gt', 'gte', 'lt', 'lte', 'contains', 'starts_with', 'before', 'after']) {
    expect(evaluate(field('event.data.nothing', op, '2026-01-01'), facts, now)).toMatchObject({
      holds: false,
      missing: ['event.data.nothing'],
    });
  }
  expect(holds(field('event.data.nothing', 'ne', 5))).toBe(true);
  expect(holds({ not: field('event.data.nothing', 'eq', 5) })).toBe(true);
  expect(holds(field('event.data.nothing', 'exists', false))).toBe(true);
});

test('all, any and not join conditions', () => {
  const yes = field('answers.rating', 'eq', 4);
  const no = field('answers.rating', 'eq', 1);
  expect(holds({ all: [yes, { any: [no, yes] }, { not: no }] })).toBe(true);
  expect(holds({ all: [yes, no] })).toBe(false);
});

test('nothing but the facts can be reached', () => {
  for (const name of [
    'customer.__proto__.polluted',
    'customer.constructor.name',
    'event.data.service.length',
    'customer.tags.length',
  ]) {
    expect(evaluate(field(name, 'exists', true), facts, now).holds).toBe(false);
  }
});

test.each([
  [{ field: 'x', op: 'eq', value: 1 }, 'Name a field such as event.data.totalCents or customer.tags.'],
  [{ field: 'event.data.total', op: 'like', value: 1 }, expect.stringContaining('Choose one of eq, ne')],
  [{ field: 'event.data.total', op: 'eq' }, 'Say what to compare with.'],
  [{ field: 'event.data.total', op: 'in', value: [] }, 'Give a list of values.'],
  [{ all: [] }, 'Add at least one check.'],
])('%p is refused with a sentence', (made, message) => {
  const result = condition.safeParse(made);
  expect(result.success).toBe(false);
  expect(result.error!.issues.map((issue) => issue.message)).toContainEqual(message);
});

test('a condition nested without end is refused instead of exhausting the stack', () => {
  let made: unknown = field('answers.rating', 'eq', 4);
  for (let depth = 0; depth < 5000; depth++) made = { not: made };
  expect(condition.safeParse(made).success).toBe(false);
});

test('money is told in whole units, as it is typed, and everything else as it is', () => {
  const label = (name: string, op: string, value: unknown) =>
    evaluate(field(name, op, value), facts, now).checks[0]!.label;
  expect(label('event.data.totalCents', 'gte', 5000)).toBe('Total is at least 50');
  expect(label('event.data.totalCents', 'lt', 4990)).toBe('Total is less than 49.90');
  expect(label('event.data.totalCents', 'eq', '12500')).toBe('Total is 125');
  expect(label('event.data.tipCents', 'in', [150, 200])).toBe('Tip is one of 1.50, 2');
  expect(label('event.data.guests', 'gte', 5000)).toBe('Guests is at least 5000');
});
