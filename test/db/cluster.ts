import { chmod, mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { superviseChild } from '../../local/child.js';
import { startKeeper } from '../../local/keeper.js';
import { freePort } from '../../local/ports.js';
import { createCluster, postgresProgram, superuserUrl } from '../../local/postgres.js';

export interface Cluster {
  /** As the superuser. */
  url(database: string): string;
  stop(): Promise<void>;
}

/** A PostgreSQL that has never seen Journeyman: its roles belong to a whole server, and the shared one has them. */
export async function startCluster(): Promise<Cluster> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'journeyman-cluster-'));
  await chmod(folder, 0o755);
  const keeper = startKeeper();
  keeper.removeLater(folder);
  const home = {
    folder: path.join(folder, 'postgres'),
    port: await freePort(),
    logFile: path.join(folder, 'postgres.log'),
    password: null,
    durable: false,
  };
  await createCluster(home);
  const server = superviseChild(await postgresProgram(home), { keeper, say: console.error });
  await server.started;
  return {
    url: (database) => superuserUrl(home, database),
    async stop() {
      await server.stop();
      await rm(folder, { recursive: true, force: true });
      keeper.end();
    },
  };
}
