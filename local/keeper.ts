import { spawn, type ChildProcess } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const program = fileURLToPath(new URL('./keeper-process.mjs', import.meta.url));

/** A process to end if its parent vanishes: with `signal`, then after `graceSeconds` for good. Lower orders go first. */
export interface Ward {
  pid: number;
  signal: NodeJS.Signals;
  order: number;
  graceSeconds: number;
}

export interface Keeper {
  watch(ward: Ward): void;
  forget(pid: number): void;
  /** Remove this folder once every ward is gone; only when the parent vanished. */
  removeLater(path: string): void;
  /** Everything was ended in the ordinary way: the keeper goes too. */
  end(): void;
}

/** Start the process that ends our children when we are killed and cannot do it ourselves. Started again if it dies. */
export function startKeeper(): Keeper {
  const wards = new Map<number, Ward>();
  const leftovers = new Set<string>();
  let ended = false;
  let keeper = launch();

  function launch(): ChildProcess {
    // Its own group: a signal meant for the terminal's foreground group must not reach it.
    const child = spawn(process.execPath, [program], { stdio: ['pipe', 'ignore', 'ignore'], detached: true });
    child.stdin?.on('error', () => {});
    child.on('error', () => {});
    child.on('exit', () => {
      if (!ended) setTimeout(() => (keeper = launch()), 100).unref();
    });
    child.unref();
    (child.stdin as unknown as { unref?: () => void }).unref?.();
    for (const ward of wards.values()) tell(child, { watch: ward });
    for (const path of leftovers) tell(child, { remove: path });
    return child;
  }

  return {
    watch(ward) {
      wards.set(ward.pid, ward);
      tell(keeper, { watch: ward });
    },
    forget(pid) {
      wards.delete(pid);
      tell(keeper, { forget: pid });
    },
    removeLater(path) {
      leftovers.add(path);
      tell(keeper, { remove: path });
    },
    end() {
      ended = true;
      tell(keeper, { end: true });
      keeper.stdin?.end();
    },
  };
}

function tell(keeper: ChildProcess, order: object) {
  if (keeper.stdin?.writable) keeper.stdin.write(JSON.stringify(order) + '\n');
}
