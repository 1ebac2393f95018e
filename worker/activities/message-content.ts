import type { NewLink } from '../../db/links.js';
import type { OutgoingEmail, OutgoingSms } from '../channels/provider.js';
import type { Composed } from './compose.js';
import type { PerformDeps } from './deps.js';
import type { ShortLink } from './short-links.js';

/** What is sent, as the ledger keeps it: bound to its row. */
export async function sealContent(
  composed: Composed,
  id: string,
  businessId: string,
  deps: PerformDeps,
): Promise<Buffer> {
  return deps.keys.seal(businessId, JSON.stringify(composed.outgoing), {
    table: 'messages',
    rowId: id,
    kind: 'content',
  });
}

/** Where links lead can say who somebody is (`?email=…`): it is kept as the text is. */
export const sealLinks = (links: ShortLink[], businessId: string, deps: PerformDeps): Promise<NewLink[]> =>
  Promise.all(
    links.map(async ({ id, hash, target, reviewSite }) => {
      const sealed = await deps.keys.seal(businessId, target, { table: 'links', rowId: id, kind: 'target' });
      return { id, hash, target: sealed.toString('hex'), review_site: reviewSite };
    }),
  );

/** What `sealContent` sealed. */
export async function openContent(
  content: Buffer,
  id: string,
  businessId: string,
  deps: PerformDeps,
): Promise<OutgoingEmail | OutgoingSms> {
  const bytes = await deps.keys.open(businessId, content, { table: 'messages', rowId: id, kind: 'content' });
  return JSON.parse(bytes.toString('utf8')) as OutgoingEmail | OutgoingSms;
}
