import { spawn, type ChildProcess } from 'node:child_process';
import { closeSync, openSync, readFileSync, statSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Keeper } from './keeper.js';

/** A process to be kept running. */
export interface Program {
  name: string;
  command: string;
  args: string[];
  env: NodeJS.ProcessEnv;
  cwd: string;
  uid?: number;
  gid?: number;
  /** What its command line has and no other program's: how a later start knows it from a stranger. */
  mark: string;
  stopSignal: NodeJS.Signals;
  /** How long it may take to stop before it is killed. */
  graceSeconds: number;
  /** Place in the order of ending: lower goes first. */
  order: number;
  /** Its output goes here; a file and not a pipe, so that it survives the death of whoever started it. */
  logFile: string;
  /** Does the process of this id answer? Asked every 50 ms while it starts. Throws when it never will, saying why. */
  answers: (pid: number) => Promise<boolean>;
  /** How long it may take until it answers. */
  startSeconds: number;
  /** How often the first start is tried; 1 when absent. For a program that picks ports of its own and may lose one. */
  tries?: number;
}

export interface Child {
  name: string;
  /** Settles when it first answers; rejects when it cannot start, with the last lines it wrote. */
  started: Promise<void>;
  pid(): number | undefined;
  /** Ends it, waiting at most its grace, also while it is still starting. Safe to call twice. */
  stop(): Promise<void>;
}

export interface Supervision {
  keeper: Keeper;
  say: (line: string) => void;
  /** Called whenever the set of running processes changes. */
  changed?: () => void;
}

const pausesMs = [200, 500, 1_000, 2_000, 5_000, 10_000];
const healthyAfterMs = 30_000;

/**
 * Start a program, and start it again whenever it dies after it answered once: at once at first, more slowly if it
 * keeps dying. When the first start fails for good, whoever asked is told.
 */
export function superviseChild(program: Program, { keeper, say, changed }: Supervision): Child {
  let running: ChildProcess | undefined;
  let stopping = false;
  let deaths = 0;
  let resting: AbortController | undefined;

  const started = launchFirst(program.tries ?? 1);
  started.catch(() => {}); // whoever waits for `started` hears of it; a stop before that is no crash
  return {
    name: program.name,
    started,
    pid: () => running?.pid,
    async stop() {
      stopping = true;
      resting?.abort();
      if (running) await endProcess(running, program);
    },
  };

  async function launchFirst(tries: number): Promise<void> {
    try {
      await launch();
    } catch (error) {
      if (tries <= 1 || stopping) throw error;
      await launchFirst(tries - 1);
    }
  }

  async function launch() {
    const logStart = sizeOf(program.logFile);
    const startedAt = Date.now();
    const process = spawnProgram(program);
    running = process;
    const gone = new Promise<string>((resolve) => {
      process.once('error', (error) => resolve(error.message));
      process.once('exit', (code, signal) => resolve(signal ?? `exit code ${code}`));
    });
    if (process.pid) keeper.watch(wardOf(process.pid, program));
    changed?.();

    const died = gone.then((how) => ({ how }));
    const answered = process.pid ? Promise.race([waitUntilItAnswers(program, process), died]) : died;
    const outcome = await answered.catch((error: Error) => ({ how: error.message }));
    if (outcome !== 'answers') {
      await endProcess(process, program);
      forget(process);
      const said = tail(program.logFile, logStart);
      throw new Error(`${program.name} did not start (${outcome.how}).${said && `\n${said}`}`);
    }
    void gone.then((how) => {
      forget(process);
      if (stopping) return;
      if (Date.now() - startedAt > healthyAfterMs) deaths = 0;
      say(`${program.name} ended (${how}); starting it again.`);
      void startAgain();
    });
  }

  async function startAgain() {
    while (!stopping) {
      resting = new AbortController();
      await sleep(pausesMs[Math.min(deaths++, pausesMs.length - 1)], undefined, {
        signal: resting.signal,
      }).catch(() => {});
      if (stopping) return;
      try {
        await launch();
        say(`${program.name} answers again.`);
        return;
      } catch (error) {
        if (!stopping) say(error instanceof Error ? error.message : String(error));
      }
    }
  }

  function forget(process: ChildProcess) {
    if (process.pid) keeper.forget(process.pid);
    if (running === process) running = undefined;
    changed?.();
  }
}

function spawnProgram(program: Program): ChildProcess {
  const log = openSync(program.logFile, 'a', 0o600);
  try {
    // Its own group, so that Ctrl-C reaches us alone and the order of stopping stays ours.
    return spawn(program.command, program.args, {
      cwd: program.cwd,
      env: program.env,
      uid: program.uid,
      gid: program.gid,
      stdio: ['ignore', log, log],
      detached: true,
    });
  } finally {
    closeSync(log);
  }
}

async function waitUntilItAnswers(
  program: Program,
  child: ChildProcess,
): Promise<'answers' | { how: string }> {
  const deadline = Date.now() + program.startSeconds * 1000;
  while (Date.now() < deadline && child.exitCode === null && child.signalCode === null) {
    if (await program.answers(child.pid ?? 0)) return 'answers';
    await sleep(50);
  }
  return { how: `no answer within ${program.startSeconds} s` };
}

async function endProcess(child: ChildProcess, { stopSignal, graceSeconds }: Program) {
  if (child.exitCode !== null || child.signalCode !== null || !child.pid) return;
  const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  child.kill(stopSignal);
  const killer = setTimeout(() => child.kill('SIGKILL'), graceSeconds * 1000);
  await gone;
  clearTimeout(killer);
}

function wardOf(pid: number, { stopSignal, order, graceSeconds }: Program) {
  return { pid, signal: stopSignal, order, graceSeconds };
}

function sizeOf(file: string): number {
  return statSync(file, { throwIfNoEntry: false })?.size ?? 0;
}

/** The last words of a program, without the frames of a stack trace: its message stands above them. */
function tail(file: string, from: number): string {
  try {
    const lines = readFileSync(file).subarray(from).toString('utf8').trim().split('\n');
    return lines
      .filter((line) => !/^\s+at /.test(line))
      .slice(-15)
      .map((line) => line.slice(0, 400))
      .join('\n');
  } catch {
    return '';
  }
}
