import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { lockDraft, updateDraft } from '../../db/drafts.js';
import { insertJourney, lockJourney } from '../../db/journeys.js';
import {
  lockEnrollment,
  pauseEnrollment,
  resumeEnrollment,
  tellEnrollments,
} from '../../db/interventions.js';
import { pauseJourney, resumeJourney } from '../../db/pauses.js';
import { publish, type LandingWish } from '../../db/publishing.js';
import { withBusiness, type BusinessTransaction } from '../../db/tenant.js';
import { draft } from '../../workflows/flow/draft.js';
import { ana, openHouse, type House } from '../support/house.js';

let house: House;
beforeAll(async () => {
  house = await openHouse();
});
afterAll(() => house?.close());

const asOwner = <T>(work: (tx: BusinessTransaction) => Promise<T>) =>
  withBusiness(house.database, { businessId: house.businessId, actor: 'owner' }, work);

const email = (id: string, to: string | null) => ({
  id,
  kind: 'email',
  settings: { purpose: 'service', subject: id, body: `Words of ${id}` },
  exits: { sent: to, undeliverable: to },
});
const wait = (id: string, duration: string, to: string | null) => ({
  id,
  kind: 'wait',
  settings: { duration },
  exits: { done: to },
});
const flowOf = (type: string, ...steps: { id: string }[]) => ({
  entry: { on: 'event', type },
  first: steps[0]!.id,
  steps,
  rules: { reentry: { mode: 'always' } },
});

const save = (id: string, flow: unknown) =>
  asOwner(async (tx) => {
    await lockDraft(tx, id);
    await updateDraft(tx, id, draft(flow));
  });
const land = (journeyId: string, landing: LandingWish[] = []) =>
  asOwner((tx) => publish(tx, { journeyId, note: '', landing, now: new Date() }));

async function liveJourney(flow: unknown): Promise<string> {
  const id = await asOwner((tx) => insertJourney(tx, { name: 'Live', description: '', flow: draft(flow) }));
  expect(await land(id)).toMatchObject({ is: 'published' });
  return id;
}

async function enter(type: string): Promise<string> {
  return house.enrollmentOf(await house.happens({ type, customer: ana }));
}

const standsAt = (enrollmentId: string, step: string) =>
  house.until(`somebody to stand at ${step}`, async () => {
    const [row] = await house.rows<{ step_id: string; version: number }>(
      'select step_id, version from journeys.enrollments where id = $1',
      [enrollmentId],
    );
    return row?.step_id === step && row;
  });
const sent = async (enrollmentId: string) =>
  (
    await house.rows<{ step_id: string }>(
      `select step_id from messaging.messages where enrollment_id = $1 and status = 'sent' order by id`,
      [enrollmentId],
    )
  ).map(({ step_id }) => step_id);

test('people who are moved when a version is published go on in it, and time already waited counts', async () => {
  const id = await liveJourney(
    flowOf('job_completed', wait('pause', 'P2D', 'reminder'), email('reminder', null)),
  );
  const enrollment = await enter('job_completed');
  await standsAt(enrollment, 'pause');
  await save(id, flowOf('job_completed', wait('pause', 'PT0.2S', 'farewell'), email('farewell', null)));
  expect(await land(id, [{ stepId: 'pause', do: 'move' }])).toMatchObject({
    is: 'published',
    version: { number: 2, landed: [{ stepId: 'pause', do: 'move', to: 'pause', count: 1 }] },
  });
  expect(await house.ended(enrollment)).toMatchObject({ status: 'completed' });
  expect(await sent(enrollment)).toEqual(['farewell']);
});

test('people who finish stay on the version they entered', async () => {
  const id = await liveJourney(
    flowOf('job_started', wait('pause', 'PT1S', 'reminder'), email('reminder', null)),
  );
  const enrollment = await enter('job_started');
  await standsAt(enrollment, 'pause');
  await save(id, flowOf('job_started', email('other', null)));
  await land(id);
  await house.ended(enrollment);
  expect(await sent(enrollment)).toEqual(['reminder']);
});

test('a journey that holds everybody sends nothing until it goes on', async () => {
  const id = await liveJourney(
    flowOf('job_scheduled', wait('pause', 'PT0.5S', 'reminder'), email('reminder', null)),
  );
  const enrollment = await enter('job_scheduled');
  await standsAt(enrollment, 'pause');
  await asOwner(async (tx) => {
    await lockJourney(tx, id);
    await pauseJourney(tx, id, 'hold_everyone');
  });
  await house.until('the held wait to be over', async () => {
    const [row] = await house.rows<{ over: boolean }>(
      `select directive ->> 'do' = 'listen' as over from journeys.enrollments where id = $1`,
      [enrollment],
    );
    return row?.over;
  });
  expect(await sent(enrollment)).toEqual([]);
  await asOwner(async (tx) => {
    await lockJourney(tx, id);
    await resumeJourney(tx, id, 'stagger');
  });
  expect(await house.ended(enrollment)).toMatchObject({ status: 'completed' });
  expect(await sent(enrollment)).toEqual(['reminder']);
});

test('one person is skipped ahead, moved back, paused and let go on', async () => {
  await liveJourney(
    flowOf(
      'job_rescheduled',
      wait('first', 'P1D', 'second'),
      wait('second', 'P1D', 'reminder'),
      email('reminder', null),
    ),
  );
  const enrollment = await enter('job_rescheduled');
  await standsAt(enrollment, 'first');
  const tell = (control: Parameters<typeof tellEnrollments>[2]) =>
    asOwner(async (tx) => {
      await lockEnrollment(tx, enrollment);
      await tellEnrollments(tx, [enrollment], control);
    });
  await tell({ act: 'skip', stepId: 'first', reason: 'No need.' });
  await standsAt(enrollment, 'second');
  await tell({ act: 'move', stepId: 'first', reason: 'Once more.' });
  await standsAt(enrollment, 'first');
  await asOwner(async (tx) => {
    await lockEnrollment(tx, enrollment);
    await pauseEnrollment(tx, enrollment, { code: 'paused_by_hand', message: 'Wait.' });
  });
  await tell({ act: 'move', stepId: 'reminder', reason: 'Now.' });
  await asOwner(async (tx) => {
    await lockEnrollment(tx, enrollment);
    await resumeEnrollment(tx, enrollment, { overdue: 'send_now', reason: 'Goes on.' });
  });
  await house.ended(enrollment);
  expect(await sent(enrollment)).toEqual(['reminder']);
  const types = (await house.timeline(enrollment)).map(({ type }) => type);
  expect(types.filter((type) => type === 'moved')).toHaveLength(2);
  expect(types.filter((type) => type === 'control')).toHaveLength(3);
});
