import { findByDedupeKey, noteOnEvent, type NewInboxEvent } from '../../db/inbox.js';
import { withBusiness } from '../../db/tenant.js';
import { newId } from '../../lib/ids.js';
import { jsonHash } from '../../lib/json-hash.js';
import { Problem, type FieldError } from '../../lib/problem.js';
import { isReserved, newEvent, type NewEvent } from '../../workflows/flow/events.js';
import { attributesFault } from '../attributes-size.js';
import type { ApiDeps } from '../deps.js';
import { fieldErrors } from '../invalid.js';
import { insertTogether } from './insert-together.js';

export const MOST_EVENTS = 500;
const BUCKET_MS = 5 * 60_000;

export interface Accepting {
  businessId: string;
  connectionId: string | null;
  /** What deduplication is per: the connection's id, `api` or `journeyman`. */
  origin: string;
  /** `api`, `journeyman` or the kind of source. */
  source: string;
  /** One event or an array of 1 to 500, not yet checked: all are taken, or none. */
  events: unknown;
  /** Names events that have no id of their own, with their place in the delivery. */
  webhookId?: string | undefined;
  /** The bytes as they arrived, where they are not our own format. */
  raw?: Buffer | undefined;
  /** The one journey the events are meant for. */
  journeyId?: string | null;
  /** Whom they concern, where that is known already. */
  customerId?: string | null;
  actor?: string;
}

export interface AcceptedEvent {
  /** Ours. */
  id: string;
  /** It was here before: this is the first one's id, and nothing is done twice. */
  duplicate: boolean;
  /** The sender's. */
  sourceId: string | null;
  /** By what repeats of it are told: its `id`, the delivery's, or its body within five minutes. */
  deduplicatedBy: 'id' | 'webhook_id' | 'body';
  /** Something the sender should know. */
  note: string | null;
}

type AcceptDeps = Pick<ApiDeps, 'database' | 'keys' | 'now'> & Partial<Pick<ApiDeps, 'metrics'>>;

/**
 * The one door: check events, seal them, and put them into the inbox in one transaction that also wakes intake. Throws
 * `invalid` or `reserved_type` with the path of every fault (`[3].type`), and then takes nothing.
 */
export async function acceptEvents(deps: AcceptDeps, accepting: Accepting): Promise<AcceptedEvent[]> {
  const sent = readEvents(accepting.events);
  const now = deps.now();
  const rows = await Promise.all(sent.map((event, place) => rowOf(event, place, accepting, now, deps)));
  const inserted = await insertAll(
    deps,
    accepting,
    rows.map(({ row }) => row),
  );
  deps.metrics?.eventsAccepted(accepting.source, inserted.filter(({ duplicate }) => !duplicate).length);
  return rows.map(({ row, deduplicatedBy }, place) => {
    const { id, duplicate, sameBody } = inserted[place]!;
    return {
      id,
      duplicate,
      sourceId: row.sourceId,
      deduplicatedBy,
      note: duplicate ? noteOf(sameBody) : row.note,
    };
  });
}

export interface SentEvent {
  event: NewEvent;
  /** SHA-256 of the event's canonical JSON, before anything was understood. */
  hash: Buffer;
}

/** Checks what was sent as events from outside. */
export function readEvents(body: unknown): SentEvent[] {
  const list = Array.isArray(body) ? (body as unknown[]) : [body];
  if (body === undefined || body === null || typeof body !== 'object') {
    refuse('invalid', [{ path: '', message: 'Send one event, or an array of them.' }]);
  }
  if (list.length === 0) refuse('invalid', [{ path: '', message: 'Send at least one event.' }]);
  if (list.length > MOST_EVENTS) {
    refuse('invalid', [
      { path: '', message: `Send at most ${MOST_EVENTS} events at once; this is ${list.length}.` },
    ]);
  }
  const errors: FieldError[] = [];
  const reserved: FieldError[] = [];
  const events: SentEvent[] = [];
  for (const [place, item] of list.entries()) {
    const parsed = newEvent.safeParse(item);
    const prefix = Array.isArray(body) ? [place] : [];
    if (!parsed.success) {
      const issues = parsed.error.issues.map((issue) => ({ ...issue, path: [...prefix, ...issue.path] }));
      errors.push(...fieldErrors(issues, body));
    } else if (attributesFault(parsed.data.customer?.attributes)) {
      const path = `${Array.isArray(body) ? `[${place}].` : ''}customer.attributes`;
      errors.push({ path, message: attributesFault(parsed.data.customer?.attributes)! });
    } else if (timesOf(parsed.data).some(isBeyondAge)) {
      const path = Array.isArray(body) ? `[${place}]` : '';
      errors.push({ path, message: 'Give times of the years 1 to 9999.' });
    } else if (isReserved(parsed.data.type)) {
      const path = Array.isArray(body) ? `[${place}].type` : 'type';
      reserved.push({
        path,
        message: `“${parsed.data.type}” is made by Journeyman itself. Use a type of your own that begins with custom_.`,
      });
    } else events.push({ event: parsed.data, hash: jsonHash(item) });
    if (errors.length + reserved.length >= 50) break;
  }
  if (errors.length > 0) refuse('invalid', [...errors, ...reserved].slice(0, 50));
  if (reserved.length > 0) refuse('reserved_type', reserved);
  return events;
}

const timesOf = ({ occurredAt, customer }: NewEvent): string[] =>
  [occurredAt, ...(customer?.consents ?? []).map(({ at }) => at)].filter((at) => at !== undefined);

/** In UTC: an offset may carry a time over the end of what PostgreSQL and RFC 3339 can write. */
function isBeyondAge(at: string): boolean {
  const year = new Date(at).getUTCFullYear();
  return year < 1 || year > 9999;
}

function refuse(code: 'invalid' | 'reserved_type', errors: FieldError[]): never {
  const [first] = errors;
  const where = first?.path ? `${first.path}: ` : '';
  const more = errors.length > 1 ? ` (and ${errors.length - 1} more, see errors)` : '';
  throw new Problem(code, `${where}${first?.message ?? ''}${more}`, { errors });
}

async function rowOf(
  { event, hash }: SentEvent,
  place: number,
  accepting: Accepting,
  now: Date,
  { keys }: Pick<ApiDeps, 'keys'>,
): Promise<{ row: NewInboxEvent; deduplicatedBy: AcceptedEvent['deduplicatedBy'] }> {
  const id = newId();
  const { businessId } = accepting;
  const { key, by } = dedupeKey(event.id, hash, place, accepting.webhookId, now);
  const sealFor = (kind: string, bytes: Buffer | string) =>
    keys.seal(businessId, bytes, { table: 'inbox_events', rowId: id, kind });
  const occurredAt = event.occurredAt ? new Date(event.occurredAt) : now;
  const [payload, raw] = await Promise.all([
    sealFor('payload', JSON.stringify({ ...event, occurredAt: occurredAt.toISOString() })),
    accepting.raw ? sealFor('raw', accepting.raw) : null,
  ]);
  const row: NewInboxEvent = {
    id,
    connectionId: accepting.connectionId,
    source: accepting.source,
    origin: accepting.origin,
    dedupeKey: key,
    sourceId: event.id ?? null,
    bodyHash: hash,
    type: event.type,
    subject: event.subject ?? null,
    payload,
    raw,
    journeyId: accepting.journeyId ?? null,
    customerId: accepting.customerId ?? null,
    status: 'received',
    note: by === 'body' ? WITHOUT_ID : null,
    depth: 0,
    occurredAt,
  };
  return { row, deduplicatedBy: by };
}

const WITHOUT_ID = 'It came without an id, so the same body within five minutes counts as a repeat.';
const CHANGED = 'It came again with another body under the same id; the first one counts.';

const noteOf = (sameBody: boolean) => (sameBody ? null : CHANGED);

function dedupeKey(
  id: string | undefined,
  hash: Buffer,
  place: number,
  webhookId: string | undefined,
  now: Date,
): { key: string; by: AcceptedEvent['deduplicatedBy'] } {
  if (id) return { key: id, by: 'id' };
  if (webhookId) return { key: `${webhookId}:${place}`, by: 'webhook_id' };
  return { key: `sha256:${hash.toString('hex')}:${Math.floor(now.getTime() / BUCKET_MS)}`, by: 'body' };
}

/** One transaction for what is new, shared with whoever comes at the same time; a second one for the rare repeat that has something to say. */
async function insertAll(
  { database }: Pick<ApiDeps, 'database'>,
  { businessId, actor = 'system' }: Accepting,
  rows: NewInboxEvent[],
): Promise<{ id: string; duplicate: boolean; sameBody: boolean }[]> {
  const inserted = await insertTogether(database, { businessId, actor }, rows);
  if (inserted.every((one) => one && (!one.duplicate || one.sameBody))) return inserted.map((one) => one!);
  return withBusiness(database, { businessId, actor }, async (tx) => {
    const settled: { id: string; duplicate: boolean; sameBody: boolean }[] = [];
    for (const [place, one] of inserted.entries()) {
      const row = rows[place]!;
      const known = one ?? (await repeatOf(row, await findByDedupeKey(tx, row)));
      if (known.duplicate && !known.sameBody) await noteOnEvent(tx, known.id, CHANGED);
      settled.push(known);
    }
    return settled;
  });
}

async function repeatOf(row: NewInboxEvent, known: Awaited<ReturnType<typeof findByDedupeKey>>) {
  if (!known) throw new Error('An event was neither inserted nor found');
  return {
    id: known.id,
    duplicate: true,
    sameBody: known.bodyHash !== null && known.bodyHash.equals(row.bodyHash!),
  };
}
