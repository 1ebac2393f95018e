import { readPeople, type RehearsedPersonRow } from '../../db/rehearsals.js';
import type { BusinessTransaction } from '../../db/tenant.js';
import { Problem } from '../../lib/problem.js';
import type { CustomerFacts } from '../../workflows/flow/facts.js';
import type { Sent } from '../../workflows/flow/rehearse.js';
import type { Permission } from '../../workflows/flow/sending.js';

/** Whom a rehearsal is tried on, and what may be sent to them. */
export interface Person {
  customer: CustomerFacts;
  permission: Permission;
  /** What they have been sent lately, over all journeys. */
  recent: Sent[];
}

/** Who is written to when nobody is named. */
const somebody: CustomerFacts = {
  name: 'Alex Example',
  email: 'alex@example.com',
  phone: '+15550100199',
};

/**
 * The person described: with an id a customer of the business, whose details give way to what the description says
 * otherwise. Throws `invalid` when there is no such customer.
 */
export async function describedPerson(
  tx: BusinessTransaction,
  described: Record<string, unknown> | null | undefined,
): Promise<Person> {
  const { id, consents, ...given } = described ?? {};
  const agreed = Array.isArray(consents) ? (consents as Permission['consents']) : [];
  if (typeof id !== 'string') {
    const customer = Object.keys(given).length > 0 ? (given as CustomerFacts) : somebody;
    return { customer, permission: { consents: agreed, suppressed: {} }, recent: [] };
  }
  const [row] = await readPeople(tx, [id]);
  if (!row) {
    const message = 'There is no such customer. They may have been joined with another, or erased.';
    throw new Problem('invalid', message, { errors: [{ path: 'customer.id', message }] });
  }
  const found = personOf(row);
  const { permission } = found;
  return {
    ...found,
    customer: { ...found.customer, ...given },
    permission: agreed.length > 0 ? { ...permission, consents: agreed } : permission,
  };
}

/** A row as conditions, messages and the judgement of sends see it. */
export function personOf(row: RehearsedPersonRow): Person & { customer: CustomerFacts & { id: string } } {
  return {
    customer: customerOf(row),
    permission: {
      consents: row.consents.map((consent) => ({ ...consent, at: asInstant(consent.at) })),
      suppressed: { email: row.suppressed_email, sms: row.suppressed_sms },
    },
    recent: row.recent.map((sent) => ({ ...sent, at: asInstant(sent.at) })),
  };
}

/** A row as conditions see it. */
export const customerOf = (
  row: Omit<RehearsedPersonRow, 'consents' | 'suppressed_email' | 'suppressed_sms' | 'recent'>,
): CustomerFacts & { id: string } => ({
  id: row.id,
  externalId: row.external_id,
  name: row.name,
  firstName: row.given_name,
  lastName: row.family_name,
  email: row.email,
  phone: row.phone,
  locale: row.locale,
  timezone: row.timezone,
  tags: row.tags,
  attributes: row.attributes,
});

const asInstant = (at: string): string => new Date(at).toISOString();
