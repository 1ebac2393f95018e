import type { CustomerRow } from './perform.js';
import { statement } from './statement.js';

/** By which of an event's three names for a person somebody was found; the lowest rank wins. */
export interface FoundCustomer extends CustomerRow {
  rank: 1 | 2 | 3;
  tags: string[];
}

/**
 * Who an event is about: by the sender's own id, then by e-mail, then by phone. May return several people when the
 * three disagree; the first is meant, and the others explain why an e-mail or phone was not moved.
 */
export const findCustomers = statement<{ id: string; rank: number }>(
  'customers.find_for_event',
  `select id, min(rank) as rank from (
     select i.customer_id as id, 1 as rank from crm.customer_identities i
      where i.business_id = $1 and i.source = $2 and i.external_id = $3
     union all
     select c.id, 2 from crm.customers c
      where c.business_id = $1 and c.email_norm = $4 and c.merged_into is null and c.lifecycle <> 'erased'
     union all
     (select c.id, 3 from crm.customers c
       where c.business_id = $1 and c.phone = $5 and c.merged_into is null and c.lifecycle <> 'erased'
       order by c.id limit 1)
   ) found group by id order by rank, id`,
);

/**
 * One event at a time by each name for a person ($2, such as `phone:+34600111222`): only e-mail addresses are unique, so
 * two events that both bring somebody new by an id or a number would make two of them. Its own statement, because what
 * is looked for afterwards must be looked for with a snapshot taken after the lock was granted.
 */
export const lockNames = statement(
  'customers.lock_names',
  `select pg_advisory_xact_lock(hashtextextended($1::text || name, 2))
     from (select name from unnest($2::text[]) name order by name) names`,
);

/** Lock one person, as `perform` does, and read what matching needs to know of them. */
export const lockPerson = statement<CustomerRow & { tags: string[] }>(
  'customers.lock_person',
  `select c.id, c.name, c.given_name, c.family_name, c.email, c.phone, c.locale, c.timezone, c.country, c.lifecycle,
          c.attributes,
          (select i.external_id from crm.customer_identities i
            where i.business_id = c.business_id and i.customer_id = c.id order by i.id limit 1) as external_id,
          array(select t.tag from crm.customer_tags t
                 where t.business_id = c.business_id and t.customer_id = c.id order by t.tag) as tags
     from crm.customers c
    where c.business_id = $1 and c.id = $2
      for no key update of c`,
);

/** What an event says about its customer. Nulls mean: not said. */
export interface PersonFromEvent {
  id: string;
  name: string | null;
  given_name: string | null;
  family_name: string | null;
  email: string | null;
  phone: string | null;
  locale: string | null;
  timezone: string | null;
  country: string | null;
  attributes: Record<string, unknown>;
  source: string;
  external_id: string | null;
  tags: string[];
  consents: { channel: string; purpose: string; granted: boolean; evidence: string | null; at: string }[];
  event_id: string;
  consent_source: string;
}

// `offset 0`: looked up by the index for each consent, never joined with all consents of the business.
const writeBelongings = (person: string) => `
   identity as (
     insert into crm.customer_identities (business_id, customer_id, source, external_id)
     select $1, p.id, n.source, n.external_id from ${person} p, n where n.external_id is not null
     on conflict (business_id, source, external_id) do nothing),
   tagged as (
     insert into crm.customer_tags (business_id, customer_id, tag)
     select $1, p.id, t from ${person} p, n, unnest(n.tags) t on conflict do nothing),
   consented as (
     insert into crm.consents (business_id, customer_id, channel, purpose, granted, source, evidence, event_id, at)
     select $1, p.id, k.channel, k.purpose, k.granted, n.consent_source, k.evidence, n.event_id, k.at
       from ${person} p, n,
            jsonb_to_recordset(n.consents) as k (channel text, purpose text, granted boolean, evidence text, at timestamptz)
      where not exists (
        select from crm.consents same
         where same.business_id = $1 and same.customer_id = p.id and same.channel = k.channel
           and same.purpose = k.purpose and same.granted = k.granted and same.at >= k.at offset 0))`;

const newcomer = `
   n as (
     select * from jsonb_to_record($2::jsonb) as n (id uuid, name text, given_name text, family_name text, email text,
       phone text, locale text, timezone text, country text, attributes jsonb, source text, external_id text, tags text[],
       consents jsonb, event_id uuid, consent_source text))`;

/** A person we had not met. Nothing comes back when somebody of that e-mail appeared meanwhile: look again. */
export const insertPerson = statement<CustomerRow & { tags: string[] }>(
  'customers.insert_person',
  `with ${newcomer},
   person as (
     insert into crm.customers (business_id, id, name, given_name, family_name, email, phone, locale, timezone, country,
                                attributes, source, last_event_at)
     select $1, n.id, n.name, n.given_name, n.family_name, n.email, n.phone, n.locale, n.timezone, n.country,
            n.attributes, n.source, now() from n
     on conflict do nothing
     returning id, name, given_name, family_name, email, phone, locale, timezone, country, lifecycle, attributes),
   ${writeBelongings('person')}
   select p.*, n.external_id, n.tags from person p, n`,
);

/**
 * What an event adds to a person we know: values it states replace ours, values it leaves out stay. An e-mail that
 * another customer owns is not moved (`$3` false). Attributes grow to 128 KB; what goes beyond stays in the event only,
 * or a system that names each of them anew would fill the row, which every list reads.
 */
export const updatePerson = statement<{ id: string }>(
  'customers.update_person',
  `with ${newcomer},
   person as (
     update crm.customers c
        set name = coalesce(n.name, c.name), given_name = coalesce(n.given_name, c.given_name),
            family_name = coalesce(n.family_name, c.family_name),
            email = case when $3 then coalesce(n.email, c.email) else c.email end,
            phone = coalesce(n.phone, c.phone), locale = coalesce(n.locale, c.locale),
            timezone = coalesce(n.timezone, c.timezone), country = coalesce(n.country, c.country),
            attributes = case when n.attributes <> '{}' and octet_length((c.attributes || n.attributes)::text) <= 131072
                              then c.attributes || n.attributes else c.attributes end,
            last_event_at = now()
       from n
      where c.business_id = $1 and c.id = n.id
     returning c.id),
   ${writeBelongings('person')}
   select id from person`,
);
