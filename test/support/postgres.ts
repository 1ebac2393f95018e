import { chmod } from 'node:fs/promises';
import path from 'node:path';
import { superviseChild, type Child } from '../../local/child.js';
import type { Keeper } from '../../local/keeper.js';
import { freePort } from '../../local/ports.js';
import { createCluster, postgresProgram, superuserUrl } from '../../local/postgres.js';

export interface TestPostgres {
  child: Child;
  /** As the superuser. */
  url(database: string): string;
}

/** A PostgreSQL of its own in `folder`, fast because nothing of it need survive. */
export async function startPostgres(folder: string, keeper: Keeper): Promise<TestPostgres> {
  await chmod(folder, 0o755); // it runs as another account when we are root
  const home = {
    folder: path.join(folder, 'postgres'),
    port: await freePort(),
    logFile: path.join(folder, 'postgres.log'),
    password: null,
    durable: false,
  };
  await createCluster(home);
  const child = superviseChild(await postgresProgram(home), { keeper, say: console.error });
  await child.started;
  return { child, url: (database) => superuserUrl(home, database) };
}
