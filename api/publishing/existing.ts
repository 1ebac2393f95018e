import * as dates from '../../db/date-entries.js';
import { getBusiness } from '../../db/businesses.js';
import { insertEvents, type NewInboxEvent } from '../../db/inbox.js';
import { insertTakenIn, listPassages, readPayloads } from '../../db/past-events.js';
import type { BusinessTransaction } from '../../db/tenant.js';
import type { BusinessKeys } from '../../lib/business-keys.js';
import { newId } from '../../lib/ids.js';
import { customersOf } from '../../db/segment-entries.js';
import { couldEnterNow, meetsEntry, type Arrival } from '../../workflows/flow/coming-in.js';
import { attributeOf, CATCH_UP_HOURS, dateEvent } from '../../workflows/flow/date-entry.js';
import type { Flow } from '../../workflows/flow/flow.js';
import type { BusinessFacts } from '../../workflows/flow/facts.js';
import { SEGMENT_ENTERED, segmentEntryKey } from '../../workflows/flow/segment-entry.js';
import type { Reentry } from '../../workflows/flow/rules.js';
import { customerOf } from '../rehearsals/person.js';
import { readArrivals } from './arrivals.js';

const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;

/**
 * To whom what begins this flow has happened in the last `days`, and who could be taken in now; for a journey entered by
 * a description, whoever fits it today. Nobody for one that is entered by hand: whoever is meant can be added by hand.
 * Dates that have only just come round find their own way.
 */
export async function findExisting(
  tx: BusinessTransaction,
  keys: BusinessKeys,
  { journeyId, flow, days, now }: { journeyId: string; flow: Flow; days: number; now: Date },
): Promise<{ arrivals: Arrival[]; more: boolean }> {
  if (flow.entry.on === 'manual') return { arrivals: [], more: false };
  const until = flow.entry.on === 'date' ? new Date(now.getTime() - CATCH_UP_HOURS * HOUR_MS) : now;
  const since = new Date(now.getTime() - days * DAY_MS);
  const business = await getBusiness(tx);
  const { arrivals, more } =
    flow.entry.on === 'segment'
      ? await whoFitsToday(tx, { journeyId, flow, business: { ...business }, now })
      : await readArrivals(tx, keys, { journeyId, entry: flow.entry, since, until });
  const ids = [...new Set(arrivals.map(({ customer }) => customer.id))];
  const door = { flow, business: { ...business }, reentry: business.settings.reentry as Reentry | undefined };
  const passages = await listPassages(tx, journeyId, ids);
  const fresh = flow.entry.on === 'date' ? await withoutKnownDates(tx, arrivals) : arrivals;
  return { arrivals: couldEnterNow(door, fresh, passages, now.toISOString()), more };
}

const PAGE = 500;
/** As many as are let in at once; of a larger group the first. */
const MOST_OF_A_GROUP = 2000;

async function whoFitsToday(
  tx: BusinessTransaction,
  { journeyId, flow, business, now }: { journeyId: string; flow: Flow; business: BusinessFacts; now: Date },
): Promise<{ arrivals: Arrival[]; more: boolean }> {
  const at = now.toISOString();
  const arrivals: Arrival[] = [];
  let after: string | null = null;
  for (;;) {
    const rows: Awaited<ReturnType<typeof page>> = await page(after);
    for (const row of rows) {
      const customer = customerOf(row);
      const event = { type: SEGMENT_ENTERED, customerId: row.id, data: {} };
      const arrival = { id: segmentEntryKey(journeyId, row.id, at), at, event, customer };
      if (meetsEntry({ flow, business }, arrival, at)) arrivals.push(arrival);
    }
    const full = arrivals.length > MOST_OF_A_GROUP;
    if (full || rows.length < PAGE) return { arrivals: arrivals.slice(0, MOST_OF_A_GROUP), more: full };
    after = rows.at(-1)!.id;
  }

  function page(from: string | null) {
    return tx.run(customersOf, [tx.businessId, journeyId, from, PAGE]);
  }
}

/** A date that entered the inbox once does not enter it again. */
async function withoutKnownDates(tx: BusinessTransaction, arrivals: Arrival[]): Promise<Arrival[]> {
  const rows = await tx.run(dates.knownOccurrences, [tx.businessId, arrivals.map(({ id }) => id)]);
  const known = new Set(rows.map(({ dedupe_key }) => dedupe_key));
  return arrivals.filter(({ id }) => !known.has(id));
}

/**
 * Let these people in: what happened to them enters the inbox once more, meant for this journey only, and is matched
 * like anything else. In the transaction that publishes, so that it happens with it or not at all.
 */
export async function takeIn(
  tx: BusinessTransaction,
  keys: BusinessKeys,
  {
    journeyId,
    flow,
    version,
    arrivals,
  }: { journeyId: string; flow: Flow; version: number; arrivals: readonly Arrival[] },
): Promise<void> {
  const note = `Taken in when version ${version} was published.`;
  if (flow.entry.on !== 'event') {
    const attribute = flow.entry.on === 'date' ? attributeOf(flow.entry) : null;
    const said = (one: Arrival) =>
      attribute === null
        ? { type: SEGMENT_ENTERED, occurredAt: one.at, subject: null, data: {} }
        : dateEvent(attribute, one.at);
    const rows = arrivals.map((one) => newRow(tx, keys, { journeyId, one, event: said(one), note }));
    await insertEvents(tx, await Promise.all(rows));
    return;
  }
  const kept = await readPayloads(
    tx,
    arrivals.map(({ id }) => id),
  );
  const events = await Promise.all(
    kept.map(async ({ id: of, payload }) => {
      const id = newId();
      const said = await keys.open(tx.businessId, payload, placeOf(of));
      return { of, id, payload: await keys.seal(tx.businessId, said, placeOf(id)) };
    }),
  );
  await insertTakenIn(tx, { journeyId, note, events });
}

const placeOf = (rowId: string) => ({ table: 'inbox_events', rowId, kind: 'payload' });

/** A date, or somebody who fits, as the worker would have put it into the inbox. */
async function newRow(
  tx: BusinessTransaction,
  keys: BusinessKeys,
  {
    journeyId,
    one,
    event,
    note,
  }: {
    journeyId: string;
    one: Arrival;
    event: { type: string; subject: { kind: string; id: string } | null };
    note: string;
  },
): Promise<NewInboxEvent> {
  const id = newId();
  return {
    id,
    connectionId: null,
    source: 'journeyman',
    origin: 'journeyman',
    dedupeKey: one.id,
    sourceId: null,
    bodyHash: null,
    type: event.type,
    subject: event.subject,
    payload: await keys.seal(tx.businessId, JSON.stringify(event), placeOf(id)),
    raw: null,
    journeyId,
    customerId: one.customer.id,
    status: 'received',
    note,
    depth: 0,
    occurredAt: new Date(one.at),
  };
}
