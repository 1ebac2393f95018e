import * as dates from '../db/date-entries.js';
import { insertEvents } from '../db/inbox.js';
import { withBusiness, type BusinessTransaction } from '../db/tenant.js';
import type { Calendar } from '../workflows/flow/calendar.js';
import {
  attributeOf,
  CATCH_UP_HOURS,
  dateEvent,
  momentsBetween,
  occurrenceKey,
  type DateEntry,
} from '../workflows/flow/date-entry.js';
import { zoneOf } from '../workflows/flow/zones.js';
import { ownEvent } from '../db/own-event.js';
import type { UpkeepDeps } from './upkeep.js';

const PAGE = 500;

/**
 * Customers whose date has come round (a birthday, a visit that is expected) enter the inbox, each occurrence once.
 * Only attributes of customers can begin a journey this way; dates of reservations and jobs are waited for inside one.
 */
export async function enterByDate(deps: UpkeepDeps): Promise<number> {
  const { rows } = await deps.maintDatabase.pool.query(dates.journeysByDate);
  let entered = 0;
  for (const { business_id, journey_id, entry } of rows as (typeof dates.journeysByDate.row & object)[]) {
    const attribute = attributeOf(entry as DateEntry);
    if (!attribute) continue;
    entered += await enterJourney(business_id, journey_id, entry as DateEntry, attribute, deps);
  }
  return entered;
}

async function enterJourney(
  businessId: string,
  journeyId: string,
  entry: DateEntry,
  attribute: string,
  deps: UpkeepDeps,
): Promise<number> {
  let after: string | null = null;
  let entered = 0;
  for (;;) {
    const page = await withBusiness(deps.database, { businessId, actor: 'journey' }, async (tx) => {
      const [zone] = await tx.run(dates.businessZone, [businessId]);
      const customers = await tx.run(dates.customersWithAttribute, [businessId, attribute, after, PAGE]);
      const due = customers.flatMap((customer) => {
        const at = comesRound(customer, entry, zone!.timezone, deps.now(), deps.calendar);
        return at === null ? [] : [{ id: customer.id, at }];
      });
      return {
        last: customers.at(-1)?.id ?? null,
        full: customers.length === PAGE,
        count: await put(tx, journeyId, attribute, due, deps),
      };
    });
    entered += page.count;
    if (!page.full) return entered;
    after = page.last;
  }
}

/** The moment of the latest occurrence, if it lies within the last day; else null. */
function comesRound(
  customer: { timezone: string | null; value: unknown },
  entry: DateEntry,
  businessZone: string,
  now: Date,
  calendar: Calendar,
): string | null {
  const zone = zoneOf(
    { customer: { timezone: customer.timezone }, business: { timezone: businessZone } },
    calendar,
  );
  const from = new Date(now.getTime() - CATCH_UP_HOURS * 3_600_000).toISOString();
  const span = { from, until: now.toISOString() };
  return momentsBetween(customer.value, entry, span, { zone, businessZone, calendar }).at(-1) ?? null;
}

async function put(
  tx: BusinessTransaction,
  journeyId: string,
  attribute: string,
  due: { id: string; at: string }[],
  deps: UpkeepDeps,
): Promise<number> {
  const keyOf = ({ id, at }: { id: string; at: string }) => occurrenceKey(journeyId, id, at);
  const known = new Set(
    (await tx.run(dates.knownOccurrences, [tx.businessId, due.map(keyOf)])).map(
      ({ dedupe_key }) => dedupe_key,
    ),
  );
  const fresh = due.filter((one) => !known.has(keyOf(one)));
  if (fresh.length === 0) return 0;
  const events = await Promise.all(
    fresh.map((one) => {
      const { type, subject, data } = dateEvent(attribute, one.at);
      const occurredAt = new Date(one.at);
      const said = { type, subject, data, customerId: one.id, journeyId, depth: 0, occurredAt };
      return ownEvent(deps.keys, tx.businessId, { ...said, dedupeKey: keyOf(one) });
    }),
  );
  await insertEvents(tx, events);
  return fresh.length;
}
