import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

/** Is there a process of this id, ours or another's? */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** The command line of a running process; empty when it is gone. */
export function commandOf(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
  } catch {
    return ask(['-ww', '-o', 'command=', '-p', String(pid)]);
  }
}

/** Ends a process that may not be our child: `signal`, and SIGKILL after the grace. True when it is gone. */
export async function endForeign(
  pid: number,
  signal: NodeJS.Signals,
  graceSeconds: number,
): Promise<boolean> {
  const goneWithin = async (seconds: number) => {
    const deadline = Date.now() + seconds * 1000;
    while (isAlive(pid) && Date.now() < deadline) await sleep(50);
    return !isAlive(pid);
  };
  send(pid, signal);
  if (await goneWithin(graceSeconds)) return true;
  send(pid, 'SIGKILL');
  return goneWithin(2);
}

function send(pid: number, signal: NodeJS.Signals) {
  try {
    process.kill(pid, signal);
  } catch {
    // It ended by itself, or it is not ours to end.
  }
}

function ask(args: string[]): string {
  try {
    return execFileSync('ps', args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim();
  } catch {
    return '';
  }
}
