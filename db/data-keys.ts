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
