import { sql } from 'kysely';
import { firstIdAt } from './first-id-at.js';
import type { BusinessTransaction } from './tenant.js';

export type Bucket = 'day' | 'week' | 'month';

export interface Span {
  from: Date;
  to: Date;
}

export interface Results {
  by: Bucket;
  entered: number;
  ended: { status: string; reason: string | null; count: number }[];
  messages: {
    sent: number;
    delivered: number;
    confirmable: number;
    linksSent: number;
    clicked: number;
    failed: number;
    skipped: number;
  };
  asks: { asked: number; answered: number; reviewLinksOpened: number };
  ratings: Rated & { byRating: Record<'1' | '2' | '3' | '4' | '5', number> };
  /** One entry for each day, week (from Monday) or month of the business's own calendar, without gaps. */
  series: { from: string; entered: number; sent: number; answers: number; average: number | null }[];
}

export interface Rated {
  answers: number;
  average: number | null;
}

const DAY = 86_400_000;
const LEFT = sql`('sent', 'delivered', 'unknown')`;
/** Providers that tell us when a message has arrived. The outbox and SMTP never do. */
const CONFIRMS = sql`('postmark', 'resend', 'twilio')`;

/** Few enough entries to be read on a screen. */
const bucketOf = ({ from, to }: Span): Bucket => {
  const days = (to.getTime() - from.getTime()) / DAY;
  return days <= 45 ? 'day' : days <= 200 ? 'week' : 'month';
};

// Ids begin with the time a row was made, a little before the row: a day of slack lets the primary keys serve.
const firstId = ({ from }: Span) => firstIdAt(new Date(from.getTime() - DAY));

/** What came of a journey, or of all of them, from `from` until just before `to`. */
export async function readResults(
  tx: BusinessTransaction,
  span: Span & { journeyId?: string },
): Promise<Results> {
  const by = bucketOf(span);
  const ended = await readEnded(tx, span);
  const counts = await readCounts(tx, span);
  const ratings = await readRatings(tx, span);
  const series = await readSeries(tx, span, by);
  return { by, ended, ...counts, ratings, series };
}

type Asked = Span & { journeyId?: string };

const within = (column: ReturnType<typeof sql.ref>, { from, to }: Span) =>
  sql`${column} >= ${from} and ${column} < ${to}`;
const ofJourney = (column: ReturnType<typeof sql.ref>, { journeyId }: Asked) =>
  journeyId === undefined ? sql`true` : sql`${column} = ${journeyId}`;

async function readEnded(tx: BusinessTransaction, asked: Asked): Promise<Results['ended']> {
  const { rows } = await sql<Results['ended'][number]>`
    select status, reason_code as reason, count(*)::int as count from journeys.enrollments e
     where e.business_id = ${tx.businessId} and ${ofJourney(sql.ref('e.journey_id'), asked)}
       and e.status <> 'active' and ${within(sql.ref('e.ended_at'), asked)}
     group by status, reason_code order by count desc, status, reason_code`.execute(tx.k);
  return rows;
}

async function readCounts(
  tx: BusinessTransaction,
  asked: Asked,
): Promise<Pick<Results, 'entered' | 'messages' | 'asks'>> {
  const entered = await sql<{ count: number }>`
    select count(*)::int as count from journeys.enrollments e
     where e.business_id = ${tx.businessId} and e.id >= ${firstId(asked)}
       and ${ofJourney(sql.ref('e.journey_id'), asked)} and ${within(sql.ref('e.started_at'), asked)}`.execute(
    tx.k,
  );
  const messages = await sql<Results['messages']>`
    with ours as (
      select m.id, m.status, m.provider from messaging.messages m
       where m.business_id = ${tx.businessId} and m.id >= ${firstId(asked)} and m.direction = 'outbound'
         and ${ofJourney(sql.ref('m.journey_id'), asked)} and ${within(sql.ref('m.created_at'), asked)}),
    linked as (
      select l.message_id, bool_or(l.first_opened_at is not null) as opened
        from messaging.links l join ours on ours.id = l.message_id and ours.status in ${LEFT}
       where l.business_id = ${tx.businessId} group by l.message_id)
    select count(*) filter (where status in ${LEFT})::int as sent,
           count(*) filter (where status = 'delivered')::int as delivered,
           count(*) filter (where status in ${LEFT} and provider in ${CONFIRMS})::int as confirmable,
           (select count(*)::int from linked) as "linksSent",
           (select count(*)::int from linked where opened) as clicked,
           count(*) filter (where status = 'failed')::int as failed,
           count(*) filter (where status = 'skipped')::int as skipped
      from ours`.execute(tx.k);
  const asks = await sql<Results['asks']>`
    with asked as (
      select r.message_id, r.answered_at from feedback.review_requests r
        join messaging.messages m on m.business_id = r.business_id and m.id = r.message_id
       where r.business_id = ${tx.businessId} and r.id >= ${firstId(asked)} and not r.reminder
         and m.status in ${LEFT} and ${ofJourney(sql.ref('m.journey_id'), asked)}
         and ${within(sql.ref('r.created_at'), asked)})
    select count(*)::int as asked, count(answered_at)::int as answered,
           (select count(distinct l.message_id)::int from messaging.links l
             where l.business_id = ${tx.businessId} and l.review_site is not null and l.first_opened_at is not null
               and l.message_id in (select message_id from asked)) as "reviewLinksOpened"
      from asked`.execute(tx.k);
  return { entered: entered.rows[0]!.count, messages: messages.rows[0]!, asks: asks.rows[0]! };
}

/** Answers of the span with the journey they belong to; an answer to a printed code belongs to none. */
const answersOf = (tx: BusinessTransaction, asked: Asked) => sql`
  select r.rating, r.created_at, r.staff_id, r.location_id, e.journey_id
    from feedback.responses r
    left join journeys.enrollments e on e.business_id = r.business_id and e.id = r.enrollment_id
   where r.business_id = ${tx.businessId} and r.id >= ${firstId(asked)}
     and ${ofJourney(sql.ref('e.journey_id'), asked)} and ${within(sql.ref('r.created_at'), asked)}`;

const average = sql`round(avg(rating), 2)::float8`;

async function readRatings(tx: BusinessTransaction, asked: Asked): Promise<Results['ratings']> {
  const { rows } = await sql<Rated & Record<'one' | 'two' | 'three' | 'four' | 'five', number>>`
    with given as (${answersOf(tx, asked)})
    select count(*)::int as answers, ${average} as average,
           count(*) filter (where rating = 1)::int as one, count(*) filter (where rating = 2)::int as two,
           count(*) filter (where rating = 3)::int as three, count(*) filter (where rating = 4)::int as four,
           count(*) filter (where rating = 5)::int as five
      from given`.execute(tx.k);
  const { answers, average: mean, one, two, three, four, five } = rows[0]!;
  return { answers, average: mean, byRating: { '1': one, '2': two, '3': three, '4': four, '5': five } };
}

async function readSeries(tx: BusinessTransaction, asked: Asked, by: Bucket): Promise<Results['series']> {
  const zone = sql`(select timezone from tenancy.businesses where id = ${tx.businessId})`;
  const dayOf = (column: ReturnType<typeof sql.ref>) =>
    sql`date_trunc(${by}::text, ${column} at time zone (select name from zone))::date`;
  const { rows } = await sql<Results['series'][number]>`
    with zone as (select ${zone} as name),
    days as (
      select g::date as day from generate_series(
        date_trunc(${by}::text, ${asked.from}::timestamptz at time zone (select name from zone)),
        (${asked.to}::timestamptz - interval '1 millisecond') at time zone (select name from zone),
        ('1 ' || ${by}::text)::interval) g),
    entered as (
      select ${dayOf(sql.ref('e.started_at'))} as day, count(*)::int as count from journeys.enrollments e
       where e.business_id = ${tx.businessId} and e.id >= ${firstId(asked)}
         and ${ofJourney(sql.ref('e.journey_id'), asked)} and ${within(sql.ref('e.started_at'), asked)}
       group by 1),
    sent as (
      select ${dayOf(sql.ref('m.created_at'))} as day, count(*)::int as count from messaging.messages m
       where m.business_id = ${tx.businessId} and m.id >= ${firstId(asked)} and m.direction = 'outbound'
         and m.status in ${LEFT} and ${ofJourney(sql.ref('m.journey_id'), asked)}
         and ${within(sql.ref('m.created_at'), asked)}
       group by 1),
    given as (
      select ${dayOf(sql.ref('a.created_at'))} as day, count(*)::int as count, ${average} as average
        from (${answersOf(tx, asked)}) a group by 1)
    select to_char(days.day, 'YYYY-MM-DD') as from, coalesce(entered.count, 0) as entered,
           coalesce(sent.count, 0) as sent, coalesce(given.count, 0) as answers, given.average
      from days left join entered using (day) left join sent using (day) left join given using (day)
     order by days.day`.execute(tx.k);
  return rows;
}

export interface Splits {
  journeys: ({ id: string; name: string; entered: number; sent: number } & Rated)[];
  staff: ({ id: string; name: string } & Rated)[];
  locations: ({ id: string; name: string } & Rated)[];
}

/** The span split by journey, by who did the work and by place; only those with anything to show. */
export async function readSplits(tx: BusinessTransaction, span: Span): Promise<Splits> {
  const journeys = await sql<Splits['journeys'][number]>`
    with entered as (
      select journey_id, count(*)::int as count from journeys.enrollments e
       where e.business_id = ${tx.businessId} and e.id >= ${firstId(span)} and ${within(sql.ref('e.started_at'), span)}
       group by 1),
    sent as (
      select journey_id, count(*)::int as count from messaging.messages m
       where m.business_id = ${tx.businessId} and m.id >= ${firstId(span)} and m.direction = 'outbound'
         and m.status in ${LEFT} and ${within(sql.ref('m.created_at'), span)}
       group by 1),
    given as (
      select journey_id, count(*)::int as count, ${average} as average from (${answersOf(tx, span)}) a group by 1)
    select j.id, j.name, coalesce(entered.count, 0) as entered, coalesce(sent.count, 0) as sent,
           coalesce(given.count, 0) as answers, given.average
      from journeys.journeys j
      left join entered on entered.journey_id = j.id
      left join sent on sent.journey_id = j.id
      left join given on given.journey_id = j.id
     where j.business_id = ${tx.businessId} and j.deleted_at is null
       and (entered.count > 0 or sent.count > 0 or given.count > 0)
     order by entered desc, sent desc, j.name`.execute(tx.k);
  const named = async (table: 'staff' | 'locations', column: 'staff_id' | 'location_id') => {
    const { rows } = await sql<Splits['staff'][number]>`
      select n.id, n.name, count(*)::int as answers, ${average} as average
        from (${answersOf(tx, span)}) a
        join ${sql.table(`tenancy.${table}`)} n on n.business_id = ${tx.businessId} and n.id = a.${sql.ref(column)}
       group by n.id, n.name order by answers desc, n.name`.execute(tx.k);
    return rows;
  };
  return {
    journeys: journeys.rows,
    staff: await named('staff', 'staff_id'),
    locations: await named('locations', 'location_id'),
  };
}
