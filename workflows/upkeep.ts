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
  await activities.redispatchOverdue();
  await activities.lookUpUnknown();
}

/** Every ten minutes: dates that came round. */
export async function everyTenMinutes(): Promise<void> {
  await activities.enterByDate();
}

/** Every night: what has been kept long enough goes, and keys are brought up to date. */
export async function everyNight(): Promise<void> {
  await activities.sweepRetention();
  await activities.rewrapDataKeys();
}
