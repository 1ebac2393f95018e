import { audit } from '../../db/audit.js';
import { getBusiness, updateBusiness, type BusinessRow } from '../../db/businesses.js';
import { beginClosing, lockForClosing } from '../../db/closing.js';
import { forgetLogos, keepLogo } from '../../db/logos.js';
import { logoPath, MOST_LOGO_BYTES, MOST_LOGO_SIDE, readLogoPath } from '../../lib/logo.js';
import { readPicture, type Picture } from '../../lib/picture.js';
import { Problem } from '../../lib/problem.js';
import { act } from '../act.js';
import * as contract from '../contract/business.js';
import type { ApiDeps } from '../deps.js';
import { handle, type Route } from '../handle.js';
import { iso } from '../instant.js';
import { refuseStrangeReviewLinks } from '../review-hosts.js';

export const businessRoutes: Route[] = [
  handle(contract.getBusiness, async ({ caller }, deps) => ({
    status: 200,
    body: showBusiness(await act(deps, caller, getBusiness), deps),
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
    return { status: 200, body: showBusiness(changed, deps) };
  }),

  handle(contract.putLogo, async ({ caller, body, now }, deps) => {
    const picture = logoIn(Buffer.from(body.image, 'base64'));
    const path = logoPath(caller.businessId, picture);
    const changed = await act(deps, caller, async (tx) => {
      const { bytes, ...about } = picture;
      // The business first: its row is what makes one change of a logo wait for another.
      const business = await updateBusiness(tx, { logoUrl: path });
      await keepLogo(tx, { ...about, picture: bytes, name: readLogoPath(path)!.name }, now);
      audit(tx, { action: 'business.logo_set', targetKind: 'business', targetId: caller.businessId });
      return business;
    });
    return { status: 200, body: showBusiness(changed, deps) };
  }),

  handle(contract.deleteLogo, async ({ caller }, deps) => {
    await act(deps, caller, async (tx) => {
      await updateBusiness(tx, { logoUrl: null });
      await forgetLogos(tx);
      audit(tx, { action: 'business.logo_removed', targetKind: 'business', targetId: caller.businessId });
    });
    return { status: 204 };
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

/** Throws `invalid` with what to do for everything that is no logo. */
function logoIn(bytes: Buffer): Picture {
  const picture = readPicture(bytes, MOST_LOGO_SIDE);
  if (!picture) refuseLogo('This is no PNG or JPEG picture, or a broken one.');
  if ('tooWide' in picture) refuseLogo(`Keep the logo to ${MOST_LOGO_SIDE} pixels a side.`);
  if (picture.bytes.length > MOST_LOGO_BYTES) refuseLogo('Keep the logo under 12 KB.');
  return picture;
}

function refuseLogo(message: string): never {
  throw new Problem('invalid', `image: ${message}`, { errors: [{ path: 'image', message }] });
}

/** The outbox lets nothing leave, so its address is nobody's. */
function carrierOf({ provider, from }: { provider: string; from: string }) {
  const leaves = provider !== 'outbox';
  return { provider, leaves, from: leaves ? from : null };
}

export const showBusiness = (
  { createdAt, reviewLinks, logoUrl, ...business }: BusinessRow,
  { config }: Pick<ApiDeps, 'config'>,
) => ({
  ...business,
  logoUrl: logoUrl && `${config.publicUrl}${logoUrl}`,
  reviewLinks: reviewLinks as { site: string; url: string }[],
  createdAt: iso(createdAt),
});
