import type { Log } from './log.js';

type Level = 'TRACE' | 'DEBUG' | 'INFO' | 'WARN' | 'ERROR';

/** The fields of a Temporal SDK log entry that may be written; the rest are dropped before `createLog` would name them. */
const kept = [
  'workflowId',
  'workflowType',
  'runId',
  'activityType',
  'attempt',
  'taskQueue',
  'namespace',
  'sdkComponent',
  'durationMs',
];

/**
 * A logger for `Runtime.install({ logger })`: the SDK's own prints errors as they are, with whatever
 * their words may hold.
 */
export function temporalLogger(log: Log) {
  const write = (level: Level, message: string, meta: Record<string | symbol, unknown> = {}): void => {
    const fields: Record<string, unknown> = Object.fromEntries(
      kept.filter((name) => name in meta).map((name) => [name, meta[name]]),
    );
    if ('activityType' in fields) {
      fields['activity'] = fields['activityType'];
      delete fields['activityType'];
    }
    if (meta['error'] !== undefined) fields['err'] = meta['error'];
    log[level.toLowerCase() as 'info'](fields, message);
  };
  return {
    log: write,
    trace: (message: string, meta?: object) => write('TRACE', message, meta as Record<string, unknown>),
    debug: (message: string, meta?: object) => write('DEBUG', message, meta as Record<string, unknown>),
    info: (message: string, meta?: object) => write('INFO', message, meta as Record<string, unknown>),
    warn: (message: string, meta?: object) => write('WARN', message, meta as Record<string, unknown>),
    error: (message: string, meta?: object) => write('ERROR', message, meta as Record<string, unknown>),
  };
}
