import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { insertAfter, replaceStep } from '../../editor/draft/edits.js';
import { createHistory } from '../../editor/draft/history.js';
import { createDesk } from '../../editor/canvas/desk.js';
import { alike } from '../../editor/draft/alike.js';
import { typedAt } from '../../editor/draft/typing.js';
import { emptyDraft, type Draft } from '../../workflows/flow/draft.js';
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
  const typed = (before: Draft, body: string) =>
    replaceStep(before, { ...before.steps.find(({ id }) => id === stepId)!, settings: { body } });
  history.edit(flow, { act: 'added', kind: 'sms' });
  for (const body of ['H', 'He', 'Hel', 'Hell', 'Hello']) {
    now += 200;
    history.edit(typed(history.flow(), body), { act: 'changed', kind: 'sms' }, `${stepId}.body`);
  }
  now += 5000;
  history.edit(typed(history.flow(), 'Bye'), { act: 'changed', kind: 'sms' }, `${stepId}.body`);
  history.undo();
  expect(history.flow().steps[0]?.settings).toEqual({ body: 'Hello' });
  history.undo();
  expect(history.flow()).toBe(flow);
});

test('thirty edits of all kinds, settings among them, go back and forth one by one', () => {
  const history = createHistory(emptyDraft, () => 0);
  const desk = createDesk(history);
  const seen = [history.flow()];
  const note = () => seen.push(history.flow());
  desk.add('first', 'wait');
  note();
  const step = () => history.flow().steps[0]!;
  for (let days = 1; days <= 14; days++) {
    desk.change({ ...step(), settings: { duration: `P${days}D`, tries: days } });
    note();
    desk.changeRules({ reentry: { mode: 'every', days } });
    note();
  }
  desk.changeEntry({ on: 'manual' });
  note();
  expect(seen).toHaveLength(31);
  for (const flow of seen.slice(0, -1).reverse()) {
    desk.undo();
    expect(history.flow()).toBe(flow);
  }
  for (const flow of seen.slice(1)) {
    desk.redo();
    expect(history.flow()).toBe(flow);
  }
});

test('a field that hands back what it was given makes no entry, and redo stays', () => {
  const history = createHistory(emptyDraft, () => 0);
  const desk = createDesk(history);
  desk.add('first', 'sms');
  const [step] = history.flow().steps;
  desk.change({ ...step!, settings: { ...step!.settings, body: 'Hello' } });
  const written = history.flow();
  desk.undo();
  // The open field follows the undo and tells of its change.
  desk.change({ ...history.flow().steps[0]!, settings: { ...history.flow().steps[0]!.settings } });
  desk.redo();
  expect(history.flow()).toBe(written);
});

test('typing is known by its place, a choice or a new row is not typing', () => {
  const before = { steps: [{ id: 'a', settings: { body: 'H', arms: [{ name: 'x' }] } }] };
  const typed = { steps: [{ id: 'a', settings: { body: 'He', arms: [{ name: 'x' }] } }] };
  expect(typedAt(before, typed)).toBe('steps.0.settings.body');
  expect(typedAt(before, { steps: [{ id: 'a', settings: { body: 'H', arms: [] } }] })).toBeNull();
  expect(typedAt({ max: 1 }, { max: 2 })).toBeNull();
  expect(typedAt({ body: 'H' }, { body: 'H', purpose: 'review' })).toBeNull();
});

test('two drafts are alike whatever the order of their keys', () => {
  expect(alike({ a: [1, { b: 2, c: undefined }] }, { a: [1, { b: 2 }] })).toBe(true);
  expect(alike({ a: [] }, { a: {} })).toBe(false);
  expect(alike({ a: [1, 2] }, { a: [2, 1] })).toBe(false);
});
