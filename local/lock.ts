import { link, readFile, rename, writeFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { removeFile, writeDurably } from './data-folder.js';
import { commandOf, isAlive } from './processes.js';

/** Who runs on a data folder. */
export interface Holder {
  pid: number;
  /** The npm that started it, if one did; when that is gone, the holder is on its way out too. */
  startedBy: number | null;
  url: string;
}

/** How long a holder whose npm is gone may take to leave. */
const leavingSeconds = 20;

/**
 * Take the data folder for this process. Throws a sentence that names the holder when somebody else runs on it.
 * A lock whose process is gone (`kill -9`, a power cut) is taken over.
 */
export async function takeLock(file: string, me: Holder): Promise<void> {
  for (;;) {
    if (await createLock(file, me)) return;
    const holder = await readHolder(file);
    if (holder && isRunning(holder)) {
      if (isLeaving(holder) && (await leavesInTime(holder))) continue;
      throw new Error(
        `Journeyman is already running on this data folder: process ${holder.pid}, at ${holder.url}. ` +
          `Use that one, or stop it first (kill ${holder.pid}). ` +
          'To run a second one beside it, give it a folder and a port of its own with JOURNEYMAN_DATA and PORT.',
      );
    }
    await putAside(file, holder);
  }
}

export async function releaseLock(file: string): Promise<void> {
  if ((await readHolder(file))?.pid === process.pid) await removeFile(file);
}

/** The process that runs on this folder now, or null. */
export async function findHolder(file: string): Promise<Holder | null> {
  const holder = await readHolder(file);
  return holder && isRunning(holder) ? holder : null;
}

/** A link, not a write: the file appears with its content or not at all. */
async function createLock(file: string, me: Holder): Promise<boolean> {
  const draft = `${file}.new.${process.pid}`;
  await writeDurably(draft, JSON.stringify(me) + '\n');
  try {
    await link(draft, file);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    return createWithoutLinks(file, me);
  } finally {
    await removeFile(draft);
  }
}

/** Some mounted folders know no links. */
async function createWithoutLinks(file: string, me: Holder): Promise<boolean> {
  try {
    await writeFile(file, JSON.stringify(me) + '\n', { flag: 'wx', mode: 0o600 });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

/** Two starts may meet over the same stale lock: whoever moved away the other's new one puts it back. */
async function putAside(file: string, stale: Holder | null): Promise<void> {
  const aside = `${file}.stale.${process.pid}`;
  try {
    await rename(file, aside);
  } catch {
    return; // the other start was quicker
  }
  const moved = await readHolder(aside);
  if (moved && moved.pid !== stale?.pid && isRunning(moved)) await link(aside, file).catch(() => {});
  await removeFile(aside);
}

async function readHolder(file: string): Promise<Holder | null> {
  try {
    return JSON.parse(await readFile(file, 'utf8')) as Holder;
  } catch {
    return null;
  }
}

/** Process ids are reused: only one that runs our program counts. */
function isRunning({ pid }: Holder): boolean {
  return pid !== process.pid && isAlive(pid) && /local[/\\]main/.test(commandOf(pid));
}

function isLeaving({ startedBy }: Holder): boolean {
  return startedBy !== null && !isAlive(startedBy);
}

async function leavesInTime(holder: Holder): Promise<boolean> {
  const deadline = Date.now() + leavingSeconds * 1000;
  while (Date.now() < deadline) {
    if (!isRunning(holder)) return true;
    await sleep(200);
  }
  return false;
}
