import { mkdtempSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { startKeeper } from '../../local/keeper.js';
import { startTemporal } from './start-temporal.js';

export interface ForgetfulTemporal {
  /** `host:port`. */
  address: string;
  stop(): Promise<void>;
}

/**
 * A Temporal server of its own that asks workflows to continue as new after `events` of history; an ordinary one asks
 * after 4,096, which an enrollment reaches in years.
 */
export async function startForgetfulTemporal(events: number): Promise<ForgetfulTemporal> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'journeyman-temporal-'));
  const keeper = startKeeper();
  keeper.removeLater(folder);
  const { child, address } = await startTemporal(folder, keeper, {
    'limit.historyCount.suggestContinueAsNew': events,
  });
  return {
    address,
    async stop() {
      await child.stop();
      await rm(folder, { recursive: true, force: true });
      keeper.end();
    },
  };
}
