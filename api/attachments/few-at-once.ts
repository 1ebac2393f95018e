import { Problem } from '../../lib/problem.js';

/**
 * Does at most `most` of a kind of work at a time, the others in the order they came; with more than `mostWaiting` of
 * those, the next is refused.
 */
export function fewAtOnce(most: number, mostWaiting: number): <T>(work: () => Promise<T>) => Promise<T> {
  const waiting: (() => void)[] = [];
  let free = most;
  return async (work) => {
    if (free === 0) {
      if (waiting.length >= mostWaiting)
        throw new Problem('unavailable', 'Too much of this is asked for at once. Try again in a minute.', {
          retryAfterSeconds: 60,
        });
      // Whoever ends hands the place over, so nobody who comes later slips in between.
      await new Promise<void>((begin) => waiting.push(begin));
    } else free -= 1;
    try {
      return await work();
    } finally {
      const next = waiting.shift();
      if (next) next();
      else free += 1;
    }
  };
}
