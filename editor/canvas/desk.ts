import { createStore } from 'zustand/vanilla';
import type { StepId } from '../../workflows/flow/flow.js';
import type { Kind } from '../../workflows/flow/steps/index.js';
import { alike } from '../draft/alike.js';
import { copyText, paste, stepsIn } from '../draft/clipboard.js';
import {
  duplicate,
  goTo,
  insertAfter,
  isFork,
  move,
  movesWith,
  remove,
  replaceStep,
  setEntry,
  setRules,
} from '../draft/edits.js';
import type { Act, History } from '../draft/history.js';
import { placesTo, samePlace, stepIn, targetAt, type Place } from '../draft/places.js';
import { ENTRY } from '../draft/tree.js';
import { typedAt } from '../draft/typing.js';
import { linesOf } from '../draft/ways.js';
import type { Draft, DraftStep } from '../../workflows/flow/draft.js';

/** What is chosen, opened and under way; none of it is history. */
export interface DeskState {
  /** The item the arrow keys stand on. */
  focused: string;
  /** Whose settings are open: a step, `entry`, `rules`, or nobody’s. */
  open: string | null;
  /** A step looking for its new place. */
  placing: { how: 'move'; stepId: StepId } | { how: 'paste'; text: string } | null;
  menu: { place: Place; alone: boolean } | null;
  removing: StepId | null;
  /** Read out by screen readers, and shown as a toast when it can be undone. */
  said:
    | { act: Act; undo: boolean; extra?: number }
    | { back: 'undone' | 'redone'; act: Act }
    | { note: Note; kind?: Kind | undefined }
    | null;
  /** Takes the keyboard to the focused item after the next drawing. */
  takeFocus: number;
}

export type Note = 'copied' | 'copiedOn' | 'notHere' | 'nothingToPaste';

/** Everything a person can do to a journey, whichever view they do it in. */
export function createDesk(history: History, peopleAt: (id: StepId) => number = () => 0) {
  const state = createStore<DeskState>(() => ({
    focused: ENTRY,
    open: null,
    placing: null,
    menu: null,
    removing: null,
    said: null,
    takeFocus: 0,
  }));
  let copied: string | null = null;
  const flow = () => history.flow();
  const kindOf = (id: StepId) => stepIn(flow(), id)?.kind;

  function focus(id: string): void {
    state.setState(({ takeFocus }) => ({ focused: id, takeFocus: takeFocus + 1 }));
  }

  function edit(next: Draft, act: Act, undo = false, extra?: number): boolean {
    if (!history.edit(next, act)) {
      state.setState({ said: { note: 'notHere' } });
      return false;
    }
    state.setState({ said: { act, undo, ...(extra ? { extra } : {}) } });
    return true;
  }

  /** An edit in a settings panel: nothing to announce, because it is seen where it is made. */
  function settle(next: Draft, act: Act): void {
    if (!alike(next, flow())) history.edit(next, act, typedAt(flow(), next));
  }

  return {
    state,
    focus,
    kindOf,

    openSettings(id: string | null) {
      state.setState(({ focused }) => ({
        open: id,
        focused: id && id !== 'rules' ? id : focused,
        menu: null,
      }));
    },
    closeSettings() {
      const { focused } = state.getState();
      state.setState({ open: null });
      focus(focused);
    },

    openMenu(place: Place, alone = false) {
      state.setState({ menu: { place, alone }, placing: null });
    },
    closeMenu(back = true) {
      state.setState({ menu: null });
      if (back) focus(state.getState().focused);
    },

    add(place: Place, kind: Kind, alone = false) {
      const made = insertAfter(flow(), place, kind, { alone });
      state.setState({ menu: null });
      if (!edit(made.flow, { act: 'added', kind }) || made.stepId === null) return;
      focus(made.stepId);
      state.setState({ open: made.stepId });
    },

    /** Carries on at a step that is there already, or ends here. */
    leadTo(place: Place, target: StepId | null, alone = false) {
      state.setState({ menu: null });
      edit(goTo(flow(), place, target, { alone }), { act: 'joined' }, true);
      focus(place === 'first' ? ENTRY : place.stepId);
    },

    /** Asks first when a step has several ways on. */
    askRemove(id: StepId) {
      const step = stepIn(flow(), id);
      if (!step) return;
      if (isFork(step) && linesOf(step).some(({ target }) => target !== null))
        state.setState({ removing: id });
      else this.remove(id);
    },
    cancelRemove() {
      state.setState({ removing: null });
      focus(state.getState().focused);
    },
    remove(id: StepId, keep?: string) {
      const kind = kindOf(id);
      const [above] = placesTo(flow(), id);
      const next = linesOf(stepIn(flow(), id) ?? ({ exits: {} } as DraftStep))[0]?.target ?? null;
      const waiting = peopleAt(id);
      state.setState({ removing: null });
      if (!edit(remove(flow(), id, keep), { act: 'removed', kind }, true, waiting)) return;
      const to =
        next !== null && stepIn(flow(), next) ? next : above && above !== 'first' ? above.stepId : ENTRY;
      if (state.getState().open === id) state.setState({ open: null });
      focus(to);
    },

    startMove(id: StepId) {
      state.setState({ placing: { how: 'move', stepId: id }, menu: null, focused: id });
    },
    startPaste(text: string) {
      state.setState({ placing: { how: 'paste', text }, menu: null });
    },
    cancelPlacing() {
      if (!state.getState().placing) return;
      state.setState({ placing: null });
      focus(state.getState().focused);
    },
    /** Where the thing under way may be put: worked out once, then asked of every place. */
    landing(): (place: Place) => boolean {
      const { placing } = state.getState();
      if (!placing) return () => false;
      if (placing.how === 'paste') return () => true;
      const drawn = flow();
      const step = stepIn(drawn, placing.stepId);
      if (!step) return () => false;
      const moving = movesWith(drawn, step.id);
      return (place) =>
        targetAt(drawn, place) !== step.id && (place === 'first' || !moving.has(place.stepId));
    },
    put(place: Place) {
      const { placing } = state.getState();
      state.setState({ placing: null });
      if (!placing) return;
      if (placing.how === 'move') {
        const kind = kindOf(placing.stepId);
        edit(move(flow(), placing.stepId, place), { act: 'moved', kind }, true);
        focus(placing.stepId);
        return;
      }
      const made = paste(flow(), place, placing.text);
      if (
        !edit(
          made.flow,
          { act: 'pasted', kind: made.stepId ? stepIn(made.flow, made.stepId)?.kind : undefined },
          true,
        )
      )
        return;
      if (made.stepId) focus(made.stepId);
    },

    duplicate(id: StepId) {
      const made = duplicate(flow(), id);
      if (edit(made.flow, { act: 'duplicated', kind: kindOf(id) }, true) && made.stepId) focus(made.stepId);
    },

    /** The step as text, for the clipboard; it is also remembered here, where a clipboard is forbidden. */
    copy(id: StepId): string | null {
      copied = copyText(flow(), id);
      state.setState({ said: { note: 'copied', kind: kindOf(id) } });
      return copied;
    },
    /** The step and everything that comes after it: a whole arm, when it is the first of one. */
    copyOnward(id: StepId): string | null {
      copied = copyText(flow(), id, { onward: true });
      state.setState({ said: { note: 'copiedOn', kind: kindOf(id) } });
      return copied;
    },
    cut(id: StepId): string | null {
      const text = this.copy(id);
      if (text !== null) this.remove(id);
      return text;
    },
    /** Lets the person choose where the text goes; right after the focused step is offered first. */
    pasteText(text: string | null): boolean {
      const usable = text !== null && stepsIn(text) ? text : copied;
      if (usable === null) {
        state.setState({ said: { note: 'nothingToPaste' } });
        return false;
      }
      this.startPaste(usable);
      return true;
    },

    change(step: DraftStep) {
      settle(replaceStep(flow(), step), { act: 'changed', kind: step.kind });
    },
    changeEntry(entry: Draft['entry']) {
      settle(setEntry(flow(), entry), { act: 'entry' });
    },
    changeRules(rules: Draft['rules']) {
      settle(setRules(flow(), rules), { act: 'rules' });
    },

    undo() {
      const act = history.undo();
      if (act) state.setState({ said: { back: 'undone', act } });
      this.mend();
    },
    redo() {
      const act = history.redo();
      if (act) state.setState({ said: { back: 'redone', act } });
      this.mend();
    },
    /** After the flow changed under us: what is gone is neither chosen nor open. */
    mend() {
      const { open, focused } = state.getState();
      const there = (id: string | null) =>
        id === null || id === 'rules' || id === ENTRY || stepIn(flow(), id);
      if (!there(open)) state.setState({ open: null });
      if (!focused.startsWith('end:') && !there(focused)) focus(ENTRY);
      else focus(focused);
      state.setState({ placing: null, menu: null });
    },
    hush() {
      state.setState({ said: null });
    },
    samePlace,
  };
}

export type Desk = ReturnType<typeof createDesk>;
