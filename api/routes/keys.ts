import { insertApiKey, listApiKeys, revokeApiKey, type ApiKeyRow } from '../../db/api-keys.js';
import { audit } from '../../db/audit.js';
import { newId } from '../../lib/ids.js';
import { Problem } from '../../lib/problem.js';
import { newApiKey } from '../../lib/tokens.js';
import { act } from '../act.js';
import { forgetKeys } from '../auth/find-caller.js';
import { callerMay, type Caller } from '../caller.js';
import * as contract from '../contract/keys.js';
import { PERMISSIONS, type Scope } from '../contract/permissions.js';
import { handle, type Route } from '../handle.js';
import { iso, isoOrNull } from '../instant.js';
import { missing } from '../missing.js';
import { afterCursor, page } from '../pagination.js';

export const keysRoutes: Route[] = [
  handle(contract.listApiKeys, async ({ caller, query }, deps) => {
    const rows = await act(deps, caller, (tx) => listApiKeys(tx, afterCursor(query.cursor), query.limit + 1));
    return { status: 200, body: page(rows, query.limit, showKey) };
  }),

  handle(contract.createApiKey, async ({ caller, body, now }, deps) => {
    const expiresAt = body.expiresAt ? new Date(body.expiresAt) : null;
    if (expiresAt && expiresAt <= now) {
      const message = 'That time has passed; such a key would never work.';
      throw new Problem('invalid', message, { errors: [{ path: 'expiresAt', message }] });
    }
    const scopes = grantable(caller, body.scopes);
    const { key, prefix, hash } = newApiKey();
    const made = await act(deps, caller, async (tx) => {
      const row = await insertApiKey(tx, {
        id: newId(),
        name: body.name,
        prefix,
        hash,
        scopes,
        createdBy: caller.kind === 'member' ? caller.memberId : null,
        expiresAt,
      });
      audit(tx, { action: 'api_key.created', targetKind: 'api_key', targetId: row.id, detail: { scopes } });
      return row;
    });
    return { status: 201, body: { ...showKey(made), key } };
  }),

  handle(contract.revokeApiKey, async ({ caller, params, now }, deps) => {
    await act(deps, caller, async (tx) => {
      if (!(await revokeApiKey(tx, params.id, now))) throw missing('API key');
      audit(tx, { action: 'api_key.revoked', targetKind: 'api_key', targetId: params.id });
    });
    forgetKeys(deps);
    return { status: 204 };
  }),
];

/** The scopes asked for, or all the caller has; never more than the caller has. */
function grantable(caller: Caller, wanted: readonly Scope[] | undefined): Scope[] {
  const own = PERMISSIONS.filter((permission) => callerMay(caller, permission));
  const all = own.length === PERMISSIONS.length;
  if (!wanted) return all ? ['*'] : own;
  const beyond = wanted.filter((scope) => (scope === '*' ? !all : !callerMay(caller, scope)));
  if (beyond.length > 0) {
    throw new Problem(
      'forbidden',
      `You cannot give a key what you may not do yourself: ${beyond.join(', ')}.`,
    );
  }
  return [...new Set(wanted)];
}

const showKey = ({ expiresAt, lastUsedAt, createdAt, ...key }: ApiKeyRow) => ({
  ...key,
  expiresAt: isoOrNull(expiresAt),
  lastUsedAt: isoOrNull(lastUsedAt),
  createdAt: iso(createdAt),
});
