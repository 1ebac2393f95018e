import { statement } from './statement.js';

/** Across businesses, as app_maint: live journeys that a date begins. */
export const journeysByDate = statement<{
  business_id: string;
  journey_id: string;
  entry: Record<string, unknown>;
}>(
  'date_entries.journeys',
  `select j.business_id, j.id as journey_id, v.flow -> 'entry' as entry
     from journeys.journeys j
     join journeys.versions v
       on v.business_id = j.business_id and v.journey_id = j.id and v.number = j.live_version
    where j.status = 'live' and j.deleted_at is null and v.flow -> 'entry' ->> 'on' = 'date'`,
);

/**
 * A page of the customers who have something at an attribute, in the order of their ids. A CASE, because under row-level
 * security PostgreSQL trusts no COALESCE with the bound of an index.
 */
export const customersWithAttribute = statement<{
  id: string;
  timezone: string | null;
  phone: string | null;
  value: unknown;
}>(
  'date_entries.customers',
  `select c.id, c.timezone, c.phone, c.attributes -> $2 as value
     from crm.customers c
    where c.business_id = $1 and c.attributes ? $2 and c.merged_into is null and c.lifecycle <> 'erased'
      and c.id > case when $3::uuid is null then '00000000-0000-0000-0000-000000000000' else $3 end
    order by c.id
    limit $4`,
);

/** Which of these occurrences are in the inbox already. */
export const knownOccurrences = statement<{ dedupe_key: string }>(
  'date_entries.known',
  `select dedupe_key from integrations.inbox_events
    where business_id = $1 and origin = 'journeyman' and dedupe_key = any ($2::text[])`,
);

/** The zone in which a business counts its days. */
export const businessZone = statement<{ timezone: string; locale: string }>(
  'date_entries.zone',
  `select timezone, locale from tenancy.businesses where id = $1`,
);
