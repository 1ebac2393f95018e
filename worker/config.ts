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
  secretsKey,
  whole,
} from '../lib/settings.js';
import { temporalConnection, type TemporalConnection } from '../lib/temporal-connection.js';

export interface WorkerConfig {
  databaseUrl: string;
  secretsKey: string;
  publicUrl: string;
  temporal: TemporalConnection;
  channels: ChannelSettings;
  /** host:port pairs outside the guard against private addresses; never in production. */
  outboundAllow: string[];
  logLevel: string;
  /** Where /metrics, /healthz and /readyz of this worker listen; nothing listens when absent. */
  metricsPort: number | undefined;
  /** Workflow tasks at once; the workflow cache holds at least twice as many. */
  workflowTasks: number;
  /** A bundle made beforehand, so that a process starts without bundling. */
  workflowBundle: string | undefined;
}

const environment = z.object({
  DATABASE_URL: postgresUrl,
  SECRETS_KEY: secretsKey,
  PUBLIC_URL: publicUrl.default('http://127.0.0.1:4000'),
  OUTBOUND_ALLOW: outboundAllow,
  LOG_LEVEL: logLevel,
  WORKER_METRICS_PORT: port(1).optional(),
  WORKER_WORKFLOW_TASKS: whole(4, 1000).default(100),
  WORKFLOW_BUNDLE: z.string().optional(),
  NODE_ENV: z.string().optional(),
});

/** Settings of a worker. Throws one error that names every fault, a line each. */
export function readConfig(env: NodeJS.ProcessEnv = process.env): WorkerConfig {
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
    databaseUrl: settings.DATABASE_URL,
    secretsKey: settings.SECRETS_KEY,
    publicUrl: settings.PUBLIC_URL.replace(/\/+$/, ''),
    temporal,
    channels,
    outboundAllow: settings.OUTBOUND_ALLOW,
    logLevel: settings.LOG_LEVEL,
    metricsPort: settings.WORKER_METRICS_PORT,
    workflowTasks: settings.WORKER_WORKFLOW_TASKS,
    workflowBundle: settings.WORKFLOW_BUNDLE,
  };
}
