import { statement } from './statement.js';

/**
 * Tell members of the team: $2 is a membership id or a role; the same key tells the same person once. The oldest
 * owner is told when nobody holds the role.
 */
export const insertNotices = statement(
  'notices.insert',
  `with meant as (
     select m.id from tenancy.memberships m
      where m.business_id = $1 and m.removed_at is null and (m.id::text = $2 or m.role = $2)),
   told as (
     select id from meant
     union all
     (select m.id from tenancy.memberships m
       where m.business_id = $1 and m.removed_at is null and m.role = 'owner' and not exists (select from meant)
       order by m.id limit 1))
   insert into journeys.notices (business_id, membership_id, notice_key, kind, body, enrollment_id, customer_id, step_id,
                                 feedback_id)
   select $1, told.id, $3 || ':' || told.id, $4, $5, $6, $7, $8, $9 from told
   on conflict (business_id, notice_key) do nothing`,
);

export interface PendingNotice {
  business_id: string;
  id: string;
}

/** Across businesses, as app_dispatch: notices not yet e-mailed. */
export const pendingNotices = statement<PendingNotice>(
  'notices.pending',
  `select business_id, id from journeys.notices where email_status = 'pending' order by id limit $1`,
);

/** Take a notice to e-mail it; whoever gets the row sends, and a crash in between leaves it \`unknown\` to nobody's harm. */
export const claimNotice = statement<{
  id: string;
  body: string;
  kind: string;
  email: string;
  name: string;
  business: string;
}>(
  'notices.claim',
  `update journeys.notices n set email_status = 'sending'
     from tenancy.memberships m, tenancy.businesses b
    where n.business_id = $1 and n.id = $2 and n.email_status = 'pending'
      and m.business_id = n.business_id and m.id = n.membership_id and b.id = n.business_id
   returning n.id, n.body, n.kind, m.email, m.name, b.name as business`,
);

export const settleNotice = statement(
  'notices.settle',
  `update journeys.notices set email_status = $3 where business_id = $1 and id = $2`,
);
