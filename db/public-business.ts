import type { BusinessTransaction } from './tenant.js';

/** Where public reviews are left: a name of the site, and the address. */
export interface ReviewLink {
  site: string;
  url: string;
}

/** A business as its customers' pages show it. */
export interface PublicBusiness {
  name: string;
  locale: string;
  timezone: string;
  logoUrl: string | null;
  accent: string | null;
  email: string | null;
  phone: string | null;
  website: string | null;
  postalAddress: string | null;
  /** In the order customers see them. */
  reviewLinks: ReviewLink[];
  /** A rating up to this one offers a private note and tells the owner. */
  lowRating: number;
  /** May the question name who did the work? The links to public reviews never do. */
  nameStaff: boolean;
}

const USUAL_LOW_RATING = 3;

/** The business of this transaction. Throws when there is none. */
export async function getPublicBusiness(tx: BusinessTransaction): Promise<PublicBusiness> {
  const row = await tx.k
    .selectFrom('tenancy.businesses')
    .select([
      'name',
      'locale',
      'timezone',
      'logo_url',
      'accent',
      'email',
      'phone',
      'website',
      'postal_address',
      'review_links',
      'settings',
    ])
    .where('id', '=', tx.businessId)
    .executeTakeFirstOrThrow();
  const { lowRating: low, nameStaff } = (row.settings ?? {}) as { lowRating?: unknown; nameStaff?: unknown };
  return {
    name: row.name,
    locale: row.locale,
    timezone: row.timezone,
    logoUrl: row.logo_url,
    accent: row.accent,
    email: row.email,
    phone: row.phone,
    website: row.website,
    postalAddress: row.postal_address,
    reviewLinks: linksOf(row.review_links),
    lowRating: typeof low === 'number' && low >= 0 && low <= 5 ? low : USUAL_LOW_RATING,
    nameStaff: nameStaff !== false,
  };
}

/** The review links of a place, which come before the business's own; empty when it has none. */
export async function findLocationLinks(tx: BusinessTransaction, locationId: string): Promise<ReviewLink[]> {
  const row = await tx.k
    .selectFrom('tenancy.locations')
    .select('review_links')
    .where('business_id', '=', tx.businessId)
    .where('id', '=', locationId)
    .executeTakeFirst();
  return linksOf(row?.review_links);
}

/** The first name of somebody who runs the business, to say who reads a private note; null when nobody does yet. */
export async function findOwnerName(tx: BusinessTransaction): Promise<string | null> {
  const row = await tx.k
    .selectFrom('tenancy.memberships')
    .select('name')
    .where('business_id', '=', tx.businessId)
    .where('role', '=', 'owner')
    .where('removed_at', 'is', null)
    .orderBy('created_at')
    .orderBy('id')
    .limit(1)
    .executeTakeFirst();
  return row?.name.trim().split(/\s+/)[0] || null;
}

/** Only addresses a browser may be sent to. */
function linksOf(value: unknown): ReviewLink[] {
  if (!Array.isArray(value)) return [];
  return value.flatMap((link: unknown) => {
    const { site, url } = (link ?? {}) as { site?: unknown; url?: unknown };
    return typeof url === 'string' && /^https:\/\//i.test(url) && URL.canParse(url)
      ? [{ site: typeof site === 'string' ? site : '', url }]
      : [];
  });
}
