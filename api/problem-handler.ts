import { randomUUID } from 'node:crypto';
import type { NextFunction, Request, Response } from 'express';
import type { Log } from '../lib/log.js';
import { Problem } from '../lib/problem.js';
import { answerIn, languageOf } from './words.js';

/** The one place where an error becomes an answer: RFC 9457 `application/problem+json`. */
export function problemHandler(log: Log) {
  // Express knows an error handler by its four parameters.
  return (error: unknown, request: Request, response: Response, next: NextFunction) => {
    const problem = asProblem(error, (id) =>
      log.error(
        { err: error, requestId: id, method: request.method, path: request.originalUrl },
        'A request failed',
      ),
    );
    if (response.headersSent) return next(error);
    sendProblem(response, problem, languageOf(request));
    // What is left of a body nobody will read must not be taken for the next request.
    if (!request.readableEnded) request.resume();
  };
}

export function sendProblem(response: Response, problem: Problem, language = 'en'): void {
  if (problem.code === 'too_large') response.set('connection', 'close');
  if (problem.retryAfterSeconds !== undefined) response.set('retry-after', String(problem.retryAfterSeconds));
  if (problem.etag !== undefined) response.set('etag', problem.etag);
  if (problem.code === 'unauthenticated') response.set('www-authenticate', 'Bearer');
  response.status(problem.status).set('cache-control', 'no-store');
  response.vary('Accept-Language').set('content-language', language);
  response.type('application/problem+json').send(JSON.stringify(answerIn(language, problem.toBody())));
}

/** Whatever was thrown, as a refusal. Bugs are reported once, and answered with nothing but the report's id. */
export function asProblem(error: unknown, report: (id: string) => void): Problem {
  if (error instanceof Problem) return error;
  if (isDatabaseAway(error)) {
    return new Problem('unavailable', 'The database cannot be reached. Please try again in a moment.', {
      retryAfterSeconds: 5,
      cause: error,
    });
  }
  const status = (error as { status?: unknown } | null)?.status;
  if (error instanceof URIError) return new Problem('bad_request', 'The address cannot be read.');
  if (status === 400) return new Problem('bad_request', 'The request cannot be read.');
  if (status === 413) return new Problem('too_large', 'The body is too large.');
  if (status === 415) return new Problem('unsupported_media_type', 'This kind of body is not taken here.');
  const id = randomUUID();
  report(id);
  if (isBeyondKeeping(error))
    return new Problem('invalid', 'A number, time or text in the request is beyond what can be kept.');
  return new Problem('internal', `Something went wrong on our side. If you write to us, mention ${id}.`, {
    extras: { requestId: id },
  });
}

/**
 * Numeric value, datetime or encoding out of range, untranslatable character: what somebody sent got past its schema.
 * Reported all the same, so that the schema learns it. Source: PostgreSQL, Appendix A, class 22.
 */
const isBeyondKeeping = (error: unknown): boolean =>
  ['22003', '22007', '22008', '22021', '22P05'].includes(String((error as { code?: unknown } | null)?.code));

const AWAY = new Set([
  'ECONNREFUSED', 'ECONNRESET', 'ENOTFOUND', 'EPIPE', 'ETIMEDOUT', 'EHOSTUNREACH', 'ENOENT',
  '57P01', '57P02', '57P03', '53300', '53400', '08000', '08001', '08003', '08006', '25006',
]); // prettier-ignore

/** PostgreSQL gone, starting, full or cut off: worth trying again, and nothing is wrong with the request. */
export function isDatabaseAway(error: unknown): boolean {
  // Asked of its shape and not its class: Node's own errors may come from another realm than ours.
  if (typeof error !== 'object' || error === null) return false;
  const { code, message, cause, errors } = error as Partial<
    Record<'code' | 'message' | 'cause' | 'errors', unknown>
  >;
  if (Array.isArray(errors) && errors.some(isDatabaseAway)) return true;
  if (typeof code === 'string' && AWAY.has(code)) return true;
  if (/timeout exceeded when trying to connect|Connection terminated|Client has encountered a connection error|not queryable|not currently accepting connections/i.test(String(message))) {
    return true;
  } // prettier-ignore
  return cause !== undefined && isDatabaseAway(cause);
}
