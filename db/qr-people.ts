import {
  findCustomers,
  insertPerson,
  lockPerson,
  updatePerson,
  type PersonFromEvent,
} from './customer-matching.js';
import type { BusinessTransaction } from './tenant.js';

/** Somebody who left one way to reach them on the page behind a code. */
export interface Newcomer {
  id: string;
  name: string | null;
  email: string | null;
  phone: string | null;
  locale: string;
  /** The event that says so. */
  eventId: string;
  /** What they agreed to, word for word; null when they agreed to nothing. */
  consent: { channel: 'email' | 'sms'; evidence: string; at: Date } | null;
}

/**
 * The customer who is reached there, or a new one. Nobody proves who they are at a code, so of a customer we know already
 * nothing is changed: only a consent is added, and it counts only where no refusal came later. Null when they have just
 * been erased.
 */
export async function meetAtCode(tx: BusinessTransaction, newcomer: Newcomer): Promise<string | null> {
  const stated = personOf(newcomer);
  for (let attempt = 0; attempt < 3; attempt++) {
    const values = [tx.businessId, stated.source, null, newcomer.email, newcomer.phone];
    const [known] = await tx.run(findCustomers, values);
    if (known) {
      const [person] = await tx.run(lockPerson, [tx.businessId, known.id]);
      if (!person || person.lifecycle === 'erased') return null;
      const nothingNew = { ...stated, id: known.id, name: null, email: null, phone: null, locale: null };
      await tx.run(updatePerson, [tx.businessId, JSON.stringify(nothingNew), true]);
      return known.id;
    }
    const [made] = await tx.run(insertPerson, [tx.businessId, JSON.stringify(stated)]);
    if (made) return made.id;
    // Somebody of that e-mail appeared a moment ago: look again.
  }
  throw new Error('Whoever answered at a code could neither be found nor made');
}

function personOf({ id, name, email, phone, locale, eventId, consent }: Newcomer): PersonFromEvent {
  return {
    id,
    name,
    given_name: null,
    family_name: null,
    email,
    phone,
    locale,
    timezone: null,
    country: null,
    attributes: {},
    source: 'qr',
    external_id: null,
    tags: [],
    consents: consent
      ? [
          {
            channel: consent.channel,
            purpose: 'marketing',
            granted: true,
            evidence: consent.evidence,
            at: consent.at.toISOString(),
          },
        ]
      : [],
    event_id: eventId,
    consent_source: 'event',
  };
}
