import { Router, type Request, type Response } from 'express';
import { insertEvents } from '../../db/inbox.js';
import { withBusiness } from '../../db/tenant.js';
import { isId, newId } from '../../lib/ids.js';
import { Problem } from '../../lib/problem.js';
import { LARGE_BODY_BYTES } from '../contract/operation.js';
import type { ApiDeps } from '../deps.js';
import { readBytes } from '../read-bytes.js';
import { acceptEvents, type AcceptedEvent } from './accept-events.js';
import { findAfresh, findOpenConnection, noteDelivery, type OpenConnection } from './connections.js';
import { helpText } from './help-text.js';
import { isSource, sources, type SourceKind } from './index.js';
import type { Delivery, Translation } from './source.js';
import { takeAddressNotice } from './take-address-notice.js';
import { takeReceipt } from './take-receipt.js';
import { takeText } from './take-text.js';

/**
 * `POST /hooks/<source>/<connection>`: how the world tells us. The bytes are read as they arrived, verified, understood
 * and put into the inbox; Temporal is not asked. Mount it before any parser of bodies.
 */
export function hookRoutes(deps: ApiDeps): Router {
  const router = Router();
  router
    .route('/:source/:connectionId')
    .post(async (request, response) => {
      const { source, connection } = await doorOf(request, deps);
      // Before a byte is read: whoever is refused should cost nothing.
      await deps.limits.perConnection(connection.id);
      const delivery: Delivery = {
        body: await readBytes(request, LARGE_BODY_BYTES),
        headers: request.headers,
        url: `${deps.config.publicUrl}${request.originalUrl}`,
      };
      await receive(source, connection, delivery, response, deps);
    })
    .all((_request, response) => {
      response.set('allow', 'POST');
      throw new Problem('method_not_allowed', 'Deliveries are posted here.');
    });
  return router;
}

async function doorOf(request: Request, deps: ApiDeps) {
  const { source, connectionId } = request.params as { source: string; connectionId: string };
  const id = connectionId.toLowerCase();
  const connection = isSource(source) && isId(id) ? await findOpenConnection(id, deps) : null;
  if (!connection || connection.source !== source || connection.status === 'disabled') {
    throw new Problem(
      'not_found',
      'No connection takes deliveries at this address. Copy it again from Connections.',
    );
  }
  return { source: source as SourceKind, connection };
}

async function receive(
  kind: SourceKind,
  connection: OpenConnection,
  delivery: Delivery,
  response: Response,
  deps: ApiDeps,
): Promise<void> {
  const source = sources[kind];
  let verdict = source.verify(delivery, connection.secrets, deps.now());
  if (!verdict.genuine && verdict.code === 'bad_signature') {
    const afresh = await findAfresh(connection.id, deps);
    if (afresh && afresh !== connection) verdict = source.verify(delivery, afresh.secrets, deps.now());
  }
  if (!verdict.genuine) throw new Problem(verdict.code, verdict.message);

  const said: Translation = source.translate(delivery);
  const items = await takeEvents(kind, connection, delivery, said, verdict.deliveryId, deps);
  for (const receipt of said.receipts ?? []) await takeReceipt(connection.businessId, receipt, deps);
  for (const notice of said.addresses ?? []) await takeAddressNotice(connection.businessId, notice, deps);
  const answers: string[] = [];
  for (const text of said.texts ?? []) {
    const { answerHelp } = await takeText(
      {
        businessId: connection.businessId,
        connectionId: connection.id,
        isGenuineFor: (secrets) => source.verify(delivery, secrets, deps.now()).genuine,
      },
      text,
      deps,
    );
    if (answerHelp) answers.push(await helpText(connection.businessId, text.body, deps));
  }
  await noteDelivery(connection, deps);

  if (kind === 'twilio') return void response.status(200).type('text/xml').send(twiml(answers));
  response.status(202).set('cache-control', 'no-store').json({ items });
}

async function takeEvents(
  kind: SourceKind,
  connection: OpenConnection,
  { body }: Delivery,
  { events, ignored }: Translation,
  webhookId: string | undefined,
  deps: ApiDeps,
): Promise<Pick<AcceptedEvent, 'id' | 'duplicate' | 'sourceId'>[]> {
  const where = {
    businessId: connection.businessId,
    connectionId: connection.id,
    origin: connection.id,
    source: kind,
    actor: `connection:${connection.id}`,
  };
  if (events !== undefined) {
    return acceptEvents(deps, { ...where, events, webhookId, raw: kind === 'webhook' ? undefined : body });
  }
  if (!ignored || ignored.length === 0) return [];
  const { businessId, actor, ...row } = where;
  return withBusiness(deps.database, { businessId, actor }, async (tx) => {
    const inserted = await insertEvents(
      tx,
      ignored.map((one) => ({
        ...row,
        ...one,
        id: newId(),
        dedupeKey: one.sourceId,
        bodyHash: null,
        subject: null,
        payload: null,
        raw: null,
        journeyId: null,
        customerId: null,
        status: 'ignored' as const,
        depth: 0,
      })),
    );
    return inserted.flatMap((one, place) =>
      one ? [{ id: one.id, duplicate: one.duplicate, sourceId: ignored[place]!.sourceId }] : [],
    );
  });
}

const escapes: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };

/** What Twilio is to answer the person; nothing when empty. */
function twiml(answers: readonly string[]): string {
  const messages = answers.map(
    (text) => `<Message>${text.replace(/[&<>]/g, (sign) => escapes[sign]!)}</Message>`,
  );
  return `<?xml version="1.0" encoding="UTF-8"?><Response>${messages.join('')}</Response>`;
}
