import { expect, test } from '@jest/globals';
import { check } from '../../../workflows/flow/check.js';
import { examine } from '../../../workflows/flow/check/examined.js';
import { stepIssues } from '../../../workflows/flow/check/steps.js';
import type { DraftStep } from '../../../workflows/flow/draft.js';
import type { Field } from '../../../workflows/flow/fields.js';
import { oncePerText } from '../../../workflows/flow/once-per-text.js';

// Work is counted and not timed: twice the draft may cost twice the work, and never four times.
const now = '2026-11-21T12:00:00Z';

/** Branches of two hundred comparisons each, all of fields that do not exist. */
const branches = (count: number, fieldOf: (index: number) => string): DraftStep[] =>
  Array.from({ length: count }, (_, step) => ({
    id: `branch${step}`,
    kind: 'branch',
    settings: {
      arms: Array.from({ length: 4 }, (_, arm) => ({
        name: `arm${arm}`,
        when: {
          any: Array.from({ length: 50 }, (_, at) => ({
            field: fieldOf(step * 200 + arm * 50 + at),
            op: 'exists',
          })),
        },
      })),
    },
    exits: {},
  }));

test('however many names a draft gets wrong, the fields of the business are looked through for a hundred of them', () => {
  const looksFor = (wrongNames: number) => {
    let looks = 0;
    const fields: Field[] = Array.from({ length: 50 }, (_, index) => ({
      get path() {
        looks++;
        return `event.data.ours${index}`;
      },
      label: 'Ours',
      type: 'text',
      example: 'x',
      optional: true,
    }));
    check(
      {
        entry: { on: 'event', type: 'job_completed' },
        first: 'branch0',
        steps: branches(wrongNames / 200, (index) => `event.data.wrong${index}`),
        rules: {},
      },
      { now, fields },
    );
    return looks;
  };
  expect(looksFor(8000)).toBe(looksFor(1000));
});

test('one misspelled field is still told what it may have meant', () => {
  const issues = check(
    {
      entry: { on: 'event', type: 'job_completed' },
      first: 'branch0',
      steps: branches(1, () => 'customer.firstNam'),
      rules: {},
    },
    { now },
  );
  expect(issues.filter(({ message }) => message.includes('Did you mean customer.firstName?'))).toHaveLength(
    200,
  );
});

test('what calls keep is gathered once, however many conditions ask for it', () => {
  const looksFor = (questions: number) => {
    let looks = 0;
    const call: DraftStep = {
      id: 'call',
      kind: 'webhook',
      settings: {
        url: 'https://example.com/',
        get save() {
          looks++;
          return { price: '$.price' };
        },
      },
      exits: {},
    };
    const draft = {
      entry: null,
      first: 'call',
      steps: [call, ...branches(questions / 200, (index) => `saved.wrong${index}`)],
      rules: {},
    };
    stepIssues(examine(draft, { now }));
    return looks;
  };
  expect(looksFor(8000)).toBe(looksFor(200));
});

test('each text of a journey is taken apart once, and texts of other journeys make room', () => {
  const made: string[] = [];
  const lengthOf = oncePerText((text) => {
    made.push(text);
    return text.length;
  });
  const letters = Array.from({ length: 1600 }, (_, index) => String(index).padEnd(600, '.'));
  for (let look = 0; look < 4; look++) for (const letter of letters) expect(lengthOf(letter)).toBe(600);
  expect(made).toEqual(letters);

  for (let other = 0; other < 2000; other++) lengthOf(`another ${other}`.padEnd(600, '.'));
  lengthOf(letters[0]!);
  expect(made.filter((text) => text === letters[0])).toHaveLength(2);
});
