import { z } from 'zod';
import type { ChannelSettings } from '../lib/channel-settings.js';
import { readServerSettings, serverVariables } from '../lib/server-settings.js';
import { port, publicUrl, reachable, whole, withoutSlash } from '../lib/settings.js';
import type { TemporalConnection } from '../lib/temporal-connection.js';

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

const variables = z.object({
  ...serverVariables,
  HOST: z.string().min(1).default('127.0.0.1'),
  PORT: port(0).default(4000),
  PUBLIC_URL: publicUrl.optional(),
  TRUST_PROXY: whole(0, 10).default(0),
  DATABASE_CONNECTIONS: whole(2, 500).default(20),
  MAX_CONNECTIONS: whole(10, 100_000).default(2_000),
  REQUESTS_PER_SECOND: whole(1, 100_000).default(1_000),
});

/** Settings of the API. Throws one error that names every fault, a line each. An empty variable counts as absent. */
export function readConfig(env: NodeJS.ProcessEnv = process.env): ApiConfig {
  const { settings, temporal, channels } = readServerSettings(variables, env);
  return {
    host: settings.HOST,
    port: settings.PORT,
    publicUrl: withoutSlash(settings.PUBLIC_URL ?? `http://${reachable(settings.HOST)}:${settings.PORT}`),
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
