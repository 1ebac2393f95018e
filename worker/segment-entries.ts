import { businessZone } from '../db/date-entries.js';
import { insertEvents, type NewInboxEvent } from '../db/inbox.js';
import * as segments from '../db/segment-entries.js';
import { withBusiness, type BusinessTransaction } from '../db/tenant.js';
import { condition as conditionShape, evaluate, type Condition } from '../workflows/flow/conditions.js';
import type { BusinessFacts } from '../workflows/flow/facts.js';
import { SEGMENT_ENTERED, segmentEntryKey } from '../workflows/flow/segment-entry.js';
import { customerFacts } from './intake/people.js';
import { ownEvent } from '../db/own-event.js';
import type { UpkeepDeps } from './upkeep.js';

const PAGE = 500;

type Deps = Pick<UpkeepDeps, 'database' | 'maintDatabase' | 'keys' | 'now'>;

/**
 * Customers who have come to fit the description by which a journey begins enter the inbox, once each time they come to
 * fit it. Whoever fits already when a journey is published, or when its description changes, is counted and not let in:
 * nothing has happened to them. Returns how many entered.
 */
export async function enterBySegment(deps: Deps): Promise<number> {
  const { rows } = await deps.maintDatabase.pool.query(segments.journeysBySegment);
  let entered = 0;
  for (const row of rows as (typeof segments.journeysBySegment.row & object)[]) {
    const condition = conditionShape.safeParse(row.condition);
    if (condition.success) entered += await countEverybody(row, condition.data, deps);
  }
  return entered;
}

async function countEverybody(
  { business_id: businessId, journey_id: journeyId, counted }: typeof segments.journeysBySegment.row & object,
  condition: Condition,
  deps: Deps,
): Promise<number> {
  const now = deps.now();
  let after: string | null = null;
  let entered = 0;
  for (;;) {
    const page: { last: string | null; full: boolean; entered: number } = await withBusiness(
      deps.database,
      { businessId, actor: 'journey' },
      async (tx) => {
        const [[business], customers] = await Promise.all([
          tx.run(businessZone, [businessId]),
          tx.run(segments.customersOf, [businessId, journeyId, after, PAGE]),
        ]);
        const fits = (one: (typeof customers)[number]) => doesFit(one, condition, business!, now);
        const inside = customers.filter(({ member }) => member);
        const left = inside.filter((one) => !fits(one));
        const fresh = customers.filter((one) => !one.member && fits(one));
        if (left.length > 0)
          tx.last(segments.leaveSegment, [businessId, journeyId, left.map(({ id }) => id)]);
        const made =
          fresh.length === 0
            ? []
            : await tx.run(segments.enterSegment, [businessId, journeyId, fresh.map(({ id }) => id)]);
        const letIn = counted ? made.map(({ customer_id }) => customer_id) : [];
        if (letIn.length > 0) await insertEvents(tx, await eventsFor(tx, journeyId, letIn, now, deps));
        return { last: customers.at(-1)?.id ?? null, full: customers.length === PAGE, entered: letIn.length };
      },
    );
    entered += page.entered;
    if (!page.full) break;
    after = page.last;
  }
  await withBusiness(deps.database, { businessId, actor: 'journey' }, async (tx) =>
    tx.last(segments.countedBy, [businessId, journeyId, JSON.stringify(condition), now]),
  );
  return entered;
}

function doesFit(
  person: Parameters<typeof customerFacts>[0],
  condition: Condition,
  business: BusinessFacts,
  now: Date,
): boolean {
  const facts = { customer: customerFacts(person), business, event: { type: SEGMENT_ENTERED, data: {} } };
  return evaluate(condition, facts, now.toISOString()).holds;
}

function eventsFor(
  tx: BusinessTransaction,
  journeyId: string,
  customers: readonly string[],
  now: Date,
  { keys }: Deps,
): Promise<NewInboxEvent[]> {
  return Promise.all(
    customers.map((customerId) =>
      ownEvent(keys, tx.businessId, {
        type: SEGMENT_ENTERED,
        customerId,
        subject: null,
        data: {},
        journeyId,
        depth: 0,
        occurredAt: now,
        dedupeKey: segmentEntryKey(journeyId, customerId, now.toISOString()),
      }),
    ),
  );
}
