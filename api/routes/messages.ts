import { findMessage, listMessages, type MessageRow } from '../../db/messages-read.js';
import { audit } from '../../db/audit.js';
import { withdrawReply } from '../../db/replies.js';
import { Unreadable } from '../../lib/crypto.js';
import { Problem } from '../../lib/problem.js';
import { plainReason } from '../../workflows/flow/reasons.js';
import { act } from '../act.js';
import * as contract from '../contract/messages.js';
import type { ApiDeps } from '../deps.js';
import { handle, type Route } from '../handle.js';
import { iso, isoOrNull } from '../instant.js';
import { found } from '../missing.js';
import { afterCursor, page } from '../pagination.js';
import { fetchPicture } from '../attachments/fetch-picture.js';
import type { MediaReference } from '../sources/source.js';

export const messagesRoutes: Route[] = [
  handle(contract.listMessages, async ({ caller, query }, deps) => {
    const rows = await act(deps, caller, (tx) =>
      listMessages(tx, { ...query, after: afterCursor(query.cursor), limit: query.limit + 1 }),
    );
    const shown = page(rows, query.limit, (row) => row);
    const items = await Promise.all(shown.items.map((row) => showMessage(row, caller.businessId, deps)));
    return {
      status: 200,
      body: { items: items.map((item) => ({ ...item, html: null })), nextCursor: shown.nextCursor },
    };
  }),

  handle(contract.getMessage, async ({ caller, params }, deps) => {
    const row = found(await act(deps, caller, (tx) => findMessage(tx, params.id)), 'message');
    return { status: 200, body: await showMessage(row, caller.businessId, deps) };
  }),

  handle(contract.withdrawMessage, async ({ caller, params }, deps) => {
    await act(deps, caller, async (tx) => {
      found(await findMessage(tx, params.id), 'message');
      if (!(await withdrawReply(tx, params.id)))
        throw new Problem(
          'conflict',
          'This message cannot be taken back: it is on its way, or nobody wrote it by hand.',
        );
      audit(tx, { action: 'message.withdrawn', targetKind: 'message', targetId: params.id });
    });
    return { status: 204 };
  }),

  handle(contract.getAttachment, async ({ caller, params }, deps) => {
    const row = found(await act(deps, caller, (tx) => findMessage(tx, params.id)), 'message');
    const { media = [] } = row.content ? await open(row.content, row.id, caller.businessId, deps) : {};
    const { mediaType, bytes } = await fetchPicture(found(media[params.number], 'picture'), row, deps);
    return {
      status: 200,
      body: bytes,
      headers: {
        'content-type': mediaType,
        'content-disposition': `inline; filename="picture.${mediaType.slice('image/'.length)}"`,
        // A stranger's file: nothing in it may run, whatever a browser makes of it.
        'content-security-policy': "default-src 'none'; sandbox",
        'x-content-type-options': 'nosniff',
        'cross-origin-resource-policy': 'same-origin',
      },
    };
  }),
];

interface Content {
  to?: string;
  from?: string;
  subject?: string;
  text?: string;
  html?: string;
  media?: MediaReference[];
}

/** A message as the API shows it. */
export async function showMessage(
  { content, reasonCode, reasonMessage, author, authorName, connectionId: _door, ...row }: MessageRow,
  businessId: string,
  deps: ApiDeps,
) {
  const opened = content ? await open(content, row.id, businessId, deps) : {};
  // Whoever reads a link could answer in the customer's place; in the outbox nobody else can.
  const shown = (text: string | undefined) =>
    text === undefined ? null : row.provider === 'outbox' ? text : maskLinks(text);
  return {
    ...row,
    direction: row.direction as 'outbound',
    channel: row.channel as 'email',
    purpose: row.purpose as 'service' | null,
    status: row.status as 'sent',
    reason:
      reasonCode === null ? null : { code: reasonCode, message: reasonMessage ?? plainReason(reasonCode) },
    to: opened.to ?? null,
    from: opened.from ?? null,
    subject: opened.subject ?? null,
    text: shown(opened.text),
    html: shown(opened.html),
    attachments: (opened.media ?? []).map(({ type }, number) => ({ number, mediaType: type })),
    heldUntil: isoOrNull(row.heldUntil),
    author: author === null ? null : { id: author, name: authorName },
    createdAt: iso(row.createdAt),
    sentAt: isoOrNull(row.sentAt),
    deliveredAt: isoOrNull(row.deliveredAt),
  };
}

/** A text that no longer opens (its business's keys were shredded) is shown as none. */
async function open(
  content: Buffer,
  id: string,
  businessId: string,
  { keys, log }: ApiDeps,
): Promise<Content> {
  try {
    const bytes = await keys.open(businessId, content, { table: 'messages', rowId: id, kind: 'content' });
    return JSON.parse(bytes.toString('utf8')) as Content;
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error;
    log.warn({ err: error, messageId: id }, 'The text of a message does not open');
    return {};
  }
}

/** The token part of customers' links, blanked out. */
export const maskLinks = (text: string): string =>
  text.replace(/\/(?:(r|u|why)\/[A-Za-z0-9_-]{22}|(l)\/[A-Za-z0-9_-]{12})(?![A-Za-z0-9_-])/g, '/$1$2/…');
