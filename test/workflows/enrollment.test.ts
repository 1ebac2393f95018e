import { afterEach, expect, test } from '@jest/globals';
import { Client, Connection } from '@temporalio/client';
import { newId } from '../../lib/ids.js';
import { installRuntime, type TemporalWorkers } from '../../worker/temporal.js';
import {
  journeysQueue,
  nudgeSignal,
  type PerformAnswer,
  type PerformInput,
} from '../../workflows/messages.js';
import { freshNamespace, temporalAddress } from '../support/temporal.js';
import { dataConverter, log, workAlone } from './mailbox.js';

installRuntime(log);
const tomorrow = new Date(Date.now() + 86_400_000).toISOString();
const atWork: TemporalWorkers[] = [];
afterEach(async () => {
  await Promise.all(atWork.splice(0).map((workers) => workers.stop()));
});

/** The clock and the mailbox alone, until the test is over. */
function work(namespace: string, answer: (input: PerformInput) => PerformAnswer): PerformInput[] {
  const { asked, workers } = workAlone({ address: temporalAddress(), namespace }, answer);
  atWork.push(workers);
  return asked;
}

test('a nudge that came before the first turn is looked at, although that turn may have been taken before it', async () => {
  const namespace = await freshNamespace();
  const connection = await Connection.connect({ address: temporalAddress() });
  const client = new Client({ connection, namespace, dataConverter });
  const enrollmentId = newId();
  const handle = await client.workflow.start('enrollment', {
    taskQueue: journeysQueue,
    workflowId: `enrollment:${enrollmentId}`,
    args: [{ businessId: newId(), enrollmentId, turn: 0 }],
  });
  await handle.signal(nudgeSignal);
  // The answer of turn 1 knows nothing of it, as one that was taken ahead of the workflow.
  const asked = work(namespace, ({ turn }) => ({
    turn,
    directive:
      turn === 1
        ? { do: 'listen', for: [], until: tomorrow, step: 'listen' }
        : { do: 'end', status: 'completed', reason: 'finished' },
  }));
  await handle.result();
  expect(asked.map(({ turn, cause }) => [turn, cause])).toEqual([
    [1, 'step'],
    [2, 'event'],
  ]);
  await connection.close();
});

test('a nudge while a turn is being taken keeps the workflow awake, and a wait that is over says what was waited for', async () => {
  const namespace = await freshNamespace();
  const connection = await Connection.connect({ address: temporalAddress() });
  const client = new Client({ connection, namespace, dataConverter });
  const soon = new Date(Date.now() + 1000).toISOString();
  const asked = work(namespace, ({ turn }) => ({
    turn,
    directive:
      turn < 3
        ? { do: 'wait', until: turn === 1 ? tomorrow : soon, then: null }
        : { do: 'end', status: 'completed', reason: 'finished' },
  }));
  const enrollmentId = newId();
  const handle = await client.workflow.start('enrollment', {
    taskQueue: journeysQueue,
    workflowId: `enrollment:${enrollmentId}`,
    args: [{ businessId: newId(), enrollmentId, turn: 0 }],
  });
  await handle.signal(nudgeSignal);
  await handle.result();
  expect(asked.map(({ turn, cause, due }) => [turn, cause, due])).toEqual([
    [1, 'step', undefined],
    [2, 'event', undefined],
    [3, 'due', soon],
  ]);
  await connection.close();
});
