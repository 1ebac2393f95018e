import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { eraseCustomer } from '../../db/erasure.js';
import { openDatabase, withBusiness, type Database } from '../../db/tenant.js';
import { enterBySegment } from '../../worker/segment-entries.js';
import { openHouse, type House } from '../support/house.js';

let house: House;
let maint: Database;
beforeAll(async () => {
  house = await openHouse();
  maint = openDatabase({ url: house.fresh.url, role: 'app_maint' });
});
afterAll(async () => {
  await maint?.close();
  await house?.close();
});

const flowFor = (where: object, rules: object = {}) => ({
  entry: { on: 'segment', where },
  first: 'rest',
  steps: [{ id: 'rest', kind: 'wait', settings: { duration: 'P1D' }, exits: { done: null } }],
  rules: { quietHours: null, reentry: { mode: 'always' }, ...rules },
});
const hasTag = (tag: string) => ({ field: 'customer.tags', op: 'contains', value: tag });

/** As every ten minutes. How many came in. */
const count = (at = new Date()) =>
  enterBySegment({ database: house.database, maintDatabase: maint, keys: house.keys, now: () => at });

async function customer(name: string, ...tags: string[]): Promise<string> {
  const [made] = await house.rows<{ id: string }>(
    `insert into crm.customers (business_id, name, email) values ($1, $2, $2 || '@example.com') returning id`,
    [house.businessId, name],
  );
  for (const each of tags) await tag(made!.id, each);
  return made!.id;
}
const tag = (id: string, name: string) =>
  house.rows('insert into crm.customer_tags (business_id, customer_id, tag) values ($1, $2, $3)', [
    house.businessId,
    id,
    name,
  ]);
const untag = (id: string, name: string) =>
  house.rows('delete from crm.customer_tags where customer_id = $1 and tag = $2', [id, name]);

const inside = (journeyId: string) =>
  house.rows<{ name: string; status: string }>(
    `select c.name, e.status from journeys.enrollments e join crm.customers c on c.id = e.customer_id
      where e.journey_id = $1 order by e.id`,
    [journeyId],
  );
const eventually = (journeyId: string, expected: number) =>
  house.until(`${expected} passages`, async () => {
    const found = await inside(journeyId);
    return found.length >= expected && found;
  });

test('who comes to fit the description comes in, and who fitted already when it was published does not', async () => {
  const olga = await customer('olga', 'regular');
  const journeyId = await house.journey(flowFor(hasTag('regular')));
  expect(await count()).toBe(0);

  const pablo = await customer('pablo');
  expect(await count()).toBe(0);
  await tag(pablo, 'regular');
  expect(await count()).toBe(1);
  expect(await eventually(journeyId, 1)).toEqual([{ name: 'pablo', status: 'active' }]);
  expect(await count()).toBe(0);

  // Who stops fitting and comes to fit again, comes again.
  await untag(olga, 'regular');
  expect(await count()).toBe(0);
  await tag(olga, 'regular');
  expect(await count()).toBe(1);
  expect((await eventually(journeyId, 2)).map(({ name }) => name)).toEqual(['pablo', 'olga']);
});

test('how often somebody may come in is the journey’s to say', async () => {
  const journeyId = await house.journey(flowFor(hasTag('once'), { reentry: { mode: 'once' } }));
  await count();
  const rosa = await customer('rosa', 'once');
  await count();
  const [first] = await eventually(journeyId, 1);
  expect(first!.name).toBe('rosa');
  await house.rows(
    `update journeys.enrollments set status = 'completed', ended_at = now() where journey_id = $1`,
    [journeyId],
  );
  await untag(rosa, 'once');
  await count();
  await tag(rosa, 'once');
  expect(await count()).toBe(1);
  const verdict = await house.until('a verdict', async () => {
    const rows = await house.rows<{ outcome: string; code: string }>(
      `select outcome, reason_code as code from journeys.event_matches where journey_id = $1 order by id desc`,
      [journeyId],
    );
    return rows.length === 2 && rows[0];
  });
  expect(verdict).toMatchObject({ outcome: 'ignored' });
  expect(await inside(journeyId)).toHaveLength(1);
});

test('a changed description lets nobody in who fits it already, and whoever fits it later', async () => {
  const journeyId = await house.journey(flowFor(hasTag('gold')));
  await count();
  await customer('sara', 'silver');
  await house.publish(journeyId, flowFor(hasTag('silver')));
  expect(await count()).toBe(0);
  await customer('tomas', 'silver');
  expect(await count()).toBe(1);
  expect(await eventually(journeyId, 1)).toEqual([{ name: 'tomas', status: 'active' }]);
  // Published again with the same description: nothing has changed about who fits.
  await house.publish(journeyId, flowFor(hasTag('silver')));
  await customer('ursula', 'silver');
  expect(await count()).toBe(1);
});

test('time alone can make somebody fit', async () => {
  const journeyId = await house.journey(
    flowFor({ not: { field: 'customer.attributes.lastVisit', op: 'within_last', value: 'P30D' } }),
  );
  const daysAgo = (days: number) => new Date(Date.now() - days * 86_400_000);
  await house.rows(`update crm.customers set attributes = jsonb_build_object('lastVisit', $1::text)`, [
    daysAgo(40).toISOString(),
  ]);
  expect(await count(daysAgo(20))).toBe(0);
  const everybody = (await house.rows('select 1 from crm.customers')).length;
  expect(await count()).toBe(everybody);
  await eventually(journeyId, everybody);
});

test('a paused journey takes nobody in, and of somebody erased nothing is remembered', async () => {
  const paused = await house.journey(flowFor(hasTag('late')), {
    status: 'paused',
    pauseMode: 'no_new_people',
  });
  const vera = await customer('vera', 'late');
  expect(await count()).toBe(1); // into the journey of the test before
  expect(await inside(paused)).toEqual([]);
  await withBusiness(house.database, { businessId: house.businessId }, (tx) => eraseCustomer(tx, vera));
  expect(await house.rows('select 1 from journeys.segment_members where customer_id = $1', [vera])).toEqual(
    [],
  );
});
