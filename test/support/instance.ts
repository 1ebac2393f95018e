import { readFileSync } from 'node:fs';

/** What global-setup.mjs brought up for this run. */
export interface Facts {
  /** The superuser, in the database `postgres`. */
  postgresUrl: string;
  temporalAddress: string;
  workflowBundle: string | null;
}

export const factsVariable = 'JOURNEYMAN_TEST_FACTS';
export const template = 'journeyman_template';
/** The one login of the product: it owns nothing and may only become the app's roles. */
export const login = { name: 'journeyman', password: 'journeyman' };

/** The servers of this run. Throws in a run that was started without them. */
export function instance(): Facts {
  const file = process.env[factsVariable];
  if (!file)
    throw new Error(
      'No servers: this folder is listed as pure in test/support/servers.ts, but a test wants one.',
    );
  return JSON.parse(readFileSync(file, 'utf8')) as Facts;
}
