import {
  CancellationScope,
  condition,
  continueAsNew,
  isCancellation,
  proxyActivities,
  proxyLocalActivities,
  setHandler,
  defineSignal,
  workflowInfo,
} from '@temporalio/workflow';
import type { JourneyActivities } from './activities.js';
import type { Directive } from './flow/directive.js';
import {
  controlSignal,
  effectsQueue,
  nudgeSignal,
  type Cause,
  type EnrollmentInput,
  type PerformInput,
} from './messages.js';

export const nudge = defineSignal(nudgeSignal);
export const control = defineSignal(controlSignal);

/** At once, in this process, and without a word to the server: how a step is performed when all is well. */
const local = proxyLocalActivities<JourneyActivities>({
  startToCloseTimeout: '3s',
  retry: { maximumAttempts: 1 },
});

/** Scheduled by the server and tried again for as long as a message can be useful. */
const durable = proxyActivities<JourneyActivities>({
  taskQueue: effectsQueue,
  startToCloseTimeout: '2m',
  retry: { initialInterval: '30s', backoffCoefficient: 2, maximumInterval: '1h' },
});

/** A clock and a mailbox: it asks what to do, does that, and asks again. All decisions are `perform`'s. */
export async function enrollment({ businessId, enrollmentId, turn }: EnrollmentInput): Promise<void> {
  let mail: 'event' | 'control' | null = null;
  setHandler(nudge, () => void (mail ??= 'event'));
  setHandler(control, () => void (mail = 'control'));

  // The first turn may have been taken before this began: what has come by now may be news to it, and stays.
  let isNews = turn === 0;
  let cause: Cause = turn === 0 ? 'step' : 'control';
  let due: string | undefined;
  for (;;) {
    if (!isNews) mail = null; // whatever comes from here on, `perform` may have missed
    isNews = false;
    const answer = await perform({ businessId, enrollmentId, turn: turn + 1, cause, due });
    turn = answer.turn;
    const { directive } = answer;
    if (directive.do === 'end') return;

    due = undefined;
    cause = 'step';
    if (directive.do === 'run') continue;

    if (workflowInfo().continueAsNewSuggested && mail === null) {
      await continueAsNew<typeof enrollment>({ businessId, enrollmentId, turn });
    }
    const arrived = await waitFor(directive, () => mail !== null);
    cause = arrived ? (mail ?? 'event') : 'due';
    due = arrived ? undefined : (directive.until ?? undefined);
  }
}

/** Sleep until the directive's instant. Did mail arrive first? */
async function waitFor(
  { until }: Extract<Directive, { do: 'wait' | 'listen' }>,
  hasMail: () => boolean,
): Promise<boolean> {
  if (until === null) {
    await condition(hasMail);
    return true;
  }
  return condition(hasMail, Math.max(1, Date.parse(until) - Date.now()));
}

async function perform(input: PerformInput) {
  try {
    return await local.perform(input);
  } catch (error) {
    if (isCancellation(error) && CancellationScope.current().consideredCancelled) throw error;
    return durable.perform(input);
  }
}
