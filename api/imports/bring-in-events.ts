import { findCustomers, insertPerson, lockNames } from '../../db/customer-matching.js';
import { insertEvents, type NewInboxEvent } from '../../db/inbox.js';
import type { BusinessTransaction } from '../../db/tenant.js';
import type { BusinessKeys } from '../../lib/business-keys.js';
import { newId } from '../../lib/ids.js';
import { jsonHash } from '../../lib/json-hash.js';
import { Problem } from '../../lib/problem.js';
import type { EventOfFile } from './read-event-row.js';

export const NOT_ENROLLED = 'It came from a file, so nobody was taken into a journey by it.';
const AT_ONCE = 500;

/**
 * Put the events of a file into the inbox: as things of the past, which no journey looks at (their customers are found
 * or made here), or (`enroll`) as if they had just been sent. Those that are here already count as known.
 */
export async function bringInEvents(
  tx: BusinessTransaction,
  keys: BusinessKeys,
  events: readonly EventOfFile[],
  { enroll }: { enroll: boolean },
): Promise<{ created: number; updated: number }> {
  let created = 0;
  for (let from = 0; from < events.length; from += AT_ONCE) {
    const rows = [];
    for (const event of events.slice(from, from + AT_ONCE)) rows.push(await rowOf(tx, keys, event, enroll));
    const placed = await insertEvents(tx, rows);
    created += placed.filter((one) => one && !one.duplicate).length;
  }
  return { created, updated: events.length - created };
}

async function rowOf(
  tx: BusinessTransaction,
  keys: BusinessKeys,
  { line, event }: EventOfFile,
  enroll: boolean,
): Promise<NewInboxEvent> {
  const id = newId();
  const hash = jsonHash(event);
  return {
    id,
    connectionId: null,
    source: 'import',
    // The sender's ids are the same whether they come by file or one by one.
    origin: 'api',
    dedupeKey: event.id ?? `file:${hash.toString('hex')}`,
    sourceId: event.id ?? null,
    bodyHash: hash,
    type: event.type,
    subject: event.subject ?? null,
    payload: await keys.seal(tx.businessId, JSON.stringify(event), {
      table: 'inbox_events',
      rowId: id,
      kind: 'payload',
    }),
    raw: null,
    journeyId: null,
    customerId: enroll ? null : await customerOf(tx, line, event, id),
    status: enroll ? 'received' : 'ignored',
    note: enroll ? null : NOT_ENROLLED,
    depth: 0,
    occurredAt: new Date(event.occurredAt),
  };
}

/** Who it was, as intake finds them. What an old event says of a customer we know changes nothing about them. */
async function customerOf(
  tx: BusinessTransaction,
  line: number,
  { customer }: EventOfFile['event'],
  eventId: string,
): Promise<string | null> {
  if (!customer) return null;
  const { externalId = null, phone = null, email = null } = customer;
  const names = [externalId && `api:${externalId}`, phone && `phone:${phone}`].filter(Boolean);
  if (names.length > 0) await tx.run(lockNames, [tx.businessId, names]);
  const [known] = await tx.run(findCustomers, [
    tx.businessId, 'api', externalId, email?.toLowerCase() ?? null, phone,
  ]); // prettier-ignore
  if (known) return known.id;
  const person = {
    id: newId(),
    name: customer.name ?? ([customer.firstName, customer.lastName].filter(Boolean).join(' ') || null),
    given_name: customer.firstName ?? null,
    family_name: customer.lastName ?? null,
    email,
    phone,
    locale: customer.locale ?? null,
    timezone: customer.timezone ?? null,
    country: null,
    attributes: {},
    source: 'api',
    external_id: externalId,
    tags: customer.tags ?? [],
    consents: [],
    event_id: eventId,
    consent_source: 'import',
  };
  const [made] = await tx.run(insertPerson, [tx.businessId, JSON.stringify(person)]);
  if (made) return made.id;
  throw new Problem(
    'conflict',
    `The customer of line ${line} was added by somebody else just now. Try again.`,
  );
}
