import { z } from 'zod';
import { channelSettings, type ChannelSettings } from '../lib/channel-settings.js';
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
  DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/, error: 'must be a postgres:// address' }),
  SECRETS_KEY: z.string({ error: 'must be set: openssl rand -base64 32 makes one' }).min(1),
  PUBLIC_URL: z
    .url({ protocol: /^https?$/, error: 'must be a web address' })
    .default('http://127.0.0.1:4000'),
  OUTBOUND_ALLOW: z
    .string()
    .default('')
    .transform((list) =>
      list
        .split(',')
        .map((entry) => entry.trim())
        .filter(Boolean),
    ),
  LOG_LEVEL: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent']).default('info'),
  WORKER_METRICS_PORT: z.coerce.number().int().min(1).max(65535).optional(),
  WORKER_WORKFLOW_TASKS: z.coerce.number().int().min(4).max(1000).default(100),
  WORKFLOW_BUNDLE: z.string().optional(),
  NODE_ENV: z.string().optional(),
});

/** Settings of a worker. Throws one error that names every fault, a line each. */
export function readConfig(env: NodeJS.ProcessEnv = process.env): WorkerConfig {
  const faults: string[] = [];
  const attempt = <T>(read: () => T): T | undefined => {
    try {
      return read();
    } catch (error) {
      faults.push((error as Error).message);
      return undefined;
    }
  };
  const present = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ''));
  const parsed = environment.safeParse(present);
  if (!parsed.success) {
    faults.push(...parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`));
  } else if (parsed.data.NODE_ENV === 'production' && parsed.data.OUTBOUND_ALLOW.length > 0) {
    faults.push('OUTBOUND_ALLOW: must be empty when NODE_ENV is production');
  }
  const temporal = attempt(() => temporalConnection(env));
  const channels = attempt(() => channelSettings(env));
  if (faults.length > 0 || !parsed.success || !temporal || !channels) {
    throw new Error(`These settings must be put right:\n${faults.map((fault) => `  ${fault}`).join('\n')}`);
  }
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
