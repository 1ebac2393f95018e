import { eventLabel, matches } from './events.js';
import type { EventFacts, Facts } from './facts.js';
import { findStep, type Flow, type StepId } from './flow.js';
import type { Instant } from './instant.js';
import { reason, type Reason } from './reasons.js';

/** What an event does to an enrollment that is under way. */
export type Outcome =
  | { is: 'goal'; status: 'completed'; reason: Reason }
  | { is: 'stop'; status: 'stopped'; reason: Reason }
  | { is: 'listened'; stepId: StepId; exit: string; reason: Reason };

/**
 * What this event means to an enrollment standing at `at`, or null. An event that is both goal or stop
 * and listened for is goal or stop; goals come before stops.
 */
export function outcomeOf(
  event: EventFacts,
  flow: Flow,
  facts: Facts,
  now: Instant,
  at: StepId | null,
): Outcome | null {
  const what = eventLabel(event.type);
  if (flow.rules.goals?.some((pattern) => matches(pattern, event, facts, now))) {
    return { is: 'goal', status: 'completed', reason: reason('goal', { what }) };
  }
  if (flow.rules.stopOn?.some((pattern) => matches(pattern, event, facts, now))) {
    return { is: 'stop', status: 'stopped', reason: reason('stop_rule', { what }) };
  }
  const exit = at === null ? null : listenedExit(event, flow, facts, now, at);
  return exit === null || at === null
    ? null
    : { is: 'listened', stepId: at, exit, reason: reason('happened', { what }) };
}

/** The way out of the listening step `at` that this event takes, or null. */
export function listenedExit(
  event: EventFacts,
  flow: Flow,
  facts: Facts,
  now: Instant,
  at: StepId,
): string | null {
  const step = findStep(flow, at);
  if (step?.kind !== 'wait_for_event') return null;
  return step.settings.events.find((pattern) => matches(pattern, event, facts, now))?.name ?? null;
}

/** Every event type that concerns a flow, and how: what intake looks journeys up by. */
export function typesOf(flow: Flow): { type: string; role: 'entry' | 'goal' | 'stop' | 'listener' }[] {
  const found = new Map<string, { type: string; role: 'entry' | 'goal' | 'stop' | 'listener' }>();
  const add = (type: string, role: 'entry' | 'goal' | 'stop' | 'listener') =>
    found.set(`${role}:${type}`, { type, role });
  if (flow.entry.on === 'event') add(flow.entry.type, 'entry');
  flow.rules.goals?.forEach(({ type }) => add(type, 'goal'));
  flow.rules.stopOn?.forEach(({ type }) => add(type, 'stop'));
  for (const step of flow.steps) {
    if (step.kind === 'wait_for_event') step.settings.events.forEach(({ type }) => add(type, 'listener'));
  }
  return [...found.values()];
}
