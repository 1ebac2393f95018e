import { updateCustomer } from '../../db/perform.js';
import type { BusinessTransaction } from '../../db/tenant.js';
import type { StepOf } from '../../workflows/flow/flow.js';
import type { Case } from './case.js';
import type { Effect } from './effect.js';

/** Tags and attributes change in the turn's own transaction, so they change once. */
export async function performUpdateCustomer(
  tx: BusinessTransaction,
  kase: Case,
  { settings }: StepOf<'update_customer'>,
): Promise<Effect> {
  const { addTags = [], removeTags = [], set = {} } = settings;
  tx.last(updateCustomer, [tx.businessId, kase.row.customer_id, addTags, removeTags, JSON.stringify(set)]);
  const tags = new Set([...(kase.facts.customer.tags ?? []), ...addTags]);
  for (const tag of removeTags) tags.delete(tag);
  kase.facts.customer = {
    ...kase.facts.customer,
    tags: [...tags],
    attributes: { ...kase.facts.customer.attributes, ...set },
  };
  return { do: 'leave', exit: 'done' };
}
