import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Client, Connection } from '@temporalio/client';
import { openAuthDatabase } from '../db/auth-database.js';
import { dataKeysIn } from '../db/data-keys.js';
import { openDatabase } from '../db/tenant.js';
import { createBusinessKeys } from '../lib/business-keys.js';
import { createKeyring } from '../lib/crypto.js';
import { createLog, type Log } from '../lib/log.js';
import { createApp } from './app.js';
import { createIdentity } from './auth/identity.js';
import type { ApiConfig } from './config.js';
import type { ApiDeps } from './deps.js';
import { createLimits } from './limits.js';
import { createMetrics } from './metrics.js';
import { systemEmailThrough } from './system-email.js';

export interface RunningApi {
  /** Where it listens: the port is the one the system chose when the configuration said 0. */
  url: string;
  deps: ApiDeps;
  /** Stop taking requests, finish those that run (ten seconds at most), and let go of the database. */
  close(): Promise<void>;
}

export interface ApiSeams {
  log?: Log;
  now?: () => Date;
  sendSystemEmail?: ApiDeps['sendSystemEmail'];
  inspect?: ApiDeps['inspect'];
}

/** The composition root: everything the API is made of, and a server that listens. */
export async function startApi(config: ApiConfig, seams: ApiSeams = {}): Promise<RunningApi> {
  const log = seams.log ?? createLog({ name: 'api', level: config.logLevel });
  const keyring = createKeyring(config.secretsKey);
  const database = openDatabase({
    url: config.databaseUrl,
    role: 'app_user',
    max: config.databaseConnections,
    applicationName: 'journeyman-api',
  });
  const authDatabase = openAuthDatabase({ url: config.databaseUrl });
  const dispatchDatabase = openDatabase({ url: config.databaseUrl, role: 'app_dispatch', max: 2 });
  const sendSystemEmail = seams.sendSystemEmail ?? systemEmailThrough(config.channels, log);
  const temporal = reachTemporal(config, log);

  const server = createServer({ maxHeaderSize: 16 * 1024, requestTimeout: 15_000, headersTimeout: 10_000 });
  server.keepAliveTimeout = 30_000;
  server.maxConnections = config.maxConnections;
  const port = await listen(server, config);
  // Links must name the real port, also when the system chose it.
  const settled = config.port === 0 ? { ...config, publicUrl: withPort(config.publicUrl, port) } : config;

  const deps: ApiDeps = {
    config: settled,
    log,
    database,
    authDatabase,
    dispatchDatabase,
    keyring,
    keys: createBusinessKeys(keyring, dataKeysIn(database)),
    identity: createIdentity({ authDatabase, keyring, publicUrl: settled.publicUrl, log, sendSystemEmail }),
    limits: createLimits(authDatabase, config.requestsPerSecond),
    metrics: createMetrics(dispatchDatabase),
    sendSystemEmail,
    temporal: temporal.client,
    now: seams.now ?? (() => new Date()),
    ...(seams.inspect && { inspect: seams.inspect }),
  };
  server.on('request', createApp(deps));
  server.on('request', (_request, response) => {
    // A connection kept alive by its client would hold up closing until the grace is over.
    response.on('close', () => setImmediate(() => server.listening || server.closeIdleConnections()));
  });

  return {
    url: `http://${hostText(config.host)}:${port}`,
    deps,
    async close() {
      await stop(server);
      await temporal.close();
      await Promise.all([database.close(), authDatabase.close(), dispatchDatabase.close()]);
    },
  };
}

function listen(server: Server, { host, port }: ApiConfig): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EADDRINUSE') {
        reject(
          new Error(
            `Port ${port} is taken. Stop what uses it, or choose another: PORT=${port + 1} npm run api`,
          ),
        );
      } else if (error.code === 'EACCES') {
        reject(new Error(`Port ${port} may not be used by this account. Choose one above 1023 with PORT.`));
      } else if (error.code === 'EADDRNOTAVAIL') {
        reject(new Error(`This machine has no address ${host}. Set HOST to one it has, such as 127.0.0.1.`));
      } else reject(error);
    });
    server.listen(port, host, () => resolve((server.address() as AddressInfo).port));
  });
}

const GRACE_MS = 10_000;

function stop(server: Server): Promise<void> {
  return new Promise((resolve) => {
    const late = setTimeout(() => server.closeAllConnections(), GRACE_MS);
    server.close(() => {
      clearTimeout(late);
      resolve();
    });
    server.closeIdleConnections();
  });
}

/**
 * A client for Temporal that is null until there is a connection, and again when it is lost. Nothing waits for it:
 * the API accepts events while Temporal is away.
 */
function reachTemporal({ temporal: { connectionOptions, namespace } }: ApiConfig, log: Log) {
  let client: Client | null = null;
  let connection: Connection | null = null;
  let closed = false;
  let retry: NodeJS.Timeout | undefined;

  async function look() {
    try {
      // Without the library's own retries: this is the retry, and theirs would outlive `close`.
      connection ??= Connection.lazy({ ...connectionOptions, connectTimeout: 3_000, interceptors: [] });
      await connection.withDeadline(Date.now() + 3_000, () => connection!.workflowService.getSystemInfo({}));
      client ??= new Client({ connection, namespace });
    } catch (error) {
      if (client) log.warn({ err: error }, 'Temporal cannot be reached; what needs it waits in the database');
      client = null;
    }
    if (!closed) retry = setTimeout(() => void look(), client ? 15_000 : 2_000).unref();
  }

  void look();
  return {
    client: () => client,
    async close() {
      closed = true;
      clearTimeout(retry);
      await connection?.close().catch(() => {});
    },
  };
}

const hostText = (host: string): string =>
  host === '0.0.0.0' ? '127.0.0.1' : host === '::' ? '[::1]' : host.includes(':') ? `[${host}]` : host;

function withPort(publicUrl: string, port: number): string {
  return publicUrl.replace(/:0$/, `:${port}`);
}
