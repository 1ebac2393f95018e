import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { choiceOf, conditionOf, groupIn, withChoice } from '../../../editor/steps/condition-parts.js';
import { asOneUnit, durationText, UNITS } from '../../../editor/steps/duration-text.js';
import { chipsIn, withFallback, written } from '../../../editor/steps/merge-text.js';
import { withPlainSigns } from '../../../editor/steps/plain-signs.js';
import { factsOf, rendered, SAMPLES } from '../../../editor/steps/samples.js';
import { condition } from '../../../workflows/flow/conditions.js';
import { EVENT_TYPES } from '../../../workflows/flow/events.js';
import { fieldsFor } from '../../../workflows/flow/fields.js';
import { templateFault } from '../../../workflows/flow/merge-fields.js';
import { segmentsOf } from '../../../workflows/flow/segments.js';

test('a span of one unit is shown as it was written, and one of several is left alone', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 59 }), fc.constantFrom(...UNITS), (amount, unit) => {
      expect(asOneUnit(durationText(amount, unit))).toEqual({ amount, unit });
    }),
  );
  expect(asOneUnit('-P1D')).toEqual({ amount: 1, unit: 'days' });
  expect(asOneUnit('PT48H')).toEqual({ amount: 48, unit: 'hours' });
  expect(asOneUnit('P1DT2H')).toBeNull();
});

test('a detail gets another fallback everywhere, and quotes in it break nothing', () => {
  const text =
    "Hi {{ customer.firstName | default: 'there' }}, {{customer.firstName}}! {{ event.data.totalCents | money: 'EUR' }}";
  const changed = withFallback(text, 'customer.firstName', "you o'there");
  expect(chipsIn(changed).map(({ fallback }) => fallback)).toEqual(['you o’there', 'you o’there', null]);
  expect(changed).toContain("{{ event.data.totalCents | money: 'EUR' }}");
  expect(templateFault(changed)).toBeNull();
  expect(chipsIn(withFallback(changed, 'customer.firstName', ''))[0]?.fallback).toBeNull();
});

test('whatever is typed as a fallback, the message can still be put together', () => {
  fc.assert(
    fc.property(fc.string(), (typed) => {
      expect(templateFault(withFallback('{{ customer.firstName }}', 'customer.firstName', typed))).toBeNull();
    }),
  );
});

test.each(EVENT_TYPES)('every detail offered after %s can be written and previewed', (type) => {
  const fields = fieldsFor(type);
  for (const field of fields) {
    const text = written(field.path, field.type, fields);
    expect(templateFault(text)).toBeNull();
    expect(chipsIn(text)).toHaveLength(1);
    for (const sample of SAMPLES.filter((one) => one !== 'noName' || !/name$/i.test(field.path)))
      expect(rendered(text, factsOf(sample, fields), 'en')).toHaveProperty('text');
  }
});

test('plain signs make a text cheaper and leave code and accents as they are', () => {
  const text = "it’s {{ customer.firstName | default: 'l’ami' }} – “fine” for José…";
  expect(withPlainSigns(text)).toBe(
    "it's {{ customer.firstName | default: 'l’ami' }} - \"fine\" for José...",
  );
  expect(segmentsOf(withPlainSigns('it’s fine')).encoding).toBe('GSM-7');
});

test('a check drawn from menus is one the journey understands, and is shown again as it was chosen', () => {
  const cases = [
    withChoice('event.data.totalCents', 'cents', 'gte', undefined),
    withChoice('customer.email', 'text', 'missing', undefined),
    withChoice('event.data.startsAt', 'instant', 'past', undefined),
    withChoice('event.data.wantsCall', 'yes_no', 'no', undefined),
    withChoice('event.data.dueDate', 'date', 'within_last', undefined),
    withChoice('customer.name', 'text', 'in', 'Ana'),
  ];
  for (const made of cases) expect(condition.safeParse(made).success).toBe(true);
  expect(
    cases
      .slice(0, 4)
      .map((made, index) => choiceOf(made, (['cents', 'text', 'instant', 'yes_no'] as const)[index]!)),
  ).toEqual(['gte', 'missing', 'past', 'no']);
});

test('a group of checks is drawn and handed back without change', () => {
  const one = { field: 'customer.name', op: 'exists' as const };
  for (const made of [
    one,
    { all: [one, one] },
    { any: [one] },
    { not: one },
    { all: [one, { any: [one, one] }] },
  ])
    expect(conditionOf(groupIn(made))).toEqual(made);
});
