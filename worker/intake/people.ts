import * as people from '../../db/customer-matching.js';
import type { ClaimedEventRow } from '../../db/claims.js';
import { upsertLocation, upsertStaff } from '../../db/people-from-events.js';
import type { CustomerRow } from '../../db/perform.js';
import type { BusinessTransaction } from '../../db/tenant.js';
import { newId } from '../../lib/ids.js';
import type { NewEvent } from '../../workflows/flow/events.js';
import type { CustomerFacts } from '../../workflows/flow/facts.js';

export type Person = CustomerRow & { tags: string[] };

/**
 * The customer an event is about, locked: found by the sender's id, then e-mail, then phone, else made. What the event
 * says of them is taken over. Null when it names nobody.
 *
 * `locking` hears whose lock has just been asked for: what is sent to the database from there on is read under that lock.
 */
export async function whoIsMeant(
  tx: BusinessTransaction,
  claimed: ClaimedEventRow,
  event: NewEvent,
  locking: (customerId: string) => void,
): Promise<{ person: Person | null; note: string | null }> {
  if (claimed.customer_id) {
    return { person: await lock(tx, claimed.customer_id, locking), note: null };
  }
  const named = event.customer;
  if (!named || !(named.externalId || named.email || named.phone || named.name))
    return { person: null, note: null };

  const stated = personFromEvent(claimed, event);
  const { source, external_id, phone } = stated;
  const names = [
    ...(external_id === null ? [] : [`${source}:${external_id}`]),
    ...(phone === null ? [] : [`phone:${phone}`]),
  ];
  for (let attempt = 0; attempt < 3; attempt++) {
    const locked = names.length > 0 ? tx.run(people.lockNames, [tx.businessId, names]) : [];
    const email = stated.email?.toLowerCase() ?? null;
    const [found] = await Promise.all([
      tx.run(people.findCustomers, [tx.businessId, source, external_id, email, phone]),
      locked,
    ]);
    const [first, ...others] = found;
    if (first)
      return takeOver(
        tx,
        first.id,
        stated,
        others.some((other) => other.rank === 2),
        locking,
      );
    const [made] = await tx.run(people.insertPerson, [tx.businessId, JSON.stringify(stated)]);
    if (made) return { person: made, note: null };
    // Somebody of that e-mail was made by another event a moment ago: look again.
  }
  throw new Error('The customer of an event could neither be found nor made');
}

async function takeOver(
  tx: BusinessTransaction,
  id: string,
  stated: people.PersonFromEvent,
  emailIsAnothers: boolean,
  locking: (customerId: string) => void,
): Promise<{ person: Person | null; note: string | null }> {
  const person = await lock(tx, id, locking);
  if (!person) return { person: null, note: null };
  const note = emailIsAnothers
    ? 'The email address belongs to another customer and was left with them.'
    : null;
  if (!saysSomethingNew(person, stated, emailIsAnothers)) return { person, note };
  tx.last(people.updatePerson, [tx.businessId, JSON.stringify({ ...stated, id }), !emailIsAnothers]);
  return { person: merged(person, stated, emailIsAnothers), note };
}

async function lock(
  tx: BusinessTransaction,
  id: string,
  locking: (customerId: string) => void,
): Promise<Person | null> {
  const answer = tx.run(people.lockPerson, [tx.businessId, id]);
  locking(id);
  const [person] = await answer;
  return person && person.lifecycle !== 'erased' ? person : null;
}

function personFromEvent(claimed: ClaimedEventRow, event: NewEvent): people.PersonFromEvent {
  const named = event.customer!;
  return {
    id: newId(),
    name: named.name ?? ([named.firstName, named.lastName].filter(Boolean).join(' ') || null),
    given_name: named.firstName ?? null,
    family_name: named.lastName ?? null,
    email: named.email?.trim() ?? null,
    phone: named.phone ?? null,
    locale: named.locale ?? null,
    timezone: named.timezone ?? null,
    country: null,
    attributes: named.attributes ?? {},
    source: claimed.origin,
    external_id: named.externalId ?? null,
    tags: named.tags ?? [],
    consents: (named.consents ?? []).map((consent) => ({
      channel: consent.channel,
      purpose: consent.purpose,
      granted: consent.granted,
      evidence: consent.evidence ?? null,
      at: notLater(consent.at ? new Date(consent.at) : claimed.occurred_at, claimed.now).toISOString(),
    })),
    event_id: claimed.id,
    consent_source: 'event',
  };
}

/** A permission from the future would outlive a refusal of today. */
const notLater = (at: Date, now: Date): Date => (at > now ? now : at);

/** Most events repeat what is known; only the others cost a write. */
function saysSomethingNew(person: Person, stated: people.PersonFromEvent, emailIsAnothers: boolean): boolean {
  const fields = ['name', 'given_name', 'family_name', 'phone', 'locale', 'timezone', 'country'] as const;
  return (
    fields.some((field) => stated[field] !== null && stated[field] !== person[field]) ||
    (!emailIsAnothers && stated.email !== null && stated.email !== person.email) ||
    (stated.external_id !== null && stated.external_id !== person.external_id) ||
    stated.consents.length > 0 ||
    stated.tags.some((tag) => !person.tags.includes(tag)) ||
    Object.entries(stated.attributes).some(
      ([key, value]) => JSON.stringify(person.attributes[key]) !== JSON.stringify(value),
    )
  );
}

function merged(person: Person, stated: people.PersonFromEvent, emailIsAnothers: boolean): Person {
  return {
    ...person,
    name: stated.name ?? person.name,
    given_name: stated.given_name ?? person.given_name,
    family_name: stated.family_name ?? person.family_name,
    email: emailIsAnothers ? person.email : (stated.email ?? person.email),
    phone: stated.phone ?? person.phone,
    locale: stated.locale ?? person.locale,
    timezone: stated.timezone ?? person.timezone,
    attributes: { ...person.attributes, ...stated.attributes },
    tags: [...new Set([...person.tags, ...stated.tags])].sort(),
  };
}

/** A customer as conditions and messages see one. */
export function customerFacts(person: CustomerRow & { tags: string[] }): CustomerFacts & { id: string } {
  return {
    id: person.id,
    externalId: person.external_id,
    name: person.name,
    firstName: person.given_name,
    lastName: person.family_name,
    email: person.email,
    phone: person.phone,
    locale: person.locale,
    timezone: person.timezone,
    tags: person.tags,
    attributes: person.attributes,
  };
}

/** Who did the work, kept in the team's list when the source gives them an id. */
export async function keepStaff(tx: BusinessTransaction, named: NewEvent['staff']) {
  if (!named?.externalId) return named?.name ? { name: named.name } : null;
  const [kept] = await tx.run(upsertStaff, [tx.businessId, named.externalId, named.name ?? null]);
  return { id: kept!.id, externalId: kept!.external_id, name: kept!.name };
}

/** Where it happened, likewise. */
export async function keepLocation(tx: BusinessTransaction, named: NewEvent['location']) {
  if (!named?.externalId) return named?.name ? { name: named.name } : null;
  const [kept] = await tx.run(upsertLocation, [tx.businessId, named.externalId, named.name ?? null]);
  return { id: kept!.id, externalId: kept!.external_id, name: kept!.name };
}
