import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { createKeyring } from '../lib/crypto.js';
import { temporalConnection } from '../lib/temporal-connection.js';

/** The folder of package.json. */
export const packageRoot = fileURLToPath(new URL('../', import.meta.url));

const port = z.coerce
  .number({ error: 'must be a port number' })
  .int('must be a whole number')
  .min(1, 'must be a port between 1 and 65535')
  .max(65535, 'must be a port between 1 and 65535');

const environment = z.object({
  PORT: port.default(4000),
  HOST: z.string().min(1).default('127.0.0.1'),
  JOURNEYMAN_DATA: z.string().min(1).optional(),
  PUBLIC_URL: z.url({ protocol: /^https?$/, error: 'must be an http:// or https:// address' }).optional(),
  DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/, error: 'must be a postgres:// address' }).optional(),
  SECRETS_KEY: z
    .string()
    .refine(isKeyring, 'must be 32 bytes in base64; several, separated by commas, while keys rotate')
    .optional(),
  DEMO: z.enum(['0', '1'], { error: 'must be 0 or 1' }).default('1'),
});

/** Settings of `npm start`. */
export interface LocalConfig {
  port: number;
  host: string;
  /** Where a browser on this machine finds it. */
  url: string;
  publicUrl: string;
  dataFolder: string;
  /** A database somebody else runs; null for the built-in one. */
  databaseUrl: string | null;
  /** A Temporal server somebody else runs; null for the built-in one. */
  temporalAddress: string | null;
  /** Of the built-in server. */
  temporalNamespace: string;
  secretsKey: string | null;
  demo: boolean;
  cacheFolder: string;
  searchPath: string;
  /** Started by npm, which passes on no signal it dies of. */
  underNpm: boolean;
  /** What children inherit. */
  environment: NodeJS.ProcessEnv;
}

/** Read the environment once. Throws one error that names every fault. An empty variable counts as absent. */
export function readConfig(env: NodeJS.ProcessEnv = process.env): LocalConfig {
  const given: NodeJS.ProcessEnv = Object.fromEntries(
    Object.entries(env).filter(([, value]) => value !== ''),
  );
  const parsed = environment.safeParse(given);
  if (!parsed.success) {
    const faults = parsed.error.issues.map((issue) => `  ${issue.path.join('.')} ${issue.message}`);
    throw new Error(`These settings cannot be used:\n${faults.join('\n')}`);
  }
  const { PORT, HOST, JOURNEYMAN_DATA, PUBLIC_URL, ...rest } = parsed.data;
  const elsewhere = given.TEMPORAL_ADDRESS ?? given.TEMPORAL_CONFIG_FILE ?? given.TEMPORAL_PROFILE;
  const url = `http://${reachable(HOST)}:${PORT}`;
  return {
    port: PORT,
    host: HOST,
    url,
    publicUrl: PUBLIC_URL ?? url,
    dataFolder: path.resolve(JOURNEYMAN_DATA ?? path.join(packageRoot, '.local')),
    databaseUrl: rest.DATABASE_URL ?? null,
    temporalAddress: elsewhere ? temporalConnection(given).connectionOptions.address : null,
    temporalNamespace: given.TEMPORAL_NAMESPACE ?? 'default',
    secretsKey: rest.SECRETS_KEY ?? null,
    demo: rest.DEMO === '1',
    cacheFolder: given.XDG_CACHE_HOME ?? path.join(os.homedir(), '.cache'),
    searchPath: given.PATH ?? '',
    underNpm: given.npm_lifecycle_event !== undefined,
    environment: given,
  };
}

/** An address that listens everywhere is reached on the loopback one. */
function reachable(host: string): string {
  if (host === '0.0.0.0') return '127.0.0.1';
  if (host === '::') return '[::1]';
  return host.includes(':') ? `[${host}]` : host;
}

function isKeyring(keys: string): boolean {
  try {
    createKeyring(keys);
    return true;
  } catch {
    return false;
  }
}
