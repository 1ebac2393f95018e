import * as dates from '../db/date-entries.js';
import { insertEvents, type NewInboxEvent } from '../db/inbox.js';
import { withBusiness, type BusinessTransaction } from '../db/tenant.js';
import { newId } from '../lib/ids.js';
import type { Calendar } from '../workflows/flow/calendar.js';
import type { Entry } from '../workflows/flow/flow.js';
import { momentOfDate } from '../workflows/flow/schedule.js';
import { zoneOf } from '../workflows/flow/zones.js';
import type { UpkeepDeps } from './upkeep.js';

type DateEntry = Extract<Entry, { on: 'date' }>;

/** The event by which a date enters the inbox; meant for the one journey it begins. */
export const DATE_CAME_ROUND = 'custom_date_came_round';

const PAGE = 500;
/** How far back a date still counts as having just come round: what an outage of a day missed is caught up. */
const CATCH_UP_MS = 26 * 3_600_000;

/**
 * Customers whose date has come round (a birthday, a visit that is expected) enter the inbox, each occurrence once.
 * Only attributes of customers can begin a journey this way; dates of reservations and jobs are waited for inside one.
 */
export async function enterByDate(deps: UpkeepDeps): Promise<number> {
  const { rows } = await deps.maintDatabase.pool.query(dates.journeysByDate);
  let entered = 0;
  for (const { business_id, journey_id, entry } of rows as (typeof dates.journeysByDate.row & object)[]) {
    const attribute = /^customer\.attributes\.([^.]+)$/.exec((entry as DateEntry).field)?.[1];
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
  for (const value of occurrences(customer.value, entry, now)) {
    const at = momentOfDate(
      value,
      { offset: entry.offset, time: entry.time ?? '09:00' },
      zone,
      calendar,
      businessZone,
    );
    if (at === null) continue;
    const passed = now.getTime() - Date.parse(at);
    if (passed >= 0 && passed < CATCH_UP_MS) return at;
  }
  return null;
}

/** The date itself; for one that comes every year, its days around now. 29 February is kept on the 28th. */
function occurrences(value: unknown, { every }: DateEntry, now: Date): unknown[] {
  const written = typeof value === 'string' ? /^\d{4}-(\d{2})-(\d{2})/.exec(value) : null;
  if (every !== 'year' || !written) return [value];
  const [, month, day] = written;
  return [-1, 0, 1].map((shift) => {
    const year = now.getUTCFullYear() + shift;
    const exists = new Date(`${year}-${month}-${day}T00:00:00Z`).getUTCDate() === Number(day);
    return `${year}-${month}-${exists ? day : '28'}`;
  });
}

async function put(
  tx: BusinessTransaction,
  journeyId: string,
  attribute: string,
  due: { id: string; at: string }[],
  deps: UpkeepDeps,
): Promise<number> {
  const keyOf = ({ id, at }: { id: string; at: string }) => `date:${journeyId}:${id}:${at.slice(0, 10)}`;
  const known = new Set(
    (await tx.run(dates.knownOccurrences, [tx.businessId, due.map(keyOf)])).map(
      ({ dedupe_key }) => dedupe_key,
    ),
  );
  const fresh = due.filter((one) => !known.has(keyOf(one)));
  if (fresh.length === 0) return 0;
  const events: NewInboxEvent[] = [];
  for (const one of fresh) {
    const id = newId();
    const subject = { kind: 'date', id: `${attribute}:${one.at.slice(0, 10)}` };
    const payload = JSON.stringify({
      type: DATE_CAME_ROUND,
      occurredAt: one.at,
      subject,
      data: { field: attribute, at: one.at },
    });
    events.push({
      id,
      connectionId: null,
      source: 'journeyman',
      origin: 'journeyman',
      dedupeKey: keyOf(one),
      sourceId: null,
      bodyHash: null,
      type: DATE_CAME_ROUND,
      subject,
      payload: await deps.keys.seal(tx.businessId, payload, {
        table: 'inbox_events',
        rowId: id,
        kind: 'payload',
      }),
      raw: null,
      journeyId,
      customerId: one.id,
      status: 'received',
      note: null,
      depth: 0,
      occurredAt: new Date(one.at),
    });
  }
  await insertEvents(tx, events);
  return fresh.length;
}
