import { readdirSync, readFileSync } from 'node:fs';

/** A process and everything it has started. */
export interface Watched {
  name: string;
  pid: number;
}

export interface Usage {
  /** Processor time in seconds since the process began, with that of children that have ended. */
  cpu: number;
  /** Resident memory in bytes. PostgreSQL's shared buffers count once for each backend that touched them. */
  rss: number;
}

/** Linux only: from /proc. */
export function usageOf({ pid }: Watched): Usage {
  const parents = parentsOfAll();
  let cpu = 0;
  let rss = 0;
  for (const one of parents.keys()) {
    if (!descendsFrom(one, pid, parents)) continue;
    const fields = statOf(one);
    if (!fields) continue;
    // utime stime cutime cstime; rss in pages (proc(5), counted from the state as the third field)
    cpu += [11, 12, 13, 14].reduce((sum, at) => sum + Number(fields[at]), 0) / TICKS;
    rss += Number(fields[21]) * PAGE;
  }
  return { cpu, rss };
}

const TICKS = 100;
const PAGE = 4096;

function parentsOfAll(): Map<number, number> {
  const parents = new Map<number, number>();
  for (const name of readdirSync('/proc')) {
    const pid = Number(name);
    if (!Number.isInteger(pid)) continue;
    const fields = statOf(pid);
    if (fields) parents.set(pid, Number(fields[1]));
  }
  return parents;
}

function descendsFrom(pid: number, ancestor: number, parents: Map<number, number>): boolean {
  for (let at: number | undefined = pid; at !== undefined && at > 1; at = parents.get(at)) {
    if (at === ancestor) return true;
  }
  return false;
}

/** The fields after the name, which may hold blanks and brackets; undefined when the process is gone. */
function statOf(pid: number): string[] | undefined {
  try {
    const line = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return line.slice(line.lastIndexOf(')') + 2).split(' ');
  } catch {
    return undefined;
  }
}
