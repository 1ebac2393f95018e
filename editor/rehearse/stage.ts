import { createStore } from 'zustand/vanilla';
import type { Rehearsal } from './api.js';
import type { Stop } from './path.js';

/** Milliseconds from one step to the next. */
export const STRIDE = 600;

/** A rehearsal on its way over the canvas. */
export interface StageState {
  rehearsal: Rehearsal | null;
  stops: Stop[];
  /** Which stop the customer stands at. */
  at: number;
  playing: boolean;
}

/** Where a rehearsal is shown: the canvas, the list and the buttons look at the same one. */
export function createStage() {
  const state = createStore<StageState>(() => ({ rehearsal: null, stops: [], at: 0, playing: false }));
  let timer: ReturnType<typeof setTimeout> | null = null;

  function stop(): void {
    if (timer !== null) clearTimeout(timer);
    timer = null;
    state.setState({ playing: false });
  }

  function step(): void {
    const { at, stops } = state.getState();
    if (at >= stops.length - 1) return stop();
    state.setState({ at: at + 1 });
    timer = setTimeout(step, STRIDE);
  }

  return {
    state,
    stop,
    /** From `at` on, a step at a time; at once where motion is not wanted. */
    play(from = 0) {
      stop();
      const { stops } = state.getState();
      const still = window.matchMedia('(prefers-reduced-motion: reduce)').matches;
      if (still) return state.setState({ at: Math.max(0, stops.length - 1) });
      state.setState({ at: Math.min(from, Math.max(0, stops.length - 1)), playing: true });
      timer = setTimeout(step, STRIDE);
    },
    /** Shows a rehearsal, walking on from where it is no longer the one before. */
    show(rehearsal: Rehearsal, stops: Stop[]) {
      const before = state.getState().stops;
      const same = stops.findIndex(
        (one, index) => one.itemId !== before[index]?.itemId || one.until !== before[index].until,
      );
      state.setState({ rehearsal, stops });
      this.play(before.length === 0 ? 0 : Math.max(0, (same === -1 ? stops.length : same) - 1));
    },
    goTo(at: number) {
      stop();
      state.setState({ at });
    },
    clear() {
      stop();
      state.setState({ rehearsal: null, stops: [], at: 0 });
    },
  };
}

export type Stage = ReturnType<typeof createStage>;
