import { superviseChild, type Child, type Program } from './child.js';
import { rememberChildren } from './children-file.js';
import { removeFile } from './data-folder.js';
import type { Keeper } from './keeper.js';

/** The programs of one instance: kept running, written down, and ended in order. */
export interface Supervisor {
  /** Starts it, and again whenever it dies. Settles when it answers for the first time. */
  keepRunning(program: Program): Promise<void>;
  /** Ends all of them, those of the lowest `order` first and those of one order together. */
  stop(): Promise<void>;
  /** After `stop`: nothing is left for a later start to find. */
  forget(): Promise<void>;
}

/** `childrenFile`: where a start after the death of us and our keeper finds what we left. */
export function createSupervisor(
  keeper: Keeper,
  childrenFile: string,
  say: (line: string) => void,
): Supervisor {
  const running: { program: Program; child: Child }[] = [];
  let written = Promise.resolve();

  return {
    async keepRunning(program) {
      const changed = () => void (written = written.then(writeDown));
      const child = superviseChild(program, { keeper, say, changed });
      running.push({ program, child });
      await child.started;
    },

    async stop() {
      const orders = [...new Set(running.map(({ program }) => program.order))].sort((a, b) => a - b);
      for (const order of orders) {
        const together = running.filter(({ program }) => program.order === order);
        await Promise.all(together.map(({ child }) => child.stop()));
      }
    },

    async forget() {
      await written;
      await removeFile(childrenFile);
    },
  };

  async function writeDown(): Promise<void> {
    const known = running.flatMap(({ program, child }) => {
      const { name, mark, stopSignal: signal, graceSeconds, order } = program;
      const pid = child.pid();
      return pid ? [{ name, pid, mark, signal, graceSeconds, order }] : [];
    });
    await rememberChildren(childrenFile, known).catch(() => {});
  }
}
