/**
 * Records one Temporal history for every shape that `enrollment` takes, into this folder. Run it when the workflow has
 * a new shape (`npm run histories`); histories of released versions stay.
 */
import { writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, test } from '@jest/globals';
import { historyToJSON } from '@temporalio/common/lib/proto-utils.js';
import * as interventions from '../../db/interventions.js';
import { withBusiness } from '../../db/tenant.js';
import { ana, openHouse, type House } from '../support/house.js';
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
  const type = `custom_${name}`;
  await house.journey(flowOf(type, ...steps));
  return house.enrollmentOf(await house.happens({ type, customer: { ...ana, email: `${name}@example.com`, externalId: name } }));
}

async function record(name: string, enrollmentId: string) {
  await house.ended(enrollmentId);
  const handle = house.temporal().client()!.workflow.getHandle(`enrollment:${enrollmentId}`);
  await handle.result();
  const file = fileURLToPath(new URL(`./${name}.json`, import.meta.url));
  await writeFile(file, historyToJSON(await handle.fetchHistory()) + "\n");
}

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
  const asOwner = (work: Parameters<typeof withBusiness>[2]) =>
    withBusiness(house.database, { businessId: house.businessId, actor: 'member:marta' }, async (tx) => {
      await interventions.lockEnrollment(tx, enrollment);
      return work(tx);
    });
  await asOwner((tx) => interventions.pauseEnrollment(tx, enrollment, { code: 'paused_by_hand', message: '' }));
  await house.until('the hold', async () => {
    const [row] = await house.rows<{ directive: { do: string } }>('select directive from journeys.enrollments where id = $1', [enrollment]);
    return row!.directive.do === 'listen';
  });
  await asOwner((tx) => interventions.resumeEnrollment(tx, enrollment, { overdue: 'send_now', reason: '' }));
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
