import { withBusiness, type BusinessTransaction } from '../db/tenant.js';
import type { Caller } from './caller.js';
import type { ApiDeps } from './deps.js';

/** A transaction in the caller's business, in the caller's name. */
export const act = <T>(
  { database }: Pick<ApiDeps, 'database'>,
  { businessId, actor }: Caller,
  work: (tx: BusinessTransaction) => Promise<T>,
): Promise<T> => withBusiness(database, { businessId, actor }, work);
