import { insertConsent, listConsents } from '../../db/consents.js';
import { findCustomers } from '../../db/customer-matching.js';
import { findCustomer, insertCustomer, insertIdentity, updateCustomer } from '../../db/customers.js';
import { lockCustomer } from '../../db/suppressions.js';
import type { BusinessTransaction } from '../../db/tenant.js';
import { newId } from '../../lib/ids.js';
import { Problem } from '../../lib/problem.js';
import type { Fault, Person } from './read-row.js';

/** Somebody of the file, and who that is here. */
export interface Meant {
  person: Person;
  /** Null: nobody here yet. */
  knownAs: string | null;
}

/** Who of a file is here already, and which rows contradict each other or what is known. Writes nothing. */
export async function meant(
  tx: BusinessTransaction,
  people: readonly Person[],
): Promise<{ meant: Meant[]; faults: Fault[] }> {
  const found: Meant[] = [];
  const faults: Fault[] = [];
  const seen = new Map<string, number>();
  for (const person of people) {
    const { line } = person;
    const names = [person.externalId && `id ${person.externalId}`, person.email && `email ${person.email}`];
    const twin = names.map((name) => (name ? seen.get(name) : undefined)).find((at) => at !== undefined);
    if (twin !== undefined) {
      const message = `Line ${twin} is about the same customer. Keep one of the two.`;
      faults.push({ line, column: null, message });
      continue;
    }
    for (const name of names) if (name) seen.set(name, line);
    const rows = await tx.run(findCustomers, [
      tx.businessId, 'api', person.externalId ?? null, person.email ?? null, person.phone ?? null,
    ]); // prettier-ignore
    const [first] = rows;
    const owner = rows.find(({ id, rank }) => Number(rank) === 2 && id !== first?.id);
    if (owner) {
      const message =
        'The number belongs to one customer here and the email address to another. Correct one of them.';
      faults.push({ line, column: null, message });
      continue;
    }
    const already = first && found.find(({ knownAs }) => knownAs === first.id);
    if (already) {
      const message = `Line ${already.person.line} is about the same customer. Keep one of the two.`;
      faults.push({ line, column: null, message });
      continue;
    }
    found.push({ person, knownAs: first?.id ?? null });
  }
  return { meant: found, faults };
}

/** Add or update everybody, in one transaction; how many of each, and how many kept the no they had said. */
export async function bringIn(
  tx: BusinessTransaction,
  everybody: readonly Meant[],
): Promise<{ created: number; updated: number; refusalsKept: number }> {
  let refusalsKept = 0;
  for (const { person, knownAs } of everybody) {
    const id = knownAs ?? newId();
    if (knownAs === null) await add(tx, id, person);
    else await correct(tx, id, person);
    refusalsKept += await permit(tx, id, person);
  }
  const updated = everybody.filter(({ knownAs }) => knownAs !== null).length;
  return { created: everybody.length - updated, updated, refusalsKept };
}

async function add(tx: BusinessTransaction, id: string, { line, externalId, consents, ...values }: Person) {
  if (!(await insertCustomer(tx, id, values))) {
    throw new Problem(
      'conflict',
      `The customer of line ${line} was added by somebody else just now. Try again.`,
    );
  }
  if (externalId) await insertIdentity(tx, { customerId: id, source: 'api', externalId });
}

async function correct(tx: BusinessTransaction, id: string, { externalId, tags, ...person }: Person) {
  await lockCustomer(tx, id);
  const known = await findCustomer(tx, id);
  const { line: _line, consents: _consents, ...values } = person;
  await updateCustomer(tx, id, {
    ...values,
    ...(tags.length > 0 && { tags: [...new Set([...(known?.tags ?? []), ...tags])] }),
  });
  const named = known?.identities.some((each) => each.source === 'api');
  if (externalId && !named) await insertIdentity(tx, { customerId: id, source: 'api', externalId });
}

async function permit(tx: BusinessTransaction, id: string, { consents }: Person): Promise<number> {
  if (consents.length === 0) return 0;
  const said = await listConsents(tx, { customerId: id, after: null, limit: 200 });
  let kept = 0;
  for (const { channel, granted, evidence } of consents) {
    const newest = said.find((each) => each.channel === channel && each.purpose === 'marketing');
    // A file is older than what the person said to us.
    if (granted && newest && !newest.granted) kept++;
    else if (newest?.granted !== granted) {
      await insertConsent(tx, {
        customerId: id,
        channel,
        purpose: 'marketing',
        granted,
        source: 'import',
        evidence,
      });
    }
  }
  return kept;
}
