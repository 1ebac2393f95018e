import {
  findConnection,
  touchConnection,
  type FoundConnection,
  type SealedSecret,
} from '../../db/connections-lookup.js';
import type { Database } from '../../db/tenant.js';
import type { ApiDeps } from '../deps.js';

/** A connection with its secrets in the clear, the newest first. Kept in memory for seconds and nowhere else. */
export interface OpenConnection extends Omit<FoundConnection, 'secrets'> {
  secrets: string[];
}

/** What changes elsewhere counts here within ten seconds; what changes in this process, at once. */
const KEEP_MS = 10_000;
const KEEP_MISSES_MS = 2_000;
/** A delivery whose signature fails asks again this often at most: its secret may have been replaced just now. */
const REFRESH_MS = 1_000;
const MOST = 10_000;

interface Entry {
  found: Promise<OpenConnection | null>;
  since: number;
  until: number;
}

/** Per database, because two apps of one process must not share. */
const memories = new WeakMap<Database, Map<string, Entry>>();

function memoryOf(database: Database): Map<string, Entry> {
  let memory = memories.get(database);
  if (!memory) memories.set(database, (memory = new Map()));
  return memory;
}

type ConnectionDeps = Pick<ApiDeps, 'database' | 'keys' | 'now'>;

/**
 * The connection of that id, remembered, so that a delivery costs one transaction; null when there is none. Many
 * deliveries at once ask once.
 */
export function findOpenConnection(id: string, deps: ConnectionDeps): Promise<OpenConnection | null> {
  const memory = memoryOf(deps.database);
  const at = deps.now().getTime();
  const known = memory.get(id);
  if (known && known.since <= at && at < known.until) return known.found;
  // Made-up ids must not fill the memory: the oldest go first.
  if (memory.size >= MOST) memory.delete(memory.keys().next().value!);
  const entry: Entry = { found: look(id, deps), since: at, until: at + KEEP_MS };
  memory.set(id, entry);
  entry.found.then(
    (found) => {
      if (!found) entry.until = at + KEEP_MISSES_MS;
    },
    () => memory.delete(id),
  );
  return entry.found;
}

/** Looks again, unless that was done a moment ago. */
export function findAfresh(id: string, deps: ConnectionDeps): Promise<OpenConnection | null> {
  const known = memoryOf(deps.database).get(id);
  if (known && deps.now().getTime() - known.since >= REFRESH_MS) forgetConnection(id, deps);
  return findOpenConnection(id, deps);
}

const TOUCH_MS = 60_000;
const touchedAt = new WeakMap<Database, Map<string, number>>();

/** Lets owners see when something last came in; written once a minute, so that a busy connection costs nothing more. */
export async function noteDelivery({ businessId, id }: OpenConnection, deps: ConnectionDeps): Promise<void> {
  let touched = touchedAt.get(deps.database);
  if (!touched) touchedAt.set(deps.database, (touched = new Map()));
  const at = deps.now();
  const before = touched.get(id);
  if (before !== undefined && Math.abs(at.getTime() - before) < TOUCH_MS) return;
  touched.set(id, at.getTime());
  await touchConnection(deps.database, { businessId, id, at });
}

/** Call it when a connection or its secrets were changed in this process. */
export function forgetConnection(id: string, { database }: Pick<ApiDeps, 'database'>): void {
  memories.get(database)?.delete(id);
}

async function look(id: string, { database, keys }: ConnectionDeps): Promise<OpenConnection | null> {
  const connection = await findConnection(database, id);
  if (!connection) return null;
  const { secrets, ...rest } = connection;
  return { ...rest, secrets: await openSecrets(connection.businessId, secrets, keys) };
}

/** Secrets in the clear, in the order given. */
export async function openSecrets(
  businessId: string,
  secrets: readonly SealedSecret[],
  keys: ApiDeps['keys'],
): Promise<string[]> {
  const opened = await Promise.all(
    secrets.map(({ id: rowId, kind, sealed }) =>
      keys.open(businessId, sealed, { table: 'secrets', rowId, kind }),
    ),
  );
  return opened.map((secret) => secret.toString('utf8'));
}
