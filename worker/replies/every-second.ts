import type { Log } from '../../lib/log.js';

const POLL_MS = 1000;

export interface Polling {
  /** Resolves when what was under way is done. */
  stop(): Promise<void>;
}

/**
 * Do this again and again, a second after it was last done: whoever wrote waits for it, and a second is nothing to a
 * person. What it throws is logged as the database being away, and tried again.
 */
export function everySecond(work: () => Promise<void>, log: Log): Polling {
  let stopping = false;
  let wake: (() => void) | undefined;

  async function run() {
    while (!stopping) {
      try {
        await work();
      } catch (error) {
        log.warn({ err: error }, 'messages by hand are waiting for the database');
      }
      if (stopping) return;
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, POLL_MS);
        wake = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
  }

  const running = run();
  return {
    async stop() {
      stopping = true;
      wake?.();
      await running;
    },
  };
}
