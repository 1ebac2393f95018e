import { activityInfo } from '@temporalio/activity';
import type { PerformAnswer, PerformInput } from '../../workflows/messages.js';
import type { PerformDeps } from './deps.js';
import { perform } from './perform.js';

/**
 * The first turn of a passage that has just been written does not wait until Temporal has heard of it: both are done at
 * once, and the workflow, which begins in this process as a rule, finds its answer here. Where it does not, or this
 * process dies in between, the turn is asked for again and happens once, as every turn does.
 */
export interface Performer {
  /** Returns at once. Does nothing when too many are under way: their workflows will ask. */
  headStart(passage: { businessId: string; enrollmentId: string }): void;
  /** The activity. */
  perform(input: PerformInput): Promise<PerformAnswer>;
  /** When every first turn under way has been taken. */
  settle(): Promise<void>;
}

const MOST_AHEAD = 24;
/** An answer that no workflow of this process has asked for by then was asked for elsewhere. */
const KEEP_MS = 10_000;

export function createPerformer(deps: PerformDeps): Performer {
  const ahead = new Map<string, Promise<PerformAnswer>>();
  let underWay = 0;

  return {
    headStart({ businessId, enrollmentId }) {
      if (underWay >= MOST_AHEAD) return;
      underWay++;
      const answer = perform({ businessId, enrollmentId, turn: 1, cause: 'step' }, deps, 'brief');
      ahead.set(enrollmentId, answer);
      const forget = () => void ahead.delete(enrollmentId);
      answer.then(
        () => setTimeout(forget, KEEP_MS).unref(),
        (error: unknown) => {
          forget();
          deps.log.debug({ err: error, businessId }, 'a first turn is left to its workflow');
        },
      );
      void answer.finally(() => underWay--).catch(() => {});
    },

    async perform(input) {
      const early = input.turn === 1 ? ahead.get(input.enrollmentId) : undefined;
      ahead.delete(input.enrollmentId);
      const answer = await early?.catch(() => undefined);
      return answer ?? perform(input, deps, activityInfo().isLocal ? 'brief' : 'long');
    },

    async settle() {
      await Promise.allSettled(ahead.values());
    },
  };
}
