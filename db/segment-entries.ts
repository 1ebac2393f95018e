import type { CustomerRow } from './perform.js';
import { statement } from './statement.js';

/** Across businesses, as app_maint: live journeys that begin when somebody fits a description. */
export const journeysBySegment = statement<{
  business_id: string;
  journey_id: string;
  condition: unknown;
  /** Everybody has been counted by this very description. */
  counted: boolean;
}>(
  'segment_entries.journeys',
  `select j.business_id, j.id as journey_id, v.flow -> 'entry' -> 'where' as condition,
          s.condition is not distinct from v.flow -> 'entry' -> 'where' as counted
     from journeys.journeys j
     join journeys.versions v
       on v.business_id = j.business_id and v.journey_id = j.id and v.number = j.live_version
     left join journeys.segments s on s.business_id = j.business_id and s.journey_id = j.id
    where j.status = 'live' and j.deleted_at is null and v.flow -> 'entry' ->> 'on' = 'segment'
    order by j.business_id, j.id`,
);

/** A page of customers in the order of their ids, each as conditions see them, and whether they fitted last time. */
export const customersOf = statement<CustomerRow & { tags: string[]; member: boolean }>(
  'segment_entries.customers',
  `select c.id, c.name, c.given_name, c.family_name, c.email, c.phone, c.locale, c.timezone, c.country, c.lifecycle,
          c.attributes,
          (select i.external_id from crm.customer_identities i
            where i.business_id = c.business_id and i.customer_id = c.id order by i.id limit 1) as external_id,
          array(select t.tag from crm.customer_tags t
                 where t.business_id = c.business_id and t.customer_id = c.id order by t.tag) as tags,
          exists (select from journeys.segment_members m
                   where m.business_id = c.business_id and m.journey_id = $2 and m.customer_id = c.id) as member
     from crm.customers c
    where c.business_id = $1 and c.merged_into is null and c.lifecycle <> 'erased'
      and c.id > case when $3::uuid is null then '00000000-0000-0000-0000-000000000000' else $3 end
    order by c.id
    limit $4`,
);

/** Who was no member until now; two processes that count at once do not both let somebody in. */
export const enterSegment = statement<{ customer_id: string }>(
  'segment_entries.enter',
  `insert into journeys.segment_members (business_id, journey_id, customer_id)
   select $1, $2, id from unnest($3::uuid[]) id
   on conflict do nothing
   returning customer_id`,
);

export const leaveSegment = statement(
  'segment_entries.leave',
  `delete from journeys.segment_members
    where business_id = $1 and journey_id = $2 and customer_id = any ($3::uuid[])`,
);

export const countedBy = statement(
  'segment_entries.counted_by',
  `insert into journeys.segments (business_id, journey_id, condition, counted_at) values ($1, $2, $3, $4)
   on conflict (business_id, journey_id) do update
      set condition = excluded.condition, counted_at = excluded.counted_at`,
);
