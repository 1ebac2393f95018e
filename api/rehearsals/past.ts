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
import { withBusiness, type BusinessTransaction } from '../../db/tenant.js';
import { Problem } from '../../lib/problem.js';
import { temporalCalendar } from '../../workflows/flow/calendar-temporal.js';
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
import { bareEvent, openPastEvent } from './past-event.js';
import { byCustomer, cursorOf, pageOf, placeIn } from './past-place.js';
import { personOf } from './person.js';
import { runnableFlow } from './runnable-flow.js';

/** Events looked at in all: more say little that these do not. */
export const MOST_EVENTS = 2000;
/** Of what else happened to one customer. */
const MOST_OTHERS = 200;
/** Rehearsing pauses after so long, for the other requests of this process. */
const AT_A_STRETCH_MS = 15;
const MOST_EXAMPLES = 12;
const MOST_OF_A_KIND = 2;

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

interface Asked {
  journeyId: string;
  flow?: Record<string, unknown> | undefined;
  version?: number | undefined;
  days: number;
  cursor?: string | undefined;
  now: Date;
}

/**
 * One page of what a journey would have made of the business's own past. The page is made of whole customers, because
 * whether somebody may come in again is a question about one of them.
 */
export async function pastPage(
  { database, keys, config }: Pick<ApiDeps, 'database' | 'keys' | 'config'>,
  caller: Caller,
  asked: Asked,
): Promise<PastPage> {
  const { until, after } = placeIn(asked.cursor, asked.now);
  const period = { from: new Date(until.getTime() - asked.days * 86_400_000), until };
  await keys.ensure(caller.businessId);
  const read = await withBusiness(database, caller, (tx) => readPage(tx, caller, asked, period, after));

  const open = (row: PastEventRow) => openPastEvent(keys, caller.businessId, row);
  const { tally, examples } = await judge(read, open, exampleLinks(config.publicUrl, read.business));
  const last = read.mine.at(-1);
  const done = last ? read.arrivals.indexOf(last) + 1 : read.total;
  return {
    ...inOrder(tally),
    period: { from: period.from.toISOString(), until: until.toISOString() },
    total: read.total,
    done,
    cap: MOST_EVENTS,
    truncated: read.truncated,
    examples,
    nextCursor: done < read.total && last ? cursorOf({ until, after: last.customerId }) : null,
  };
}

/** What the page is judged by. */
interface Read {
  flow: Flow;
  total: number;
  truncated: boolean;
  /** Everything that could have begun the journey, customer by customer. */
  arrivals: ArrivalRow[];
  /** Those of this page. */
  mine: ArrivalRow[];
  events: PastEventRow[];
  others: PastEventRow[];
  people: RehearsedPersonRow[];
  business: BusinessRow;
}

async function readPage(
  tx: BusinessTransaction,
  caller: Caller,
  asked: Asked,
  period: { from: Date; until: Date },
  after: string | null | undefined,
): Promise<Read> {
  const flow = await runnableFlow(tx, asked.journeyId, asked, asked.now);
  refuseUnless(caller, 'events:read');
  refuseUnless(caller, 'customers:read');
  if (flow.entry.on !== 'event') throw notByEvent();
  const found = await readArrivals(tx, { ...period, type: flow.entry.type, limit: MOST_EVENTS + 1 });
  const arrivals = found.slice(0, MOST_EVENTS).sort(byCustomer);
  const mine = pageOf(arrivals, after);
  const eventIds = mine.map(({ id }) => id);
  const customerIds = [...new Set(mine.flatMap(({ customerId }) => customerId ?? []))];
  const meanwhile = { ...period, customerIds, types: typesMeanwhile(flow), limit: MOST_OTHERS };
  const [events, others, people, business] = await Promise.all([
    readPastEvents(tx, eventIds),
    readEventsOfPeople(tx, meanwhile),
    readPeople(tx, customerIds, { exceptJourney: asked.journeyId }),
    getBusiness(tx),
  ]);
  const [total, truncated] = [arrivals.length, found.length > MOST_EVENTS];
  return { flow, total, truncated, arrivals, mine, events, others, people, business };
}

const notByEvent = () =>
  new Problem(
    'conflict',
    'No event begins this journey, so there is nothing in the past to try it on. Try it on one customer instead.',
  );

type Opener = (row: PastEventRow) => Promise<PastEvent | null>;

/** Rehearses the page customer by customer, counts, and gives examples of different kinds. */
async function judge(
  { flow, mine, events, others, people, business }: Read,
  open: Opener,
  links: PastSetting['links'],
): Promise<{ tally: PastTally; examples: PastPage['examples'] }> {
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
  const rowOf = new Map(events.map((row) => [row.id, row]));
  const person = new Map(people.map((row) => [row.id, personOf(row)]));
  const besides = grouped(others);
  const tally = emptyTally();
  const examples = new Examples();
  const rest = breather();

  for (const [customerId, arrivals] of grouped(mine)) {
    const who = customerId === null ? undefined : person.get(customerId);
    if (!who) {
      arrivals.forEach(() => countUntold(tally, customerId === null ? NO_CUSTOMER : CUSTOMER_GONE));
      continue;
    }
    const known = await openAll(
      arrivals.map(({ id }) => rowOf.get(id)),
      open,
    );
    for (let lost = known.length; lost < arrivals.length; lost++) countUntold(tally, NOT_KEPT);
    const meanwhile = await openAtLeastOutside(besides.get(customerId) ?? [], open);
    const work = rehearsePastInSteps({ ...who, arrivals: known, others: meanwhile }, setting);
    let step = work.next();
    for (; !step.done; step = work.next()) await rest();
    for (const verdict of step.value) {
      count(tally, verdict, dateOf);
      examples.offer(verdict, who.customer);
    }
  }
  return { tally, examples: examples.chosen };
}

/** What these events said, oldest first, without those of which nothing is kept. */
async function openAll(rows: readonly (PastEventRow | undefined)[], open: Opener): Promise<PastEvent[]> {
  const known: PastEvent[] = [];
  for (const row of rows) {
    const event = row ? await open(row) : null;
    if (event) known.push(event);
  }
  return known.sort(byTime);
}

/** The same, with the mere fact of those. */
async function openAtLeastOutside(rows: readonly PastEventRow[], open: Opener): Promise<PastEvent[]> {
  const events: PastEvent[] = [];
  for (const row of rows) events.push((await open(row)) ?? bareEvent(row));
  return events.sort(byTime);
}

/** An event of which nobody can tell what it would have led to. */
function countUntold(tally: PastTally, why: { code: string; message: string }): void {
  const found = tally.notEnrolled.find(({ code }) => code === why.code);
  tally.events += 1;
  if (found) found.count += 1;
  else tally.notEnrolled.push({ ...why, count: 1 });
}

/** Examples of one kind are alike: a few of each tell more than many of one. */
class Examples {
  readonly chosen: PastPage['examples'] = [];
  private readonly shown = new Map<string, number>();

  offer(verdict: PastVerdict, { id, name }: ReturnType<typeof personOf>['customer']): void {
    const kind = kindOf(verdict);
    const already = this.shown.get(kind) ?? 0;
    if (already >= MOST_OF_A_KIND || this.chosen.length >= MOST_EXAMPLES) return;
    this.shown.set(kind, already + 1);
    this.chosen.push({ ...verdict, customer: { id, name: name ?? null } });
  }
}

function kindOf({ verdict, reason, rehearsed }: PastVerdict): string {
  if (!rehearsed) return `${verdict} ${reason.code}`;
  const held = rehearsed.entries.some(isHeld) ? 'held' : '';
  const unsent = rehearsed.entries.some(({ exit }) => exit === 'undeliverable') ? 'unsent' : '';
  return `${rehearsed.ended.status} ${held}${unsent}`;
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

const byTime = (a: PastEvent, b: PastEvent): number => toMillis(a.occurredAt) - toMillis(b.occurredAt);

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
