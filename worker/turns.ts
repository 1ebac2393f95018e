/** So many at once, the others one after the other, whoever has waited longest first. */
export interface Turns {
  /** May one go ahead? False when its turn did not come in time, or never will. */
  take(waitMs: number): Promise<boolean>;
  /** After whoever went ahead is done. */
  release(): void;
  /** Sends away everybody who waits. */
  close(): void;
}

export function createTurns(atOnce: number): Turns {
  const waiting: ((mayGo: boolean) => void)[] = [];
  let taken = 0;

  return {
    take(waitMs) {
      if (taken < atOnce) {
        taken += 1;
        return Promise.resolve(true);
      }
      return new Promise((resolve) => {
        const timer = setTimeout(() => {
          waiting.splice(waiting.indexOf(go), 1);
          resolve(false);
        }, waitMs);
        const go = (mayGo: boolean) => {
          clearTimeout(timer);
          resolve(mayGo);
        };
        waiting.push(go);
      });
    },

    release() {
      const next = waiting.shift();
      if (next) next(true);
      else taken -= 1;
    },

    close() {
      for (const go of waiting.splice(0)) go(false);
    },
  };
}
