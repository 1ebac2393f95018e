import { activityInfo } from '@temporalio/activity';
import type { BusinessTransaction } from '../../db/tenant.js';
import type { PerformAnswer, PerformInput } from '../../workflows/messages.js';
import type { PerformDeps } from './deps.js';
import { beginPassage, perform } from './perform.js';

/**
 * The first turn of a passage does not wait until Temporal has heard of it: both are done at once, and the workflow,
 * which begins in this process as a rule, finds its answer here. Where it does not, or this process dies in between,
 * the turn is asked for again and happens once, as every turn does.
 */
export interface Performer {
  /**
   * For the transaction that is about to write a passage: how to take its first turn there. Null when too many are under
   * way: their workflows will ask.
   */
  beginner(businessId: string): Promise<Beginner | null>;
  /** For a passage that has been written. Returns at once; does nothing when too many are under way. */
  headStart(passage: { businessId: string; enrollmentId: string }): void;
  /** The activity. */
  perform(input: PerformInput): Promise<PerformAnswer>;
  /** When every first turn under way has been taken. */
  settle(): Promise<void>;
}

/**
 * Takes the first turn; what it answers is called once the transaction has committed, returns at once, and goes on from
 * there. Throws what a turn throws, and then the transaction is to be given up.
 */
export type Beginner = (tx: BusinessTransaction, enrollmentId: string) => Promise<() => void>;

const MOST_AHEAD = 24;
/** An answer that no workflow of this process has asked for by then was asked for elsewhere. */
const KEEP_MS = 10_000;

export function createPerformer(deps: PerformDeps): Performer {
  const ahead = new Map<string, Promise<PerformAnswer>>();
  let underWay = 0;

  function keep(businessId: string, enrollmentId: string, answer: Promise<PerformAnswer>) {
    underWay++;
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
  }

  return {
    async beginner(businessId) {
      if (underWay >= MOST_AHEAD) return null;
      const connections = await deps.connections.of(businessId);
      return async (tx, enrollmentId) => {
        const begun = await beginPassage(tx, enrollmentId, connections, deps);
        return () => keep(businessId, enrollmentId, begun());
      };
    },

    headStart({ businessId, enrollmentId }) {
      if (underWay >= MOST_AHEAD) return;
      const input: PerformInput = { businessId, enrollmentId, turn: 1, cause: 'step' };
      keep(businessId, enrollmentId, perform(input, deps, 'brief'));
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
