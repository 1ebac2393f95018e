import { statement } from './statement.js';
import type { BusinessTransaction, Database } from './tenant.js';
import type { Json } from './schema.js';

export interface BusinessRow {
  id: string;
  name: string;
  kind: string;
  status: string;
  timezone: string;
  locale: string;
  country: string | null;
  currency: string;
  postalAddress: string | null;
  email: string | null;
  phone: string | null;
  website: string | null;
  /** The path of a logo of ours: `lib/logo.ts`. */
  logoUrl: string | null;
  accent: string | null;
  /** `[{ site, url }]` in the order customers see them. */
  reviewLinks: unknown;
  settings: Record<string, unknown>;
  createdAt: Date;
}

export interface NewBusinessRow {
  name: string;
  kind: string;
  timezone: string;
  locale: string;
  country: string | null;
  currency: string;
}

const columns = [
  'id',
  'name',
  'kind',
  'status',
  'timezone',
  'locale',
  'country',
  'currency',
  'postal_address as postalAddress',
  'email',
  'phone',
  'website',
  'logo_url as logoUrl',
  'accent',
  'review_links as reviewLinks',
  'settings',
  'created_at as createdAt',
] as const;

const any = statement<{ any: boolean }>('businesses.any', 'select tenancy.any_business() as "any"');

/** Has this installation been set up? */
export async function anyBusiness(database: Database): Promise<boolean> {
  const { rows } = await database.pool.query({ ...any });
  return (rows[0] as { any: boolean }).any;
}

const lockSetUp = statement(
  'businesses.lock_set_up',
  `select pg_advisory_xact_lock(hashtextextended('journeyman set-up', 0))`,
);

/** `anyBusiness`, with the right to be the first held until the transaction ends. */
export async function anyBusinessForSetUp(tx: BusinessTransaction): Promise<boolean> {
  await tx.run(lockSetUp);
  return (await tx.run(any))[0]!.any;
}

/** A new business, under the id the transaction already acts for. */
export async function insertBusiness(
  tx: BusinessTransaction,
  business: NewBusinessRow,
): Promise<BusinessRow> {
  const row = await tx.k
    .insertInto('tenancy.businesses')
    .values({ id: tx.businessId, ...business })
    .returning(columns)
    .executeTakeFirstOrThrow();
  return row as BusinessRow;
}

export async function getBusiness(tx: BusinessTransaction): Promise<BusinessRow> {
  const row = await tx.k
    .selectFrom('tenancy.businesses')
    .select(columns)
    .where('id', '=', tx.businessId)
    .executeTakeFirstOrThrow();
  return row as BusinessRow;
}

/** What may change. Keys of `settings` that are given replace the old ones; null takes one away. */
export type BusinessChange = Partial<
  Pick<
    BusinessRow,
    | 'name'
    | 'kind'
    | 'timezone'
    | 'locale'
    | 'country'
    | 'currency'
    | 'postalAddress'
    | 'email'
    | 'phone'
    | 'website'
    | 'logoUrl'
    | 'accent'
    | 'reviewLinks'
    | 'settings'
  >
>;

export async function updateBusiness(tx: BusinessTransaction, change: BusinessChange): Promise<BusinessRow> {
  const before = await tx.k
    .selectFrom('tenancy.businesses')
    .select('settings')
    .where('id', '=', tx.businessId)
    .forNoKeyUpdate()
    .executeTakeFirstOrThrow();
  const { postalAddress, logoUrl, reviewLinks, settings, ...plain } = change;
  const row = await tx.k
    .updateTable('tenancy.businesses')
    .set({
      ...plain,
      ...(postalAddress !== undefined && { postal_address: postalAddress }),
      ...(logoUrl !== undefined && { logo_url: logoUrl }),
      ...(reviewLinks !== undefined && { review_links: JSON.stringify(reviewLinks) }),
      // Also when nothing changes, so that the row comes back. Never a column of the key: PostgreSQL would lock the row
      // against everybody who refers to it, and two who change a business at once would wait for each other.
      settings: JSON.stringify({ ...(before.settings as Record<string, Json>), ...settings }),
    })
    .where('id', '=', tx.businessId)
    .returning(columns)
    .executeTakeFirstOrThrow();
  return row as BusinessRow;
}
