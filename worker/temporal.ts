import { setTimeout as sleep } from 'node:timers/promises';
import { Client, ScheduleAlreadyRunning } from '@temporalio/client';
import type { DataConverter } from '@temporalio/common';
import { NativeConnection, Runtime, Worker, type WorkerOptions } from '@temporalio/worker';
import type { Log } from '../lib/log.js';
import { temporalLogger } from '../lib/temporal-log.js';
import type { JourneyActivities, UpkeepActivities } from '../workflows/activities.js';
import { effectsQueue, journeysQueue, SCHEDULES } from '../workflows/messages.js';
import type { TemporalConnection } from '../lib/temporal-connection.js';

export interface TemporalDeps {
  connection: TemporalConnection;
  dataConverter: DataConverter;
  activities: JourneyActivities & UpkeepActivities;
  /** Workflow tasks at once. The cache holds at least four times as many, so that none is evicted while it is busy. */
  workflowTasks: number;
  workflowSource:
    Pick<WorkerOptions, 'workflowsPath' | 'bundlerOptions'> | { workflowBundle: { codePath: string } };
  log: Log;
}

export interface TemporalWorkers {
  /** Undefined while Temporal cannot be reached. */
  client(): Client | undefined;
  /** Do all task queues get asked for work? */
  polling(): boolean;
  stop(): Promise<void>;
}

const RETRY_MS = 1000;
const MOST_RETRY_MS = 15_000;

/**
 * Serve journeys and their effects for as long as the process lives. When Temporal goes away, what runs is let go and
 * the connection is made anew once it is back; intake goes on meanwhile.
 */
export function startTemporalWorkers(deps: TemporalDeps): TemporalWorkers {
  let stopping = false;
  let client: Client | undefined;
  let workers: Worker[] = [];
  let wake: (() => void) | undefined;

  async function serve() {
    let wait = RETRY_MS;
    while (!stopping) {
      try {
        const connection = await NativeConnection.connect(deps.connection.connectionOptions);
        try {
          workers = await createWorkers(connection, deps);
          const made = new Client({
            connection,
            namespace: deps.connection.namespace,
            dataConverter: deps.dataConverter,
          });
          client = made;
          void ensureSchedules(made, () => client === made, deps.log);
          wait = RETRY_MS;
          deps.log.info({ namespace: deps.connection.namespace }, 'serving journeys');
          await runAll(workers);
        } finally {
          client = undefined;
          workers = [];
          await connection.close().catch(() => {});
        }
      } catch (error) {
        if (stopping) return;
        deps.log.warn({ err: error }, 'Temporal cannot be reached; trying again');
        await pause(wait);
        wait = Math.min(MOST_RETRY_MS, wait * 2);
      }
    }
  }

  async function pause(ms: number) {
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, ms);
      wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  const serving = serve();
  return {
    client: () => client,
    polling: () => workers.length > 0 && workers.every((worker) => worker.getState() === 'RUNNING'),
    async stop() {
      stopping = true;
      wake?.();
      for (const worker of workers) if (worker.getState() === 'RUNNING') worker.shutdown();
      await serving;
    },
  };
}

/** When one worker fails, the others are shut down too, so that all begin again together. */
async function runAll(workers: Worker[]) {
  const runs = workers.map((worker) => worker.run());
  try {
    await Promise.all(runs);
  } catch (error) {
    for (const worker of workers) if (worker.getState() === 'RUNNING') worker.shutdown();
    await Promise.allSettled(runs);
    throw error;
  }
}

async function createWorkers(connection: NativeConnection, deps: TemporalDeps): Promise<Worker[]> {
  const common: Pick<
    WorkerOptions,
    'connection' | 'namespace' | 'dataConverter' | 'shutdownGraceTime' | 'shutdownForceTime' | 'activities'
  > = {
    connection,
    namespace: deps.connection.namespace,
    dataConverter: deps.dataConverter,
    shutdownGraceTime: '10s',
    shutdownForceTime: '25s',
    activities: { ...deps.activities },
  };
  return Promise.all([
    Worker.create({
      ...common,
      ...deps.workflowSource,
      taskQueue: journeysQueue,
      maxCachedWorkflows: Math.max(2000, deps.workflowTasks * 4),
      maxConcurrentWorkflowTaskExecutions: deps.workflowTasks,
      maxConcurrentLocalActivityExecutions: deps.workflowTasks * 2,
      maxConcurrentActivityTaskExecutions: 4,
      workflowTaskPollerBehavior: { type: 'autoscaling', initial: 4 },
      stickyQueueScheduleToStartTimeout: '2s',
    }),
    Worker.create({ ...common, taskQueue: effectsQueue, maxConcurrentActivityTaskExecutions: 50 }),
  ]);
}

/**
 * Upkeep runs once however many workers there are. A server that has only just come up may refuse at first: without its
 * schedules nothing that stands still would ever be found, so it is asked until it has them.
 */
async function ensureSchedules(client: Client, isCurrent: () => boolean, log: Log) {
  for (const schedule of SCHEDULES) {
    while (isCurrent() && !(await isMade(schedule, client, log))) await sleep(MOST_RETRY_MS / 3);
  }
}

async function isMade({ id, workflow, ...interval }: (typeof SCHEDULES)[number], client: Client, log: Log) {
  try {
    await client.schedule.create({
      scheduleId: id,
      spec: { intervals: [interval] },
      policies: { overlap: 'SKIP', catchupWindow: '1 minute' },
      action: { type: 'startWorkflow', workflowType: workflow, taskQueue: journeysQueue, workflowId: id },
    });
    return true;
  } catch (error) {
    if (error instanceof ScheduleAlreadyRunning) return true;
    log.warn({ err: error, schedule: id }, 'a schedule could not be made; trying again');
    return false;
  }
}

/** Temporal's own log lines go through ours. Once in a process, before any worker. */
export function installRuntime(log: Log): void {
  Runtime.install({
    logger: temporalLogger(log.child({ component: 'temporal' })),
    shutdownSignals: [],
    telemetryOptions: { logging: { forward: {}, filter: { core: 'WARN', other: 'WARN' } } },
  });
}
