import { statement } from './statement.js';
import type { BusinessTransaction } from './tenant.js';

export interface KeptAnswer {
  requestHash: Buffer;
  status: number | null;
  response: Buffer | null;
}

/**
 * Claim a key for this request. A claim older than 48 hours is forgotten; one without an answer after a minute
 * belonged to a process that died, since no request lives that long.
 */
const claim = statement<{ claimed: boolean }>(
  'idempotency.claim',
  `insert into platform.idempotency_keys (business_id, caller, route, key, request_hash)
   values ($1, $2, $3, $4, $5)
   on conflict (business_id, caller, route, key) do update
      set request_hash = excluded.request_hash, response_status = null, response = null, created_at = now()
    where idempotency_keys.created_at < now() - interval '48 hours'
       or (idempotency_keys.response_status is null and idempotency_keys.created_at < now() - interval '1 minute'
           and idempotency_keys.request_hash = excluded.request_hash)
   returning true as claimed`,
);
const find = statement<{ request_hash: Buffer; response_status: number | null; response: Buffer | null }>(
  'idempotency.find',
  `select request_hash, response_status, response from platform.idempotency_keys
    where business_id = $1 and caller = $2 and route = $3 and key = $4`,
);
const keep = statement(
  'idempotency.keep',
  `update platform.idempotency_keys set response_status = $5, response = $6
    where business_id = $1 and caller = $2 and route = $3 and key = $4`,
);
const release = statement(
  'idempotency.release',
  `delete from platform.idempotency_keys
    where business_id = $1 and caller = $2 and route = $3 and key = $4 and response_status is null`,
);

export interface KeyOfRequest {
  caller: string;
  route: string;
  key: string;
}

/** Null when the key is now ours; otherwise what is known of the first request. */
export async function claimKey(
  tx: BusinessTransaction,
  { caller, route, key }: KeyOfRequest,
  requestHash: Buffer,
): Promise<KeptAnswer | null> {
  const place = [tx.businessId, caller, route, key];
  const [claimed, found] = await Promise.all([tx.run(claim, [...place, requestHash]), tx.run(find, place)]);
  if (claimed.length > 0) return null;
  const row = found[0]!;
  return { requestHash: row.request_hash, status: row.response_status, response: row.response };
}

export function keepAnswer(
  tx: BusinessTransaction,
  { caller, route, key }: KeyOfRequest,
  status: number,
  response: Buffer,
): void {
  tx.last(keep, [tx.businessId, caller, route, key, status, response]);
}

/** The request failed through no fault of its own: it may be tried again with the same key. */
export function releaseKey(tx: BusinessTransaction, { caller, route, key }: KeyOfRequest): void {
  tx.last(release, [tx.businessId, caller, route, key]);
}
