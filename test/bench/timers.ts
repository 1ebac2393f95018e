import { setTimeout as sleep } from 'node:timers/promises';
import { personOf, untilPassages } from './people.js';
import type { Report } from './report.js';
import type { Rig } from './rig.js';

/** Starts a second that are counted on while everybody comes in. */
const STARTS_PER_SECOND = 45;

/** So many people whose wait ends in the same second. */
export async function benchTimers(rig: Rig, { timers }: { timers: number }, report: Report): Promise<void> {
  report.say(`\nTimers: ${timers} due in the same second`);
  const journeyId = await rig.product.publish('Bench: timers', flow);
  const dueAt = Date.now() + 10_000 + (timers / STARTS_PER_SECOND) * 1000;
  const began = Date.now();
  await rig.product.happen(
    Array.from({ length: timers }, (_, index) => ({
      type: 'custom_bench_timer',
      customer: personOf(`timer-${index}`, 70_000_000 + index),
      subject: { kind: 'job', id: `timer-${index}` },
      data: { at: new Date(dueAt).toISOString() },
    })),
  );
  await untilPassages(rig, journeyId, 'active', timers, 500);
  const inside = (Date.now() - began) / 1000;
  const late = Date.now() > dueAt;
  if (late)
    report.say('  Not everybody was in before the first timers rang; the drain below is too slow by that.');
  await sleep(Math.max(0, dueAt - Date.now()));
  let half = 0;
  await untilPassages(rig, journeyId, 'completed', timers, 100, (done) => {
    if (half === 0 && done >= timers / 2) half = (Date.now() - dueAt) / 1000;
  });
  const drained = (Date.now() - dueAt) / 1000;
  report.table(
    ['timers', 'brought in per s', 'half after s', 'all after s', 'drained per s'],
    [[timers, timers / inside, half, drained, timers / drained]],
  );
  report.record('timers', { timers, inside, half, drained, perSecond: timers / drained, late });
}

const flow = {
  entry: { on: 'event', type: 'custom_bench_timer' },
  first: 'rest',
  steps: [
    {
      id: 'rest',
      kind: 'wait',
      settings: { until: { field: 'event.data.at' }, ifPast: 'continue' },
      exits: { done: null, unknown_date: null },
    },
  ],
};
