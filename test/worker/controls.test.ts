import { afterAll, beforeAll, expect, test } from '@jest/globals';
import * as interventions from '../../db/interventions.js';
import { lockJourney } from '../../db/journeys.js';
import { pauseJourney, resumeJourney, type Overdue } from '../../db/pauses.js';
import { withBusiness } from '../../db/tenant.js';
import { ana, openHouse, type House } from '../support/house.js';
import { onEvent, sms, wait } from '../support/steps.js';

let house: House;
beforeAll(async () => {
  house = await openHouse();
});
afterAll(() => house?.close());

let next = 0;
const someone = () => ({
  ...ana,
  externalId: `k-${++next}`,
  email: `k${next}@example.com`,
  phone: `+346003${10000 + next}`,
});
const begin = async (type: string, ...steps: [object, ...object[]]) => {
  const journeyId = await house.journey(onEvent(type, steps));
  const enrollment = await house.enrollmentOf(await house.happens({ type, customer: someone() }));
  return { journeyId, enrollment };
};
const standing = (enrollment: string) =>
  house
    .rows<{
      step_id: string;
      status: string;
      directive: { do: string; until?: string };
      version: number;
      due_at: Date | null;
      turn: number;
    }>('select step_id, status, directive, version, due_at, turn from journeys.enrollments where id = $1', [
      enrollment,
    ])
    .then(([row]) => row!);
const at = (enrollment: string, step: string) =>
  house.until(`the enrollment to stand at ${step}`, async () => {
    const row = await standing(enrollment);
    return row.step_id === step && row.directive?.do === 'wait' && row;
  });
const messages = (enrollment: string) =>
  house.rows<{ step_id: string; status: string; reason_code: string | null }>(
    'select step_id, status, reason_code from messaging.messages where enrollment_id = $1 order by id',
    [enrollment],
  );
const asOwner = <T>(work: Parameters<typeof withBusiness<T>>[2]) =>
  withBusiness(house.database, { businessId: house.businessId, actor: 'member:marta' }, work);
const locked = async (
  enrollment: string,
  work: (tx: Parameters<Parameters<typeof withBusiness>[2]>[0]) => Promise<void>,
) =>
  asOwner(async (tx) => {
    await interventions.lockEnrollment(tx, enrollment);
    await work(tx);
  });

test('an owner skips a wait, and the next message goes at once', async () => {
  const { enrollment } = await begin('custom_skip', wait('pause', 'P5D', 'text'), sms('text', null));
  await at(enrollment, 'pause');
  await locked(enrollment, (tx) =>
    interventions.tellEnrollments(tx, [enrollment], {
      act: 'skip',
      stepId: 'pause',
      reason: 'Called already',
    }),
  );
  await house.ended(enrollment);
  expect(await messages(enrollment)).toMatchObject([{ step_id: 'text', status: 'sent' }]);
  expect(
    await house.rows(
      `select reason_message, actor from journeys.timeline where enrollment_id = $1 and type = 'control'`,
      [enrollment],
    ),
  ).toEqual([{ reason_message: 'Called already', actor: 'member:marta' }]);
});

test('a skip that comes too late for its step skips nothing else', async () => {
  const { enrollment } = await begin('custom_late_skip', sms('text', 'pause'), wait('pause', 'P5D', null));
  await at(enrollment, 'pause');
  const { turn } = await standing(enrollment);
  await locked(enrollment, (tx) =>
    interventions.tellEnrollments(tx, [enrollment], { act: 'skip', stepId: 'text', reason: '' }),
  );
  await house.until('the word to be read', async () => (await standing(enrollment)).turn > turn);
  expect(await standing(enrollment)).toMatchObject({ status: 'active', step_id: 'pause' });
});

test('an owner moves somebody to another step', async () => {
  const { enrollment } = await begin(
    'custom_move',
    wait('pause', 'P5D', 'text'),
    sms('text', null),
    wait('other', 'P9D', null),
  );
  await at(enrollment, 'pause');
  await locked(enrollment, (tx) =>
    interventions.tellEnrollments(tx, [enrollment], { act: 'move', stepId: 'other', reason: 'By mistake' }),
  );
  await at(enrollment, 'other');
  expect(await messages(enrollment)).toEqual([]);
});

test('moved to a new version, the time already waited counts', async () => {
  const { journeyId, enrollment } = await begin('custom_credit', wait('pause', 'P5D', null));
  const before = await at(enrollment, 'pause');
  const version = await house.publish(journeyId, onEvent('custom_credit', [wait('pause', 'P6D', null)]));
  await locked(enrollment, (tx) =>
    interventions.tellEnrollments(tx, [enrollment], {
      act: 'move',
      stepId: 'pause',
      version,
      credit: true,
      reason: '',
    }),
  );
  const after = await house.until('the move', async () => {
    const row = await standing(enrollment);
    return row.version === version && row;
  });
  expect(after.due_at!.getTime() - before.due_at!.getTime()).toBe(86_400_000);
});

test('one customer on hold hears nothing until let go on', async () => {
  const { enrollment } = await begin('custom_hold', wait('pause', 'PT1S', 'text'), sms('text', null));
  await at(enrollment, 'pause');
  await locked(enrollment, (tx) =>
    interventions.pauseEnrollment(tx, enrollment, { code: 'paused_by_hand', message: 'On holiday' }),
  );
  await house.until('the hold', async () => (await standing(enrollment)).directive.do === 'listen');
  // Somebody who came later and waits as long is through: by then the one on hold would have heard, too.
  const { enrollment: neighbour } = await begin(
    'custom_no_hold',
    wait('pause', 'PT1S', 'text'),
    sms('text', null),
  );
  await house.ended(neighbour);
  expect(await messages(enrollment)).toEqual([]);
  await locked(enrollment, (tx) =>
    interventions.resumeEnrollment(tx, enrollment, { overdue: 'send_now', reason: 'Back' }),
  );
  await house.ended(enrollment);
  expect(await messages(enrollment)).toMatchObject([{ step_id: 'text', status: 'sent' }]);
});

const holdAndResume = async (overdue: Overdue) => {
  const { journeyId, enrollment } = await begin(
    `custom_everyone_${overdue}`,
    wait('pause', 'PT1S', 'text'),
    sms('text', null),
  );
  await at(enrollment, 'pause');
  await asOwner(async (tx) => {
    await lockJourney(tx, journeyId);
    await pauseJourney(tx, journeyId, 'hold_everyone');
  });
  await house.until('the hold', async () => (await standing(enrollment)).directive.do === 'listen');
  expect(await messages(enrollment)).toEqual([]);
  await asOwner(async (tx) => {
    await lockJourney(tx, journeyId);
    await resumeJourney(tx, journeyId, overdue);
  });
  await house.ended(enrollment);
  return messages(enrollment);
};

test('after a journey was stopped for everyone, what is overdue is sent or skipped as the owner chose', async () => {
  expect(await holdAndResume('send_now')).toMatchObject([{ step_id: 'text', status: 'sent' }]);
  expect(await holdAndResume('skip')).toMatchObject([
    { step_id: 'text', status: 'skipped', reason_code: 'overdue_skipped' },
  ]);
  expect(await holdAndResume('stagger')).toMatchObject([{ step_id: 'text', status: 'sent' }]);
});

test('what a customer does while everyone is held counts when the journey goes on', async () => {
  const journeyId = await house.journey({
    ...onEvent('custom_held_goal', [wait('pause', 'P1D', 'text'), sms('text', null)]),
    rules: { quietHours: null, goals: [{ type: 'invoice_paid', same: 'customer' }] },
  });
  const customer = someone();
  const enrollment = await house.enrollmentOf(await house.happens({ type: 'custom_held_goal', customer }));
  await at(enrollment, 'pause');
  await asOwner(async (tx) => {
    await lockJourney(tx, journeyId);
    await pauseJourney(tx, journeyId, 'hold_everyone');
  });
  const event = await house.happens({ type: 'invoice_paid', customer });
  const [verdict] = await house.until('a verdict', async () => {
    const rows = await house.rows(
      'select outcome, reason_code from journeys.event_matches where event_id = $1',
      [event],
    );
    return rows.length > 0 && rows;
  });
  expect(verdict).toEqual({ outcome: 'ignored', reason_code: 'held' });
  await asOwner(async (tx) => {
    await lockJourney(tx, journeyId);
    await resumeJourney(tx, journeyId, 'send_now');
  });
  expect(await house.ended(enrollment)).toEqual({ status: 'completed', reason_code: 'goal' });
});

test('a lost workflow is found by the upkeep and goes on from where the database says', async () => {
  const { enrollment } = await begin('custom_lost', wait('pause', 'P5D', 'text'), sms('text', null));
  await at(enrollment, 'pause');
  await house.until('the start to be marked as told', async () => {
    const waiting = await house.rows(`select from integrations.outbox where published_at is null`);
    return waiting.length === 0;
  });
  await house.temporal().client()!.workflow.getHandle(`enrollment:${enrollment}`).terminate('lost in a test');
  await house.rows(
    `update journeys.enrollments set due_at = now() - interval '6 minutes', since = now() - interval '6 days' where id = $1`,
    [enrollment],
  );
  await house
    .temporal()
    .client()!
    .workflow.execute('everyMinute', { taskQueue: 'journeys', workflowId: 'heal' });
  await house.ended(enrollment);
  expect(await messages(enrollment)).toMatchObject([{ step_id: 'text', status: 'sent' }]);
});

test('a birthday begins a journey once, on the day, every year', async () => {
  const today = new Date().toISOString().slice(5, 10);
  await house.journey({
    entry: { on: 'date', field: 'customer.attributes.birthday', time: '00:00', every: 'year' },
    first: 'text',
    steps: [sms('text', null)],
    rules: { quietHours: null },
  });
  await house.rows(
    `insert into crm.customers (business_id, name, phone, timezone, attributes)
     values ($1, 'Eva', '+34600399991', 'UTC', $2), ($1, 'Leo', '+34600399992', 'UTC', '{"birthday": "not a date"}')`,
    [house.businessId, JSON.stringify({ birthday: `1980-${today}` })],
  );
  const upkeep = () =>
    house
      .temporal()
      .client()!
      .workflow.execute('everyTenMinutes', { taskQueue: 'journeys', workflowId: `dates-${++next}` });
  await upkeep();
  await upkeep();
  const greeted = await house.until('a greeting', async () => {
    const rows = await house.rows(
      `select c.name from messaging.messages m join crm.customers c on c.business_id = m.business_id and c.id = m.customer_id
        where c.phone like '+3460039999%' and m.status = 'sent'`,
    );
    return rows.length > 0 && rows;
  });
  expect(greeted).toEqual([{ name: 'Eva' }]);
});
