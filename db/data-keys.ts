import { statement } from './statement.js';
import { withBusiness, type Database } from './tenant.js';

const load = statement<{ wrapped: Buffer }>(
  'data_keys.load',
  `select wrapped from platform.data_keys where business_id = $1 order by id limit 1`,
);

// Two processes may make the first key at once; the advisory lock lets one win and the other read it.
const lock = statement(
  'data_keys.lock',
  `select pg_advisory_xact_lock(hashtextextended('data_key ' || $1, 0))`,
);
const store = statement<{ wrapped: Buffer }>(
  'data_keys.store',
  `with known as (select wrapped from platform.data_keys where business_id = $1::uuid order by id limit 1),
        made as (
          insert into platform.data_keys (business_id, wrapped)
          select $1::uuid, $2 where not exists (select from known)
          returning wrapped)
   select wrapped from known union all select wrapped from made`,
);

/** Wrapped data keys of businesses; the first one made is the one used. */
export function dataKeysIn(database: Database) {
  return {
    load: (businessId: string) =>
      withBusiness(
        database,
        { businessId },
        async (tx) => (await tx.run(load, [businessId]))[0]?.wrapped ?? null,
      ),
    store: (businessId: string, wrapped: Buffer) =>
      withBusiness(database, { businessId }, async (tx) => {
        await tx.run(lock, [businessId]);
        return (await tx.run(store, [businessId, wrapped]))[0]!.wrapped;
      }),
  };
}

interface Rewrapper {
  needsRewrap(wrapped: Uint8Array): boolean;
  unwrapDataKey(wrapped: Uint8Array, businessId: string): Buffer;
  wrapDataKey(dataKey: Buffer, businessId: string): Buffer;
}

/** As app_maint: wrap by today's key whatever an older key of SECRETS_KEY still wraps. Returns how many. */
export async function rewrapDataKeys(maintDatabase: Database, keyring: Rewrapper): Promise<number> {
  const { rows } = await maintDatabase.pool.query<{ business_id: string; id: string; wrapped: Buffer }>(
    'select business_id, id, wrapped from platform.data_keys',
  );
  let rewrapped = 0;
  for (const { business_id, id, wrapped } of rows) {
    if (!keyring.needsRewrap(wrapped)) continue;
    const fresh = keyring.wrapDataKey(keyring.unwrapDataKey(wrapped, business_id), business_id);
    const { rowCount } = await maintDatabase.pool.query(
      'update platform.data_keys set wrapped = $3 where business_id = $1 and id = $2 and wrapped = $4',
      [business_id, id, fresh, wrapped],
    );
    rewrapped += rowCount ?? 0;
  }
  return rewrapped;
}
