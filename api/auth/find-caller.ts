import type { Request } from 'express';
import { resolveApiKey, touchApiKey } from '../../db/api-keys.js';
import { membershipsOf, type Membership } from '../../db/members.js';
import { readApiKey } from '../../lib/tokens.js';
import { Problem } from '../../lib/problem.js';
import type { Caller } from '../caller.js';
import type { Role } from '../contract/permissions.js';
import type { ApiDeps } from '../deps.js';
import { remember } from '../remember.js';

/** Who asks: an API key or a signed-in member. Throws `unauthenticated`. */
export async function findCaller(request: Request, deps: ApiDeps): Promise<Caller> {
  const authorization = request.get('authorization');
  return authorization === undefined ? signedInMember(request, deps) : keyHolder(authorization, deps);
}

interface KnownKey {
  businessId: string;
  id: string;
  scopes: string[];
}

// Short enough that a key revoked by way of another process stops working within seconds; a database look-up per event
// would halve intake.
const known = remember<KnownKey | null>({ forMs: 5_000, atMost: 10_000 });
/** A key was revoked here: from now on this process asks again. */
export const forgetKeys = ({ database }: Pick<ApiDeps, 'database'>) => known.forget(database);

const touched = new Map<string, number>();

async function keyHolder(authorization: string, deps: ApiDeps): Promise<Caller> {
  const presented = /^Bearer +(\S+)$/i.exec(authorization)?.[1];
  const read = presented ? readApiKey(presented) : null;
  if (!read) {
    throw new Problem('unauthenticated', 'Send an API key as Authorization: Bearer jm_…, or sign in.');
  }
  const now = deps.now();
  const key = await known(deps.database, read.hash.toString('base64'), now, () =>
    resolveApiKey(deps.database, read.hash),
  );
  if (!key) throw new Problem('unauthenticated', 'This API key is not known here. It may have been revoked.');
  noteUse(key, now, deps);
  return {
    kind: 'key',
    businessId: key.businessId,
    actor: `key:${key.id}`,
    keyId: key.id,
    scopes: key.scopes,
  };
}

/** Once a minute is enough to tell a key in use from a forgotten one. Nobody waits for it. */
function noteUse(key: KnownKey, now: Date, deps: ApiDeps) {
  if (now.getTime() - (touched.get(key.id) ?? 0) < 60_000) return;
  if (touched.size > 10_000) touched.clear();
  touched.set(key.id, now.getTime());
  touchApiKey(deps.database, key, now).catch((error: unknown) =>
    deps.log.warn({ err: error, keyId: key.id }, 'The last use of an API key was not recorded'),
  );
}

async function signedInMember(request: Request, deps: ApiDeps): Promise<Caller> {
  const user = await deps.identity.userOf(request);
  if (!user)
    throw new Problem('unauthenticated', 'Please sign in, or send an API key as Authorization: Bearer jm_…');
  const memberships = await membershipsOf(deps.database, user.id);
  const membership = choose(memberships, request.get('journeyman-business'));
  return {
    kind: 'member',
    businessId: membership.businessId,
    actor: membership.id,
    memberId: membership.id,
    userId: user.id,
    role: membership.role as Role,
  };
}

/** The business named by the header `Journeyman-Business`, else the first one joined. */
function choose(memberships: Membership[], wanted: string | undefined): Membership {
  const membership =
    wanted === undefined
      ? memberships[0]
      : memberships.find((each) => each.businessId === wanted.toLowerCase());
  if (membership) return membership;
  throw wanted === undefined
    ? new Problem('forbidden', 'You belong to no business. Ask an owner to invite you.')
    : new Problem('not_found', 'There is no such business, or you do not belong to it.');
}
