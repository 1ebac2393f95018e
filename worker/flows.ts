import { loadVersion } from '../db/perform.js';
import type { BusinessTransaction } from '../db/tenant.js';
import { flow as flowSchema, type Flow } from '../workflows/flow/flow.js';

export interface FlowCache {
  /** The published flow, from memory or read in this transaction. Throws when the version does not exist. */
  get(tx: BusinessTransaction, journeyId: string, version: number): Promise<Flow>;
}

const MOST = 2000;

/** Published versions never change, so a worker reads and parses each one once. */
export function createFlowCache(): FlowCache {
  const flows = new Map<string, Flow>();
  return {
    async get(tx, journeyId, version) {
      const key = `${journeyId}:${version}`;
      const known = flows.get(key);
      if (known) return known;
      const [row] = await tx.run(loadVersion, [tx.businessId, journeyId, version]);
      if (!row) throw new Error(`Journey ${journeyId} has no version ${version}`);
      const parsed = flowSchema.parse(row.flow);
      if (flows.size >= MOST) flows.delete(flows.keys().next().value!);
      flows.set(key, parsed);
      return parsed;
    },
  };
}
