import { createStore } from 'zustand/vanilla';
import type { Draft } from '../../workflows/flow/draft.js';
import type { Issue } from '../../workflows/flow/issues.js';
import { alike } from './alike.js';

/** The draft as the server holds it. */
export interface Held {
  flow: Draft;
  etag: string;
  issues: Issue[];
}

export type Answer =
  | { as: 'saved'; held: Held }
  /** Somebody else saved meanwhile; `held` is theirs. */
  | { as: 'conflict'; held: Held }
  | { as: 'unreachable' }
  | { as: 'signed_out' }
  | { as: 'refused'; message: string };

export interface SavingState {
  is: 'saved' | 'waiting' | 'saving' | 'unreachable' | 'signed_out' | 'refused' | 'conflict';
  /** When the server last took it, in milliseconds; null before the first time here. */
  savedAt: number | null;
  issues: Issue[];
  theirs: Held | null;
  message: string;
}

/** What is kept in the browser until the server has it. */
export interface LocalCopy {
  flow: Draft;
  /** The draft it was made from. */
  etag: string;
  at: number;
  /** What was sent and never answered for: the server may have taken it all the same. */
  unanswered: Draft | null;
}

export interface LocalStore {
  getItem(key: string): string | null;
  setItem(key: string, value: string): void;
  removeItem(key: string): void;
}

const AFTER_MS = 1000;
const AGAIN_MS = 5000;

/** Saves that go on after their page was left, by journey. */
const leaving = new Map<string, Promise<void>>();

/** Resolves when nothing of this journey is still being saved by a page that was left. */
export const allSaved = (journeyId: string): Promise<void> => leaving.get(journeyId) ?? Promise.resolve();

/**
 * Saves a draft one second after it last changed, one request at a time, each with the ETag of the one
 * before. Until the server has taken a change it is kept in `local`, so that a closed tab, a lost line or
 * an expired session costs nothing. A conflict with what was sent from here is none: the answer to it was
 * lost, by a reload or a broken line, and the next save goes on from there.
 */
export function createSaving({
  journeyId,
  held,
  put,
  local,
  unanswered: before = null,
  now = Date.now,
}: {
  journeyId: string;
  held: Held;
  put: (flow: Draft, etag: string) => Promise<Answer>;
  local: LocalStore;
  /** What an earlier visit sent and got no answer for. */
  unanswered?: Draft | null;
  now?: () => number;
}) {
  const key = `journeyman.draft.${journeyId}`;
  const state = createStore<SavingState>(() => ({
    is: 'saved',
    savedAt: null,
    issues: held.issues,
    theirs: null,
    message: '',
  }));
  let { etag } = held;
  let latest: Draft = held.flow;
  let saved: Draft = held.flow;
  let ground: Draft = held.flow;
  let unanswered: Draft | null = before;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let underWay: Promise<void> | null = null;
  let closed = false;

  function changed(flow: Draft): void {
    latest = flow;
    const { is } = state.getState();
    // Undone as far as what the server has: there is nothing left to save.
    if (flow === saved && is !== 'conflict' && !underWay && unanswered === null) {
      clearTimeout(timer);
      forget();
      state.setState({ is: 'saved', message: '' });
      return;
    }
    keep();
    if (is === 'conflict') return;
    if (is !== 'saving') state.setState({ is: 'waiting' });
    schedule(AFTER_MS);
  }

  function schedule(after: number): void {
    clearTimeout(timer);
    if (!closed) timer = setTimeout(() => void save(), after);
  }

  /** Sends what is not yet saved; resolves when nothing is under way any more. */
  async function save(): Promise<void> {
    clearTimeout(timer);
    if (underWay) {
      await underWay;
      if (latest !== saved && state.getState().is === 'waiting') await save();
      return;
    }
    if (latest === saved || state.getState().is === 'conflict') return;
    underWay = sendOne();
    await underWay;
    underWay = null;
    if (closed) return;
    const { is } = state.getState();
    if (is === 'waiting') schedule(AFTER_MS);
    else if (is === 'unreachable') schedule(AGAIN_MS);
  }

  async function sendOne(): Promise<void> {
    const sent = latest;
    const earlier = unanswered;
    unanswered = sent;
    keep();
    state.setState({ is: 'saving' });
    const answer = await put(sent, etag);
    if (answer.as !== 'unreachable') unanswered = null;
    switch (answer.as) {
      case 'saved':
        etag = answer.held.etag;
        saved = sent;
        ground = answer.held.flow;
        state.setState({
          is: latest === sent ? 'saved' : 'waiting',
          savedAt: now(),
          issues: answer.held.issues,
          message: '',
        });
        if (latest === sent) forget();
        else keep();
        return;
      case 'conflict':
        if (earlier && alike(answer.held.flow, earlier)) return goOnFrom(answer.held, earlier);
        if (alike(answer.held.flow, sent)) return goOnFrom(answer.held, sent);
        state.setState({ is: 'conflict', theirs: answer.held });
        return;
      case 'refused':
        state.setState({ is: 'refused', message: answer.message });
        return;
      case 'unreachable':
      case 'signed_out':
        state.setState({ is: answer.as });
    }
  }

  /** The server has what was sent from here; only what came after it is still to be saved. */
  function goOnFrom(theirs: Held, mine: Draft): void {
    etag = theirs.etag;
    ground = theirs.flow;
    saved = alike(latest, mine) ? latest : mine;
    const done = saved === latest;
    state.setState({
      is: done ? 'saved' : 'waiting',
      issues: theirs.issues,
      message: '',
      ...(done && { savedAt: now() }),
    });
    if (done) forget();
    else keep();
  }

  /** Ends a conflict: with their draft as the ground, either it or mine is the present one. */
  function settle(choice: 'theirs' | 'mine'): Draft | null {
    const { theirs } = state.getState();
    if (!theirs) return null;
    etag = theirs.etag;
    saved = theirs.flow;
    ground = theirs.flow;
    state.setState({ is: 'saved', theirs: null, issues: theirs.issues });
    if (choice === 'theirs') {
      latest = theirs.flow;
      forget();
    } else {
      keep();
      state.setState({ is: 'waiting' });
      schedule(0);
    }
    return latest;
  }

  function keep(): void {
    const copy: LocalCopy = { flow: latest, etag, at: now(), unanswered };
    try {
      local.setItem(key, JSON.stringify(copy));
    } catch {
      // A full or forbidden store: the server copy is the one that counts.
    }
  }

  function forget(): void {
    try {
      local.removeItem(key);
    } catch {
      // As above.
    }
  }

  return {
    state,
    changed,
    save,
    settle,
    forget,
    etag: () => etag,
    /** The same draft read once more: what is wrong with it may be told in other words. */
    retold({ etag: read, issues }: Held): void {
      if (read === etag) state.setState({ issues });
    },
    /** That draft as the server wrote it down: what a conflict is measured against. */
    ground: () => ground,
    isSaved: () => latest === saved,
    open() {
      closed = false;
    },
    /** Sends what is left and lets go; whoever opens the journey next waits for it by `allSaved`. */
    leave() {
      closed = true;
      const last = save();
      leaving.set(journeyId, last);
      void last.finally(() => leaving.get(journeyId) === last && leaving.delete(journeyId));
    },
  };
}

export type Saving = ReturnType<typeof createSaving>;

/** What this browser still has of a draft that never reached the server, or null. */
export function localCopy(journeyId: string, local: LocalStore): LocalCopy | null {
  try {
    const text = local.getItem(`journeyman.draft.${journeyId}`);
    const made = text === null ? null : (JSON.parse(text) as Partial<LocalCopy>);
    return made?.flow && typeof made.etag === 'string'
      ? { flow: made.flow, etag: made.etag, at: made.at ?? 0, unanswered: made.unanswered ?? null }
      : null;
  } catch {
    return null;
  }
}
