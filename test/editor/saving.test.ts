import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import { insertAfter } from '../../editor/draft/edits.js';
import { createSaving, localCopy, type Answer, type Held } from '../../editor/draft/saving.js';
import { emptyDraft, type Draft } from '../../workflows/flow/draft.js';

beforeEach(() => void jest.useFakeTimers());
afterEach(() => void jest.useRealTimers());

const held = (flow: Draft, etag: string): Held => ({ flow, etag, issues: [] });
const withStep = (flow: Draft = emptyDraft) => insertAfter(flow, 'first', 'wait').flow;

/** A server that answers as told, a browser store, and what was sent. */
function open(answers: ((flow: Draft, etag: string) => Answer)[]) {
  const kept = new Map<string, string>();
  const local = {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
    removeItem: (key: string) => void kept.delete(key),
  };
  const sent: { flow: Draft; etag: string }[] = [];
  const saving = createSaving({
    journeyId: 'j1',
    held: held(emptyDraft, '"1"'),
    local,
    put: (flow, etag) => {
      sent.push({ flow, etag });
      const answer = answers[sent.length - 1] ?? answers.at(-1);
      return Promise.resolve(answer!(flow, etag));
    },
  });
  return { saving, sent, copy: () => localCopy('j1', local) };
}
const accepts = (flow: Draft, etag: string): Answer => ({ as: 'saved', held: held(flow, `${etag}+`) });

test('a draft is saved once, a second after the last change, and the local copy goes', async () => {
  const { saving, sent, copy } = open([accepts]);
  const flow = withStep();
  saving.changed(withStep());
  await jest.advanceTimersByTimeAsync(800);
  saving.changed(flow);
  expect(copy()?.flow).toEqual(flow);
  await jest.advanceTimersByTimeAsync(999);
  expect(sent).toEqual([]);
  await jest.advanceTimersByTimeAsync(1);
  expect(sent).toEqual([{ flow, etag: '"1"' }]);
  expect(saving.state.getState().is).toBe('saved');
  expect(copy()).toBeNull();
});

test('while the line is down the work is kept here and sent when it is back', async () => {
  const { saving, sent, copy } = open([
    () => ({ as: 'unreachable' }),
    () => ({ as: 'unreachable' }),
    accepts,
  ]);
  const flow = withStep();
  saving.changed(flow);
  await jest.advanceTimersByTimeAsync(1000);
  expect(saving.state.getState().is).toBe('unreachable');
  expect(copy()).toMatchObject({ flow, etag: '"1"' });
  await jest.advanceTimersByTimeAsync(10_000);
  expect(sent).toHaveLength(3);
  expect(saving.state.getState().is).toBe('saved');
});

test('when somebody else saved first nothing is sent again until a person has chosen', async () => {
  const theirs = held(withStep(), '"9"');
  const { saving, sent, copy } = open([() => ({ as: 'conflict', held: theirs }), accepts]);
  const mine = withStep();
  saving.changed(mine);
  await jest.advanceTimersByTimeAsync(1000);
  expect(saving.state.getState()).toMatchObject({ is: 'conflict', theirs });
  const more = withStep(mine);
  saving.changed(more);
  await jest.advanceTimersByTimeAsync(60_000);
  expect(sent).toHaveLength(1);
  expect(copy()?.flow).toEqual(more);
  expect(saving.settle('mine')).toBe(more);
  await jest.advanceTimersByTimeAsync(0);
  expect(sent[1]).toEqual({ flow: more, etag: '"9"' });
  expect(saving.state.getState().is).toBe('saved');
});

test('taking theirs drops mine and sends nothing', async () => {
  const theirs = held(withStep(), '"9"');
  const { saving, sent, copy } = open([() => ({ as: 'conflict', held: theirs })]);
  saving.changed(withStep());
  await jest.advanceTimersByTimeAsync(1000);
  expect(saving.settle('theirs')).toBe(theirs.flow);
  await jest.advanceTimersByTimeAsync(60_000);
  expect(sent).toHaveLength(1);
  expect(copy()).toBeNull();
});

test('a change made while saving is saved next, on top of the answer', async () => {
  const { saving, sent } = open([accepts]);
  const first = withStep();
  const second = withStep(first);
  saving.changed(first);
  await jest.advanceTimersByTimeAsync(999);
  const done = saving.save();
  saving.changed(second);
  await done;
  await jest.advanceTimersByTimeAsync(3000);
  expect(sent.map(({ etag }) => etag)).toEqual(['"1"', '"1"+']);
  expect(sent[1]?.flow).toBe(second);
});
