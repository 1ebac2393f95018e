import type { Client } from '@temporalio/client';
import type { temporal } from '@temporalio/proto';

export interface WorkflowRun {
  runId: string;
  history: temporal.api.history.v1.IHistory;
}

/** The runs of a workflow, each continued as the next, the first one first. */
export async function runsOf(client: Client, workflowId: string): Promise<WorkflowRun[]> {
  const { firstExecutionRunId } = (await client.workflow.getHandle(workflowId).fetchHistory()).events![0]!
    .workflowExecutionStartedEventAttributes!;
  const runs: WorkflowRun[] = [];
  for (let runId = firstExecutionRunId; runId;) {
    const history = await client.workflow.getHandle(workflowId, runId).fetchHistory();
    runs.push({ runId, history });
    runId = history.events!.at(-1)!.workflowExecutionContinuedAsNewEventAttributes?.newExecutionRunId;
  }
  return runs;
}
