import { endAtOnce } from './interventions.js';
import { statement } from './statement.js';
import { suppressAddress } from './suppressions.js';
import type { BusinessTransaction } from './tenant.js';

const ERASED = { code: 'customer_erased', message: 'The customer’s data was erased.' };

/**
 * Forget a person, and everybody who was merged into them: journeys stop, names, addresses, words and texts go, and
 * their links lead nowhere. Ids, times, ratings and counts stay, and so does the hash of an e-mail address or a number
 * nobody else has, so that it is never messaged again. False when there is no such customer.
 *
 * A message that is with its provider at this moment keeps its text until its outcome is known; calling again, or
 * retention, removes it. Answers kept for Idempotency-Keys stay sealed until they expire after 48 hours.
 */
export async function eraseCustomer(tx: BusinessTransaction, customerId: string): Promise<boolean> {
  const people = await tx.run(lockPeople, [tx.businessId, customerId]);
  if (people.length === 0) return false;
  const ids = people.map(({ id }) => id);

  const inside = await tx.run(lockEnrollments, [tx.businessId, ids]);
  await tx.run(forgetQueued, [tx.businessId, ids]);
  await endAtOnce(
    tx,
    inside.map(({ id }) => id),
    ERASED,
  );

  for (const { email, phone } of people) {
    if (email) await suppress(tx, 'email', email, ids);
    if (phone) await suppress(tx, 'sms', phone, ids);
  }
  // In order on one connection; the history first, while events still say whose they are.
  await Promise.all([
    tx.run(scrubHistory, [ids]),
    ...[
      scrubEnrollments, scrubMailbox, scrubMessages, scrubEvents, scrubFeedback, scrubNotices, deleteTokens,
      deleteLinks, deleteIdentities, deleteTags, deletePreferences, deleteNotes, deleteCases,
      leaveSegments, scrubCustomers,
    ].map((each) => tx.run(each, [tx.businessId, ids])),
  ]); // prettier-ignore
  return true;
}

/** A family may share a number; what one of them wants forgotten must not silence the others. */
async function suppress(tx: BusinessTransaction, channel: 'email' | 'sms', address: string, ids: string[]) {
  const [other] = await tx.run(somebodyElse, [tx.businessId, channel, address, ids]);
  if (!other) await suppressAddress(tx, { channel, address, reason: 'erased' });
}

const lockPeople = statement<{ id: string; email: string | null; phone: string | null }>(
  'erasure.lock_people',
  `select id, email, phone from crm.customers
    where business_id = $1 and (id = $2 or merged_into = $2)
      and exists (select from crm.customers c where c.business_id = $1 and c.id = $2)
    order by id for no key update`,
);
const lockEnrollments = statement<{ id: string }>(
  'erasure.lock_enrollments',
  `select id from journeys.enrollments
    where business_id = $1 and customer_id = any ($2::uuid[]) and status = 'active'
    order by id for no key update`,
);
const somebodyElse = statement(
  'erasure.somebody_else',
  `select id from crm.customers
    where $2 = 'email' and business_id = $1 and email_norm = lower(btrim($3)) and id <> all ($4::uuid[])
      and merged_into is null and lifecycle <> 'erased'
   union all
   select id from crm.customers
    where $2 = 'sms' and business_id = $1 and phone = $3 and id <> all ($4::uuid[])
      and merged_into is null and lifecycle <> 'erased'
    limit 1`,
);

// An occurrence that waited for its turn would start the journey again for nobody.
const forgetQueued = statement(
  'erasure.forget_queued',
  `update journeys.enrollments set queued_event_id = null, queued_at = null
    where business_id = $1 and customer_id = any ($2::uuid[]) and queued_event_id is not null`,
);
const scrubHistory = statement('erasure.scrub_history', `select crm.scrub_history($1::uuid[])`);
const scrubEnrollments = statement(
  'erasure.scrub_enrollments',
  `update journeys.enrollments set facts = '{}', reason_message = null
    where business_id = $1 and customer_id = any ($2::uuid[])`,
);
const scrubMailbox = statement(
  'erasure.scrub_mailbox',
  `update journeys.mailbox m set body = m.body - 'reason'
    from journeys.enrollments e
   where e.business_id = $1 and e.customer_id = any ($2::uuid[])
     and m.business_id = $1 and m.enrollment_id = e.id and m.body ? 'reason'`,
);
const scrubMessages = statement(
  'erasure.scrub_messages',
  `update messaging.messages set content = null, reason_message = null
    where business_id = $1 and customer_id = any ($2::uuid[]) and status <> 'sending'`,
);
// An event nobody has matched yet must not bring the person back.
const scrubEvents = statement(
  'erasure.scrub_events',
  `update integrations.inbox_events
      set payload = null, raw = null, body_hash = null, note = null,
          status = case when status in ('received', 'needs_details') then 'ignored' else status end
    where business_id = $1 and customer_id = any ($2::uuid[])`,
);
const scrubFeedback = statement(
  'erasure.scrub_feedback',
  `update feedback.responses set comment = '', private_note = '', resolution_note = null
    where business_id = $1 and customer_id = any ($2::uuid[])`,
);
const scrubNotices = statement(
  'erasure.scrub_notices',
  `update journeys.notices
      set body = 'This was about a customer whose data was erased.',
          email_status = case when email_status = 'pending' then 'failed' else email_status end
    where business_id = $1 and customer_id = any ($2::uuid[])`,
);
const deleteTokens = statement(
  'erasure.delete_tokens',
  `delete from platform.public_tokens where business_id = $1 and customer_id = any ($2::uuid[])`,
);
const deleteLinks = statement(
  'erasure.delete_links',
  `delete from messaging.links where business_id = $1 and customer_id = any ($2::uuid[])`,
);
const deleteIdentities = statement(
  'erasure.delete_identities',
  `delete from crm.customer_identities where business_id = $1 and customer_id = any ($2::uuid[])`,
);
const deleteTags = statement(
  'erasure.delete_tags',
  `delete from crm.customer_tags where business_id = $1 and customer_id = any ($2::uuid[])`,
);
const deletePreferences = statement(
  'erasure.delete_preferences',
  `delete from crm.customer_preferences where business_id = $1 and customer_id = any ($2::uuid[])`,
);
const deleteNotes = statement(
  'erasure.delete_notes',
  `delete from crm.customer_notes where business_id = $1 and customer_id = any ($2::uuid[])`,
);
const leaveSegments = statement(
  'erasure.leave_segments',
  `delete from journeys.segment_members where business_id = $1 and customer_id = any ($2::uuid[])`,
);
const deleteCases = statement(
  'erasure.delete_cases',
  `delete from journeys.cases where business_id = $1 and customer_id = any ($2::uuid[])`,
);
const scrubCustomers = statement(
  'erasure.scrub_customers',
  `update crm.customers
      set name = null, given_name = null, family_name = null, email = null, phone = null, locale = null,
          timezone = null, country = null, attributes = '{}', lifecycle = 'erased'
    where business_id = $1 and id = any ($2::uuid[])`,
);
