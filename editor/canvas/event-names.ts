import { EVENT_TYPES, eventLabel as englishLabel, type KnownEventType } from '../../workflows/flow/events.js';
import { EVENT_WORDS } from '../../workflows/flow/words/events.js';

/** “A job is finished” in the language of the app; a business’s own event by its name. */
export function eventLabel(type: string, locale: string): string {
  const words = Object.hasOwn(EVENT_WORDS, type) ? EVENT_WORDS[type as KnownEventType] : undefined;
  return words?.[['es', 'fr'].indexOf(locale.slice(0, 2))] ?? englishLabel(type);
}

export const isEventType = (type: string): boolean => type !== '';

/** Events a customer or the business brings about, for the lists to choose from. */
export const eventChoices = (locale: string): { type: string; label: string }[] =>
  EVENT_TYPES.map((type) => ({ type, label: eventLabel(type, locale) }));
