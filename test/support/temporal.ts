import { randomBytes } from 'node:crypto';
import { Connection } from '@temporalio/client';
import { instance } from './instance.js';

/** `host:port` of the run's Temporal server. */
export const temporalAddress = (): string => instance().temporalAddress;

/** For `Worker.create({ workflowBundle: { codePath } })`: bundled once for the whole run. */
export function workflowBundle(): { codePath: string } {
  const codePath = instance().workflowBundle;
  if (!codePath) throw new Error('There was no workflows/index.ts to bundle when this run began.');
  return { codePath };
}

/** A namespace of its own, for files that list workflows or whose workflow ids would collide with another file's. */
export async function freshNamespace(address = temporalAddress()): Promise<string> {
  const namespace = `test-${process.pid}-${randomBytes(6).toString('hex')}`;
  const connection = await Connection.connect({ address });
  try {
    const eightDays = { seconds: (8 * 24 * 3600) as unknown as Seconds };
    await connection.workflowService.registerNamespace({
      namespace,
      workflowExecutionRetentionPeriod: eightDays,
    });
    await untilUsable(connection, namespace);
    return namespace;
  } finally {
    await connection.close();
  }
}

/** The server's services learn of a new namespace a moment after it is registered. */
async function untilUsable(connection: Connection, namespace: string) {
  for (;;) {
    try {
      await connection.workflowService.listWorkflowExecutions({ namespace, pageSize: 1 });
      await connection.workflowService.describeTaskQueue({
        namespace,
        taskQueue: { name: 'probe' },
        taskQueueType: 1,
      });
      return;
    } catch {
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
}

type Seconds = NonNullable<import('@temporalio/proto').google.protobuf.IDuration['seconds']>;
