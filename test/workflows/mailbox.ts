import { createKeyring } from '../../lib/crypto.js';
import { createLog } from '../../lib/log.js';
import { createDataConverter } from '../../lib/payload-codec.js';
import { startTemporalWorkers, type TemporalWorkers } from '../../worker/temporal.js';
import type { UpkeepActivities } from '../../workflows/activities.js';
import type { PerformAnswer, PerformInput } from '../../workflows/messages.js';
import { secretsKey } from '../support/house.js';
import { workflowBundle } from '../support/temporal.js';

export const log = createLog({ name: 'test', level: 'silent' });
export const dataConverter = createDataConverter(createKeyring(secretsKey));

/** The clock and the mailbox alone: `answer` stands for the decisions of `perform`, and what it was asked is kept. */
export function workAlone(
  { address, namespace }: { address: string; namespace: string },
  answer: (input: PerformInput) => PerformAnswer | Promise<PerformAnswer>,
): { asked: PerformInput[]; workers: TemporalWorkers } {
  const asked: PerformInput[] = [];
  const workers = startTemporalWorkers({
    connection: { connectionOptions: { address }, namespace },
    dataConverter,
    activities: {
      perform: async (input: PerformInput) => {
        asked.push(input);
        return answer(input);
      },
      ...({} as UpkeepActivities),
    },
    workflowTasks: 4,
    workflowSource: { workflowBundle: workflowBundle() },
    log,
  });
  return { asked, workers };
}
