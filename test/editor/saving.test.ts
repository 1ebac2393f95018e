import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import { insertAfter } from '../../editor/draft/edits.js';
import { allSaved, createSaving, localCopy, type Answer, type Held } from '../../editor/draft/saving.js';
import { emptyDraft, type Draft } from '../../workflows/flow/draft.js';

beforeEach(() => void jest.useFakeTimers());
afterEach(() => void jest.useRealTimers());

const held = (flow: Draft, etag: string): Held => ({ flow, etag, issues: [] });
const withStep = (flow: Draft = emptyDraft) => insertAfter(flow, 'first', 'wait').flow;

/** A server that answers as told, a browser store, and what was sent. */
function open(answers: ((flow: Draft, etag: string) => Answer)[], kept = new Map<string, string>()) {
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

test('whoever comes back while a save is still under way waits for it and meets no conflict with themselves', async () => {
  let answer: (said: Answer) => void = () => {};
  const slow = new Promise<Answer>((resolve) => (answer = resolve));
  const kept = new Map<string, string>();
  const flow = withStep();
  const saving = createSaving({
    journeyId: 'j2',
    held: held(emptyDraft, '"1"'),
    local: { getItem: () => null, setItem: (key, text) => void kept.set(key, text), removeItem: () => {} },
    put: () => slow,
  });
  saving.changed(flow);
  saving.leave();
  let back = false;
  const returning = allSaved('j2').then(() => (back = true));
  await jest.advanceTimersByTimeAsync(10_000);
  expect(back).toBe(false);
  answer({ as: 'saved', held: held(flow, '"2"') });
  await returning;
  expect(saving.etag()).toBe('"2"');
  await jest.advanceTimersByTimeAsync(0);
  expect(await allSaved('j2')).toBeUndefined();
});

test('a save whose answer was lost is no conflict when the page is opened again', async () => {
  const kept = new Map<string, string>();
  const first = withStep();
  const before = open([() => ({ as: 'unreachable' })], kept);
  before.saving.changed(first);
  await jest.advanceTimersByTimeAsync(1000);
  before.saving.leave();
  const copy = before.copy()!;
  expect(copy.unanswered).toEqual(first);

  // The server had taken it; meanwhile one more step was added here.
  const second = withStep(first);
  const sent: string[] = [];
  const after = createSaving({
    journeyId: 'j1',
    held: held(emptyDraft, copy.etag),
    unanswered: copy.unanswered,
    local: { getItem: () => null, setItem: () => {}, removeItem: () => {} },
    put: (flow, etag) => {
      sent.push(etag);
      // Keys come back in another order, as the database writes them.
      const { steps, rules, first: start, entry } = first;
      return Promise.resolve<Answer>(
        etag === '"1"'
          ? { as: 'conflict', held: held({ steps, rules, first: start, entry }, '"2"') }
          : { as: 'saved', held: held(flow, '"3"') },
      );
    },
  });
  after.changed(second);
  await jest.advanceTimersByTimeAsync(5000);
  expect(sent).toEqual(['"1"', '"2"']);
  expect(after.state.getState()).toMatchObject({ is: 'saved', theirs: null });
});

test('after leaving nothing is sent behind the back of the page that is open', async () => {
  const { saving, sent } = open([() => ({ as: 'unreachable' })]);
  saving.changed(withStep());
  await jest.advanceTimersByTimeAsync(1000);
  saving.leave();
  await jest.advanceTimersByTimeAsync(0);
  const before = sent.length;
  await jest.advanceTimersByTimeAsync(60_000);
  expect(sent).toHaveLength(before);
});

test('undoing all the way back to what the server has leaves nothing to save', async () => {
  const { saving, sent, copy } = open([accepts]);
  saving.changed(withStep());
  saving.changed(emptyDraft);
  expect(saving.state.getState().is).toBe('saved');
  expect(copy()).toBeNull();
  await jest.advanceTimersByTimeAsync(60_000);
  expect(sent).toEqual([]);

  // While a save is under way the way back is one more change.
  const flow = withStep();
  saving.changed(flow);
  await jest.advanceTimersByTimeAsync(999);
  const done = saving.save();
  saving.changed(emptyDraft);
  await done;
  await jest.advanceTimersByTimeAsync(3000);
  expect(sent.map((one) => one.flow)).toEqual([flow, emptyDraft]);
});
