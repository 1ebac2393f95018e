/**
 * Records one Temporal history for every shape that `enrollment` takes, into this folder. Run it when the workflow has
 * a new shape (`npm run histories`). What is here already stays as it is: it is what older versions have left behind.
 */
import { writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, test } from '@jest/globals';
import { Client, Connection, type WorkflowHandle } from '@temporalio/client';
import { historyToJSON } from '@temporalio/common/lib/proto-utils.js';
import * as interventions from '../../db/interventions.js';
import { withBusiness, type BusinessTransaction } from '../../db/tenant.js';
import { createKeyring } from '../../lib/crypto.js';
import { newId } from '../../lib/ids.js';
import { createDataConverter } from '../../lib/payload-codec.js';
import { startTemporalWorkers } from '../../worker/temporal.js';
import type { UpkeepActivities } from '../../workflows/activities.js';
import { journeysQueue, nudgeSignal, type PerformInput } from '../../workflows/messages.js';
import { startForgetfulTemporal } from '../support/forgetful-temporal.js';
import { ana, openHouse, type House, type HouseEvent } from '../support/house.js';
import { runsOf, type WorkflowRun } from '../support/runs.js';
import { freshNamespace, temporalAddress, workflowBundle } from '../support/temporal.js';
import { startFakeProvider, type FakeProvider } from '../support/fakes/fake-provider.js';
import { historiesKey } from './key.js';

let house: House;
let postmark: FakeProvider;
beforeAll(async () => {
  postmark = await startFakeProvider('postmark');
  house = await openHouse({
    secretsKey: historiesKey,
    channels: {
      EMAIL_PROVIDER: 'postmark',
      POSTMARK_TOKEN: 'token',
      POSTMARK_API_URL: postmark.url,
      EMAIL_FROM: 'marta@example.com',
    },
  });
});
afterAll(async () => {
  await house?.close();
  await postmark?.close();
});

const sms = (id: string, then: string | null) => ({
  id,
  kind: 'sms',
  settings: { purpose: 'service', body: `This is ${id}` },
  exits: { sent: then, undeliverable: then },
});
const wait = (id: string, duration: string, then: string | null) => ({ id, kind: 'wait', settings: { duration }, exits: { done: then } });
const flowOf = (type: string, ...steps: [object, ...object[]]) => ({
  entry: { on: 'event', type },
  first: (steps[0] as { id: string }).id,
  steps,
  rules: { quietHours: null, stopOn: [{ type: 'job_cancelled', same: 'customer' }] },
});

async function begin(name: string, ...steps: [object, ...object[]]): Promise<string> {
  await house.journey(flowOf(`custom_${name}`, ...steps));
  return comesIn(name);
}

const comesIn = async (name: string, more: Partial<HouseEvent> = {}) =>
  house.enrollmentOf(
    await house.happens({
      type: `custom_${name}`,
      customer: { ...ana, email: `${name}@example.com`, externalId: name },
      ...more,
    }),
  );

async function record(name: string, enrollmentId: string) {
  await house.ended(enrollmentId);
  await keep(name, house.temporal().client()!.workflow.getHandle(`enrollment:${enrollmentId}`));
}

async function keep(name: string, handle: WorkflowHandle) {
  await handle.result();
  await write(name, await handle.fetchHistory());
}

async function write(name: string, history: WorkflowRun['history']) {
  const file = fileURLToPath(new URL(`./${name}.json`, import.meta.url));
  await writeFile(file, historyToJSON(history) + '\n', { flag: 'wx' }).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EEXIST') throw error;
  });
}

const asOwner = <T>(enrollment: string, work: (tx: BusinessTransaction) => Promise<T>) =>
  withBusiness(house.database, { businessId: house.businessId, actor: 'member:marta' }, async (tx) => {
    await interventions.lockEnrollment(tx, enrollment);
    return work(tx);
  });

const standsAt = (enrollment: string, step: string) =>
  house.until(`the enrollment to stand at ${step}`, async () => {
    const [row] = await house.rows(`select id from journeys.enrollments where id = $1 and step_id = $2 and directive is not null`, [enrollment, step]);
    return row;
  });

test('waits that run out', async () => {
  await record('waits', await begin('waits', sms('one', 'pause'), wait('pause', 'PT1S', 'two'), sms('two', null)));
});

test('an event that wakes a listener', async () => {
  const enrollment = await begin(
    'listens',
    {
      id: 'listen',
      kind: 'wait_for_event',
      settings: { events: [{ name: 'paid', type: 'invoice_paid', same: 'customer' }], timeout: 'P3D' },
      exits: { paid: 'thanks', timed_out: null },
    },
    sms('thanks', null),
  );
  await standsAt(enrollment, 'listen');
  await house.happens({ type: 'invoice_paid', customer: { externalId: 'listens' } });
  await record('listens', enrollment);
});

test('a stop in the middle of a wait', async () => {
  const enrollment = await begin('stops', wait('pause', 'P3D', null));
  await standsAt(enrollment, 'pause');
  await house.happens({ type: 'job_cancelled', customer: { externalId: 'stops' } });
  await record('stops', enrollment);
});

test('two steps in a row, and a hand that holds and lets go', async () => {
  const enrollment = await begin('holds', sms('one', 'two'), sms('two', 'pause'), wait('pause', 'PT1.5S', null));
  await standsAt(enrollment, 'pause');
  await asOwner(enrollment, (tx) => interventions.pauseEnrollment(tx, enrollment, { code: 'paused_by_hand', message: '' }));
  await house.until('the hold', async () => {
    const [row] = await house.rows<{ directive: { do: string } }>('select directive from journeys.enrollments where id = $1', [enrollment]);
    return row!.directive.do === 'listen';
  });
  await asOwner(enrollment, (tx) => interventions.resumeEnrollment(tx, enrollment, { overdue: 'send_now', reason: '' }));
  await record('holds', enrollment);
});

test('a provider too slow for the local attempt', async () => {
  postmark.behave({ do: 'accept', delayMs: 4000 });
  const enrollment = await begin('falls_back', {
    id: 'mail',
    kind: 'email',
    settings: { purpose: 'service', subject: 'Hello', body: 'Hello' },
    exits: { sent: null, undeliverable: null },
  });
  await record('falls-back', enrollment);
});

test('a goal reached in the middle of a wait', async () => {
  const flow = flowOf('custom_goal', wait('pause', 'P3D', null));
  await house.journey({ ...flow, rules: { goals: [{ type: 'invoice_paid', same: 'customer' }] } });
  const enrollment = await comesIn('goal');
  await standsAt(enrollment, 'pause');
  await house.happens({ type: 'invoice_paid', customer: { externalId: 'goal' } });
  await record('goal', enrollment);
});

test('a journey that runs out of time', async () => {
  const flow = flowOf('custom_expires', wait('pause', 'P3D', null));
  await house.journey({ ...flow, rules: { expireAfter: 'PT1S' } });
  await record('expires', await comesIn('expires'));
});

test('a listener that times out', async () => {
  const enrollment = await begin('times_out', {
    id: 'listen',
    kind: 'wait_for_event',
    settings: { events: [{ name: 'paid', type: 'invoice_paid', same: 'customer' }], timeout: 'PT1S' },
    exits: { paid: null, timed_out: null },
  });
  await record('times-out', enrollment);
});

test('a date that moves while it is waited for, and comes', async () => {
  const subject = { kind: 'reservation', id: 'r-1' };
  const at = (ms: number) => new Date(Date.now() + ms).toISOString();
  await house.journey(
    flowOf('custom_date_moves', {
      id: 'until',
      kind: 'wait',
      settings: { until: { field: 'event.data.startsAt' }, ifPast: 'continue' },
      exits: { done: null, unknown_date: null },
    }),
  );
  const enrollment = await comesIn('date_moves', { subject, data: { startsAt: at(5 * 86_400_000) } });
  await standsAt(enrollment, 'until');
  await house.happens({
    type: 'reservation_changed',
    customer: { externalId: 'date_moves' },
    subject,
    data: { startsAt: at(2000) },
  });
  await record('date-moves', enrollment);
});

test('a hand that skips a wait', async () => {
  const enrollment = await begin('skips', wait('pause', 'P5D', 'text'), sms('text', null));
  await standsAt(enrollment, 'pause');
  await asOwner(enrollment, (tx) =>
    interventions.tellEnrollments(tx, [enrollment], { act: 'skip', stepId: 'pause', reason: '' }),
  );
  await record('skips', enrollment);
});

test('moved to a new version where the wait is another, which comes', async () => {
  const journeyId = await house.journey(flowOf('custom_moves', wait('pause', 'P5D', null)));
  const enrollment = await comesIn('moves');
  await standsAt(enrollment, 'pause');
  const version = await house.publish(journeyId, flowOf('custom_moves', wait('shorter', 'PT1S', null)));
  await asOwner(enrollment, (tx) =>
    interventions.tellEnrollments(tx, [enrollment], {
      act: 'move',
      stepId: 'shorter',
      version,
      credit: false,
      reason: '',
    }),
  );
  await record('moves', enrollment);
});

test('begun again where the database says, after Temporal had lost it', async () => {
  const enrollment = await begin('begins_again', sms('one', 'pause'), wait('pause', 'P5D', 'two'), sms('two', null));
  await standsAt(enrollment, 'pause');
  await house.temporal().client()!.workflow.getHandle(`enrollment:${enrollment}`).terminate('lost');
  await asOwner(enrollment, (tx) =>
    interventions.tellEnrollments(tx, [enrollment], { act: 'skip', stepId: 'pause', reason: '' }),
  );
  await record('begins-again', enrollment);
});

test('a history that has grown so long that the enrollment goes on in a new one', async () => {
  const temporal = await startForgetfulTemporal(12);
  const forgetful = await openHouse({ secretsKey: historiesKey, temporalAddress: temporal.address });
  await forgetful.journey(
    flowOf(
      'custom_continues',
      wait('one', 'PT0.2S', 'two'),
      wait('two', 'PT0.2S', 'three'),
      wait('three', 'PT2S', 'text'),
      sms('text', null),
    ),
  );
  const enrollment = await forgetful.enrollmentOf(
    await forgetful.happens({ type: 'custom_continues', customer: ana }),
  );
  await forgetful.ended(enrollment);
  const handle = forgetful.temporal().client()!.workflow.getHandle(`enrollment:${enrollment}`);
  await handle.result();
  const [before, after] = await runsOf(forgetful.temporal().client()!, handle.workflowId);
  await write('continues-as-new', before!.history);
  await write('continued', after!.history);
  await forgetful.close();
  await temporal.stop();
});

test('a nudge that came before the first turn', async () => {
  const namespace = await freshNamespace();
  const dataConverter = createDataConverter(createKeyring(historiesKey));
  const connection = await Connection.connect({ address: temporalAddress() });
  const client = new Client({ connection, namespace, dataConverter });
  const enrollmentId = newId();
  const handle = await client.workflow.start('enrollment', {
    taskQueue: journeysQueue,
    workflowId: `enrollment:${enrollmentId}`,
    args: [{ businessId: newId(), enrollmentId, turn: 0 }],
  });
  await handle.signal(nudgeSignal);
  const workers = startTemporalWorkers({
    connection: { connectionOptions: { address: temporalAddress() }, namespace },
    dataConverter,
    activities: {
      perform: async ({ turn }: PerformInput) => ({
        turn,
        directive:
          turn === 1
            ? { do: 'listen', for: [], until: new Date(Date.now() + 86_400_000).toISOString(), step: 'listen' }
            : { do: 'end', status: 'completed', reason: 'finished' },
      }),
      ...({} as UpkeepActivities),
    },
    workflowTasks: 4,
    workflowSource: { workflowBundle: workflowBundle() },
    log: house.deps.log,
  });
  await keep('nudged-first', handle);
  await workers.stop();
  await connection.close();
});
