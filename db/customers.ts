import { sql } from 'kysely';
import { statement } from './statement.js';
import type { BusinessTransaction } from './tenant.js';

export interface CustomerFacts {
  id: string;
  identities: { source: string; externalId: string }[];
  name: string | null;
  givenName: string | null;
  familyName: string | null;
  email: string | null;
  phone: string | null;
  locale: string | null;
  timezone: string | null;
  country: string | null;
  lifecycle: string;
  tags: string[];
  attributes: unknown;
  lastEventAt: Date | null;
  createdAt: Date;
  updatedAt: Date;
}

const fields = (tx: BusinessTransaction) =>
  tx.k
    .selectFrom('crm.customers as c')
    .select([
      'c.id',
      'c.name',
      'c.given_name as givenName',
      'c.family_name as familyName',
      'c.email',
      'c.phone',
      'c.locale',
      'c.timezone',
      'c.country',
      'c.lifecycle',
      'c.attributes',
      'c.last_event_at as lastEventAt',
      'c.created_at as createdAt',
      'c.updated_at as updatedAt',
      sql<CustomerFacts['identities']>`coalesce((
        select jsonb_agg(jsonb_build_object('source', i.source, 'externalId', i.external_id) order by i.id)
          from crm.customer_identities i
         where i.business_id = c.business_id and i.customer_id = c.id), '[]')`.as('identities'),
      sql<string[]>`array(select t.tag from crm.customer_tags t
         where t.business_id = c.business_id and t.customer_id = c.id order by t.tag)`.as('tags'),
    ])
    .where('c.business_id', '=', tx.businessId)
    .where('c.merged_into', 'is', null)
    .where('c.lifecycle', '<>', 'erased');

/** Newest first. `search` looks in names, e-mail, phone and outside ids; `tag` is exact. */
export function listCustomers(
  tx: BusinessTransaction,
  {
    after,
    limit,
    search,
    tag,
  }: { after: string | null; limit: number; search?: string | undefined; tag?: string | undefined },
): Promise<CustomerFacts[]> {
  return fields(tx)
    .$if(Boolean(search), (query) =>
      // One page, found by a function: under row-level security no index may serve a LIKE.
      query.where(
        sql<boolean>`c.id = any (array(
          select crm.search_customers(${search!}, ${tag || null}, ${after}, ${limit})))`,
      ),
    )
    .$if(Boolean(tag), (query) =>
      query.where(
        sql<boolean>`exists (select from crm.customer_tags t
          where t.business_id = c.business_id and t.customer_id = c.id and t.tag = ${tag!})`,
      ),
    )
    .$if(after !== null, (query) => query.where('c.id', '<', after!))
    .orderBy('c.id', 'desc')
    .limit(limit)
    .execute();
}

export function findCustomer(tx: BusinessTransaction, id: string): Promise<CustomerFacts | undefined> {
  return fields(tx).where('c.id', '=', id).executeTakeFirst();
}

/** Whoever has this e-mail address already. */
export function findByEmail(tx: BusinessTransaction, email: string): Promise<{ id: string } | undefined> {
  return tx.k
    .selectFrom('crm.customers')
    .select('id')
    .where('business_id', '=', tx.businessId)
    .where('email_norm', '=', email.trim().toLowerCase())
    .where('merged_into', 'is', null)
    .where('lifecycle', '<>', 'erased')
    .executeTakeFirst();
}

export function findByExternalId(
  tx: BusinessTransaction,
  { source, externalId }: { source: string; externalId: string },
): Promise<{ id: string } | undefined> {
  return tx.k
    .selectFrom('crm.customer_identities')
    .select('customer_id as id')
    .where('business_id', '=', tx.businessId)
    .where('source', '=', source)
    .where('external_id', '=', externalId)
    .executeTakeFirst();
}

export interface CustomerValues {
  name?: string | null | undefined;
  givenName?: string | null | undefined;
  familyName?: string | null | undefined;
  email?: string | null | undefined;
  phone?: string | null | undefined;
  locale?: string | null | undefined;
  timezone?: string | null | undefined;
  country?: string | null | undefined;
  lifecycle?: string | undefined;
  attributes?: Record<string, unknown> | undefined;
  tags?: readonly string[] | undefined;
}

/** False when another transaction took the e-mail address first. */
export async function insertCustomer(
  tx: BusinessTransaction,
  id: string,
  { tags = [], attributes = {}, ...values }: CustomerValues,
): Promise<boolean> {
  const inserted = await tx.k
    .insertInto('crm.customers')
    .values({
      business_id: tx.businessId,
      id,
      ...asColumns(values),
      attributes: JSON.stringify(attributes),
      source: 'api',
    })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst();
  if (inserted.numInsertedOrUpdatedRows !== 1n) return false;
  await insertTags(tx, id, tags);
  return true;
}

export async function insertIdentity(
  tx: BusinessTransaction,
  identity: { customerId: string; source: string; externalId: string },
): Promise<void> {
  await tx.k
    .insertInto('crm.customer_identities')
    .values({
      business_id: tx.businessId,
      customer_id: identity.customerId,
      source: identity.source,
      external_id: identity.externalId,
    })
    .execute();
}

/** Call it under the customer's lock. `tags` replaces all of them; `attributes` merge, and null takes one away. */
export async function updateCustomer(
  tx: BusinessTransaction,
  id: string,
  { tags, attributes, ...values }: CustomerValues,
): Promise<void> {
  await tx.k
    .updateTable('crm.customers')
    .set({
      id,
      ...asColumns(values),
      ...(attributes !== undefined && {
        attributes: sql`jsonb_strip_nulls(attributes || ${JSON.stringify(attributes)}::jsonb)` as never,
      }),
    })
    .where('business_id', '=', tx.businessId)
    .where('id', '=', id)
    .execute();
  if (tags === undefined) return;
  await tx.k
    .deleteFrom('crm.customer_tags')
    .where('business_id', '=', tx.businessId)
    .where('customer_id', '=', id)
    .$if(tags.length > 0, (query) => query.where('tag', 'not in', [...tags]))
    .execute();
  await insertTags(tx, id, tags);
}

async function insertTags(tx: BusinessTransaction, id: string, tags: readonly string[]) {
  if (tags.length === 0) return;
  await tx.k
    .insertInto('crm.customer_tags')
    .values([...new Set(tags)].map((tag) => ({ business_id: tx.businessId, customer_id: id, tag })))
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

function asColumns({ givenName, familyName, ...plain }: Omit<CustomerValues, 'tags' | 'attributes'>) {
  const said = Object.fromEntries(Object.entries(plain).filter(([, value]) => value !== undefined));
  return {
    ...said,
    ...(givenName !== undefined && { given_name: givenName }),
    ...(familyName !== undefined && { family_name: familyName }),
  };
}

export interface MomentRow {
  id: string;
  at: Date;
  type: string;
  /** For what came in, and for whoever came into a journey: the event, and what that is about. */
  eventType: string | null;
  subjectKind: string | null;
  subjectId: string | null;
  journeyId: string | null;
  enrollmentId: string | null;
  stepId: string | null;
  exit: string | null;
  reasonCode: string | null;
  reasonMessage: string | null;
  messageId: string | null;
  eventId: string | null;
  feedbackId: string | null;
  consent: { channel: string; purpose: string; granted: boolean } | null;
  actor: string | null;
}

/**
 * Everything about one person in one list. Every id here is a UUIDv7, so the id orders by time and is the cursor.
 * Each arm reads its own index by customer and stops at the limit. Messages and feedback of an enrollment stand in its
 * timeline already; the others are added.
 * What let somebody into a journey outlives its event, which is kept for a while only: the passage remembers both.
 */
const moments = statement<MomentRow>(
  'customers.moments',
  `select everything.id, at, type, coalesce("eventType", b.event_type) as "eventType",
          coalesce("subjectKind", b.subject_kind) as "subjectKind", coalesce("subjectId", b.subject_id) as "subjectId",
          "journeyId", "enrollmentId", "stepId", exit, "reasonCode", "reasonMessage", "messageId", "eventId", "feedbackId",
          consent, actor
     from (
    (select t.id, t.at, t.type, null::text as "eventType", null::text as "subjectKind", null::text as "subjectId",
            t.journey_id as "journeyId", t.enrollment_id as "enrollmentId",
            t.step_id as "stepId", t.exit, t.reason_code as "reasonCode", t.reason_message as "reasonMessage",
            t.message_id as "messageId", t.event_id as "eventId", t.feedback_id as "feedbackId", null::jsonb as consent,
            t.actor
       from journeys.timeline t
      where t.business_id = $1 and t.customer_id = $2 and ($3::uuid is null or t.id < $3::uuid)
      order by t.id desc limit $4)
    union all
    (select e.id, e.received_at, 'received', e.type, e.subject_kind, e.subject_id, null, null, null, null, null, e.note,
            null, e.id, null, null, null
       from integrations.inbox_events e
      where e.business_id = $1 and e.customer_id = $2 and ($3::uuid is null or e.id < $3::uuid)
      order by e.id desc limit $4)
    union all
    (select k.id, k.at, 'consent', null, null, null, null, null, null, null, null, k.evidence, k.message_id, k.event_id,
            null, jsonb_build_object('channel', k.channel, 'purpose', k.purpose, 'granted', k.granted), k.actor
       from crm.consents k
      where k.business_id = $1 and k.customer_id = $2 and ($3::uuid is null or k.id < $3::uuid)
      order by k.id desc limit $4)
    union all
    (select m.id, m.created_at, 'message', null, null, null, m.journey_id, null, m.step_id, m.status, m.reason_code,
            m.reason_message, m.id, null, null, null, null
       from messaging.messages m
      where m.business_id = $1 and m.customer_id = $2 and m.enrollment_id is null and ($3::uuid is null or m.id < $3::uuid)
      order by m.id desc limit $4)
    union all
    (select f.id, f.created_at, 'feedback', null, null, null, null, null, null, null, null, null, f.message_id, null, f.id,
            null, null
       from feedback.responses f
      where f.business_id = $1 and f.customer_id = $2 and f.enrollment_id is null and ($3::uuid is null or f.id < $3::uuid)
      order by f.id desc limit $4)
     order by id desc limit $4) everything
     left join lateral (
       select e.facts #>> '{event,type}' as event_type, e.subject_kind, e.subject_id
         from journeys.enrollments e
        where everything.type = 'enrolled' and e.business_id = $1 and e.id = everything."enrollmentId") b on true
    order by everything.id desc`,
);

export function customerMoments(
  tx: BusinessTransaction,
  { customerId, after, limit }: { customerId: string; after: string | null; limit: number },
): Promise<MomentRow[]> {
  return tx.run(moments, [tx.businessId, customerId, after, limit]);
}
