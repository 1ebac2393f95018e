import type { Draft } from '../draft.js';
import { entry as entrySchema, type Entry } from '../entry.js';
import type { Field } from '../fields.js';
import type { JourneyFlow } from '../gating.js';
import type { Instant } from '../instant.js';
import type { SendingDefaults } from '../sending.js';
import { knownFieldsOf } from './known-fields.js';

/** What the checker must know about the business; what is absent is not checked. */
export interface CheckContext {
  now: Instant;
  /** Marketing emails must carry one. */
  hasPostalAddress?: boolean;
  /** Languages the business writes in, its own first. */
  locales?: string[];
  /** The business’s other journeys, live and draft: a tag set there may be a gate here. */
  otherJourneys?: JourneyFlow[];
  /** Fields seen in the business’s own events, besides those everybody has. */
  fields?: Field[];
  defaults?: SendingDefaults;
}

/** A draft under examination, with what every part of the checker asks about it. */
export interface Examined {
  draft: Draft;
  /** What begins the journey, once that is filled in rightly. */
  entry: Entry | undefined;
  /** The type of the event that begins it; null when something else does. */
  eventType: string | null;
  context: CheckContext;
  /** The fields that a text or a condition on this type of event may name. */
  fieldsAt: ReturnType<typeof knownFieldsOf>;
  /** What the journey keeps of the answers to its calls, by name. */
  saved: ReadonlySet<string>;
}

export function examine(draft: Draft, context: CheckContext): Examined {
  const entry = entrySchema.safeParse(draft.entry).data;
  return {
    draft,
    entry,
    eventType: entry?.on === 'event' ? entry.type : null,
    context,
    fieldsAt: knownFieldsOf(context.fields ?? []),
    saved: savedNames(draft),
  };
}

const savedNames = ({ steps }: Draft): Set<string> =>
  new Set(
    steps
      .filter(({ kind }) => kind === 'webhook')
      .flatMap(({ settings }) => Object.keys((settings.save as object | undefined) ?? {})),
  );
