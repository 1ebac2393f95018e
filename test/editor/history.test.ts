import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { insertAfter, setSettings } from '../../editor/draft/edits.js';
import { createHistory } from '../../editor/draft/history.js';
import { emptyDraft } from '../../workflows/flow/draft.js';
import { KINDS } from '../../workflows/flow/steps/index.js';

test('undoing every edit brings back exactly what was there, and redoing them what came after', () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...KINDS), { minLength: 1, maxLength: 30 }), (kinds) => {
      const history = createHistory(emptyDraft);
      const seen = [history.flow()];
      for (const kind of kinds) {
        history.edit(insertAfter(history.flow(), 'first', kind).flow, { act: 'added', kind });
        seen.push(history.flow());
      }
      for (let index = seen.length - 2; index >= 0; index--) {
        expect(history.undo()).toEqual({ act: 'added', kind: kinds[index] });
        expect(history.flow()).toBe(seen[index]);
      }
      expect(history.undo()).toBeNull();
      for (const flow of seen.slice(1)) {
        history.redo();
        expect(history.flow()).toBe(flow);
      }
      expect(history.redo()).toBeNull();
    }),
    { numRuns: 50 },
  );
});

test('a sentence typed in one go is undone in one go', () => {
  let now = 0;
  const history = createHistory(emptyDraft, () => now);
  const { flow, stepId } = insertAfter(emptyDraft, 'first', 'sms');
  history.edit(flow, { act: 'added', kind: 'sms' });
  for (const body of ['H', 'He', 'Hel', 'Hell', 'Hello']) {
    now += 200;
    history.edit(
      setSettings(history.flow(), stepId!, { body }),
      { act: 'changed', kind: 'sms' },
      `${stepId}.body`,
    );
  }
  now += 5000;
  history.edit(
    setSettings(history.flow(), stepId!, { body: 'Bye' }),
    { act: 'changed', kind: 'sms' },
    `${stepId}.body`,
  );
  history.undo();
  expect(history.flow().steps[0]?.settings).toEqual({ body: 'Hello' });
  history.undo();
  expect(history.flow()).toBe(flow);
});
