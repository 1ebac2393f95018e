import { statement } from './statement.js';
import type { BusinessTransaction, Database } from './tenant.js';

/** A link of a message to somewhere else; `hash` and `target` are hex, the target sealed. */
export interface NewLink {
  id: string;
  hash: string;
  target: string;
  review_site: string | null;
}

/** Written in the transaction that writes the message, after it. */
export const insertLinks = statement(
  'links.insert',
  `insert into messaging.links (business_id, id, token_hash, message_id, customer_id, target, review_site)
   select $1, l.id, decode(l.hash, 'hex'), m.id, m.customer_id, decode(l.target, 'hex'), l.review_site
     from messaging.messages m, jsonb_to_recordset($3::jsonb) as l (id uuid, hash text, target text, review_site text)
    where m.business_id = $1 and m.id = $2`,
);

/** Whose link has this hash, in whichever business; null when nobody's. */
export async function resolveLink(
  database: Database,
  hash: Buffer,
): Promise<{ businessId: string; id: string } | null> {
  const { rows } = await database.pool.query({
    name: 'links.resolve',
    text: 'select business_id, id from messaging.resolve_link($1)',
    values: [hash],
  });
  const row = rows[0] as { business_id: string; id: string } | undefined;
  return row ? { businessId: row.business_id, id: row.id } : null;
}

/** A link, the message it came in, and what else of that message was opened. */
export interface OpenedLink {
  id: string;
  /** Sealed: where it leads. */
  target: Buffer;
  review_site: string | null;
  opens: number;
  message_id: string;
  channel: 'email' | 'sms';
  purpose: string | null;
  sent_at: Date | null;
  customer_id: string;
  enrollment_id: string | null;
  journey_id: string | null;
  step_id: string | null;
  subject_kind: string | null;
  subject_id: string | null;
  depth: number;
  /** When another link of the same message was opened last. */
  other_opened_at: Date | null;
}

const find = statement<OpenedLink>(
  'links.find',
  `select l.id, l.target, l.review_site, l.opens, m.id as message_id, m.channel, m.purpose, m.sent_at, m.customer_id,
          m.enrollment_id, m.journey_id, m.step_id, e.subject_kind, e.subject_id, coalesce(e.depth, 0) as depth,
          (select max(o.last_opened_at) from messaging.links o
            where o.business_id = l.business_id and o.message_id = l.message_id and o.id <> l.id) as other_opened_at
     from messaging.links l
     join messaging.messages m on m.business_id = l.business_id and m.id = l.message_id
     left join journeys.enrollments e on e.business_id = m.business_id and e.id = m.enrollment_id
    where l.business_id = $1 and l.id = $2`,
);

export async function findLink(tx: BusinessTransaction, id: string): Promise<OpenedLink | undefined> {
  const [link] = await tx.run(find, [tx.businessId, id]);
  return link;
}

const noteOpen = statement(
  'links.note_open',
  `update messaging.links
      set opens = opens + case when $3 then 1 else 0 end, scans = scans + case when $3 then 0 else 1 end,
          first_opened_at = coalesce(first_opened_at, $4), last_opened_at = $4
    where business_id = $1 and id = $2`,
);

/** One more opening, by a person or by what was probably a program. Nothing else is kept of it. */
export function noteOpening(tx: BusinessTransaction, id: string, byPerson: boolean, at: Date): void {
  tx.last(noteOpen, [tx.businessId, id, byPerson, at]);
}
