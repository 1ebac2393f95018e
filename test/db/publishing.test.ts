import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { sql } from 'kysely';
import { withBusiness, type BusinessTransaction } from '../../db/tenant.js';
import { listening, openFirm, waiting, type Firm } from '../api/support/journeys.js';
import { untilSomebodyWaits } from '../support/locks.js';

let firm: Firm;
beforeAll(async () => {
  firm = await openFirm();
});
afterAll(() => firm?.close());

/** What the worker does to somebody: the customer first, then the enrollment. */
async function lockPerson(tx: BusinessTransaction, enrollmentId: string) {
  await sql`select 1 from crm.customers c join journeys.enrollments e on e.customer_id = c.id
             where e.id = ${enrollmentId} for no key update of c`.execute(tx.k);
  await sql`select 1 from journeys.enrollments where id = ${enrollmentId} for no key update`.execute(tx.k);
}

const asWorker = <T>(work: (tx: BusinessTransaction) => Promise<T>) =>
  withBusiness(firm.api.deps.database, { businessId: firm.api.business.id, actor: 'journey' }, work);

test('somebody who is being moved on while a version is published is counted where they end up', async () => {
  const id = await firm.liveJourney();
  const [ana, luis] = await firm.inside(id, waiting, waiting);
  const publishing = await asWorker(async (tx) => {
    await lockPerson(tx, ana!);
    const reply = firm.publish(id, { landing: [{ stepId: 'pause', do: 'end' }] });
    await untilSomebodyWaits(firm.database);
    await sql`update journeys.enrollments set step_id = 'reply', directive = ${JSON.stringify(listening.directive)}
               where id = ${ana!}`.execute(tx.k);
    return { reply };
  });
  const made = await publishing.reply;
  expect(made.json.landed).toEqual([
    { stepId: 'pause', state: 'waiting', do: 'end', to: null, count: 1 },
    { stepId: 'reply', state: 'listening', do: 'finish', to: null, count: 1 },
  ]);
  const status = async (enrollment: string) =>
    (await firm.api.ask('GET', `/api/v1/enrollments/${enrollment}`)).json.status;
  expect([await status(ana!), await status(luis!)]).toEqual(['active', 'stopped']);
});

test('a plan that a step taken meanwhile has made untrue publishes nothing', async () => {
  const id = await firm.liveJourney();
  const [ana] = await firm.inside(id, waiting, waiting);
  const { planId } = (await firm.api.ask('GET', `/api/v1/journeys/${id}/landing`)).json;
  const publishing = await asWorker(async (tx) => {
    await lockPerson(tx, ana!);
    const reply = firm.publish(id, { planId, landing: [{ stepId: 'pause', do: 'end' }] });
    await untilSomebodyWaits(firm.database);
    await sql`update journeys.enrollments set status = 'completed', ended_at = now() where id = ${ana!}`.execute(
      tx.k,
    );
    return { reply };
  });
  const refused = await publishing.reply;
  expect([refused.status, refused.json.code]).toEqual([409, 'plan_changed']);
  expect(refused.json.plan.groups).toMatchObject([{ stepId: 'pause', count: 1 }]);
  expect((await firm.api.ask('GET', `/api/v1/journeys/${id}`)).json).toMatchObject({
    liveVersion: 1,
    inside: 1,
  });
});

test('an event that locks people in another order only delays a publication', async () => {
  const id = await firm.liveJourney();
  const people = await firm.inside(id, waiting, waiting);
  const customers = await firm.rows(
    'select e.id from journeys.enrollments e where e.id = any ($1) order by e.customer_id',
    [people],
  );
  const [first, last] = customers.map((row) => row.id as string);
  const { reply, broken } = await asWorker(async (tx) => {
    await lockPerson(tx, last!);
    const reply = firm.publish(id, { landing: [{ stepId: 'pause', do: 'end' }] });
    await untilSomebodyWaits(firm.database);
    const broken = await lockPerson(tx, first!).then(
      () => false,
      (error: { code?: string }) => error.code === '40P01',
    );
    if (broken) throw Object.assign(new Error('broken'), { reply });
    return { reply, broken };
  }).catch((error: Error & { reply?: ReturnType<Firm['publish']> }) => {
    if (!error.reply) throw error;
    return { reply: error.reply, broken: true };
  });
  const made = await reply;
  expect([typeof broken, made.status]).toEqual(['boolean', 201]);
  expect(made.json.landed).toMatchObject([{ stepId: 'pause', do: 'end', count: 2 }]);
});

test('somebody who comes in while a version is published finishes on the one they entered', async () => {
  const id = await firm.liveJourney();
  await firm.inside(id, waiting);
  const publishing = await asWorker(async (tx) => {
    const [ana] = await firm.inside(id, listening);
    await lockPerson(tx, ana!);
    const reply = firm.publish(id, { landing: [{ stepId: 'pause', do: 'end' }] });
    await untilSomebodyWaits(firm.database);
    const [late] = await firm.inside(id, waiting);
    return { reply, late: late! };
  });
  const made = await publishing.reply;
  expect(made.json.landed).toMatchObject([
    { stepId: 'pause', do: 'end', count: 1 },
    { stepId: 'reply', do: 'finish', count: 1 },
  ]);
  const { json } = await firm.api.ask('GET', `/api/v1/enrollments/${publishing.late}`);
  expect(json).toMatchObject({ status: 'active', version: 1, stepId: 'pause' });
});

test('a published version can be changed by nobody', async () => {
  const id = await firm.liveJourney();
  await expect(
    firm.rows(`update journeys.versions set note = 'x' where journey_id = $1`, [id]),
  ).rejects.toThrow(/append-only/);
  await expect(
    asWorker((tx) => sql`delete from journeys.versions where journey_id = ${id}`.execute(tx.k)),
  ).rejects.toThrow(/permission denied/);
});

test('the rows of another business are out of reach, also for whoever knows their ids', async () => {
  const id = await firm.liveJourney();
  const [ana] = await firm.inside(id, waiting);
  const seen = await withBusiness(firm.api.deps.database, { businessId: firm.bistro.id }, async (tx) => {
    const counts = await sql<Record<string, number>>`
      select (select count(*)::int from journeys.journeys where id = ${id}) as journeys,
             (select count(*)::int from journeys.drafts where journey_id = ${id}) as drafts,
             (select count(*)::int from journeys.versions where journey_id = ${id}) as versions,
             (select count(*)::int from journeys.triggers where journey_id = ${id}) as triggers,
             (select count(*)::int from journeys.enrollments where id = ${ana!}) as enrollments`.execute(
      tx.k,
    );
    const changed = await sql`update journeys.enrollments set status = 'stopped' where id = ${ana!}`.execute(
      tx.k,
    );
    return { ...counts.rows[0], changed: Number(changed.numAffectedRows) };
  });
  expect(seen).toEqual({ journeys: 0, drafts: 0, versions: 0, triggers: 0, enrollments: 0, changed: 0 });
  await expect(
    withBusiness(firm.api.deps.database, { businessId: firm.bistro.id }, (tx) =>
      sql`insert into journeys.triggers (business_id, journey_id, event_type, role)
          values (${firm.api.business.id}, ${id}, 'job_started', 'entry')`.execute(tx.k),
    ),
  ).rejects.toThrow(/row-level security/);
});
