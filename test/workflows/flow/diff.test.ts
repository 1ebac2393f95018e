import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { diff } from '../../../workflows/flow/diff.js';
import { draft } from '../../../workflows/flow/draft.js';

const text = readFileSync(new URL('../../fixtures/flows/after-a-job.json', import.meta.url), 'utf8');
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- documents under test are changed freely
const reference = (): any => JSON.parse(text);

test('nothing changed is nothing said', () => {
  expect(diff(draft(reference()), draft(reference())).sentences).toEqual([]);
});

test('changes are told in sentences an owner can check', () => {
  const after = reference();
  after.steps[1].settings.duration = 'P1D';
  after.steps.push({
    id: 'tell',
    kind: 'notify_team',
    settings: { to: 'owner', body: 'Done' },
    exits: { done: null },
  });
  after.steps[4].exits.sent = 'tell';
  after.rules.quietHours = { from: '20:00', until: '09:00' };
  const { sentences, changes } = diff(draft(reference()), draft(after));
  expect(sentences.join('\n')).toMatch(/2 days.*1 day/);
  expect(changes.map(({ change }) => change)).toEqual(expect.arrayContaining(['added', 'changed', 'rules']));
  for (const sentence of sentences) expect(sentence).not.toMatch(/undefined|\[object/);
});

test('a removed step is named', () => {
  const after = reference();
  after.steps = after.steps.filter(({ id }: { id: string }) => id !== 'nudge');
  after.steps[1].exits.done = 'rest';
  expect(
    diff(draft(reference()), draft(after)).changes.some(
      (one) => one.change === 'removed' && one.stepId === 'nudge',
    ),
  ).toBe(true);
});
