import { fork, type ChildProcess } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** A part of the bench in a process of its own, so that its time is not counted as somebody else's. */
export interface Part {
  pid: number;
  call<T>(name: string, argument?: unknown): Promise<T>;
  stop(): void;
}

interface Question {
  id: number;
  name: string;
  argument: unknown;
}
type Answer = { id: number; answer: unknown } | { id: number; error: string };

/** Start `parts/<name>.ts`. Rejects every open call when the process dies. */
export function startPart(name: string, env: Record<string, string> = {}): Part {
  const child: ChildProcess = fork(fileURLToPath(new URL(`./${name}.ts`, import.meta.url)), [], {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  const open = new Map<number, { resolve: (answer: unknown) => void; reject: (error: Error) => void }>();
  let last = 0;
  child.on('message', (answer: Answer) => {
    const call = open.get(answer.id);
    open.delete(answer.id);
    if ('error' in answer) call?.reject(new Error(`${name}: ${answer.error}`));
    else call?.resolve(answer.answer);
  });
  child.on('exit', (code) => {
    for (const { reject } of open.values()) reject(new Error(`${name} ended with ${code}`));
  });
  return {
    pid: child.pid!,
    call: <T>(called: string, argument?: unknown) =>
      new Promise<T>((resolve, reject) => {
        const id = ++last;
        open.set(id, { resolve: resolve as (answer: unknown) => void, reject });
        child.send({ id, name: called, argument } satisfies Question);
      }),
    stop: () => void child.kill('SIGKILL'),
  };
}

/** In the part: answer calls until the bench is gone. */
export function answerCalls(calls: Record<string, (argument: never) => unknown>): void {
  process.on('message', ({ id, name, argument }: Question) => {
    void (async () => calls[name]!(argument as never))().then(
      (answer) => process.send?.({ id, answer } satisfies Answer),
      (error: Error) => process.send?.({ id, error: error.stack ?? error.message } satisfies Answer),
    );
  });
  process.on('disconnect', () => process.exit());
}
