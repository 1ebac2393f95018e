import { temporal } from 'zundo';
import { createStore } from 'zustand/vanilla';
import { emptyDraft, type Draft } from '../../workflows/flow/draft.js';
import type { Kind } from '../../workflows/flow/steps/index.js';

/** What a person did, so that undo can name it. */
export interface Act {
  act:
    | 'added'
    | 'removed'
    | 'moved'
    | 'duplicated'
    | 'pasted'
    | 'changed'
    | 'joined'
    | 'entry'
    | 'rules'
    | 'restored';
  kind?: Kind | undefined;
}

export interface Drawing {
  flow: Draft;
  /** The act that made this flow of the one before; null for the one that was opened. */
  by: Act | null;
}

/** Typing that goes on within this long of the last keystroke is one entry. */
const BURST_MS = 1000;
const LONGEST = 200;

/**
 * The flow being edited, with all that went before. Selection and viewport are not history. An edit with
 * the `burst` of the one just before is the same entry: a sentence is undone at once, not by letters.
 */
export function createHistory(opened: Draft = emptyDraft, now: () => number = Date.now) {
  const store = createStore<Drawing>()(
    temporal(() => ({ flow: opened, by: null as Act | null }), {
      limit: LONGEST,
      equality: (a, b) => a.flow === b.flow,
    }),
  );
  let burst: string | null = null;
  let last = 0;
  const past = () => store.temporal.getState();

  return {
    store,
    temporal: store.temporal,
    flow: () => store.getState().flow,

    /** Makes `flow` the present one. The same flow again is no edit. */
    edit(flow: Draft, by: Act, typing: string | null = null): boolean {
      if (flow === store.getState().flow) return false;
      const goesOn =
        typing !== null && typing === burst && now() - last < BURST_MS && past().futureStates.length === 0;
      burst = typing;
      last = now();
      if (goesOn) past().pause();
      store.setState({ flow, by });
      if (goesOn) past().resume();
      return true;
    },

    undo(): Act | null {
      burst = null;
      const { by } = store.getState();
      if (past().pastStates.length === 0) return null;
      past().undo();
      return by;
    },

    redo(): Act | null {
      burst = null;
      if (past().futureStates.length === 0) return null;
      past().redo();
      return store.getState().by;
    },

    /** Starts over with another document, such as one somebody else saved. */
    open(flow: Draft): void {
      burst = null;
      past().pause();
      store.setState({ flow, by: null });
      past().resume();
      past().clear();
    },
  };
}

export type History = ReturnType<typeof createHistory>;
