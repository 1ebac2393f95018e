import { WorkflowExecutionAlreadyStartedError, WorkflowNotFoundError, type Client } from '@temporalio/client';
import * as outbox from '../../db/outbox.js';
import { withBusiness, type Database } from '../../db/tenant.js';
import { groupBy } from '../../lib/group-by.js';
import type { Log } from '../../lib/log.js';
import {
  enrollmentWorkflowId,
  journeysQueue,
  nudgeSignal,
  type EnrollmentInput,
} from '../../workflows/messages.js';
import { createTurns } from '../turns.js';

export interface OutboxRow {
  business_id: string;
  id: string;
  kind: 'start' | 'nudge';
  enrollment_id: string;
}

export interface DispatchDeps {
  database: Database;
  /** Undefined while Temporal cannot be reached; what is to be told waits in the outbox. */
  temporal: () => Client | undefined;
  log: Log;
}

/**
 * Tell Temporal what the outbox says, the rows of one enrollment in order, and mark what arrived. Telling twice is
 * harmless: a workflow id starts once, and a nudge carries nothing.
 */
export async function dispatch(
  rows: OutboxRow[],
  deps: DispatchDeps,
): Promise<{ told: number; failed: number }> {
  const client = deps.temporal();
  if (!client) return { told: 0, failed: rows.length };
  const results = await Promise.all(
    [...groupBy(rows, (row) => row.business_id)].map(([businessId, ofBusiness]) =>
      dispatchForBusiness(businessId, ofBusiness, client, deps),
    ),
  );
  return results.reduce((sum, one) => ({ told: sum.told + one.told, failed: sum.failed + one.failed }), {
    told: 0,
    failed: 0,
  });
}

async function dispatchForBusiness(
  businessId: string,
  rows: OutboxRow[],
  client: Client,
  deps: DispatchDeps,
) {
  const ids = [...new Set(rows.map((row) => row.enrollment_id))];
  const facts = await withBusiness(deps.database, { businessId }, (tx) =>
    tx.run(outbox.dispatchFacts, [businessId, ids]),
  );
  const byId = new Map(facts.map((fact) => [fact.id, fact]));

  const { told, failed } = await tellInOrder(rows, byId, client);
  await withBusiness(deps.database, { businessId }, async (tx) => {
    if (told.length > 0) tx.last(outbox.markPublished, [businessId, told]);
    if (failed.length > 0) {
      tx.last(outbox.markFailed, [businessId, failed.map(({ id }) => id), nameOf(failed[0]!.error)]);
    }
  });
  if (failed.length > 0) {
    deps.log.warn({ businessId, count: failed.length, err: failed[0]!.error }, 'dispatch failed');
  }
  return { told: told.length, failed: failed.length };
}

/** Rows of one enrollment wait for each other: what follows a failure waits for its turn. */
async function tellInOrder(
  rows: OutboxRow[],
  enrollments: Map<string, { turn: number; status: string }>,
  client: Client,
) {
  const told: string[] = [];
  const failed: { id: string; error: unknown }[] = [];
  await Promise.all(
    [...groupBy(rows, (row) => row.enrollment_id).values()].map(async (inOrder) => {
      for (const row of inOrder) {
        try {
          await tell(row, enrollments.get(row.enrollment_id), client);
          told.push(row.id);
        } catch (error) {
          failed.push({ id: row.id, error });
          return;
        }
      }
    }),
  );
  return { told, failed };
}

/** Tells Temporal of starts whose transaction has just committed. */
export interface DirectStarts {
  /** Returns at once: false when there is no Temporal to tell. What cannot be told is left to the outbox. */
  tell(rows: OutboxRow[]): boolean;
  /** When everything under way has been told and marked. */
  settle(): Promise<void>;
}

/** Starts told of or waiting to be; what comes above waits in the outbox. */
const MOST_IN_FLIGHT = 100;
const MARK_EVERY_MS = 50;

/**
 * The short way for the usual case. A row that was written a moment ago says what its enrollment is, so nothing is read
 * first, and what arrived is marked many rows at a time: the outbox offers it to nobody else for five seconds, and
 * telling twice is harmless.
 */
export function createDirectStarts(deps: DispatchDeps): DirectStarts {
  const inFlight = new Set<Promise<void>>();
  let arrived: OutboxRow[] = [];
  let marking: NodeJS.Timeout | undefined;

  async function startAndMark(row: OutboxRow, client: Client) {
    try {
      await tell(row, { turn: 0, status: 'active' }, client);
      arrived.push(row);
      marking ??= setTimeout(() => keep(mark()), MARK_EVERY_MS);
    } catch (error) {
      deps.log.warn({ err: error, businessId: row.business_id }, 'a start is left to the outbox');
    }
  }

  async function mark() {
    clearTimeout(marking);
    marking = undefined;
    const rows = arrived;
    arrived = [];
    for (const [businessId, ofBusiness] of groupBy(rows, (row) => row.business_id)) {
      await withBusiness(deps.database, { businessId }, async (tx) =>
        tx.last(outbox.markPublished, [businessId, ofBusiness.map(({ id }) => id)]),
      ).catch((error: unknown) => deps.log.warn({ err: error, businessId }, 'starts could not be marked'));
    }
  }

  function keep(work: Promise<void>) {
    inFlight.add(work);
    void work.finally(() => inFlight.delete(work));
  }

  return {
    tell(rows) {
      const client = deps.temporal();
      if (!client || inFlight.size >= MOST_IN_FLIGHT) return false;
      for (const row of rows) keep(startAndMark(row, client));
      return true;
    },
    async settle() {
      while (inFlight.size > 0) await Promise.all(inFlight);
      await mark();
    },
  };
}

/**
 * What this process asks of Temporal at once. A backlog told all at once makes every answer so slow that the tasks of
 * those who are under way run out of time: with 200 at once, 3,000 starts took a third longer and a third more of
 * Temporal's processor time than with 32 (`npm run bench -- --only sleepers`).
 */
const asking = createTurns(32);
const PATIENCE_MS = 10_000;

async function tell(
  row: OutboxRow,
  enrollment: { turn: number; status: string } | undefined,
  client: Client,
): Promise<void> {
  if (!enrollment) return;
  if (!(await asking.take(PATIENCE_MS))) throw new Error('Temporal has more to do than it can take in');
  try {
    await ask(row, enrollment, client);
  } finally {
    asking.release();
  }
}

async function ask(
  row: OutboxRow,
  enrollment: { turn: number; status: string },
  client: Client,
): Promise<void> {
  const input: EnrollmentInput = {
    businessId: row.business_id,
    enrollmentId: row.enrollment_id,
    turn: enrollment.turn,
  };
  if (row.kind === 'start') {
    if (enrollment.status === 'active') await start(client, input, 'REJECT_DUPLICATE');
    return;
  }
  const handle = client.workflow.getHandle(enrollmentWorkflowId(row.enrollment_id));
  try {
    await handle.signal(nudgeSignal);
  } catch (error) {
    if (!(error instanceof WorkflowNotFoundError)) throw error;
    if (enrollment.status !== 'active') return;
    // No workflow runs for somebody who is still inside: a lost start, an emptied or restored Temporal. Its first turn
    // may be under way already and have missed what this is about, so it is nudged all the same.
    await start(client, input, 'ALLOW_DUPLICATE');
    await handle.signal(nudgeSignal).catch((gone: unknown) => {
      if (!(gone instanceof WorkflowNotFoundError)) throw gone;
    });
  }
}

async function start(
  client: Client,
  input: EnrollmentInput,
  workflowIdReusePolicy: 'REJECT_DUPLICATE' | 'ALLOW_DUPLICATE',
): Promise<void> {
  try {
    await client.workflow.start('enrollment', {
      taskQueue: journeysQueue,
      workflowId: enrollmentWorkflowId(input.enrollmentId),
      workflowIdReusePolicy,
      args: [input],
      workflowTaskTimeout: '5s',
      requestEagerStart: true,
    });
  } catch (error) {
    if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw error;
  }
}

const nameOf = (error: unknown): string => (error instanceof Error ? error.name : 'Error');
