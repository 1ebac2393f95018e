import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { ana, openHouse, type House } from '../support/house.js';
import { onEvent, sms, wait } from '../support/steps.js';

/** Messages stay in the built-in outbox here: what is tested is when and why, not who carries them. */
let house: House;
beforeAll(async () => {
  house = await openHouse();
});
afterAll(() => house?.close());

let next = 0;
const someone = () => ({
  ...ana,
  externalId: `c-${++next}`,
  email: `c${next}@example.com`,
  phone: `+346001${10000 + next}`,
});
const job = () => ({ kind: 'job', id: `job-${++next}` });

const sentTo = (enrollmentId: string) =>
  house
    .rows<{ step_id: string }>(
      `select step_id from messaging.messages where enrollment_id = $1 and status = 'sent' order by id`,
      [enrollmentId],
    )
    .then((rows) => rows.map((row) => row.step_id));

const waitingAt = (enrollmentId: string, step: string) =>
  house.until(`the enrollment to stand at ${step}`, async () => {
    const [row] = await house.rows<{ due_at: Date | null }>(
      `select due_at from journeys.enrollments where id = $1 and step_id = $2 and status = 'active' and due_at is not null`,
      [enrollmentId, step],
    );
    return row;
  });

test('a stop rule ends the wait at once, and nothing more is sent', async () => {
  await house.journey(
    onEvent('custom_stop', [sms('one', 'pause'), wait('pause', 'P2D', 'two'), sms('two', null)], {
      stopOn: [{ type: 'job_cancelled', same: 'subject' }],
    }),
  );
  const customer = someone();
  const subject = job();
  const enrollment = await house.enrollmentOf(
    await house.happens({ type: 'custom_stop', customer, subject }),
  );
  await waitingAt(enrollment, 'pause');
  await house.happens({ type: 'job_cancelled', customer, subject });
  expect(await house.ended(enrollment)).toEqual({ status: 'stopped', reason_code: 'stop_rule' });
  expect(await sentTo(enrollment)).toEqual(['one']);
  await house.until('the workflow to be over', async () => {
    const { status } = await house
      .temporal()
      .client()!
      .workflow.getHandle(`enrollment:${enrollment}`)
      .describe();
    return status.name === 'COMPLETED';
  });
});

test('a goal of the customer ends the journey whatever the event is about', async () => {
  await house.journey(
    onEvent('custom_goal', [wait('pause', 'P2D', 'two'), sms('two', null)], {
      goals: [{ type: 'invoice_paid', same: 'customer' }],
    }),
  );
  const customer = someone();
  const enrollment = await house.enrollmentOf(
    await house.happens({ type: 'custom_goal', customer, subject: job() }),
  );
  await waitingAt(enrollment, 'pause');
  await house.happens({ type: 'invoice_paid', customer, subject: { kind: 'invoice', id: 'i-1' } });
  expect(await house.ended(enrollment)).toEqual({ status: 'completed', reason_code: 'goal' });
});

test('a customer who pays while we listen is not reminded', async () => {
  await house.journey(
    onEvent('custom_listen', [
      {
        id: 'listen',
        kind: 'wait_for_event',
        settings: { events: [{ name: 'paid', type: 'invoice_paid', same: 'customer' }], timeout: 'P3D' },
        exits: { paid: 'thanks', timed_out: 'remind' },
      },
      sms('thanks', null),
      sms('remind', null),
    ]),
  );
  const customer = someone();
  const enrollment = await house.enrollmentOf(await house.happens({ type: 'custom_listen', customer }));
  await waitingAt(enrollment, 'listen');
  await house.happens({ type: 'invoice_paid', customer });
  expect(await house.ended(enrollment)).toMatchObject({ status: 'completed', reason_code: 'finished' });
  expect(await sentTo(enrollment)).toEqual(['thanks']);
});

test('a payment that came just before we began to listen counts too', async () => {
  await house.journey(
    onEvent('custom_look_back', [
      sms('invoice', 'pause'),
      wait('pause', 'PT1.5S', 'listen'),
      {
        id: 'listen',
        kind: 'wait_for_event',
        settings: { events: [{ name: 'paid', type: 'payment_received', same: 'customer' }], timeout: 'P3D' },
        exits: { paid: 'thanks', timed_out: 'remind' },
      },
      sms('thanks', null),
      sms('remind', null),
    ]),
  );
  const customer = someone();
  const enrollment = await house.enrollmentOf(await house.happens({ type: 'custom_look_back', customer }));
  await waitingAt(enrollment, 'pause');
  await house.happens({ type: 'payment_received', customer });
  expect(await house.ended(enrollment)).toMatchObject({ status: 'completed' });
  expect(await sentTo(enrollment)).toEqual(['invoice', 'thanks']);
});

test('a listener that times out takes that way', async () => {
  await house.journey(
    onEvent('custom_time_out', [
      {
        id: 'listen',
        kind: 'wait_for_event',
        settings: { events: [{ name: 'paid', type: 'invoice_paid', same: 'customer' }], timeout: 'PT0.3S' },
        exits: { paid: null, timed_out: 'remind' },
      },
      sms('remind', null),
    ]),
  );
  const enrollment = await house.enrollmentOf(
    await house.happens({ type: 'custom_time_out', customer: someone() }),
  );
  await house.ended(enrollment);
  expect(await sentTo(enrollment)).toEqual(['remind']);
});

test('a second event for the same job does what the journey says: ignore, merge, restart, queue', async () => {
  const again = async (onRepeat: string) => {
    const type = `custom_again_${onRepeat}`;
    await house.journey(
      onEvent(type, [wait('pause', onRepeat === 'queue' ? 'PT1S' : 'P1D', null)], {
        onRepeat,
        reentry: { mode: 'always' },
      }),
    );
    const customer = someone();
    const subject = job();
    const first = await house.happens({ type, customer, subject, data: { round: 1 } });
    const enrollment = await house.enrollmentOf(first);
    await waitingAt(enrollment, 'pause');
    const second = await house.happens({ type, customer, subject, data: { round: 2 } });
    const [verdict] = await house.until('a verdict', async () => {
      const rows = await house.rows<{ outcome: string; reason_code: string }>(
        'select outcome, reason_code from journeys.event_matches where event_id = $1',
        [second],
      );
      return rows.length > 0 && rows;
    });
    return { enrollment, second, verdict };
  };

  expect((await again('ignore')).verdict).toEqual({ outcome: 'ignored', reason_code: 'already_in' });

  const merge = await again('merge');
  expect(merge.verdict!.outcome).toBe('merged');
  const [stored] = await house.rows<{ facts: { event: { data: object } } }>(
    'select facts from journeys.enrollments where id = $1',
    [merge.enrollment],
  );
  expect(stored!.facts.event.data).toEqual({ round: 2 });

  const restart = await again('restart');
  expect(restart.verdict!.outcome).toBe('restarted');
  expect(await house.ended(restart.enrollment)).toEqual({ status: 'stopped', reason_code: 'restarted' });
  expect(await house.enrollmentOf(restart.second)).not.toBe(restart.enrollment);

  const queue = await again('queue');
  expect(queue.verdict!.outcome).toBe('queued');
  await house.ended(queue.enrollment);
  const later = await house.enrollmentOf(queue.second);
  expect(later).not.toBe(queue.enrollment);
});

test('the same job starts a journey once ever, unless the journey says otherwise', async () => {
  await house.journey(onEvent('custom_once', [wait('pause', 'PT0.1S', null)]));
  const customer = someone();
  const subject = job();
  await house.ended(
    await house.enrollmentOf(await house.happens({ type: 'custom_once', customer, subject })),
  );
  const second = await house.happens({ type: 'custom_once', customer, subject });
  const [verdict] = await house.until('a verdict', async () => {
    const rows = await house.rows(
      'select outcome, reason_code from journeys.event_matches where event_id = $1',
      [second],
    );
    return rows.length > 0 && rows;
  });
  expect(verdict).toEqual({ outcome: 'ignored', reason_code: 'been_through_subject' });
});

test('a journey that runs out of time stops', async () => {
  await house.journey(onEvent('custom_expiry', [wait('pause', 'P1D', null)], { expireAfter: 'PT0.5S' }));
  const enrollment = await house.enrollmentOf(
    await house.happens({ type: 'custom_expiry', customer: someone() }),
  );
  expect(await house.ended(enrollment)).toEqual({ status: 'stopped', reason_code: 'expired' });
});

test('a wait before a reservation moves when the reservation moves, and ends when it is called off', async () => {
  await house.journey(
    onEvent('reservation_created', [
      {
        id: 'before',
        kind: 'wait',
        settings: { until: { field: 'event.data.startsAt', offset: '-PT24H' }, ifPast: 'continue' },
        exits: { done: 'remind', unknown_date: null },
      },
      sms('remind', null),
    ]),
  );
  const customer = someone();
  const subject = { kind: 'reservation', id: 'r-1' };
  const today = Math.floor(Date.now() / 1000) * 1000;
  const at = (days: number) => new Date(today + days * 86_400_000).toISOString();
  const enrollment = await house.enrollmentOf(
    await house.happens({ type: 'reservation_created', customer, subject, data: { startsAt: at(5) } }),
  );
  const planned = await waitingAt(enrollment, 'before');
  await house.happens({ type: 'reservation_changed', customer, subject, data: { startsAt: at(7) } });
  await house.until('the plan to follow', async () => {
    const row = await waitingAt(enrollment, 'before');
    return row.due_at!.getTime() - planned.due_at!.getTime() === 2 * 86_400_000;
  });
  await house.happens({ type: 'reservation_cancelled', customer, subject });
  expect(await house.ended(enrollment)).toEqual({ status: 'stopped', reason_code: 'subject_cancelled' });
});

test('quiet hours hold a text until morning where the customer lives, and the timeline says so', async () => {
  // Read once: the clock may strike while this runs.
  const thisHour = new Date().getUTCHours();
  const hour = (shift: number) => String((thisHour + shift + 24) % 24).padStart(2, '0');
  await house.journey(
    onEvent('custom_quiet', [sms('late', null)], {
      quietHours: { from: `${hour(-1)}:00`, until: `${hour(2)}:00` },
    }),
  );
  const enrollment = await house.enrollmentOf(
    await house.happens({ type: 'custom_quiet', customer: { ...someone(), timezone: 'UTC' } }),
  );
  const [held] = await house.until('the text to be held', async () => {
    const rows = await house.rows<{ status: string; reason_code: string; held_until: Date }>(
      'select status, reason_code, held_until from messaging.messages where enrollment_id = $1',
      [enrollment],
    );
    return rows.length > 0 && rows;
  });
  expect(held).toMatchObject({ status: 'held', reason_code: 'quiet_hours' });
  expect(held!.held_until.getUTCHours()).toBe(Number(hour(2)));
  expect((await house.timeline(enrollment)).map(({ type }) => type)).toEqual(['enrolled', 'held']);
});

test('a customer without a phone number, or with a detail missing, takes the way marked undeliverable', async () => {
  await house.journey(
    onEvent('custom_undeliverable', [
      { ...sms('text', 'x'), exits: { sent: null, undeliverable: 'mail' } },
      {
        id: 'mail',
        kind: 'email',
        settings: { purpose: 'service', subject: 'About {{ event.data.nothing }}', body: 'Hello' },
        exits: { sent: null, undeliverable: null },
      },
    ]),
  );
  const { phone: _, ...noPhone } = someone();
  const enrollment = await house.enrollmentOf(
    await house.happens({ type: 'custom_undeliverable', customer: noPhone }),
  );
  await house.ended(enrollment);
  const rows = await house.rows(
    'select channel, status, reason_code from messaging.messages where enrollment_id = $1 order by id',
    [enrollment],
  );
  expect(rows).toEqual([
    { channel: 'sms', status: 'skipped', reason_code: 'no_address' },
    { channel: 'email', status: 'skipped', reason_code: 'missing_field' },
  ]);
});

test('a poisonous event is counted and set aside, and harms no other', async () => {
  const event = await house.happens({
    type: 'custom_poison',
    customer: someone(),
    subject: { kind: 'job', id: 'p' },
  });
  await house.rows(`update integrations.inbox_events set payload = '\\x00' where id = $1`, [event]);
  await house.rows(
    `update integrations.inbox_events set status = 'received', next_attempt_at = now() where id = $1`,
    [event],
  );
  await house.rows(`select pg_notify('journeyman_intake', '')`);
  const [row] = await house.until('the failure to be counted', async () => {
    const rows = await house.rows<{ failures: number }>(
      'select failures, status from integrations.inbox_events where id = $1 and failures > 0',
      [event],
    );
    return rows.length > 0 && rows;
  });
  expect(row).toMatchObject({ status: 'received' });
});
