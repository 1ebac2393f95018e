import { describe, expect, test } from '@jest/globals';
import { TEMPLATES, TRADES } from '../../../editor/steps/templates/index.js';
import { LANGUAGES } from '../../../editor/words/words.js';
import { temporalCalendar as calendar } from '../../../workflows/flow/calendar-temporal.js';
import { publishable } from '../../../workflows/flow/check.js';
import { fieldsFor } from '../../../workflows/flow/fields.js';
import { rehearse } from '../../../workflows/flow/rehearse.js';

const contextIn = (language: string) => ({
  now: '2026-11-20T10:00:00.000Z',
  hasPostalAddress: true,
  locales: [language, ...LANGUAGES.filter((other) => other !== language)],
});
const permission = {
  consents: (['email', 'sms'] as const).flatMap((channel) =>
    (['service', 'review', 'marketing'] as const).map((purpose) => ({ channel, purpose, granted: true })),
  ),
  suppressed: {},
};
const cases = TEMPLATES.flatMap((template) => LANGUAGES.map((language) => ({ ...template, language })));
const typeOf = (entry: unknown): string => (entry as { type: string }).type;

/** What such an event usually says, as an event; its dates lie ahead of the rehearsal. */
const usual = (type: string): Record<string, unknown> =>
  Object.fromEntries(
    fieldsFor(type)
      .filter(({ path }) => path.startsWith('event.data.'))
      .map(({ path, example }) => [path.slice('event.data.'.length), example]),
  );

test('there are at least twelve templates, and some for every trade', () => {
  expect(TEMPLATES.length).toBeGreaterThanOrEqual(12);
  expect(new Set(TEMPLATES.map(({ trade }) => trade))).toEqual(new Set(TRADES));
  expect(new Set(TEMPLATES.map(({ id }) => id)).size).toBe(TEMPLATES.length);
});

describe.each(cases)('the template $id in $language', ({ flow: make, language, name, goal }) => {
  test('can be published as it is, with nothing left to improve', () => {
    const { flow, issues } = publishable(make(language), contextIn(language));
    expect(issues.filter(({ code }) => code !== 'costly_character')).toEqual([]);
    expect(flow).not.toBeNull();
    expect(name[language]).not.toBe('');
    expect(goal[language]).not.toBe('');
  });

  test.each([
    ['a usual customer', { name: 'Ana Ruiz' }, true],
    ['a customer of whom nothing is known', {}, false],
  ])('sends every message to %s', (_, who, known) => {
    const { flow } = publishable(make(language), contextIn(language));
    const type = typeOf(flow?.entry);
    const { entries, ended } = rehearse({
      flow: flow!,
      event: { type, subject: { kind: 'job', id: '1' }, data: known ? usual(type) : {} },
      customer: { id: 'c', email: 'ana@example.com', phone: '+34600111222', locale: language, ...who },
      business: { name: 'Lopez', timezone: 'Europe/Madrid' },
      startAt: '2026-11-20T10:00:00.000Z',
      calendar,
      permission,
    });
    expect(ended.status).toBe('completed');
    const messages = flow!.steps.filter(({ kind }) => ['sms', 'email', 'review_request'].includes(kind));
    const expected = known ? messages : messages.filter(({ id }) => id !== 'remind');
    const sent = entries.filter(({ message }) => message !== undefined);
    expect(new Set(sent.map(({ stepId }) => stepId))).toEqual(new Set(expected.map(({ id }) => id)));
    for (const { message } of sent) expect(message!.text).not.toMatch(/[{}]/);
  });
});
