import { proxyActivities } from '@temporalio/workflow';
import type { UpkeepActivities } from './activities.js';
import { effectsQueue } from './messages.js';

const activities = proxyActivities<UpkeepActivities>({
  taskQueue: effectsQueue,
  startToCloseTimeout: '10m',
  retry: { initialInterval: '10s', maximumAttempts: 3 },
});

/** Every minute: what a crash, a restored backup or a lost signal left standing moves again. */
export async function everyMinute(): Promise<void> {
  await each(
    activities.redispatchOverdue(),
    activities.settleAbandoned(),
    activities.lookUpUnknown(),
    activities.emailNotices(),
    activities.closeBusinesses(),
  );
}

/** Every ten minutes: dates that came round, and who has come to fit a description. */
export async function everyTenMinutes(): Promise<void> {
  await each(activities.enterByDate(), activities.enterBySegment());
}

/** Every night: what has been kept long enough goes, and keys are brought up to date. */
export async function everyNight(): Promise<void> {
  await each(activities.sweepRetention(), activities.rewrapDataKeys());
}

/** One kind of upkeep that fails keeps no other from being done; the run fails all the same, where it can be seen. */
async function each(...kinds: Promise<unknown>[]): Promise<void> {
  const done = await Promise.allSettled(kinds);
  const failed = done.find((one) => one.status === 'rejected');
  if (failed) throw failed.reason;
}
