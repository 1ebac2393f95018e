import { audit } from '../../db/audit.js';
import { getBusiness, updateBusiness, type BusinessRow } from '../../db/businesses.js';
import { beginClosing, lockForClosing } from '../../db/closing.js';
import { Problem } from '../../lib/problem.js';
import { act } from '../act.js';
import * as contract from '../contract/business.js';
import { handle, type Route } from '../handle.js';
import { iso } from '../instant.js';
import { refuseStrangeReviewLinks } from '../review-hosts.js';

export const businessRoutes: Route[] = [
  handle(contract.getBusiness, async ({ caller }, deps) => ({
    status: 200,
    body: showBusiness(await act(deps, caller, getBusiness)),
  })),

  handle(contract.updateBusiness, async ({ caller, body }, deps) => {
    const changed = await act(deps, caller, async (tx) => {
      if (body.reviewLinks) {
        refuseStrangeReviewLinks(body.reviewLinks, body.website ?? (await getBusiness(tx)).website);
      }
      audit(tx, {
        action: 'business.changed',
        targetKind: 'business',
        targetId: caller.businessId,
        detail: { fields: Object.keys(body) },
      });
      return updateBusiness(tx, body);
    });
    return { status: 200, body: showBusiness(changed) };
  }),

  handle(contract.deleteBusiness, async ({ caller, body }, deps) => {
    await act(deps, caller, async (tx) => {
      const { name, held } = await lockForClosing(tx);
      if (body.name.trim() !== name.trim()) {
        const message = `Write the name of the business as it is: ${name}`;
        throw new Problem('invalid', message, { errors: [{ path: 'name', message }] });
      }
      if (held.length > 0) {
        throw new Problem(
          'conflict',
          `A legal hold keeps ${held.join(', ')} of this business. Lift it first, if you may.`,
        );
      }
      beginClosing(tx);
    });
    deps.log.warn({ businessId: caller.businessId, actor: caller.actor }, 'a business is being deleted');
    return { status: 202, body: { status: 'closing' as const } };
  }),

  handle(contract.getSenders, async (_asked, { config: { channels } }) => ({
    status: 200,
    body: { email: carrierOf(channels.email), sms: carrierOf(channels.sms) },
  })),
];

/** The outbox lets nothing leave, so its address is nobody's. */
function carrierOf({ provider, from }: { provider: string; from: string }) {
  const leaves = provider !== 'outbox';
  return { provider, leaves, from: leaves ? from : null };
}

export const showBusiness = ({ createdAt, reviewLinks, ...business }: BusinessRow) => ({
  ...business,
  reviewLinks: reviewLinks as { site: string; url: string }[],
  createdAt: iso(createdAt),
});
