import { z } from 'zod';
import { channelSettings, type ChannelSettings } from '../lib/channel-settings.js';
import { createKeyring } from '../lib/crypto.js';
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

const whole = (name: string, from: number, to: number) =>
  z.coerce
    .number({ error: `must be a whole number from ${from} to ${to}` })
    .int(`must be a whole number from ${from} to ${to}`)
    .min(from, `must be ${name} from ${from} to ${to}`)
    .max(to, `must be ${name} from ${from} to ${to}`);

const environment = z.object({
  HOST: z.string().min(1).default('127.0.0.1'),
  PORT: whole('a port', 0, 65535).default(4000),
  PUBLIC_URL: z.url({ protocol: /^https?$/, error: 'must be an http:// or https:// address' }).optional(),
  DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/, error: 'must be a postgres:// address' }),
  SECRETS_KEY: z.string({ error: 'must be set; make one with: openssl rand -base64 32' }),
  LOG_LEVEL: z
    .enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'], {
      error: 'must be trace, debug, info, warn, error, fatal or silent',
    })
    .default('info'),
  TRUST_PROXY: whole('a number of proxies', 0, 10).default(0),
  DATABASE_CONNECTIONS: whole('a number', 2, 500).default(20),
  MAX_CONNECTIONS: whole('a number', 10, 100_000).default(2_000),
  REQUESTS_PER_SECOND: whole('a number', 1, 100_000).default(1_000),
  OUTBOUND_ALLOW: z.string().default(''),
  NODE_ENV: z.string().optional(),
});

/** Settings of the API. Throws one error that names every fault, a line each. An empty variable counts as absent. */
export function readConfig(env: NodeJS.ProcessEnv = process.env): ApiConfig {
  const faults: string[] = [];
  const attempt = <T>(read: () => T): T | undefined => {
    try {
      return read();
    } catch (error) {
      faults.push(...(error as Error).message.split('\n'));
      return undefined;
    }
  };
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ''));
  const parsed = environment.safeParse(given);
  if (!parsed.success) {
    faults.push(...parsed.error.issues.map((issue) => `${issue.path.join('.')} ${issue.message}`));
  }
  if (given.SECRETS_KEY) attempt(() => createKeyring(given.SECRETS_KEY!));
  if (given.NODE_ENV === 'production' && given.OUTBOUND_ALLOW) {
    faults.push('OUTBOUND_ALLOW must be empty when NODE_ENV is production');
  }
  const temporal = attempt(() => temporalConnection(given));
  const channels = attempt(() => channelSettings(given));
  if (faults.length > 0 || !parsed.success || !temporal || !channels) {
    throw new Error(`These settings must be put right:\n${faults.map((fault) => `  ${fault}`).join('\n')}`);
  }
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
    outboundAllow: settings.OUTBOUND_ALLOW.split(',')
      .map((entry) => entry.trim())
      .filter(Boolean),
    production: settings.NODE_ENV === 'production',
  };
}

/** An address that listens everywhere is reached on the loopback one. */
function reachable(host: string): string {
  if (host === '0.0.0.0') return '127.0.0.1';
  if (host === '::') return '[::1]';
  return host.includes(':') ? `[${host}]` : host;
}
