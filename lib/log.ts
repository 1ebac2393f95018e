import { pino, type DestinationStream, type Logger } from 'pino';
import { maskPath, scrub } from './scrub.js';

export type Log = Logger;

export interface LogSettings {
  /** Which process speaks: `api`, `worker`, `local`. */
  name: string;
  level?: string;
  /** Where lines go; standard output when absent. */
  destination?: DestinationStream;
}

/**
 * A logger that cannot tell on a customer.
 *
 * Three layers: only the fields of `loggable` are written and the names of the others are listed under
 * `omitted`; errors and requests are cut to a fixed shape; and the finished line is scrubbed of whatever
 * looks like an address, a phone number, a token or a key. Names of people cannot be recognised in free
 * text, so never build a message out of a customer's words.
 */
export function createLog({ name, level = 'info', destination }: LogSettings): Log {
  const options = {
    name,
    level,
    base: { pid: process.pid },
    timestamp: () => `,"time":"${new Date().toISOString()}"`,
    formatters: { level: (label: string) => ({ level: label }), log: allowed },
    // `allowed` has already described the error; pino's own serializer would take it apart again.
    serializers: { err: (described: unknown) => described },
    hooks: { streamWrite: scrub },
  };
  return guardChildren(destination ? pino(options, destination) : pino(options));
}

/** pino applies `formatters.log` to each line but not to the bindings of a child logger. Children inherit this. */
function guardChildren(log: Log): Log {
  log.child = new Proxy(log.child, {
    apply: (makeChild, self, [bindings, ...rest]) =>
      Reflect.apply(makeChild, self, [allowed(bindings), ...rest]),
  });
  return log;
}

/** An error as it may be written: its kind, code and words, and those of its causes, never its payload. */
export function describeError(error: unknown, depth = 0): Record<string, unknown> {
  if (!(error instanceof Error)) return { type: typeof error };
  const code = 'code' in error && typeof error.code === 'string' ? error.code : undefined;
  return {
    type: error.name,
    ...(code && { code }),
    message: error.message,
    ...(depth === 0 && { stack: error.stack }),
    ...(error.cause !== undefined && depth < 3 && { cause: describeError(error.cause, depth + 1) }),
  };
}

/** Fields that hold ids, counts, times and words of ours. Add one here only if a customer's word can never be in it. */
const loggable = new Set([
  'pid', 'name', 'hostname', 'module', 'component',
  'businessId', 'connectionId', 'customerId', 'deliveryId', 'enrollmentId', 'eventId', 'eventIds', 'importId',
  'journeyId', 'memberId', 'messageId', 'outboxId', 'requestId', 'runId', 'stepId', 'workflowId', 'feedbackId',
  'activity', 'attempt', 'attempts', 'cause', 'channel', 'code', 'count', 'counts', 'directive', 'exit', 'kind',
  'level', 'method', 'operation', 'outcome', 'provider', 'purpose', 'queue', 'reason', 'role', 'route', 'source',
  'state', 'status', 'statusCode', 'table', 'turn', 'type', 'version', 'visit', 'workflowType', 'taskQueue',
  'at', 'due', 'dueAt', 'until', 'durationMs', 'lagSeconds', 'retryAfterSeconds', 'bytes', 'rows', 'size',
  'address', 'host', 'port', 'namespace', 'signal', 'migration', 'sdkComponent', 'schedule', 'batch', 'keyId',
]); // prettier-ignore

function allowed(fields: Record<string, unknown>): Record<string, unknown> {
  const kept: Record<string, unknown> = {};
  const omitted: string[] = [];
  for (const [field, value] of Object.entries(fields)) {
    if (value === undefined) continue;
    if (field === 'err' || field === 'error') kept['err'] = describeError(value);
    else if (field === 'req') kept['req'] = describeRequest(value);
    else if (field === 'res') kept['res'] = describeResponse(value);
    else if (field === 'path' || field === 'url') kept['path'] = maskPath(String(value));
    else if (loggable.has(field) && isPlain(value)) kept[field] = value;
    else omitted.push(field);
  }
  if (omitted.length > 0) kept['omitted'] = omitted;
  return kept;
}

/** Scalars, lists of scalars, and records of counts: nothing that a whole customer could hide in. */
function isPlain(value: unknown): boolean {
  if (Array.isArray(value))
    return value.every((item) => item === null || ['string', 'number', 'boolean'].includes(typeof item));
  if (value === null || value instanceof Date) return true;
  if (typeof value === 'object') return Object.values(value).every((count) => typeof count === 'number');
  return typeof value !== 'function';
}

function describeRequest(value: unknown): Record<string, unknown> {
  const { id, method, url, originalUrl } = value as Record<string, unknown>;
  return { ...(typeof id === 'string' && { id }), method, path: maskPath(String(originalUrl ?? url ?? '')) };
}

function describeResponse(value: unknown): Record<string, unknown> {
  return { statusCode: (value as { statusCode?: unknown }).statusCode };
}
