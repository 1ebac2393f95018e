import type { PublicBusiness } from '../../db/public-business.js';
import type { Language } from './words.js';

type Place = Pick<PublicBusiness, 'timezone' | 'locale'>;

/** “17 November”, in the business's days and the reader's words. */
export function dayOf(at: Date, language: Language, place: Place): string {
  return inWords(at, language, place, { day: 'numeric', month: 'long' });
}

/** “Tuesday 17 November” */
export function dayWithWeekday(at: Date, language: Language, place: Place): string {
  return inWords(at, language, place, { weekday: 'long', day: 'numeric', month: 'long' });
}

function inWords(at: Date, language: Language, place: Place, parts: Intl.DateTimeFormatOptions): string {
  if (Number.isNaN(at.getTime())) return '';
  // An Englishman's business writes dates the English way.
  const locale =
    place.locale.slice(0, 2).toLowerCase() === language ? place.locale.replace('_', '-') : language;
  try {
    return new Intl.DateTimeFormat(locale, { ...parts, timeZone: place.timezone }).format(at);
  } catch {
    // A zone or locale that does not exist must not cost somebody the page.
    return new Intl.DateTimeFormat(language, { ...parts, timeZone: 'UTC' }).format(at);
  }
}
