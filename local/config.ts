import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { readConfig as readApiConfig } from '../api/config.js';
import { readConfig as readWorkerConfig } from '../worker/config.js';
import { createKeyring } from '../lib/crypto.js';
import { faultFinder, given, port, postgresUrl, publicUrl, reachable } from '../lib/settings.js';
import { temporalConnection } from '../lib/temporal-connection.js';

/** The folder of package.json. */
export const packageRoot = fileURLToPath(new URL('../', import.meta.url));

const environment = z.object({
  PORT: port(1).default(4000),
  HOST: z.string().min(1).default('127.0.0.1'),
  JOURNEYMAN_DATA: z.string().min(1).optional(),
  PUBLIC_URL: publicUrl.optional(),
  DATABASE_URL: postgresUrl.optional(),
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
  /** Who carries e-mail and texts; `outbox` keeps them here. */
  carriers: { email: string; sms: string };
  cacheFolder: string;
  searchPath: string;
  /** Started by npm, which passes on no signal it dies of. */
  underNpm: boolean;
  /** What children inherit. */
  environment: NodeJS.ProcessEnv;
}

/** Read the environment once. Throws one error that names every fault. An empty variable counts as absent. */
export function readConfig(env: NodeJS.ProcessEnv = process.env): LocalConfig {
  const set: NodeJS.ProcessEnv = given(env);
  const { faults, attempt, note, message } = faultFinder();
  const parsed = environment.safeParse(set);
  note(parsed);
  const elsewhere = set.TEMPORAL_ADDRESS ?? set.TEMPORAL_CONFIG_FILE ?? set.TEMPORAL_PROFILE;
  const temporal = elsewhere ? attempt(() => temporalConnection(set)) : undefined;
  for (const fault of faultsOfOthers(set)) {
    const isNamed = (other: string) => other === fault || other.split(':')[0] === fault.split(':')[0];
    if (!faults.some(isNamed)) faults.push(fault);
  }
  if (faults.length > 0 || !parsed.success) throw new Error(message());
  const { PORT, HOST, JOURNEYMAN_DATA, PUBLIC_URL, ...rest } = parsed.data;
  const url = `http://${reachable(HOST)}:${PORT}`;
  return {
    port: PORT,
    host: HOST,
    url,
    publicUrl: PUBLIC_URL ?? url,
    dataFolder: path.resolve(JOURNEYMAN_DATA ?? path.join(packageRoot, '.local')),
    databaseUrl: rest.DATABASE_URL ?? null,
    temporalAddress: temporal?.connectionOptions.address ?? null,
    temporalNamespace: set.TEMPORAL_NAMESPACE ?? 'default',
    secretsKey: rest.SECRETS_KEY ?? null,
    demo: rest.DEMO === '1',
    carriers: { email: set.EMAIL_PROVIDER ?? 'outbox', sms: set.SMS_PROVIDER ?? 'outbox' },
    cacheFolder: set.XDG_CACHE_HOME ?? path.join(os.homedir(), '.cache'),
    searchPath: set.PATH ?? '',
    underNpm: set.npm_lifecycle_event !== undefined,
    environment: set,
  };
}

/** What the API and the worker would refuse to start with, before anything is started for them. */
function faultsOfOthers(set: NodeJS.ProcessEnv): string[] {
  // These two we make for them.
  const made = {
    DATABASE_URL: 'postgres://127.0.0.1/journeyman',
    SECRETS_KEY: Buffer.alloc(32).toString('base64'),
  };
  return [readApiConfig, readWorkerConfig].flatMap((read) => {
    try {
      read({ ...set, ...made });
      return [];
    } catch (error) {
      const [, ...lines] = (error as Error).message.split('\n');
      return lines.map((line) => line.trim());
    }
  });
}

function isKeyring(keys: string): boolean {
  try {
    createKeyring(keys);
    return true;
  } catch {
    return false;
  }
}
