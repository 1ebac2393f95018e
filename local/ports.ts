import { randomInt } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import path from 'node:path';

/**
 * A TCP port on 127.0.0.1 that nothing listens on at this moment.
 *
 * Below 32768, where Linux begins to hand out ports to outgoing connections: one that is remembered for a server
 * must not be in use by a client when the server comes back.
 */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = randomInt(20_000, 32_768);
    if (await isPortFree('127.0.0.1', port)) return port;
  }
}

/** Could a server listen on `host:port` now? A port we may not use (below 1024 as an ordinary user) counts as taken. */
export function isPortFree(host: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen({ host, port, exclusive: true }, () => server.close(() => resolve(true)));
  });
}

/**
 * The port a local server of this data folder used last time, or a new one when that is taken by now.
 * Remembered in `<folder>/ports.json`, so that bookmarks and scripts keep working over restarts.
 */
export async function rememberedPort(folder: string, name: string): Promise<number> {
  const file = path.join(folder, 'ports.json');
  const known = await readPorts(file);
  const last = known[name];
  if (last && (await isPortFree('127.0.0.1', last))) return last;
  const port = await freePort();
  await writeFile(file, JSON.stringify({ ...known, [name]: port }, null, 2) + '\n', { mode: 0o600 });
  return port;
}

async function readPorts(file: string): Promise<Record<string, number>> {
  try {
    return JSON.parse(await readFile(file, 'utf8')) as Record<string, number>;
  } catch {
    return {};
  }
}
