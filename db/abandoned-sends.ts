import { statement } from './statement.js';

/**
 * Across businesses, as app_dispatch: messages whose sender died in the middle of the call, and to which no turn comes
 * back: the enrollment has ended, or has left that visit of the step behind, or it is so long ago that nobody may ask
 * the provider again. A turn that has not been stored yet leads to its message once more, which is why standing
 * elsewhere is not enough.
 */
export const abandonedSends = statement<{ business_id: string; id: string }>(
  'abandoned_sends.list',
  `select m.business_id, m.id
     from messaging.messages m
     left join journeys.enrollments e on e.business_id = m.business_id and e.id = m.enrollment_id
    where m.status = 'sending' and m.lease_until is not null and m.lease_until < now() - interval '1 minute'
      and m.author is null
      and (e.id is null or e.status <> 'active' or m.lease_until < now() - interval '23 hours'
           or (e.visits ->> m.step_id)::int >= m.visit and (e.step_id is distinct from m.step_id or e.visit <> m.visit))
    order by m.lease_until limit $1`,
);

export const findAbandoned = statement<{ channel: 'email' | 'sms'; provider: string | null }>(
  'abandoned_sends.find',
  `select channel, provider from messaging.messages
    where business_id = $1 and id = $2 and status = 'sending' and lease_until < now() - interval '1 minute'`,
);

/**
 * Nobody can know whether it went: that is said, also in the timeline, and looked up from $5 on where the provider can
 * tell. Of somebody who was erased meanwhile no text is kept.
 */
export const leaveUnknown = statement<{ id: string }>(
  'abandoned_sends.leave_unknown',
  `with left_unknown as (
     update messaging.messages m
        set status = 'unknown', reason_code = $3, reason_message = $4, lease_until = null,
            sent_at = coalesce(m.sent_at, m.first_attempt_at),
            content = case when c.lifecycle = 'erased' then null else m.content end,
            look_up_at = case when c.lifecycle = 'erased' then null else $5::timestamptz end
       from crm.customers c
      where m.business_id = $1 and m.id = $2 and m.status = 'sending' and m.lease_until < now() - interval '1 minute'
        and c.business_id = m.business_id and c.id = m.customer_id
     returning m.id, m.enrollment_id, m.step_id, m.visit),
   told as (
     insert into journeys.timeline (business_id, enrollment_id, journey_id, customer_id, version, type, step_id, visit,
                                    reason_code, reason_message, message_id, actor)
     select $1, e.id, e.journey_id, e.customer_id, e.version, 'message', l.step_id, l.visit, $3, $4, l.id, 'journey'
       from left_unknown l
       join journeys.enrollments e on e.business_id = $1 and e.id = l.enrollment_id)
   select id from left_unknown`,
);
