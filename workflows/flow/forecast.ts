import type { Calendar } from './calendar.js';
import type { Arrival } from './coming-in.js';
import type { BusinessFacts } from './facts.js';
import type { Flow } from './flow.js';
import type { MessageLinks } from './merge-fields.js';
import { rehearse, type Answer, type RehearsalMessage, type Sent } from './rehearse.js';
import type { Permission, SendingDefaults } from './sending.js';

/** One arrival with what is known of the person and of what they did afterwards. */
export interface Passenger {
  arrival: Arrival;
  permission: Permission;
  /** What other journeys have sent them. */
  recent?: readonly Sent[];
  /** What really happened to them later, which may have ended or woken their passage. */
  afterwards: readonly Answer[];
}

/** What so many passages send, all together. */
export interface Forecast {
  emails: number;
  texts: number;
  /** Parts of those texts, which is what providers charge. */
  textParts: number;
  /** Messages that would not leave, by the code of the reason, the most frequent first. */
  unsent: { code: string; count: number }[];
}

/** More rehearsals than this say no more about an average. */
export const MOST_REHEARSED = 150;

/** Every so many-th, evenly spread, at most `most`; all of them when they are fewer. */
export function spread<T>(all: readonly T[], most = MOST_REHEARSED): T[] {
  if (all.length <= most) return [...all];
  return Array.from({ length: most }, (_, index) => all[Math.floor((index * all.length) / most)]!);
}

/**
 * What a journey sends to these people, judged by rehearsing it with each of them: with their permissions, their
 * languages, their hours, and what they really did afterwards.
 */
export function forecast({
  flow,
  passengers,
  business,
  defaults,
  calendar,
  links,
  partsOf = ({ segments }) => segments,
}: {
  flow: Flow;
  passengers: readonly Passenger[];
  business: BusinessFacts;
  defaults: SendingDefaults;
  calendar: Calendar;
  links?: MessageLinks | undefined;
  /** Parts of a text in the dress it leaves in. */
  partsOf?: (text: RehearsalMessage) => number;
}): Forecast {
  const sums: Forecast = { emails: 0, texts: 0, textParts: 0, unsent: [] };
  const unsent = new Map<string, number>();
  for (const { arrival, permission, recent, afterwards } of passengers) {
    const { customer, event, staff, location, at } = arrival;
    const { entries } = rehearse({
      flow,
      event,
      customer,
      business,
      staff,
      location,
      answers: afterwards,
      startAt: at,
      calendar,
      permission,
      recent,
      defaults,
      links,
    });
    for (const { message, exit, reason } of entries) {
      if (message?.channel === 'sms') {
        sums.texts += 1;
        sums.textParts += partsOf(message);
      } else if (message) sums.emails += 1;
      else if (exit === 'undeliverable' && reason) {
        unsent.set(reason.code, (unsent.get(reason.code) ?? 0) + 1);
      }
    }
  }
  return { ...sums, unsent: listed(unsent) };
}

/** Forecasts of several groups as one, for `scale` times as many people; rounded. */
export function together(parts: readonly Forecast[], scale: number): Forecast {
  const sum = (pick: (part: Forecast) => number) =>
    Math.round(parts.reduce((total, part) => total + pick(part), 0) * scale);
  const unsent = new Map<string, number>();
  for (const { code, count } of parts.flatMap((part) => part.unsent)) {
    unsent.set(code, (unsent.get(code) ?? 0) + count);
  }
  return {
    emails: sum(({ emails }) => emails),
    texts: sum(({ texts }) => texts),
    textParts: sum(({ textParts }) => textParts),
    unsent: listed(unsent).map(({ code, count }) => ({ code, count: Math.round(count * scale) })),
  };
}

const listed = (counts: ReadonlyMap<string, number>): Forecast['unsent'] =>
  [...counts].map(([code, count]) => ({ code, count })).sort((a, b) => b.count - a.count);
