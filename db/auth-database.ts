import { openDatabase, type Database } from './tenant.js';

/** A pool that sees the tables of better-auth and nothing of any business. */
export function openAuthDatabase({ url, max = 5 }: { url: string; max?: number }): Database {
  const withOptions = new URL(url);
  // Options in the address win over those of the pool; better-auth names its tables without a schema.
  withOptions.searchParams.set('options', '-c role=app_auth -c search_path=auth');
  return openDatabase({ url: withOptions.href, role: 'app_auth', max, applicationName: 'journeyman-auth' });
}
