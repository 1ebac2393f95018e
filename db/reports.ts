import { firstIdAt } from './first-id-at.js';
import { statement } from './statement.js';
import type { BusinessTransaction } from './tenant.js';

export interface OverviewRow {
  events: number;
  started: number;
  completed: number;
  stopped: number;
  failed: number;
  active: number;
  messages: { channel: string; status: string; count: number }[];
  ratings: { rating: number; count: number }[];
  unresolved: number;
  customers: number;
  customersAdded: number;
  unsubscribed: number;
}

// Ids begin with the time a row was made; $4 is one from before the span, so that the primary keys serve.
const overview = statement<OverviewRow>(
  'reports.overview',
  `with span as (select $2::timestamptz as span_from, $3::timestamptz as span_to)
   select
     (select count(*)::int from integrations.inbox_events e, span
       where e.business_id = $1 and e.id >= $4 and e.received_at >= span_from and e.received_at < span_to) as events,
     (select count(*)::int from journeys.enrollments e, span
       where e.business_id = $1 and e.id >= $4 and e.started_at >= span_from and e.started_at < span_to) as started,
     (select count(*)::int from journeys.enrollments e, span
       where e.business_id = $1 and e.status = 'completed' and e.ended_at >= span_from and e.ended_at < span_to) as completed,
     (select count(*)::int from journeys.enrollments e, span
       where e.business_id = $1 and e.status = 'stopped' and e.ended_at >= span_from and e.ended_at < span_to) as stopped,
     (select count(*)::int from journeys.enrollments e, span
       where e.business_id = $1 and e.status = 'failed' and e.ended_at >= span_from and e.ended_at < span_to) as failed,
     (select count(*)::int from journeys.enrollments e where e.business_id = $1 and e.status = 'active') as active,
     coalesce((select jsonb_agg(m) from (
       select channel, status, count(*)::int as count from messaging.messages m, span
        where m.business_id = $1 and m.id >= $4 and m.created_at >= span_from and m.created_at < span_to
        group by channel, status order by channel, status) m), '[]') as messages,
     coalesce((select jsonb_agg(r) from (
       select rating, count(*)::int as count from feedback.responses f, span
        where f.business_id = $1 and f.id >= $4 and f.created_at >= span_from and f.created_at < span_to
        group by rating order by rating) r), '[]') as ratings,
     (select count(*)::int from feedback.responses f, span
       where f.business_id = $1 and f.id >= $4 and f.resolved_at is null and f.created_at >= span_from and f.created_at < span_to) as unresolved,
     (select count(*)::int from crm.customers c
       where c.business_id = $1 and c.merged_into is null and c.lifecycle <> 'erased') as customers,
     (select count(*)::int from crm.customers c, span
       where c.business_id = $1 and c.merged_into is null and c.lifecycle <> 'erased'
         and c.id >= $4 and c.created_at >= span_from and c.created_at < span_to) as "customersAdded",
     (select count(distinct k.customer_id)::int from crm.consents k, span
       where k.business_id = $1 and not k.granted and k.at >= span_from and k.at < span_to) as unsubscribed`,
);

export async function readOverview(tx: BusinessTransaction, from: Date, to: Date): Promise<OverviewRow> {
  // A day of slack: an id is made a little before its row.
  const firstId = firstIdAt(new Date(from.getTime() - 86_400_000));
  return (await tx.run(overview, [tx.businessId, from, to, firstId]))[0]!;
}
