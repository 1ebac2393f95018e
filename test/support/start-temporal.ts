import os from 'node:os';
import path from 'node:path';
import { superviseChild } from '../../local/child.js';
import type { Keeper } from '../../local/keeper.js';
import { freePort } from '../../local/ports.js';
import { findTemporal, temporalProgram } from '../../local/temporal-server.js';

/** A development server that forgets everything when it ends; `settings` are of its dynamic configuration. */
export async function startTemporal(folder: string, keeper: Keeper, settings: Record<string, number> = {}) {
  const cacheFolder = process.env.XDG_CACHE_HOME ?? path.join(os.homedir(), '.cache');
  const places = { searchPath: process.env.PATH ?? '', cacheFolder, environment: process.env };
  const executable = await findTemporal(places, (line) => process.stderr.write(line + '\n'));
  const port = await freePort();
  const program = temporalProgram({
    executable,
    port,
    namespace: 'default',
    databaseFile: null,
    logFile: path.join(folder, 'temporal.log'),
    environment: process.env,
  });
  const values = Object.entries(settings).flatMap(([name, value]) => [
    '--dynamic-config-value',
    `${name}=${value}`,
  ]);
  const child = superviseChild(
    { ...program, args: [...program.args, ...values] },
    { keeper, say: console.error },
  );
  await child.started;
  return { child, address: `127.0.0.1:${port}` };
}
