import { sql } from 'kysely';
import { statement } from './statement.js';
import type { BusinessTransaction, Database } from './tenant.js';

export type CodeKind = 'place' | 'staff' | 'table' | 'invoice';
export type CodePurpose = 'rate' | 'contact';

export interface QrCodeRow {
  id: string;
  code: string;
  label: string;
  kind: string;
  purpose: string;
  locationId: string | null;
  staffId: string | null;
  reference: string | null;
  /** What the place or person it stands for is called; null when it stands for neither, or that was put away. */
  named: string | null;
  journeyId: string | null;
  heading: string | null;
  invitation: string | null;
  expiresAt: Date | null;
  switchedOffAt: Date | null;
  createdAt: Date;
  scans: number;
  scansLast30Days: number;
  /** `YYYY-MM-DD` in the business's days. */
  lastScanOn: string | null;
  answers: number;
  averageRating: number | null;
}

/** What may be said of a code, and changed while its print hangs on the wall. */
export interface QrCodeChange {
  label?: string | undefined;
  kind?: CodeKind | undefined;
  purpose?: CodePurpose | undefined;
  locationId?: string | null | undefined;
  staffId?: string | null | undefined;
  reference?: string | null | undefined;
  journeyId?: string | null | undefined;
  heading?: string | null | undefined;
  invitation?: string | null | undefined;
  expiresAt?: Date | null | undefined;
  switchedOffAt?: Date | null | undefined;
}

const columns = [
  'q.id',
  'q.code',
  'q.label',
  'q.kind',
  'q.purpose',
  'q.location_id as locationId',
  'q.staff_id as staffId',
  'q.reference',
  'q.journey_id as journeyId',
  'q.heading',
  'q.invitation',
  'q.expires_at as expiresAt',
  'q.switched_off_at as switchedOffAt',
  'q.created_at as createdAt',
] as const;

/** Codes that have not been put away, with what came of them. */
const codes = (tx: BusinessTransaction) =>
  tx.k
    .selectFrom('feedback.qr_codes as q')
    .select(columns)
    .select([
      sql<string | null>`(case when q.kind in ('table', 'invoice') then null
        when q.kind = 'staff' and q.staff_id is not null then (select p.name from tenancy.staff p
          where p.business_id = q.business_id and p.id = q.staff_id and p.archived_at is null)
        else (select l.name from tenancy.locations l
          where l.business_id = q.business_id and l.id = q.location_id and l.archived_at is null) end)`.as(
        'named',
      ),
      sql<number>`(select coalesce(sum(s.scans), 0)::int ${scansOfOne})`.as('scans'),
      sql<number>`(select coalesce(sum(s.scans), 0)::int ${scansOfOne} and s.day > current_date - 30)`.as(
        'scansLast30Days',
      ),
      sql<string | null>`(select max(s.day)::text ${scansOfOne})`.as('lastScanOn'),
      sql<number>`(select count(*)::int ${answersOfOne})`.as('answers'),
      sql<number | null>`(select avg(r.rating)::float8 ${answersOfOne})`.as('averageRating'),
    ])
    .where('q.business_id', '=', tx.businessId)
    .where('q.archived_at', 'is', null);

const scansOfOne = sql`from feedback.qr_scans_daily s where s.business_id = q.business_id and s.qr_code_id = q.id`;
const answersOfOne = sql`from feedback.responses r where r.business_id = q.business_id and r.qr_code_id = q.id`;

export function listQrCodes(
  tx: BusinessTransaction,
  after: string | null,
  limit: number,
): Promise<QrCodeRow[]> {
  return codes(tx)
    .$if(after !== null, (query) => query.where('q.id', '<', after!))
    .orderBy('q.id', 'desc')
    .limit(limit)
    .execute();
}

export function findQrCode(tx: BusinessTransaction, id: string): Promise<QrCodeRow | undefined> {
  return codes(tx).where('q.id', '=', id).executeTakeFirst();
}

/** Undefined when some business has this code already: make another one. */
export async function insertQrCode(
  tx: BusinessTransaction,
  { code, ...said }: QrCodeChange & { code: string; label: string; kind: CodeKind; purpose: CodePurpose },
): Promise<string | undefined> {
  const row = await tx.k
    .insertInto('feedback.qr_codes')
    .values({
      ...asColumns(said),
      business_id: tx.businessId,
      code,
      label: said.label,
      kind: said.kind,
      purpose: said.purpose,
    })
    .onConflict((conflict) => conflict.column('code').doNothing())
    .returning('id')
    .executeTakeFirst();
  return row?.id;
}

export async function updateQrCode(
  tx: BusinessTransaction,
  id: string,
  change: QrCodeChange,
): Promise<boolean> {
  const changed = await tx.k
    .updateTable('feedback.qr_codes')
    .set({ id, ...asColumns(change) })
    .where('business_id', '=', tx.businessId)
    .where('id', '=', id)
    .where('archived_at', 'is', null)
    .executeTakeFirst();
  return changed.numUpdatedRows > 0n;
}

/** Put a code away. Its row stays, so that the code never comes to mean something else, and so do its answers. */
export async function archiveQrCode(tx: BusinessTransaction, id: string, at: Date): Promise<boolean> {
  const archived = await tx.k
    .updateTable('feedback.qr_codes')
    .set({ archived_at: at })
    .where('business_id', '=', tx.businessId)
    .where('id', '=', id)
    .where('archived_at', 'is', null)
    .executeTakeFirst();
  return archived.numUpdatedRows > 0n;
}

const asColumns = (said: QrCodeChange) => ({
  ...(said.label !== undefined && { label: said.label }),
  ...(said.kind !== undefined && { kind: said.kind }),
  ...(said.purpose !== undefined && { purpose: said.purpose }),
  ...(said.locationId !== undefined && { location_id: said.locationId }),
  ...(said.staffId !== undefined && { staff_id: said.staffId }),
  ...(said.reference !== undefined && { reference: said.reference }),
  ...(said.journeyId !== undefined && { journey_id: said.journeyId }),
  ...(said.heading !== undefined && { heading: said.heading }),
  ...(said.invitation !== undefined && { invitation: said.invitation }),
  ...(said.expiresAt !== undefined && { expires_at: said.expiresAt }),
  ...(said.switchedOffAt !== undefined && { switched_off_at: said.switchedOffAt }),
});

export interface ScanDay {
  /** `YYYY-MM-DD` */
  day: string;
  scans: number;
  answers: number;
}

const scansByDay = statement<ScanDay>(
  'qr_codes.scans_by_day',
  `with days as (select generate_series($3::date, $4::date, interval '1 day')::date as day),
   answered as (
     select (r.created_at at time zone b.timezone)::date as day, count(*)::int as answers
       from feedback.responses r join tenancy.businesses b on b.id = r.business_id
      where r.business_id = $1 and r.qr_code_id = $2
        and r.created_at >= $3::date - interval '1 day' and r.created_at < $4::date + interval '2 days'
      group by 1)
   select d.day::text as day, coalesce(s.scans, 0) as scans, coalesce(a.answers, 0) as answers
     from days d
     left join feedback.qr_scans_daily s on s.business_id = $1 and s.qr_code_id = $2 and s.day = d.day
     left join answered a on a.day = d.day
    order by d.day`,
);

/** Every day from `from` to `until`, both included (`YYYY-MM-DD`, the business's own days), also those without a scan. */
export function scansOf(
  tx: BusinessTransaction,
  id: string,
  from: string,
  until: string,
): Promise<ScanDay[]> {
  return tx.run(scansByDay, [tx.businessId, id, from, until]);
}

const countOne = statement(
  'qr_codes.count_scan',
  `insert into feedback.qr_scans_daily as s (business_id, qr_code_id, day, scans)
   select $1, $2, ($3::timestamptz at time zone b.timezone)::date, 1 from tenancy.businesses b where b.id = $1
   on conflict (business_id, qr_code_id, day) do update set scans = s.scans + 1`,
);

/** One more opening of a code today. Nothing is kept of who it was. */
export function countScan(tx: BusinessTransaction, id: string, at: Date): void {
  tx.last(countOne, [tx.businessId, id, at]);
}

/** Whose code in use this is, in whichever business; null when it is unknown, off, over or put away. */
export async function resolveQrCode(
  database: Database,
  code: string,
): Promise<{ businessId: string; id: string } | null> {
  const { rows } = await database.pool.query({
    name: 'qr_codes.resolve',
    text: 'select business_id, id from feedback.resolve_qr_code($1)',
    values: [code],
  });
  const row = rows[0] as { business_id: string; id: string } | undefined;
  return row ? { businessId: row.business_id, id: row.id } : null;
}

/** A code as the page behind it needs it. */
export interface OpenedCode {
  id: string;
  code: string;
  label: string;
  kind: CodeKind;
  purpose: CodePurpose;
  locationId: string | null;
  locationName: string | null;
  staffId: string | null;
  staffName: string | null;
  reference: string | null;
  journeyId: string | null;
  heading: string | null;
  invitation: string | null;
  /** ISO 3166 alpha-2 of the business: how a number without a country is read. */
  country: string | null;
}

export async function openCode(tx: BusinessTransaction, id: string): Promise<OpenedCode | undefined> {
  const row = await tx.k
    .selectFrom('feedback.qr_codes as q')
    .innerJoin('tenancy.businesses as b', 'b.id', 'q.business_id')
    .leftJoin('tenancy.locations as l', (on) =>
      on
        .onRef('l.business_id', '=', 'q.business_id')
        .onRef('l.id', '=', 'q.location_id')
        .on('l.archived_at', 'is', null),
    )
    .leftJoin('tenancy.staff as s', (on) =>
      on
        .onRef('s.business_id', '=', 'q.business_id')
        .onRef('s.id', '=', 'q.staff_id')
        .on('s.archived_at', 'is', null),
    )
    .select([
      'q.id',
      'q.code',
      'q.label',
      'q.kind',
      'q.purpose',
      'l.id as locationId',
      'l.name as locationName',
      's.id as staffId',
      's.name as staffName',
      's.location_id as staffLocationId',
      'q.reference',
      'q.journey_id as journeyId',
      'q.heading',
      'q.invitation',
      'b.country',
    ])
    .where('q.business_id', '=', tx.businessId)
    .where('q.id', '=', id)
    .executeTakeFirst();
  if (!row) return undefined;
  const { staffLocationId, ...code } = row;
  return {
    ...code,
    kind: row.kind as CodeKind,
    purpose: row.purpose as CodePurpose,
    // Who does the work belongs to a place, too.
    locationId: row.locationId ?? staffLocationId,
  };
}

/** An answer given at a code, before anybody has said who they are. */
export interface QrAnswer {
  id: string;
  rating: number;
  comment: string;
  privateNote: string;
  customerId: string | null;
  at: Date;
}

/** What was answered on one visit to a code's page; undefined before. */
export async function findQrAnswer(tx: BusinessTransaction, visitId: string): Promise<QrAnswer | undefined> {
  const row = await tx.k
    .selectFrom('feedback.responses')
    .select(['id', 'rating', 'comment', 'private_note', 'customer_id', 'created_at', 'changed_at'])
    .where('business_id', '=', tx.businessId)
    .where('token_id', '=', visitId)
    .executeTakeFirst();
  return (
    row && {
      id: row.id,
      rating: row.rating,
      comment: row.comment,
      privateNote: row.private_note,
      customerId: row.customer_id,
      at: row.changed_at ?? row.created_at,
    }
  );
}

const writeAnswer = statement<{ id: string }>(
  'qr_codes.write_answer',
  `insert into feedback.responses as r (business_id, id, rating, comment, source, token_id, qr_code_id, staff_id, location_id,
                                        subject_kind, subject_id, public_links_shown)
   select $1, $2, $3, $4, 'qr', $5, q.id, s.id, l.id, case q.kind when 'invoice' then 'invoice' end,
          case q.kind when 'invoice' then q.reference end, $7::jsonb
     from feedback.qr_codes q
     left join tenancy.staff s on s.business_id = q.business_id and s.id = q.staff_id
     left join tenancy.locations l on l.business_id = q.business_id and l.id = coalesce(q.location_id, s.location_id)
    where q.business_id = $1 and q.id = $6
   on conflict (business_id, token_id) do update
      set rating = excluded.rating, comment = excluded.comment, public_links_shown = excluded.public_links_shown,
          changed_at = clock_timestamp()
    where (r.rating, r.comment) is distinct from (excluded.rating, excluded.comment)
   returning id`,
);

/**
 * Keep what somebody answered on one visit; the same visit again changes its answer. It is noted under whom and what the
 * code stood for at that moment. False when nothing changed.
 */
export async function keepQrAnswer(
  tx: BusinessTransaction,
  answer: {
    id: string;
    rating: number;
    comment: string;
    visitId: string;
    codeId: string;
    linksShown: unknown;
  },
): Promise<boolean> {
  const rows = await tx.run(writeAnswer, [
    tx.businessId,
    answer.id,
    answer.rating,
    answer.comment,
    answer.visitId,
    answer.codeId,
    JSON.stringify(answer.linksShown),
  ]);
  return rows.length > 0;
}

/** Whoever answered has said who they are, or written in private. */
export async function addToQrAnswer(
  tx: BusinessTransaction,
  id: string,
  { customerId, note, wantsCall }: { customerId?: string; note?: string; wantsCall?: boolean },
): Promise<void> {
  await tx.k
    .updateTable('feedback.responses')
    .set({
      id,
      ...(customerId !== undefined && { customer_id: customerId }),
      ...(note !== undefined && { private_note: note }),
      ...(wantsCall !== undefined && { wants_call: wantsCall }),
    })
    .where('business_id', '=', tx.businessId)
    .where('id', '=', id)
    .execute();
}
