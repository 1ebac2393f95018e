import * as dates from '../../db/date-entries.js';
import * as past from '../../db/past-events.js';
import { readPeople } from '../../db/rehearsals.js';
import type { BusinessTransaction } from '../../db/tenant.js';
import type { BusinessKeys } from '../../lib/business-keys.js';
import { Unreadable } from '../../lib/crypto.js';
import { temporalCalendar } from '../../workflows/flow/calendar-temporal.js';
import type { Arrival } from '../../workflows/flow/coming-in.js';
import {
  attributeOf,
  dateEvent,
  momentsBetween,
  occurrenceKey,
  type DateEntry,
} from '../../workflows/flow/date-entry.js';
import { BY_HAND, type NewEvent } from '../../workflows/flow/events.js';
import type { Flow } from '../../workflows/flow/flow.js';
import { SEGMENT_ENTERED } from '../../workflows/flow/segment-entry.js';
import { zoneOf } from '../../workflows/flow/zones.js';
import { personOf, type Person } from '../rehearsals/person.js';

/** So many events, or customers with a date, are looked at: the newest. */
export const MOST_ARRIVALS = 2000;
const MOST_DATES = 20_000;

export interface Arrivals {
  /** Oldest first. */
  arrivals: Arrival[];
  /** Everybody who arrived, with what may be sent to them, by id. */
  people: ReadonlyMap<string, Person>;
  /** There were more than are looked at; these are the newest. */
  more: boolean;
}

interface Wanted {
  journeyId: string;
  entry: Flow['entry'];
  since: Date;
  until: Date;
}

/**
 * What has happened that could begin a journey with this start: events of its type, dates that came round, people
 * enrolled by hand, people who came to fit the description that this journey was live with.
 */
export async function readArrivals(
  tx: BusinessTransaction,
  keys: BusinessKeys,
  wanted: Wanted,
): Promise<Arrivals> {
  const { entry, journeyId, since, until } = wanted;
  if (entry.on === 'date') return datesComeRound(tx, { journeyId, entry, since, until });
  const asked = {
    manual: { type: BY_HAND, journeyId },
    segment: { type: SEGMENT_ENTERED, journeyId },
    event: { type: entry.on === 'event' ? entry.type : '', journeyId: null },
  }[entry.on];
  const found = await past.listPastEvents(tx, { ...asked, since, limit: MOST_ARRIVALS + 1 });
  const events = found.slice(0, MOST_ARRIVALS).reverse();
  const people = await peopleBy(
    tx,
    journeyId,
    events.map(({ customerId }) => customerId),
  );
  const arrivals: Arrival[] = [];
  for (const event of events) {
    const customer = people.get(event.customerId)?.customer;
    const said = customer && (await openEvent(tx.businessId, keys, event));
    if (said) arrivals.push(arrivalOf(event, said, { ...customer, id: event.customerId }));
  }
  return { arrivals, people, more: found.length > MOST_ARRIVALS };
}

/** What an event said; null when its key has been shredded meanwhile. */
export async function openEvent(
  businessId: string,
  keys: BusinessKeys,
  { id, payload }: Pick<past.PastEvent, 'id' | 'payload'>,
): Promise<NewEvent | null> {
  try {
    const opened = await keys.open(businessId, payload, {
      table: 'inbox_events',
      rowId: id,
      kind: 'payload',
    });
    return JSON.parse(opened.toString('utf8')) as NewEvent;
  } catch (error) {
    if (error instanceof Unreadable) return null;
    throw error;
  }
}

/** As intake shows an event to conditions. */
function arrivalOf(event: past.PastEvent, said: NewEvent, customer: Arrival['customer']): Arrival {
  const at = event.receivedAt.toISOString();
  return {
    id: event.id,
    at,
    event: {
      id: event.id,
      type: event.type,
      occurredAt: event.occurredAt.toISOString(),
      customerId: customer.id,
      subject: event.subject,
      data: said.data,
    },
    customer,
    staff: (said.staff as Record<string, unknown> | null | undefined) ?? null,
    location: (said.location as Record<string, unknown> | null | undefined) ?? null,
  };
}

async function peopleBy(
  tx: BusinessTransaction,
  journeyId: string,
  ids: readonly string[],
): Promise<Map<string, Person>> {
  const rows = await readPeople(tx, [...new Set(ids)], { exceptJourney: journeyId });
  return new Map(rows.map((row) => [row.id, personOf(row)]));
}

async function datesComeRound(
  tx: BusinessTransaction,
  { journeyId, entry, since, until }: Omit<Wanted, 'entry'> & { entry: DateEntry },
): Promise<Arrivals> {
  const attribute = attributeOf(entry);
  const none = { arrivals: [], people: new Map<string, Person>(), more: false };
  if (attribute === null) return none;
  const [zone] = await tx.run(dates.businessZone, [tx.businessId]);
  const customers = await tx.run(dates.customersWithAttribute, [tx.businessId, attribute, null, MOST_DATES]);
  const span = { from: since.toISOString(), until: until.toISOString() };
  const business = { timezone: zone!.timezone };
  const due = customers
    .flatMap(({ id, timezone, value }) => {
      const here = zoneOf({ customer: { timezone }, business }, temporalCalendar);
      const clock = { zone: here, businessZone: zone!.timezone, calendar: temporalCalendar };
      return momentsBetween(value, entry, span, clock).map((at) => ({ id, at }));
    })
    .sort((a, b) => (a.at < b.at ? 1 : -1));
  const looked = due.slice(0, MOST_ARRIVALS).reverse();
  const people = await peopleBy(
    tx,
    journeyId,
    looked.map(({ id }) => id),
  );
  const arrivals = looked.flatMap(({ id, at }): Arrival[] => {
    const customer = people.get(id)?.customer;
    if (!customer) return [];
    const event = { ...dateEvent(attribute, at), customerId: id };
    return [{ id: occurrenceKey(journeyId, id, at), at, event, customer: { ...customer, id } }];
  });
  return { arrivals, people, more: due.length > MOST_ARRIVALS || customers.length === MOST_DATES };
}
