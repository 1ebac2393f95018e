import { statement } from './statement.js';

/** Keep a member of staff an event names; the newest name wins. */
export const upsertStaff = statement<{ id: string; name: string; external_id: string }>(
  'people.upsert_staff',
  `insert into tenancy.staff (business_id, external_id, name)
   values ($1, $2, coalesce($3, $2))
   on conflict (business_id, external_id) do update set name = coalesce($3, tenancy.staff.name)
   returning id, name, external_id`,
);

/** Keep a place an event names. */
export const upsertLocation = statement<{ id: string; name: string; external_id: string }>(
  'people.upsert_location',
  `insert into tenancy.locations (business_id, external_id, name)
   values ($1, $2, coalesce($3, $2))
   on conflict (business_id, external_id) do update set name = coalesce($3, tenancy.locations.name)
   returning id, name, external_id`,
);
