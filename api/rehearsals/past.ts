import { getBusiness, type BusinessRow } from '../../db/businesses.js';
import {
  readArrivals,
  readEventsOfPeople,
  readPastEvents,
  readPeople,
  type ArrivalRow,
  type PastEventRow,
  type RehearsedPersonRow,
} from '../../db/rehearsals.js';
import { withBusiness } from '../../db/tenant.js';
import { Unreadable } from '../../lib/crypto.js';
import { Problem } from '../../lib/problem.js';
import { temporalCalendar } from '../../workflows/flow/calendar-temporal.js';
import type { NewEvent } from '../../workflows/flow/events.js';
import type { Flow } from '../../workflows/flow/flow.js';
import { toMillis, type Instant } from '../../workflows/flow/instant.js';
import {
  count,
  emptyTally,
  inOrder,
  isHeld,
  rehearsePastInSteps,
  typesMeanwhile,
  type PastEvent,
  type PastSetting,
  type PastTally,
  type PastVerdict,
} from '../../workflows/flow/past.js';
import type { SendingDefaults } from '../../workflows/flow/sending.js';
import type { Rules } from '../../workflows/flow/rules.js';
import { refuseUnless, type Caller } from '../caller.js';
import type { ApiDeps } from '../deps.js';
import { exampleLinks } from './as-sent.js';
import { personOf } from './person.js';
import { runnableFlow } from './runnable-flow.js';

/** Events looked at in all: more say little that these do not. */
export const MOST_EVENTS = 2000;
/** Events of one page: about half a second of work. */
const PAGE = 150;
/** Of what else happened to one customer. */
const MOST_OTHERS = 200;
/** Rehearsing pauses after so long, for the other requests of this process. */
const AT_A_STRETCH_MS = 15;
const MOST_EXAMPLES = 12;

const NOT_KEPT = {
  code: 'not_kept',
  message: 'What this event said is no longer kept, so nobody can tell.',
} as const;
const CUSTOMER_GONE = {
  code: 'customer_gone',
  message: 'The customer has since been erased or joined with another.',
} as const;
const NO_CUSTOMER = { code: 'no_customer', message: 'The event names no customer.' } as const;

export interface PastPage extends PastTally {
  period: { from: Instant; until: Instant };
  total: number;
  done: number;
  cap: number;
  truncated: boolean;
  examples: (PastVerdict & { customer: { id: string; name: string | null } })[];
  nextCursor: string | null;
}

/**
 * One page of what a journey would have made of the business's own past. The page is made of whole customers, because
 * whether somebody may come in again is a question about one of them.
 */
export async function pastPage(
  { database, keys, config }: Pick<ApiDeps, 'database' | 'keys' | 'config'>,
  caller: Caller,
  asked: {
    journeyId: string;
    flow?: Record<string, unknown> | undefined;
    version?: number | undefined;
    days: number;
    cursor?: string | undefined;
    now: Date;
  },
): Promise<PastPage> {
  const { journeyId, days, now } = asked;
  const place = placeIn(asked.cursor, now);
  const from = new Date(place.until.getTime() - days * 86_400_000);
  const within = { from, until: place.until };
  await keys.ensure(caller.businessId);

  const read = await withBusiness(database, caller, async (tx) => {
    const flow = await runnableFlow(tx, journeyId, asked, now);
    refuseUnless(caller, 'events:read');
    refuseUnless(caller, 'customers:read');
    if (flow.entry.on !== 'event') throw notByEvent();
    const found = await readArrivals(tx, { ...within, type: flow.entry.type, limit: MOST_EVENTS + 1 });
    const arrivals = found.slice(0, MOST_EVENTS).sort(byCustomer);
    const mine = pageOf(arrivals, place.after);
    const customerIds = [...new Set(mine.flatMap(({ customerId }) => customerId ?? []))];
    const [events, others, people, business] = await Promise.all([
      readPastEvents(
        tx,
        mine.map(({ id }) => id),
      ),
      readEventsOfPeople(tx, { ...within, customerIds, types: typesMeanwhile(flow), limit: MOST_OTHERS }),
      readPeople(tx, customerIds, { exceptJourney: journeyId }),
      getBusiness(tx),
    ]);
    return {
      flow,
      total: arrivals.length,
      truncated: found.length > MOST_EVENTS,
      arrivals,
      mine,
      events,
      others,
      people,
      business,
    };
  });

  const open = (row: PastEventRow) => openEvent(keys, caller.businessId, row);
  const tally = emptyTally();
  const judged = await judge(read, open, tally, exampleLinks(config.publicUrl, read.business));
  const last = read.mine.at(-1);
  const done = last ? read.arrivals.indexOf(last) + 1 : read.total;
  return {
    ...inOrder(tally),
    period: { from: from.toISOString(), until: place.until.toISOString() },
    total: read.total,
    done,
    cap: MOST_EVENTS,
    truncated: read.truncated,
    examples: judged,
    nextCursor: done < read.total && last ? cursorOf({ until: place.until, after: last.customerId }) : null,
  };
}

interface Read {
  flow: Flow;
  mine: ArrivalRow[];
  events: PastEventRow[];
  others: PastEventRow[];
  people: RehearsedPersonRow[];
  business: BusinessRow;
}

/** Rehearses the page customer by customer, counts, and gives examples of different kinds. */
async function judge(
  { flow, mine, events, others, people, business }: Read,
  open: (row: PastEventRow) => Promise<PastEvent | null>,
  tally: PastTally,
  links: PastSetting['links'],
): Promise<PastPage['examples']> {
  const settings = business.settings as SendingDefaults & { reentry?: Rules['reentry'] };
  const setting: PastSetting = {
    flow,
    business: { ...business },
    defaults: settings,
    reentry: settings.reentry,
    calendar: temporalCalendar,
    links,
  };
  const dateOf = (at: Instant) => dateIn(business.timezone, at);
  const unheard = (why: { code: string; message: string }) => {
    const found = tally.notEnrolled.find(({ code }) => code === why.code);
    tally.events += 1;
    if (found) found.count += 1;
    else tally.notEnrolled.push({ ...why, count: 1 });
  };
  const byId = new Map(events.map((row) => [row.id, row]));
  const person = new Map(people.map((row) => [row.id, personOf(row)]));
  const besides = grouped(others);
  const examples: PastPage['examples'] = [];
  const shown = new Map<string, number>();

  const rest = breather();
  for (const [customerId, arrivals] of grouped(mine)) {
    const who = customerId === null ? undefined : person.get(customerId);
    if (!who) {
      arrivals.forEach(() => unheard(customerId === null ? NO_CUSTOMER : CUSTOMER_GONE));
      continue;
    }
    const known: PastEvent[] = [];
    for (const { id } of arrivals) {
      const row = byId.get(id);
      const event = row ? await open(row) : null;
      if (event) known.push(event);
      else unheard(NOT_KEPT);
    }
    const meanwhile: PastEvent[] = [];
    for (const row of besides.get(customerId) ?? []) {
      meanwhile.push((await open(row)) ?? bare(row));
    }
    const work = rehearsePastInSteps(
      { ...who, arrivals: known.sort(byTime), others: meanwhile.sort(byTime) },
      setting,
    );
    let step = work.next();
    while (!step.done) {
      await rest();
      step = work.next();
    }
    for (const verdict of step.value) {
      count(tally, verdict, dateOf);
      const kind = kindOf(verdict);
      const already = shown.get(kind) ?? 0;
      if (already >= 2 || examples.length >= MOST_EXAMPLES) continue;
      shown.set(kind, already + 1);
      const { id, name } = who.customer;
      examples.push({ ...verdict, customer: { id, name: name ?? null } });
    }
  }
  return examples;
}

/** Lets the other requests of this process have their turn when it has been kept from them long enough. */
function breather(): () => Promise<void> {
  let since = performance.now();
  return async () => {
    if (performance.now() - since < AT_A_STRETCH_MS) return;
    await new Promise(setImmediate);
    since = performance.now();
  };
}

/** Examples of one kind are alike: a few of each tell more than many of one. */
function kindOf({ verdict, reason, rehearsed }: PastVerdict): string {
  if (!rehearsed) return `${verdict} ${reason.code}`;
  const held = rehearsed.entries.some(isHeld) ? 'held' : '';
  const unsent = rehearsed.entries.some(({ exit }) => exit === 'undeliverable') ? 'unsent' : '';
  return `${rehearsed.ended.status} ${held}${unsent}`;
}

/** An event with what it said; null when that is no longer known. */
async function openEvent(
  keys: ApiDeps['keys'],
  businessId: string,
  row: PastEventRow,
): Promise<PastEvent | null> {
  if (!row.payload) {
    const { event, staff, location } = row.kept ?? {};
    return event
      ? { ...bare(row), data: event.data ?? {}, staff: staff ?? null, location: location ?? null }
      : null;
  }
  try {
    const place = { table: 'inbox_events', rowId: row.id, kind: 'payload' };
    const said = JSON.parse((await keys.open(businessId, row.payload, place)).toString('utf8')) as NewEvent;
    const staff = said.staff as PastEvent['staff'];
    const location = said.location as PastEvent['location'];
    return { ...bare(row), data: said.data, staff: staff ?? null, location: location ?? null };
  } catch (error) {
    if (error instanceof Unreadable) return null;
    throw error;
  }
}

/** An event of which only the outside is known. */
const bare = (row: PastEventRow): PastEvent => ({
  id: row.id,
  type: row.type,
  occurredAt: row.occurredAt.toISOString(),
  customerId: row.customerId,
  subject: row.subjectKind && row.subjectId ? { kind: row.subjectKind, id: row.subjectId } : null,
  data: {},
});

const byTime = (a: PastEvent, b: PastEvent): number => toMillis(a.occurredAt) - toMillis(b.occurredAt);

/** Customers one after the other, those without one first: what is asked for again comes in the same order. */
function byCustomer(a: ArrivalRow, b: ArrivalRow): number {
  const [one, other] = [a.customerId ?? '', b.customerId ?? ''];
  if (one !== other) return one < other ? -1 : 1;
  return a.id < b.id ? -1 : 1;
}

/** Whole customers after the one the last page ended with, until there are events enough. */
function pageOf(arrivals: ArrivalRow[], after: string | null | undefined): ArrivalRow[] {
  const rest = arrivals.filter(({ customerId }) => after === undefined || (customerId ?? '') > (after ?? ''));
  const end = rest.findIndex(
    ({ customerId }, index) => index >= PAGE && customerId !== rest[index - 1]?.customerId,
  );
  return end === -1 ? rest : rest.slice(0, end);
}

function grouped<Row extends { customerId: string | null }>(rows: Row[]): Map<string | null, Row[]> {
  const groups = new Map<string | null, Row[]>();
  for (const row of rows) {
    const group = groups.get(row.customerId);
    if (group) group.push(row);
    else groups.set(row.customerId, [row]);
  }
  return groups;
}

function dateIn(zone: string, at: Instant): string {
  const { year, month, day } = temporalCalendar.wallAt(toMillis(at), zone);
  return `${year}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;
}

interface Place {
  /** The first page's now: what comes in afterwards is not looked at. */
  until: Date;
  /** The customer the last page ended with; undefined before the first. */
  after?: string | null;
}

const cursorOf = ({ until, after }: Place): string =>
  Buffer.from(JSON.stringify([until.getTime(), after])).toString('base64url');

function placeIn(cursor: string | undefined, now: Date): Place {
  if (cursor === undefined) return { until: now };
  try {
    const [until, after] = JSON.parse(Buffer.from(cursor, 'base64url').toString()) as [unknown, unknown];
    const isPlace =
      typeof until === 'number' && until <= now.getTime() && (after === null || typeof after === 'string');
    if (isPlace) return { until: new Date(until), after };
  } catch {
    // Not one of ours: said below.
  }
  const message = 'This cursor is not one of ours. Leave it out to begin anew.';
  throw new Problem('invalid', message, { errors: [{ path: 'cursor', message }] });
}

const notByEvent = () =>
  new Problem(
    'conflict',
    'No event begins this journey, so there is nothing in the past to try it on. Try it on one customer instead.',
  );
