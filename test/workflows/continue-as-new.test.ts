import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { Client, Connection } from '@temporalio/client';
import { newId } from '../../lib/ids.js';
import { journeysQueue, nudgeSignal } from '../../workflows/messages.js';
import { startForgetfulTemporal, type ForgetfulTemporal } from '../support/forgetful-temporal.js';
import { ana, openHouse, type House } from '../support/house.js';
import { runsOf } from '../support/runs.js';
import { freshNamespace } from '../support/temporal.js';
import { dataConverter, workAlone } from './mailbox.js';

// What years do to an enrollment's history, twelve events do here: Temporal asks it to go on in a new run.
let temporal: ForgetfulTemporal;
let house: House;
beforeAll(async () => {
  temporal = await startForgetfulTemporal(12);
  house = await openHouse({ temporalAddress: temporal.address });
}, 60_000);
afterAll(async () => {
  await house?.close();
  await temporal?.stop();
});

const sms = (id: string, then: string | null) => ({
  id,
  kind: 'sms',
  settings: { purpose: 'service', body: `This is ${id}` },
  exits: { sent: then, undeliverable: then },
});
const wait = (id: string, duration: string, then: string | null) => ({
  id,
  kind: 'wait',
  settings: { duration },
  exits: { done: then },
});

/** Somebody who has come so far that the next rest is where the history ends. */
async function begin(type: string, ...rest: object[]): Promise<string> {
  const [next] = rest as [{ id: string }];
  await house.journey({
    entry: { on: 'event', type },
    first: 'one',
    steps: [
      sms('one', 'short'),
      wait('short', 'PT0.2S', 'two'),
      sms('two', 'brief'),
      wait('brief', 'PT0.2S', next.id),
      ...rest,
    ],
    rules: { quietHours: null },
  });
  const customer = { ...ana, externalId: type, email: `${type}@example.com` };
  return house.enrollmentOf(await house.happens({ type, customer }));
}

const standsAt = (enrollment: string, step: string) =>
  house.until(`the enrollment to stand at ${step}`, async () => {
    const [row] = await house.rows<{ due_at: Date; turn: number }>(
      `select due_at, turn from journeys.enrollments where id = $1 and step_id = $2 and directive is not null`,
      [enrollment, step],
    );
    return row;
  });

const runs = (enrollment: string) => runsOf(house.temporal().client()!, `enrollment:${enrollment}`);

const sent = async (enrollment: string) =>
  (
    await house.rows<{ step_id: string }>(
      `select step_id from messaging.messages where enrollment_id = $1 and status = 'sent' order by id`,
      [enrollment],
    )
  ).map(({ step_id }) => step_id);

test('a wait that outlives its history ends when it was to end, and nothing is sent twice', async () => {
  const enrollment = await begin('custom_waits', wait('long', 'PT2S', 'three'), sms('three', null));
  const { due_at: due } = await standsAt(enrollment, 'long');
  await house.ended(enrollment);

  expect((await runs(enrollment)).length).toBeGreaterThan(1);
  expect(await sent(enrollment)).toEqual(['one', 'two', 'three']);
  const lines = (await house.timeline(enrollment)).filter(({ step_id }) => step_id === 'long');
  expect(lines.map(({ type, exit }) => [type, exit])).toEqual([
    ['waiting', null],
    ['step', 'done'],
  ]);
  const [three] = await house.rows<{ created_at: Date }>(
    `select created_at from messaging.messages where enrollment_id = $1 and step_id = 'three'`,
    [enrollment],
  );
  expect(three!.created_at.getTime()).toBeGreaterThanOrEqual(due.getTime() - 1);
});

test('an event that arrives as the history ends is heard in the next run', async () => {
  const enrollment = await begin(
    'custom_listens',
    {
      id: 'listen',
      kind: 'wait_for_event',
      settings: { events: [{ name: 'paid', type: 'invoice_paid', same: 'customer' }], timeout: 'P3D' },
      exits: { paid: 'breath', timed_out: null },
    },
    wait('breath', 'PT0.3S', 'thanks'),
    sms('thanks', null),
  );
  await standsAt(enrollment, 'listen');
  await house.happens({ type: 'invoice_paid', customer: { externalId: 'custom_listens' } });
  expect(await house.ended(enrollment)).toMatchObject({ status: 'completed' });
  expect(await sent(enrollment)).toEqual(['one', 'two', 'thanks']);
  expect((await runs(enrollment)).length).toBeGreaterThan(1);
});

test('a nudge during the last turn of a history, as during any other, leads to another turn', async () => {
  const namespace = await freshNamespace(temporal.address);
  const connection = await Connection.connect({ address: temporal.address });
  const client = new Client({ connection, namespace, dataConverter });
  const enrollmentId = newId();
  const workflowId = `enrollment:${enrollmentId}`;
  const tomorrow = new Date(Date.now() + 86_400_000).toISOString();
  const nudged = new Set<number>();
  // Whoever lost one of these would sleep until tomorrow.
  const { asked, workers } = workAlone({ address: temporal.address, namespace }, async ({ turn }) => {
    if (turn === 20) return { turn, directive: { do: 'end', status: 'completed', reason: 'finished' } };
    if (!nudged.has(turn)) await client.workflow.getHandle(workflowId).signal(nudgeSignal);
    nudged.add(turn);
    return { turn, directive: { do: 'wait', until: tomorrow, then: null } };
  });
  const handle = await client.workflow.start('enrollment', {
    taskQueue: journeysQueue,
    workflowId,
    args: [{ businessId: newId(), enrollmentId, turn: 0 }],
  });
  await handle.result();
  // A turn is taken again where Temporal would not let go of a run with mail; `perform` answers it the same.
  expect([...new Set(asked.map(({ turn }) => turn))]).toEqual(Array.from({ length: 20 }, (_, at) => at + 1));
  expect(asked.map(({ turn }) => turn)).toEqual(asked.map(({ turn }) => turn).toSorted((a, b) => a - b));
  expect((await runsOf(client, workflowId)).length).toBeGreaterThan(1);
  await workers.stop();
  await connection.close();
});
