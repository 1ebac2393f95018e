import type { Channel } from '../workflows/flow/purposes.js';
import { statement } from './statement.js';
import { hashOf } from './suppressions.js';
import type { BusinessTransaction } from './tenant.js';

/** How one customer stands today: whether they may be written to, and what they are going through. */
export interface Standing {
  id: string;
  emailStopped: boolean;
  smsStopped: boolean;
  /** The journeys they are in now, each once, the oldest first. */
  journeys: { id: string; name: string }[];
}

/**
 * A channel is stopped when its address is never written to again, or when nothing is left that may go out by it:
 * service and review messages were refused, and marketing was never granted. A single refusal stops one purpose only.
 */
const stopped = (channel: Channel, address: string) => `(
          exists (select from messaging.suppressions s
                   where s.business_id = $1 and s.channel = '${channel}' and s.lifted_at is null
                     and s.address_hash = ${hashOf(address, `'${channel}'`)})
          or (select count(*) filter (where not k.granted and k.purpose <> 'marketing') = 2
                     and count(*) filter (where k.granted and k.purpose = 'marketing') = 0
                from (select distinct on (k.purpose) k.purpose, k.granted from crm.consents k
                       where k.business_id = $1 and k.customer_id = c.id and k.channel = '${channel}'
                       order by k.purpose, k.at desc, k.id desc) k))`;

const ofPage = statement<Standing>(
  'standings.of_page',
  `select c.id,
          ${stopped('email', 'c.email')} as "emailStopped",
          ${stopped('sms', 'c.phone')} as "smsStopped",
          coalesce((
            select jsonb_agg(jsonb_build_object('id', j.id, 'name', j.name) order by j.id)
              from journeys.journeys j
             where j.business_id = $1
               and j.id = any (array(select e.journey_id from journeys.enrollments e
                                      where e.business_id = $1 and e.customer_id = c.id and e.status = 'active'))
          ), '[]') as journeys
     from crm.customers c
    where c.business_id = $1 and c.id = any ($2::uuid[])`,
);

/** How everybody of one page stands, by their ids, in one statement. */
export async function standingsOf(
  tx: BusinessTransaction,
  customerIds: readonly string[],
): Promise<Map<string, Standing>> {
  const rows = await tx.run(ofPage, [tx.businessId, customerIds]);
  return new Map(rows.map((row) => [row.id, row]));
}
