import { parsePhoneNumberFromString, type CountryCode } from 'libphonenumber-js/min';
import { eventCustomer } from '../../workflows/flow/events.js';

/** What an outside system says of a person, in whatever form it keeps it. */
export interface Stated {
  externalId?: unknown;
  name?: unknown;
  email?: unknown;
  phone?: unknown;
  locale?: unknown;
  /** ISO 3166 alpha-2: how a phone number without a country is to be read. */
  country?: unknown;
}

/**
 * A person as our events describe one. Other systems hold e-mail addresses and phone numbers people typed, so what
 * cannot be used is left out instead of losing the event. Undefined when nothing is left.
 */
export function statedPerson(stated: Stated): Record<string, string> | undefined {
  const person: Record<string, string> = {};
  for (const [key, value] of Object.entries({
    externalId: trimmed(stated.externalId),
    name: trimmed(stated.name)?.slice(0, 200),
    email: trimmed(stated.email)?.toLowerCase(),
    phone: phoneOf(stated.phone, stated.country),
    locale: trimmed(stated.locale),
  })) {
    const field = eventCustomer.shape[key as keyof typeof eventCustomer.shape];
    if (value && field.safeParse(value).success) person[key] = value;
  }
  return Object.keys(person).length > 0 ? person : undefined;
}

/** E.164, or undefined when it is no number that exists. */
export function phoneOf(phone: unknown, country: unknown): string | undefined {
  const written = trimmed(phone);
  if (!written || written.length > 50) return undefined;
  const region =
    typeof country === 'string' && /^[A-Z]{2}$/.test(country) ? (country as CountryCode) : undefined;
  const parsed = parsePhoneNumberFromString(written, region);
  return parsed?.isPossible() ? parsed.number : undefined;
}

const trimmed = (value: unknown): string | undefined =>
  typeof value === 'string' && value.trim() !== '' ? value.trim() : undefined;
