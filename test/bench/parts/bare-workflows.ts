import { proxyActivities, proxyLocalActivities, sleep } from '@temporalio/workflow';
import type { BareActivities, BareJourney } from './bare-worker.js';

const ordinary = proxyActivities<BareActivities>({ startToCloseTimeout: '10s' });
const local = proxyLocalActivities<BareActivities>({ startToCloseTimeout: '10s' });

/** The journey as most people write it first: an ordinary activity for each message. */
export async function plain(journey: BareJourney): Promise<void> {
  await run(ordinary, journey);
}

/** The same with local activities: nothing leaner keeps the promise that a step is not forgotten. */
export async function leanest(journey: BareJourney): Promise<void> {
  await run(local, journey);
}

/** One message, for measuring how soon the first one leaves. */
export async function firstOnly({ id }: BareJourney): Promise<void> {
  await local.sendEmail({ id, step: 'thanks' });
}

async function run(send: BareActivities, { id, waitMs }: BareJourney): Promise<void> {
  await send.sendEmail({ id, step: 'thanks' });
  await sleep(waitMs);
  await send.sendText({ id, step: 'nudge' });
  await sleep(waitMs);
  await send.sendEmail({ id, step: 'ask' });
}
