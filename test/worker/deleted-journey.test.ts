import { afterAll, beforeAll, expect, test } from '@jest/globals';
import pg from 'pg';
import { countInside, lockJourneyForDeletion, markJourneyDeleted } from '../../db/journeys.js';
import { withBusiness } from '../../db/tenant.js';
import { ana, openHouse, type House } from '../support/house.js';
import { untilSomebodyWaits } from '../support/locks.js';

let house: House;
let other: pg.Client;
beforeAll(async () => {
  house = await openHouse();
  other = new pg.Client({ connectionString: house.fresh.adminUrl });
  await other.connect();
});
afterAll(async () => {
  await other?.end();
  await house?.close();
});

const flow = {
  entry: { on: 'event', type: 'job_completed' },
  first: 'rest',
  steps: [{ id: 'rest', kind: 'wait', settings: { duration: 'P1D' }, exits: { done: null } }],
  rules: { quietHours: null },
};

/** As DELETE /journeys/:id does it. How many were inside; zero means it is deleted. */
const deleteJourney = (id: string) =>
  withBusiness(house.database, { businessId: house.businessId }, async (tx) => {
    await lockJourneyForDeletion(tx, id);
    const inside = await countInside(tx, id);
    if (inside === 0) await markJourneyDeleted(tx, id);
    return inside;
  });

test('a journey is not deleted under somebody who is just coming in', async () => {
  const journeyId = await house.journey(flow);
  // Intake has read the journey as live and stands before writing: the version it enrolls into is held by somebody.
  await other.query('begin');
  await other.query('select 1 from journeys.versions where journey_id = $1 for update', [journeyId]);
  const event = await house.happens({ type: 'job_completed', customer: ana });
  await untilSomebodyWaits(house.fresh);

  const deleting = deleteJourney(journeyId);
  const asked = await Promise.race([
    deleting,
    untilSomebodyWaits(house.fresh, 2).then(() => 'it waits' as const),
  ]);
  expect(asked).toBe('it waits');
  await other.query('rollback');
  expect(await deleting).toBe(1);
  const [enrollment] = await house.rows<{ status: string; deleted: boolean }>(
    `select e.status, j.deleted_at is not null as deleted
       from journeys.enrollments e join journeys.journeys j on j.id = e.journey_id
      where e.id = $1`,
    [await house.enrollmentOf(event)],
  );
  expect(enrollment).toEqual({ status: 'active', deleted: false });
});

test('whoever comes a moment after a journey was deleted does not get in, and is told why not', async () => {
  const journeyId = await house.journey({ ...flow, entry: { on: 'event', type: 'invoice_paid' } });
  await other.query('begin');
  await other.query(`select 1 from journeys.journeys where id = $1 for update`, [journeyId]);
  const event = await house.happens({ type: 'invoice_paid', customer: ana });
  await untilSomebodyWaits(house.fresh);
  await other.query(`update journeys.journeys set deleted_at = now(), status = 'archived' where id = $1`, [
    journeyId,
  ]);
  await other.query('commit');
  const done = await house.until('the event to be finished', async () => {
    const [row] = await house.rows<{ status: string; note: string }>(
      `select status, note from integrations.inbox_events where id = $1 and status <> 'received'`,
      [event],
    );
    return row;
  });
  expect(done).toEqual({ status: 'ignored', note: 'Nothing matched, because no journey listens for this.' });
  expect(await house.rows('select 1 from journeys.enrollments where journey_id = $1', [journeyId])).toEqual(
    [],
  );
});
