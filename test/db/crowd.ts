import pg from 'pg';

/** How many people the large business has; every small one has a hundred. */
export const PEOPLE = 100_000;
/** How many of them have a past. */
const PAST = 20_000;

/** Tables that grow with every customer served: reading one from end to end is what a plan must not do. */
export const GROWING = [
  'customers',
  'customer_identities',
  'customer_tags',
  'consents',
  'enrollments',
  'mailbox',
  'timeline',
  'event_matches',
  'messages',
  'message_events',
  'suppressions',
  'responses',
  'review_requests',
  'inbox_events',
  'outbox',
  'public_tokens',
];

/**
 * Fill a fresh database with one business of a hundred thousand customers and a past of many, among twenty small ones.
 * Triggers rest meanwhile (no foreign key is checked), and the index of words is built at the end: both only for speed.
 */
export async function crowd(adminUrl: string): Promise<{ large: string; small: string }> {
  const client = new pg.Client({ connectionString: adminUrl });
  await client.connect();
  try {
    await client.query('set session_replication_role = replica');
    const { rows: indexes } = await client.query<{ definition: string }>(
      `select pg_get_indexdef('crm.customers_by_words'::regclass) as definition`,
    );
    await client.query('drop index crm.customers_by_words');
    for (const statement of filling) await client.query(statement);
    for (const { definition } of indexes) await client.query(definition);
    await client.query('set default_statistics_target = 20');
    await client.query('analyze');
    const { rows } = await client.query<{ id: string }>(
      `select b.id from tenancy.businesses b order by (select count(*) from crm.customers c where c.business_id = b.id) desc`,
    );
    return { large: rows[0]!.id, small: rows[1]!.id };
  } finally {
    await client.end();
  }
}

const filling = [
  `create temp table firm as
     select uuidv7() as business, uuidv7() as journey, n, case n when 0 then ${PEOPLE} else 100 end as people
       from generate_series(0, 20) n`,
  `create temp table person as
     select f.business, f.journey, uuidv7() as id, uuidv7() as enrollment, uuidv7() as event, uuidv7() as message,
            k, n, md5(n || ':' || k) as word
       from firm f, generate_series(1, f.people) k`,
  `create temp view guest as select * from person where k <= ${PAST}`,
  `insert into tenancy.businesses (id, name) select business, 'Firm ' || n from firm`,
  `insert into journeys.journeys (business_id, id, name, status, live_version)
     select business, journey, 'Thanks', 'live', 1 from firm`,
  `insert into journeys.versions (business_id, journey_id, number, flow) select business, journey, 1, '{}' from firm`,
  `insert into journeys.triggers (business_id, journey_id, event_type, role)
     select business, journey, 'job_completed', 'entry' from firm`,
  `insert into crm.customers (business_id, id, name, email, phone)
     select business, id, left(word, 8) || ' ' || right(word, 8), word || '@example.com', '+346' || lpad(k::text, 8, '0')
       from person`,
  `insert into crm.customer_identities (business_id, id, customer_id, source, external_id)
     select business, uuidv7(), id, 'api', 'c-' || k from person`,
  `insert into crm.customer_tags (business_id, customer_id, tag)
     select business, id, 'tag ' || k % 50 from person where k % 2 = 0`,
  `insert into crm.consents (business_id, id, customer_id, channel, purpose, granted, source)
     select business, uuidv7(), id, 'email', 'marketing', true, 'event' from guest where k % 2 = 0`,
  `insert into integrations.inbox_events (business_id, id, source, origin, dedupe_key, type, subject_kind, subject_id,
                                          order_key, status, occurred_at, customer_id)
     select business, event, 'api', 'api', event::text, 'job_completed', 'job', 'j-' || k, 'job:j-' || k,
            case when k % 1000 = 0 then 'received' else 'matched' end, now(), id from guest`,
  `insert into journeys.enrollments (business_id, id, journey_id, version, customer_id, subject_kind, subject_id,
                                     entry_event_id, status, ended_at, due_at)
     select business, enrollment, journey, 1, id, 'job', 'j-' || k, event,
            case when k % 10 = 0 then 'active' else 'completed' end, case when k % 10 <> 0 then now() end,
            case when k % 10 = 0 then now() + interval '1 day' end from guest`,
  `insert into journeys.timeline (business_id, id, enrollment_id, journey_id, customer_id, version, type, step_id, exit)
     select business, uuidv7(), enrollment, journey, id, 1, t.type, 'thanks', t.exit
       from guest, (values ('enrolled', null), ('step', 'sent'), ('ended', null)) as t (type, exit)`,
  `insert into journeys.mailbox (business_id, id, enrollment_id, kind, event_id, seen_at)
     select business, uuidv7(), enrollment, 'event', event, now() from guest where k % 2 = 0`,
  `insert into journeys.event_matches (business_id, id, event_id, journey_id, enrollment_id, outcome, reason_code,
                                       reason_message)
     select business, uuidv7(), event, journey, enrollment, 'enrolled', 'entered', '' from guest`,
  `insert into integrations.outbox (business_id, id, kind, enrollment_id, published_at)
     select business, uuidv7(), 'start', enrollment, case when k % 1000 <> 0 then now() end from guest`,
  `insert into messaging.messages (business_id, id, send_key, channel, purpose, status, customer_id, enrollment_id,
                                   journey_id, version, step_id, visit, provider, provider_message_id)
     select business, message, enrollment || ':thanks:1', 'email', 'service',
            case when k % 500 = 0 then 'unknown' when k % 501 = 0 then 'sending' else 'sent' end,
            id, enrollment, journey, 1, 'thanks', 1, 'outbox', message::text from guest`,
  `insert into messaging.message_events (business_id, id, message_id, type, receipt_key)
     select business, uuidv7(), message, 'delivered', 'r' from guest`,
  `insert into messaging.suppressions (business_id, id, channel, address_hash, reason)
     select business, uuidv7(), 'email', sha256(id::text::bytea), 'bounced' from guest where k % 20 = 0`,
  `insert into feedback.review_requests (business_id, id, message_id, enrollment_id, customer_id, channel)
     select business, uuidv7(), message, enrollment, id, 'email' from guest where k % 2 = 0`,
  `insert into feedback.responses (business_id, id, rating, source, customer_id, enrollment_id, message_id, token_id)
     select business, uuidv7(), 1 + k % 5, 'email', id, enrollment, message, uuidv7() from guest where k % 2 = 0`,
  `insert into platform.public_tokens (business_id, id, token_hash, purpose, customer_id, enrollment_id, message_id)
     select business, uuidv7(), sha256(message::text::bytea), 'rate', id, enrollment, message from guest`,
];
