import { z } from 'zod';
import { channelSettings, type ChannelSettings } from '../lib/channel-settings.js';
import { createKeyring } from '../lib/crypto.js';
import {
  faultFinder,
  given,
  logLevel,
  outboundAllow,
  port,
  postgresUrl,
  publicUrl,
  reachable,
  secretsKey,
  whole,
} from '../lib/settings.js';
import { temporalConnection, type TemporalConnection } from '../lib/temporal-connection.js';

export interface ApiConfig {
  host: string;
  port: number;
  /** What links in messages begin with; no slash at the end. */
  publicUrl: string;
  databaseUrl: string;
  secretsKey: string;
  temporal: TemporalConnection;
  channels: ChannelSettings;
  logLevel: string;
  /** How many proxies in front of us may be believed about the caller's address. */
  trustedProxies: number;
  /** Connections of PostgreSQL that requests may use. */
  databaseConnections: number;
  /** Sockets at once; those above are turned away. */
  maxConnections: number;
  /** Requests a second that one API key or connection may make. */
  requestsPerSecond: number;
  outboundAllow: string[];
  production: boolean;
}

const environment = z.object({
  HOST: z.string().min(1).default('127.0.0.1'),
  PORT: port(0).default(4000),
  PUBLIC_URL: publicUrl.optional(),
  DATABASE_URL: postgresUrl,
  SECRETS_KEY: secretsKey,
  LOG_LEVEL: logLevel,
  TRUST_PROXY: whole(0, 10).default(0),
  DATABASE_CONNECTIONS: whole(2, 500).default(20),
  MAX_CONNECTIONS: whole(10, 100_000).default(2_000),
  REQUESTS_PER_SECOND: whole(1, 100_000).default(1_000),
  OUTBOUND_ALLOW: outboundAllow,
  NODE_ENV: z.string().optional(),
});

/** Settings of the API. Throws one error that names every fault, a line each. An empty variable counts as absent. */
export function readConfig(env: NodeJS.ProcessEnv = process.env): ApiConfig {
  const set = given(env);
  const { faults, attempt, note, message } = faultFinder();
  const parsed = environment.safeParse(set);
  note(parsed);
  if (set.SECRETS_KEY) attempt(() => createKeyring(set.SECRETS_KEY!));
  if (set.NODE_ENV === 'production' && set.OUTBOUND_ALLOW) {
    faults.push('OUTBOUND_ALLOW: must be empty when NODE_ENV is production');
  }
  const temporal = attempt(() => temporalConnection(set));
  const channels = attempt(() => channelSettings(set));
  if (faults.length > 0 || !parsed.success || !temporal || !channels) throw new Error(message());
  const settings = parsed.data;
  return {
    host: settings.HOST,
    port: settings.PORT,
    publicUrl: (settings.PUBLIC_URL ?? `http://${reachable(settings.HOST)}:${settings.PORT}`).replace(
      /\/+$/,
      '',
    ),
    databaseUrl: settings.DATABASE_URL,
    secretsKey: settings.SECRETS_KEY,
    temporal,
    channels,
    logLevel: settings.LOG_LEVEL,
    trustedProxies: settings.TRUST_PROXY,
    databaseConnections: settings.DATABASE_CONNECTIONS,
    maxConnections: settings.MAX_CONNECTIONS,
    requestsPerSecond: settings.REQUESTS_PER_SECOND,
    outboundAllow: settings.OUTBOUND_ALLOW,
    production: settings.NODE_ENV === 'production',
  };
}
