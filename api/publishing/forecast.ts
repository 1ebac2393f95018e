import { setImmediate as breathe } from 'node:timers/promises';
import { getBusiness, type BusinessRow } from '../../db/businesses.js';
import { findJourney } from '../../db/journeys.js';
import { firstEventAt, listEventsOf, listPassages } from '../../db/past-events.js';
import type { BusinessTransaction } from '../../db/tenant.js';
import { findVersion } from '../../db/versions.js';
import type { BusinessKeys } from '../../lib/business-keys.js';
import { temporalCalendar } from '../../workflows/flow/calendar-temporal.js';
import { wouldHaveEntered, type Arrival, type PassageBefore } from '../../workflows/flow/coming-in.js';
import { draft } from '../../workflows/flow/draft.js';
import { flow as flowSchema, type Flow } from '../../workflows/flow/flow.js';
import { forecast, spread, together, type Forecast, type Passenger } from '../../workflows/flow/forecast.js';
import { typesOf } from '../../workflows/flow/outcomes.js';
import type { Answer } from '../../workflows/flow/rehearse.js';
import type { Reentry } from '../../workflows/flow/rules.js';
import type { SendingDefaults } from '../../workflows/flow/sending.js';
import { asSent, exampleLinks } from '../rehearsals/as-sent.js';
import type { Person } from '../rehearsals/person.js';
import { openEvent, readArrivals, type Arrivals } from './arrivals.js';

/** As far back as what events said is kept. */
const LOOK_BACK_DAYS = 30;
const DAY_MS = 86_400_000;
const MOST_AFTERWARDS = 5000;

/** What was read to reckon with, so that the rehearsals need no transaction. */
export interface Basis {
  flow: Flow;
  business: BusinessRow;
  days: number;
  arrived: number;
  entering: Arrival[];
  passengers: Passenger[];
  /** The live version with the same passengers, where the same thing begins it. */
  before: { flow: Flow; entering: Arrival[]; passengers: Passenger[] } | null;
}

/** Read what a forecast of this flow is reckoned from. */
export async function readBasis(
  tx: BusinessTransaction,
  keys: BusinessKeys,
  { journeyId, flow, now }: { journeyId: string; flow: Flow; now: Date },
): Promise<Basis> {
  const business = await getBusiness(tx);
  const first = await firstEventAt(tx);
  const since = new Date(now.getTime() - LOOK_BACK_DAYS * DAY_MS);
  const found = await readArrivals(tx, keys, { journeyId, entry: flow.entry, since, until: now });
  const { arrivals } = found;
  const ids = [...new Set(arrivals.map(({ customer }) => customer.id))];
  const from = startOf(flow, found, first, since);
  const earlier = (await listPassages(tx, journeyId, ids)).filter(
    ({ startedAt }) => Date.parse(startedAt) < from.getTime(),
  );
  const entering = enteringInto(flow, business, arrivals, earlier);
  const live = await liveFlow(tx, journeyId);
  const comparable = live !== null && startsAlike(live, flow);
  const enteringBefore = comparable ? enteringInto(live, business, arrivals, earlier) : [];
  const board = async (chosen: Flow, who: readonly Arrival[]) =>
    passengersOf(tx, keys, { flow: chosen, arrivals: spread(who), people: found.people, since });
  return {
    flow,
    business,
    days: Math.max(1, Math.round(((now.getTime() - from.getTime()) / DAY_MS) * 10) / 10),
    arrived: arrivals.length,
    entering,
    passengers: await board(flow, entering),
    before: comparable
      ? { flow: live, entering: enteringBefore, passengers: await board(live, enteringBefore) }
      : null,
  };
}

/** From when the counts are: a month ago; later where there were more than we look at, or no events at all before. */
function startOf(flow: Flow, { arrivals, more }: Arrivals, first: Date | null, since: Date): Date {
  if (more && arrivals[0]) return new Date(arrivals[0].at);
  if (flow.entry.on !== 'event' || first === null) return since;
  return first > since ? first : since;
}

function enteringInto(
  flow: Flow,
  business: BusinessRow,
  arrivals: readonly Arrival[],
  earlier: readonly PassageBefore[],
): Arrival[] {
  const reentry = business.settings.reentry as Reentry | undefined;
  return wouldHaveEntered({ flow, business: { ...business }, reentry }, arrivals, earlier);
}

async function liveFlow(tx: BusinessTransaction, journeyId: string): Promise<Flow | null> {
  const journey = await findJourney(tx, journeyId);
  const version = journey?.liveVersion ? await findVersion(tx, journeyId, journey.liveVersion) : null;
  return version ? (flowSchema.safeParse(draft(version.flow)).data ?? null) : null;
}

const startsAlike = ({ entry: a }: Flow, { entry: b }: Flow): boolean =>
  a.on === b.on &&
  (a.on !== 'event' || b.on !== 'event' || a.type === b.type) &&
  (a.on !== 'date' || b.on !== 'date' || (a.field === b.field && a.offset === b.offset));

/** Those to rehearse with, and what really happened to each of them afterwards. */
async function passengersOf(
  tx: BusinessTransaction,
  keys: BusinessKeys,
  {
    flow,
    arrivals,
    people,
    since,
  }: { flow: Flow; arrivals: readonly Arrival[]; people: ReadonlyMap<string, Person>; since: Date },
): Promise<Passenger[]> {
  const types = [
    ...new Set(
      typesOf(flow)
        .filter(({ role }) => role !== 'entry')
        .map(({ type }) => type),
    ),
  ];
  const customerIds = [...new Set(arrivals.map(({ customer }) => customer.id))];
  const happened = new Map<string, Answer[]>();
  for (const event of await listEventsOf(tx, { customerIds, types, since, limit: MOST_AFTERWARDS })) {
    const said = await openEvent(tx.businessId, keys, event);
    if (!said) continue;
    const answer: Answer = {
      at: event.receivedAt.toISOString(),
      type: event.type,
      subject: event.subject,
      data: said.data,
    };
    happened.set(event.customerId, [...(happened.get(event.customerId) ?? []), answer]);
  }
  return arrivals.map((arrival) => ({
    arrival,
    permission: people.get(arrival.customer.id)?.permission ?? { consents: [], suppressed: {} },
    recent: people.get(arrival.customer.id)?.recent ?? [],
    afterwards: (happened.get(arrival.customer.id) ?? []).filter(({ at }) => at! > arrival.at),
  }));
}

/** Rehearse, in portions, so that nobody else who asks has to wait for all of it. */
export async function reckon(basis: Basis, publicUrl: string) {
  const after = await reckonOne(basis, basis.business, publicUrl);
  const before = basis.before && (await reckonOne(basis.before, basis.business, publicUrl));
  return { after, before };
}

const PORTION = 10;

async function reckonOne(
  { flow, entering, passengers }: Pick<Basis, 'flow' | 'entering' | 'passengers'>,
  business: BusinessRow,
  publicUrl: string,
): Promise<Forecast> {
  const links = exampleLinks(publicUrl, business);
  const parts: Forecast[] = [];
  for (let at = 0; at < passengers.length; at += PORTION) {
    const some = passengers.slice(at, at + PORTION);
    parts.push(
      forecast({
        flow,
        passengers: some,
        business: { ...business },
        defaults: business.settings as SendingDefaults,
        calendar: temporalCalendar,
        links,
        partsOf: (text) => asSent(text, business, links, publicUrl).segments,
      }),
    );
    await breathe();
  }
  return together(parts, passengers.length === 0 ? 0 : entering.length / passengers.length);
}
