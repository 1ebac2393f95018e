import { setTimeout as sleep } from 'node:timers/promises';
import type { Rig } from './rig.js';

/** A customer as an event names one: already known, so that the event brings no news of them. */
export const personOf = (id: string, number: number) => ({
  externalId: id,
  name: 'Ana Ruiz',
  email: `${id}@example.com`,
  phone: `+346${String(number).padStart(8, '0')}`,
  locale: 'en',
  timezone: 'UTC',
});

const consents = (['email', 'sms'] as const).flatMap((channel) =>
  (['service', 'review'] as const).map((purpose) => ({ channel, purpose, granted: true, evidence: 'bench' })),
);

/** Customers with consent on record, made as the product makes them: by an event. */
export async function introduce(ids: string[], firstNumber: number, rig: Rig): Promise<void> {
  await rig.product.happen(
    ids.map((id, index) => ({
      type: 'custom_bench_introduction',
      customer: { ...personOf(id, firstNumber + index), consents },
      subject: { kind: 'person', id },
      data: {},
    })),
  );
  await untilMatched(rig);
}

/** Until intake has looked at every event. */
export async function untilMatched({ admin }: Rig): Promise<void> {
  for (;;) {
    const { rows } = await admin.query<{ left: number }>(
      `select count(*)::int as left from integrations.inbox_events where status = 'received'`,
    );
    if (rows[0]!.left === 0) return;
    await sleep(100);
  }
}

/** Until Temporal has heard of everything it is to be told. */
export async function untilTold({ admin }: Rig): Promise<void> {
  for (;;) {
    const { rows } = await admin.query<{ left: number }>(
      'select count(*)::int as left from integrations.outbox where published_at is null',
    );
    if (rows[0]!.left === 0) return;
    await sleep(500);
  }
}

/** Until so many passages of a journey are in this state. */
export async function untilPassages(
  { admin }: Rig,
  journeyId: string,
  status: 'active' | 'completed',
  count: number,
  pollMs = 100,
  seen: (count: number) => void = () => {},
): Promise<void> {
  for (;;) {
    const { rows } = await admin.query<{ count: number }>(
      `select count(*)::int as count from journeys.enrollments
        where journey_id = $1 and status = $2 and (status <> 'active' or turn > 0)`,
      [journeyId, status],
    );
    seen(rows[0]!.count);
    if (rows[0]!.count >= count) return;
    await sleep(pollMs);
  }
}
