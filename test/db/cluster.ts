import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { startKeeper } from '../../local/keeper.js';
import { startPostgres } from '../support/postgres.js';

export interface Cluster {
  /** As the superuser. */
  url(database: string): string;
  stop(): Promise<void>;
}

/** A PostgreSQL that has never seen Journeyman: its roles belong to a whole server, and the shared one has them. */
export async function startCluster(): Promise<Cluster> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'journeyman-cluster-'));
  const keeper = startKeeper();
  keeper.removeLater(folder);
  const { child, url } = await startPostgres(folder, keeper);
  return {
    url,
    async stop() {
      await child.stop();
      await rm(folder, { recursive: true, force: true });
      keeper.end();
    },
  };
}
