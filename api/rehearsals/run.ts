import type { BusinessRow } from '../../db/businesses.js';
import { temporalCalendar } from '../../workflows/flow/calendar-temporal.js';
import type { NewEvent } from '../../workflows/flow/events.js';
import type { Flow } from '../../workflows/flow/flow.js';
import type { Instant } from '../../workflows/flow/instant.js';
import { rehearse, type Answer, type Rehearsed } from '../../workflows/flow/rehearse.js';
import type { SendingDefaults } from '../../workflows/flow/sending.js';
import { zoneOf } from '../../workflows/flow/zones.js';
import { asSent, exampleLinks } from './as-sent.js';
import type { Person } from './person.js';

/** All of a rehearsal but the flow and the business: what a saved case keeps. */
export interface Trial extends Person {
  event: NewEvent;
  answers: Answer[];
  startAt: Instant;
}

export interface Surroundings {
  business: BusinessRow;
  publicUrl: string;
}

/** Runs a flow under a virtual clock, with the interpreter and the judgement that live journeys use. Keeps nothing. */
export function runTrial(flow: Flow, trial: Trial, { business, publicUrl }: Surroundings): Rehearsed {
  const { event, customer, permission, recent, answers, startAt } = trial;
  const links = exampleLinks(publicUrl, business);
  const { entries, ended } = rehearse({
    flow,
    event: { ...event },
    customer,
    permission,
    recent,
    business: { ...business },
    staff: event.staff as Record<string, unknown> | null,
    location: event.location as Record<string, unknown> | null,
    answers,
    startAt,
    calendar: temporalCalendar,
    defaults: business.settings as SendingDefaults,
    links,
    ...(event.id !== undefined && { seed: event.id }),
  });
  const shown = entries.map((entry) =>
    entry.message ? { ...entry, message: asSent(entry.message, business, links, publicUrl) } : entry,
  );
  return { entries: shown, ended };
}

/** The zone in which the hours of a trial are counted. */
export const zoneOfTrial = ({ customer }: Pick<Trial, 'customer'>, business: BusinessRow): string =>
  zoneOf({ customer, business: { ...business } }, temporalCalendar);
