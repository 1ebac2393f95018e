import { Connection } from '@temporalio/client';
import type { temporal } from '@temporalio/proto';
import type { TemporalConnection } from '../../lib/temporal-connection.js';
import { effectsQueue, journeysQueue, SCHEDULES } from '../../workflows/messages.js';
import { bad, ok, warn, type Finding } from './finding.js';

const leastRetentionDays = 8;
/** A worker asks for work about once a minute. */
const awayMs = 3 * 60_000;

/** Temporal: does it answer, does the namespace keep histories long enough, does a worker ask for work? */
export async function examineTemporal({
  connectionOptions,
  namespace,
}: TemporalConnection): Promise<Finding[]> {
  let connection: Connection;
  try {
    connection = await Connection.connect({ ...connectionOptions, connectTimeout: 5_000 });
  } catch (error) {
    return [
      bad(
        `Temporal does not answer at ${connectionOptions.address}: ${(error as Error).message}.`,
        'Events are still taken and kept; journeys go on once it answers. Check TEMPORAL_ADDRESS and the server’s log.',
      ),
    ];
  }
  try {
    return [
      ok(`Temporal answers at ${connectionOptions.address}.`),
      await examineRetention(connection, namespace),
      ...(await examineWorkers(connection, namespace)),
      ...(await examineSchedules(connection, namespace)),
    ];
  } catch (error) {
    return [
      bad(
        `Temporal refuses the namespace ${namespace}: ${(error as Error).message}.`,
        'Create it, with a retention of 8 days.',
      ),
    ];
  } finally {
    await connection.close();
  }
}

async function examineRetention(connection: Connection, namespace: string): Promise<Finding> {
  const { config } = await connection.workflowService.describeNamespace({ namespace });
  const days = Number(config?.workflowExecutionRetentionTtl?.seconds ?? 0) / 86_400;
  return days < leastRetentionDays
    ? bad(
        `The namespace ${namespace} forgets closed journeys after ${days} days.`,
        `Starts are retried for a week: temporal operator namespace update --namespace ${namespace} --retention 8d`,
      )
    : ok(`The namespace ${namespace} keeps histories for ${days} days.`);
}

async function examineWorkers(connection: Connection, namespace: string): Promise<Finding[]> {
  const workflows: temporal.api.enums.v1.TaskQueueType = 1;
  const activities: temporal.api.enums.v1.TaskQueueType = 2;
  const seen = await Promise.all([
    lastAsked(connection, namespace, journeysQueue, workflows),
    lastAsked(connection, namespace, effectsQueue, activities),
  ]);
  const missing = [journeysQueue, effectsQueue].filter((_, at) => Date.now() - (seen[at] ?? 0) > awayMs);
  return missing.length > 0
    ? [
        warn(
          `No worker asks for work of ${missing.join(' and ')}.`,
          'Start one: npm start runs one, npm run worker another. If it just started, give it a minute.',
        ),
      ]
    : [ok('A worker asks for work.')];
}

/** Without its schedules nothing that stands still is found again. A worker makes them, so none at all is no news. */
async function examineSchedules(connection: Connection, namespace: string): Promise<Finding[]> {
  const found = await Promise.all(SCHEDULES.map(({ id }) => scheduleState(connection, namespace, id)));
  const named = (state: string) => SCHEDULES.filter((_, at) => found[at] === state).map(({ id }) => id);
  const [missing, paused] = [named('missing'), named('paused')];
  return [
    ...(missing.length > 0 && missing.length < SCHEDULES.length
      ? [
          warn(
            `There is no schedule ${missing.join(', ')}.`,
            'A worker makes it when it starts: start one again.',
          ),
        ]
      : []),
    ...(paused.length > 0
      ? [
          warn(
            `The schedule ${paused.join(', ')} is paused, so nobody looks for work that stands still.`,
            `temporal schedule toggle --unpause --namespace ${namespace} --schedule-id ${paused[0]}`,
          ),
        ]
      : []),
  ];
}

async function scheduleState(
  connection: Connection,
  namespace: string,
  scheduleId: string,
): Promise<'runs' | 'paused' | 'missing'> {
  try {
    const { schedule } = await connection.workflowService.describeSchedule({ namespace, scheduleId });
    return schedule?.state?.paused ? 'paused' : 'runs';
  } catch (error) {
    if ((error as { code?: number }).code === NOT_FOUND) return 'missing';
    throw error;
  }
}

/** gRPC's code. */
const NOT_FOUND = 5;

async function lastAsked(
  connection: Connection,
  namespace: string,
  taskQueue: string,
  taskQueueType: number,
) {
  const { pollers } = await connection.workflowService.describeTaskQueue({
    namespace,
    taskQueue: { name: taskQueue },
    taskQueueType,
  });
  return Math.max(
    0,
    ...(pollers ?? []).map(({ lastAccessTime }) => Number(lastAccessTime?.seconds ?? 0) * 1000),
  );
}
