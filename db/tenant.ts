import type { Writable } from 'node:stream';
import { Kysely, PostgresDialect } from 'kysely';
import pg from 'pg';
import type { DB } from './schema.js';
import type { Statement } from './statement.js';

/** Whose rows, and who acts: a membership id, `key:<id>`, `journey:<id>`, `customer:<id>` or `system`. */
export interface BusinessContext {
  businessId: string;
  actor?: string;
}

/**
 * A transaction that sees one business's rows and no others. Never call a provider or Temporal inside it:
 * it holds locks, and what it did can still be undone.
 */
export interface BusinessTransaction {
  readonly businessId: string;
  readonly actor: string;
  /** Typed queries, for everything that is not hot. */
  readonly k: Kysely<DB>;
  /** A prepared statement. Several may be in flight; they are answered in order over one round trip. */
  run<Row>(statement: Statement<Row>, values?: unknown[]): Promise<Row[]>;
  /** A statement whose rows nobody reads. It travels together with the commit and fails the transaction if it fails. */
  last<Row>(statement: Statement<Row>, values?: unknown[]): void;
}

export interface Database {
  readonly pool: pg.Pool;
  close(): Promise<void>;
}

export interface DatabaseOptions {
  url: string;
  /** The role every connection begins with; the login must be a member of it. */
  role: 'app_user' | 'app_maint' | 'app_dispatch' | 'app_auth';
  /** Connections at most. */
  max?: number;
  applicationName?: string;
  /**
   * Plan each statement once, without looking at its values. PostgreSQL comes to that by itself after five executions,
   * but in every connection anew: for a process that runs a few statements very often, most of its planning. False when absent.
   */
  plansOnce?: boolean;
}

/**
 * How long one statement may take. Timeouts given to a role in PostgreSQL count only for whoever signs in as it, so the
 * connection brings them. A transaction that waits a minute for its program has lost it, and lets go of its locks.
 */
const patience: Record<DatabaseOptions['role'], string> = {
  app_user: '60s',
  app_dispatch: '60s',
  app_auth: '60s',
  app_maint: '10min',
};

/** Open a pool of connections that act as one role. Connects lazily; `close` waits for what is running. */
export function openDatabase({
  url,
  role,
  max = 10,
  applicationName = 'journeyman',
  plansOnce = false,
}: DatabaseOptions): Database {
  const pool = new pg.Pool({
    connectionString: url,
    options: `-c role=${role} -c idle_in_transaction_session_timeout=60s -c statement_timeout=${patience[role]}${plansOnce ? ' -c plan_cache_mode=force_generic_plan -c enable_seqscan=off' : ''}`,
    max,
    application_name: applicationName,
    pipeline: true,
    connectionTimeoutMillis: 5_000,
    idleTimeoutMillis: 60_000,
    keepAlive: true,
  });
  // A connection that dies is replaced at the next use, and whoever was using it is told by their statement. Without
  // these listeners it would end the process: the first is for idle ones, the second for those that are lent.
  pool.on('error', () => {});
  pool.on('connect', (client) => client.on('error', () => {}));
  return { pool, close: () => pool.end() };
}

/** One plain message without a plan: the server has nothing to prepare and nothing to describe. */
function beginAs(businessId: string, actor: string): string {
  const [business, who] = [businessId, actor].map((value) => pg.escapeLiteral(value));
  return `begin; set local app.business_id = ${business}; set local app.actor = ${who}`;
}

/** The only way to a business's rows. Commits what `work` did, or nothing if it throws. */
export async function withBusiness<T>(
  database: Database,
  { businessId, actor = 'system' }: BusinessContext,
  work: (tx: BusinessTransaction) => Promise<T>,
): Promise<T> {
  const client = await database.pool.connect();
  let broken: Error | undefined;
  writeTogether(client);
  const started = client.query(beginAs(businessId, actor));
  started.catch(() => {});
  const deferred: Promise<unknown>[] = [];
  const sent: Promise<unknown>[] = [];
  const tx: BusinessTransaction = {
    businessId,
    actor,
    get k() {
      return queriesOn(client);
    },
    run(statement, values = []) {
      const answer = send(client, statement, values);
      sent.push(answer);
      return answer;
    },
    last: (statement, values = []) => void deferred.push(send(client, statement, values)),
  };
  try {
    const result = await work(tx);
    writeTogether(client);
    const committed = client.query('commit').then(async ({ command }) => {
      // PostgreSQL answers COMMIT of a failed transaction with a quiet ROLLBACK.
      if (command !== 'COMMIT') throw await firstFault(sent);
    });
    committed.catch(() => {});
    await Promise.all([started, ...deferred]);
    await committed;
    return result;
  } catch (error) {
    await Promise.allSettled([started, ...deferred]);
    await client.query('rollback').catch((cause: Error) => (broken = cause));
    throw error;
  } finally {
    client.release(broken);
  }
}

/** Why a transaction came to nothing: the answers may all be here before the promises of them have settled. */
async function firstFault(sent: readonly Promise<unknown>[]): Promise<unknown> {
  const failed = (await Promise.allSettled(sent)).find(({ status }) => status === 'rejected');
  return failed?.status === 'rejected'
    ? failed.reason
    : new Error('The transaction was rolled back instead of committed');
}

/** Send now, answer later; a rejection nobody has awaited yet must not end the process. */
function send<Row>(client: pg.PoolClient, { name, text }: Statement<Row>, values: unknown[]): Promise<Row[]> {
  writeTogether(client);
  const answer = client.query({ name, text, values }).then((result) => result.rows as Row[]);
  answer.catch(() => {});
  return answer;
}

const queriesByClient = new WeakMap<pg.PoolClient, Kysely<DB>>();

/** Kysely bound to one connection that is already inside a transaction. */
function queriesOn(client: pg.PoolClient): Kysely<DB> {
  let queries = queriesByClient.get(client);
  if (!queries) {
    const lent = { query: client.query.bind(client), release: () => {} };
    queries = new Kysely<DB>({
      dialect: new PostgresDialect({
        pool: { connect: async () => lent, end: async () => {} } as unknown as pg.Pool,
      }),
    });
    queriesByClient.set(client, queries);
  }
  return queries;
}

const corked = new WeakSet<pg.PoolClient>();

/**
 * Statements sent in the same tick travel in one write: a system call each was a sixth of the worker's time. The socket
 * is not part of pg's types.
 */
function writeTogether(client: pg.PoolClient): void {
  if (corked.has(client)) return;
  const { stream } = (client as unknown as { connection: { stream: Writable } }).connection;
  corked.add(client);
  stream.cork();
  process.nextTick(() => {
    corked.delete(client);
    stream.uncork();
  });
}
