import { isDeepStrictEqual } from 'node:util';
import { insertEvents } from '../../db/inbox.js';
import { updateCustomer } from '../../db/perform.js';
import type { BusinessTransaction } from '../../db/tenant.js';
import type { StepOf } from '../../workflows/flow/flow.js';
import { ownEvent } from '../../db/own-event.js';
import type { Case } from './case.js';
import type { PerformDeps } from './deps.js';
import type { Effect } from './effect.js';

/**
 * Tags and attributes change in the turn's own transaction, so they change once. What is really new is an event like
 * any other, one deeper than what began this passage: other journeys may begin, end or wait by it, and journeys that
 * set each other off come to an end with the fifth link of the chain.
 */
export async function performUpdateCustomer(
  tx: BusinessTransaction,
  kase: Case,
  step: StepOf<'update_customer'>,
  deps: PerformDeps,
): Promise<Effect> {
  const { addTags = [], removeTags = [], set = {} } = step.settings;
  const { customer } = kase.facts;
  const tags = new Set([...(customer.tags ?? []), ...addTags]);
  for (const tag of removeTags) tags.delete(tag);
  const after = { ...customer, tags: [...tags], attributes: { ...customer.attributes, ...set } };

  tx.last(updateCustomer, [tx.businessId, kase.row.customer_id, addTags, removeTags, JSON.stringify(set)]);
  const happenings = changesBetween(customer, after);
  if (happenings.length > 0) await tell(tx, kase, step.id, happenings, deps);
  kase.facts.customer = after;
  return { do: 'leave', exit: 'done' };
}

interface Happening {
  type: 'customer_updated' | 'tag_added';
  data: { changed: string[] } | { tag: string };
}

/** The names of what is different now, never the values; and each tag that is new. */
function changesBetween(before: Case['facts']['customer'], after: Case['facts']['customer']): Happening[] {
  const known = new Set(before.tags ?? []);
  const added = (after.tags ?? []).filter((tag) => !known.has(tag));
  const changed = [
    ...(added.length > 0 || after.tags?.length !== known.size ? ['tags'] : []),
    ...(isDeepStrictEqual(before.attributes ?? {}, after.attributes) ? [] : ['attributes']),
  ];
  return [
    ...(changed.length > 0 ? [{ type: 'customer_updated' as const, data: { changed } }] : []),
    ...added.map((tag) => ({ type: 'tag_added' as const, data: { tag } })),
  ];
}

async function tell(
  tx: BusinessTransaction,
  kase: Case,
  stepId: string,
  happenings: readonly Happening[],
  { keys }: PerformDeps,
): Promise<void> {
  const events = happenings.map(({ type, data }, place) =>
    ownEvent(keys, tx.businessId, {
      type,
      customerId: kase.row.customer_id,
      subject: null,
      data,
      depth: kase.row.depth + 1,
      occurredAt: new Date(kase.now),
      dedupeKey: `${kase.row.id}:${stepId}:${kase.visit}:${place}`,
    }),
  );
  // Nobody waits for the answer: it travels with the commit.
  void insertEvents(tx, await Promise.all(events));
}
