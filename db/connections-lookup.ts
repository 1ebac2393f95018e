import { statement } from './statement.js';
import { withBusiness, type Database } from './tenant.js';

/** A secret as it is kept: sealed for `secrets/<kind>` at this id. */
export interface SealedSecret {
  id: string;
  kind: string;
  sealed: Buffer;
}

/** A link to an outside system, as a delivery needs to know it. */
export interface FoundConnection {
  id: string;
  businessId: string;
  source: string;
  status: 'active' | 'disabled' | 'needs_attention';
  settings: Record<string, unknown>;
  /** The newest first; two are live while one is being replaced. */
  secrets: SealedSecret[];
}

const resolve = {
  name: 'connections.resolve',
  text: `select business_id, source, status from integrations.resolve_connection($1)`,
};

const load = statement<{
  settings: Record<string, unknown>;
  secrets: { id: string; kind: string; sealed: string }[];
}>(
  'connections.load',
  `select c.settings,
          coalesce((select jsonb_agg(jsonb_build_object('id', s.id, 'kind', s.kind, 'sealed', encode(s.sealed, 'base64'))
                                     order by s.id desc)
                      from integrations.secrets s
                     where s.business_id = $1 and s.connection_id = c.id
                       and (s.retires_at is null or s.retires_at > now())), '[]') as secrets
     from integrations.connections c
    where c.business_id = $1 and c.id = $2 and c.deleted_at is null`,
);

/** The connection of that id, in whichever business; null when unknown, deleted, or its business has closed. */
export async function findConnection(database: Database, id: string): Promise<FoundConnection | null> {
  const { rows } = await database.pool.query<{ business_id: string; source: string; status: string }>({
    ...resolve,
    values: [id],
  });
  const found = rows[0];
  if (!found) return null;
  const businessId = found.business_id;
  const [row] = await withBusiness(database, { businessId }, (tx) => tx.run(load, [businessId, id]));
  if (!row) return null;
  return {
    id,
    businessId,
    source: found.source,
    status: found.status as FoundConnection['status'],
    settings: row.settings,
    secrets: row.secrets.map(({ sealed, ...secret }) => ({
      ...secret,
      sealed: Buffer.from(sealed, 'base64'),
    })),
  };
}

const touch = statement(
  'connections.touch',
  `update integrations.connections set last_event_at = greatest(last_event_at, $3)
    where business_id = $1 and id = $2`,
);

/** Something genuine came in through this connection at this instant. */
export async function touchConnection(
  database: Database,
  { businessId, id, at }: { businessId: string; id: string; at: Date },
): Promise<void> {
  await withBusiness(database, { businessId }, async (tx) => tx.last(touch, [businessId, id, at]));
}

/** Every business that one phone number, `from`, has texted this person from: a STOP to it counts in all of them. */
export async function businessesThatTexted(
  database: Database,
  { from, to }: { from: string; to: string },
): Promise<string[]> {
  const { rows } = await database.pool.query<{ business_id: string }>({
    name: 'connections.businesses_that_texted',
    text: `select business_id from messaging.businesses_that_texted($1, $2)`,
    values: [from, to],
  });
  return rows.map((row) => row.business_id);
}

const ofNumber = statement<{ id: string; kind: string; sealed: string }>(
  'connections.secrets_of_number',
  `select s.id, s.kind, encode(s.sealed, 'base64') as sealed
     from integrations.connections c
     join integrations.secrets s on s.business_id = c.business_id and s.connection_id = c.id
    where c.business_id = $1 and c.source = 'twilio' and c.deleted_at is null
      and (c.account_ref = $2 or c.settings ->> 'from' = $2)
      and (s.retires_at is null or s.retires_at > now())`,
);

/** What signs the calls about one phone number of a business's. */
export async function secretsOfNumber(
  database: Database,
  { businessId, number }: { businessId: string; number: string },
): Promise<SealedSecret[]> {
  const rows = await withBusiness(database, { businessId }, (tx) => tx.run(ofNumber, [businessId, number]));
  return rows.map(({ sealed, ...secret }) => ({ ...secret, sealed: Buffer.from(sealed, 'base64') }));
}
