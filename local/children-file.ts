import { readFile } from 'node:fs/promises';
import { removeFile, writeDurably } from './data-folder.js';
import { commandOf, endForeign } from './processes.js';

/** A process that this data folder's instance started: enough to find it again, and to know it from a stranger. */
export interface Started {
  name: string;
  pid: number;
  mark: string;
  signal: NodeJS.Signals;
  graceSeconds: number;
  order: number;
}

export async function rememberChildren(file: string, children: Started[]): Promise<void> {
  await writeDurably(file, JSON.stringify(children, null, 2) + '\n');
}

/**
 * End what an earlier start left running (its keeper was killed with it): the processes it wrote down whose command
 * line is still the one it started. Their ids alone would prove nothing, ids are reused.
 */
export async function endOrphans(file: string, say: (line: string) => void): Promise<void> {
  const children = await readFile(file, 'utf8')
    .then((text) => JSON.parse(text) as Started[])
    .catch(() => []);
  const orphans = children.filter((child) => commandOf(child.pid).includes(child.mark));
  for (const orphan of orphans.sort((a, b) => a.order - b.order)) {
    say(`An earlier start left ${orphan.name} running (process ${orphan.pid}); ending it.`);
    await endForeign(orphan.pid, orphan.signal, orphan.graceSeconds);
  }
  await removeFile(file);
}
