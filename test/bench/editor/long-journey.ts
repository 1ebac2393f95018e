import { insertAfter } from '../../../editor/draft/edits.js';
import { emptyDraft, type Draft } from '../../../workflows/flow/draft.js';
import type { StepId } from '../../../workflows/flow/flow.js';
import type { Kind } from '../../../workflows/flow/steps/index.js';

const LINE: readonly Kind[] = ['email', 'wait', 'sms', 'wait', 'review_request', 'wait', 'notify_team'];

/** A journey of so many steps: a line that forks after every seven, a short way to one side, a long one to the other. */
export function longJourney(steps: number): Draft {
  let flow: Draft = { ...emptyDraft, entry: { on: 'event', type: 'job_completed' } };
  let at: StepId | null = null;
  let exit = '';
  const add = (kind: Kind): void => {
    const made = insertAfter(flow, at === null ? 'first' : { stepId: at, exit }, kind);
    flow = made.flow;
    at = made.stepId;
    exit = Object.keys(flow.steps.find(({ id }) => id === at)?.exits ?? {})[0] ?? '';
  };
  while (flow.steps.length < steps) {
    for (const kind of LINE) if (flow.steps.length < steps - 3) add(kind);
    if (flow.steps.length > steps - 3) {
      add('wait');
      continue;
    }
    add('branch');
    const fork: StepId | null = at;
    add('sms');
    // The other way out goes on.
    at = fork;
    exit = 'otherwise';
  }
  return flow;
}
