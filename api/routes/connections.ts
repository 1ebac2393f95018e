import { randomBytes } from 'node:crypto';
import { audit } from '../../db/audit.js';
import {
  deleteConnection,
  findConnection,
  insertConnection,
  insertSecret,
  listConnections,
  lockConnection,
  retireSecrets,
  updateConnection,
  type ConnectionRow,
} from '../../db/connections.js';
import { newId } from '../../lib/ids.js';
import { Problem } from '../../lib/problem.js';
import { newWebhookSecret } from '../../lib/tokens.js';
import { act } from '../act.js';
import * as contract from '../contract/connections.js';
import type { ApiDeps } from '../deps.js';
import { handle, type Route } from '../handle.js';
import { iso, isoOrNull } from '../instant.js';
import { found, missing } from '../missing.js';
import { afterCursor, page } from '../pagination.js';
import { forgetConnection } from '../sources/connections.js';

const OVERLAP_MS = 24 * 3600_000;

export const connectionsRoutes: Route[] = [
  handle(contract.listConnections, async ({ caller, query }, deps) => {
    const rows = await act(deps, caller, (tx) =>
      listConnections(tx, {
        after: afterCursor(query.cursor),
        limit: query.limit + 1,
        source: query.source,
      }),
    );
    return { status: 200, body: page(rows, query.limit, (row) => showConnection(row, deps)) };
  }),

  handle(contract.createConnection, async ({ caller, body }, deps) => {
    const id = newId();
    const secret = secretFor(body.source, body.secret);
    const sealed = await sealSecret(deps, caller.businessId, secret);
    const made = await act(deps, caller, async (tx) => {
      await insertConnection(tx, {
        id,
        source: body.source,
        name: body.name,
        accountRef: body.accountRef ?? null,
        settings: body.settings ?? {},
      });
      await insertSecret(tx, { ...sealed, connectionId: id });
      audit(tx, {
        action: 'connection.created',
        targetKind: 'connection',
        targetId: id,
        detail: { source: body.source },
      });
      return found(await findConnection(tx, id), 'connection');
    });
    return { status: 201, body: { ...showConnection(made, deps), secret } };
  }),

  handle(contract.getConnection, async ({ caller, params }, deps) => ({
    status: 200,
    body: showConnection(
      found(await act(deps, caller, (tx) => findConnection(tx, params.id)), 'connection'),
      deps,
    ),
  })),

  handle(contract.updateConnection, async ({ caller, params, body }, deps) => {
    const changed = await act(deps, caller, async (tx) => {
      if (!(await updateConnection(tx, params.id, body))) throw missing('connection');
      audit(tx, {
        action: 'connection.changed',
        targetKind: 'connection',
        targetId: params.id,
        detail: { fields: Object.keys(body) },
      });
      return found(await findConnection(tx, params.id), 'connection');
    });
    forgetConnection(params.id, deps);
    return { status: 200, body: showConnection(changed, deps) };
  }),

  handle(contract.deleteConnection, async ({ caller, params, now }, deps) => {
    await act(deps, caller, async (tx) => {
      if (!(await deleteConnection(tx, params.id, now))) throw missing('connection');
      audit(tx, { action: 'connection.deleted', targetKind: 'connection', targetId: params.id });
    });
    forgetConnection(params.id, deps);
    return { status: 204 };
  }),

  handle(contract.rotateSecret, async ({ caller, params, body, now }, deps) => {
    const before = found(await act(deps, caller, (tx) => findConnection(tx, params.id)), 'connection');
    const secret = secretFor(before.source, body?.secret);
    const sealed = await sealSecret(deps, caller.businessId, secret);
    const changed = await act(deps, caller, async (tx) => {
      if (!(await lockConnection(tx, params.id))) throw missing('connection');
      await retireSecrets(tx, {
        connectionId: params.id,
        until: new Date(now.getTime() + OVERLAP_MS),
        now,
      });
      await insertSecret(tx, { ...sealed, connectionId: params.id });
      audit(tx, { action: 'connection.secret_rotated', targetKind: 'connection', targetId: params.id });
      return found(await findConnection(tx, params.id), 'connection');
    });
    forgetConnection(params.id, deps);
    return { status: 201, body: { ...showConnection(changed, deps), secret } };
  }),
];

/** The secret given, if it is of the source's own form; otherwise one of ours. */
function secretFor(source: string, given: string | undefined): string {
  if (given === undefined)
    return source === 'postmark' ? randomBytes(24).toString('base64url') : newWebhookSecret();
  const standard = source === 'webhook' || source === 'resend';
  if (standard && !(/^whsec_[A-Za-z0-9+/]+={0,2}$/.test(given) && isLongEnough(given))) {
    const message = 'Give a Standard Webhooks secret: whsec_ and 24 to 64 bytes in base64. Or leave it out.';
    throw new Problem('invalid', message, { errors: [{ path: 'secret', message }] });
  }
  return given;
}

function isLongEnough(secret: string): boolean {
  const { length } = Buffer.from(secret.slice('whsec_'.length), 'base64');
  return length >= 24 && length <= 64;
}

async function sealSecret({ keys }: ApiDeps, businessId: string, secret: string) {
  const id = newId();
  const kind = 'signing';
  return { id, kind, sealed: await keys.seal(businessId, secret, { table: 'secrets', rowId: id, kind }) };
}

function showConnection({ secrets, lastEventAt, createdAt, ...row }: ConnectionRow, { config }: ApiDeps) {
  return {
    ...row,
    status: row.status as 'active',
    settings: row.settings as Record<string, unknown>,
    url: `${config.publicUrl}/hooks/${row.source}/${row.id}`,
    secrets: secrets.map((secret) => ({
      id: secret.id,
      createdAt: iso(new Date(secret.createdAt)),
      retiresAt: isoOrNull(secret.retiresAt === null ? null : new Date(secret.retiresAt)),
    })),
    lastEventAt: isoOrNull(lastEventAt),
    createdAt: iso(createdAt),
  };
}
