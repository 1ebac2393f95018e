import type { Request } from 'express';
import { claimKey, keepAnswer, releaseKey, type KeyOfRequest } from '../db/idempotency.js';
import { withBusiness } from '../db/tenant.js';
import { jsonHash } from '../lib/json-hash.js';
import { Problem } from '../lib/problem.js';
import type { Caller } from './caller.js';
import type { AnyOperation } from './contract/operation.js';
import type { ApiDeps } from './deps.js';
import type { AnyAnswer } from './handle.js';

interface Once {
  operation: AnyOperation;
  request: Request;
  caller: Caller | null;
  rawBody: unknown;
  deps: ApiDeps;
}

/**
 * Perform a POST that carries an `Idempotency-Key` once, and answer its repeats as the first was answered, for 48 hours.
 * Keys belong to one caller and one address. What failed on our side is forgotten, so that a retry tries again.
 */
export async function answerOnce(once: Once, act: () => Promise<AnyAnswer>): Promise<AnyAnswer> {
  const { operation, request, caller, deps } = once;
  const key = operation.method === 'post' ? request.get('idempotency-key') : undefined;
  if (key === undefined || !caller) return act();
  if (!/^[\x21-\x7e]{1,255}$/.test(key)) {
    const message = 'An Idempotency-Key is 1 to 255 visible ASCII characters.';
    throw new Problem('invalid', message, { errors: [{ path: 'Idempotency-Key', message }] });
  }
  const route = `${operation.method} ${request.baseUrl}${request.path}`;
  const place: KeyOfRequest = { caller: caller.actor, route, key };
  const context = { businessId: caller.businessId, actor: caller.actor };
  const requestHash = jsonHash([request.query, once.rawBody ?? null]);

  const first = await withBusiness(deps.database, context, (tx) => claimKey(tx, place, requestHash));
  if (first) {
    if (!first.requestHash.equals(requestHash)) {
      throw new Problem(
        'idempotency_key_reused',
        'This Idempotency-Key came with another request. Use a new key.',
      );
    }
    if (first.status === null || !first.response) {
      throw new Problem('still_running', 'The first request with this Idempotency-Key is still running.', {
        retryAfterSeconds: 1,
      });
    }
    return thawed(await deps.keys.open(caller.businessId, first.response, sealedAt(place)), first.status);
  }

  const answer = await act().catch(async (error: unknown) => {
    if (error instanceof Problem && error.status < 500 && error.code !== 'rate_limited') {
      return {
        status: error.status,
        body: error.toBody(),
        headers: { 'content-type': 'application/problem+json' },
      };
    }
    await withBusiness(deps.database, context, async (tx) => releaseKey(tx, place)).catch(() => {});
    throw error;
  });
  const sealed = await deps.keys.seal(caller.businessId, JSON.stringify(answer), sealedAt(place));
  await withBusiness(deps.database, context, async (tx) => keepAnswer(tx, place, answer.status, sealed));
  return answer;
}

const sealedAt = ({ caller, route, key }: KeyOfRequest) => ({
  table: 'idempotency_keys',
  rowId: `${caller} ${route} ${key}`,
  kind: 'response',
});

function thawed(opened: Buffer, status: number): AnyAnswer {
  const { body, headers } = JSON.parse(opened.toString('utf8')) as AnyAnswer;
  return { status, body, headers: { ...headers, 'idempotent-replayed': 'true' } };
}
