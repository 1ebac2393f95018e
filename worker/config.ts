import { z } from 'zod';
import type { ChannelSettings } from '../lib/channel-settings.js';
import { readServerSettings, serverVariables } from '../lib/server-settings.js';
import { port, publicUrl, whole, withoutSlash } from '../lib/settings.js';
import type { TemporalConnection } from '../lib/temporal-connection.js';

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

const variables = z.object({
  ...serverVariables,
  PUBLIC_URL: publicUrl.default('http://127.0.0.1:4000'),
  WORKER_METRICS_PORT: port(1).optional(),
  WORKER_WORKFLOW_TASKS: whole(4, 1000).default(100),
  WORKFLOW_BUNDLE: z.string().optional(),
});

/** Settings of a worker. Throws one error that names every fault, a line each. */
export function readConfig(env: NodeJS.ProcessEnv = process.env): WorkerConfig {
  const { settings, temporal, channels } = readServerSettings(variables, env);
  return {
    databaseUrl: settings.DATABASE_URL,
    secretsKey: settings.SECRETS_KEY,
    publicUrl: withoutSlash(settings.PUBLIC_URL),
    temporal,
    channels,
    outboundAllow: settings.OUTBOUND_ALLOW,
    logLevel: settings.LOG_LEVEL,
    metricsPort: settings.WORKER_METRICS_PORT,
    workflowTasks: settings.WORKER_WORKFLOW_TASKS,
    workflowBundle: settings.WORKFLOW_BUNDLE,
  };
}
