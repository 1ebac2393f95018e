import type { Request, Response } from 'express';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { type z } from 'zod';
import { Problem } from '../lib/problem.js';
import { findCaller } from './auth/find-caller.js';
import { refuseUnless, type Caller } from './caller.js';
import { BODY_BYTES, type AnyOperation, type Responses } from './contract/operation.js';
import { refuseForgery } from './auth/forgery.js';
import type { ApiDeps } from './deps.js';
import { invalid } from './invalid.js';
import { answerOnce } from './idempotency.js';
import { readJson } from './read-json.js';
import { answerIn, languageOf } from './words.js';

/** What a handler is given: everything parsed. `caller` is there unless the operation is public. */
export interface Asked<Params, Query, Body, Headers> {
  params: Params;
  query: Query;
  body: Body;
  headers: Headers;
  caller: Caller;
  now: Date;
  /** The caller's address, as far as our own proxies vouch for it. */
  ip: string;
  /** The raw request, for what only it knows. */
  request: Request;
}

/** What an operation answers: one of its statuses (tests hold handlers to that) and the body that goes with it. */
export interface AnswerOf<O extends AnyOperation> {
  status: number;
  headers?: Record<string, string>;
  body?: BodyOf<O['responses']>;
}

type BodyOf<R extends Responses> = {
  [Status in keyof R]: R[Status] extends z.ZodType ? z.input<R[Status]> : undefined;
}[keyof R];

export interface AnyAnswer {
  status: number;
  body?: unknown;
  headers?: Record<string, string>;
}

export interface Route {
  operation: AnyOperation;
  answer(request: Request, response: Response, deps: ApiDeps): Promise<void>;
}

type Parsed<Schema> = NonNullable<Schema> extends z.ZodType ? z.output<NonNullable<Schema>> : undefined;

/** What the handler of an operation is given. */
export type AskedOf<O extends AnyOperation> = Asked<
  Parsed<O['params']>,
  Parsed<O['query']>,
  Parsed<O['body']>,
  Parsed<O['headers']>
>;

/** Joins an operation of the contract with the function that performs it. */
export function handle<O extends AnyOperation>(
  operation: O,
  perform: (asked: AskedOf<O>, deps: ApiDeps) => Promise<AnswerOf<O>>,
): Route {
  const act = perform as (
    asked: Asked<unknown, unknown, unknown, unknown>,
    deps: ApiDeps,
  ) => Promise<AnyAnswer>;
  return {
    operation,
    async answer(request, response, deps) {
      const caller = await admit(operation, request, deps);
      const params = parse(operation.params, request.params, 'params');
      const query = parse(operation.query, request.query, 'query');
      const headers = parse(operation.headers, request.headers, 'headers');
      const rawBody = operation.body
        ? await readJson(request, operation.maxBodyBytes ?? BODY_BYTES)
        : undefined;
      const answer = await answerOnce({ operation, request, caller, rawBody, deps }, async () => {
        const body = parse(operation.body, rawBody, 'body');
        const asked = {
          params, query, body, headers, now: deps.now(), ip: request.ip ?? '', request,
          // Public operations never look at it.
          caller: caller as Caller,
        }; // prettier-ignore
        const answer = await act(asked, deps);
        deps.inspect?.(operation, answer);
        return answer;
      });
      await send(request, response, answer);
    },
  };
}

/** Who asks, and may they? Before a byte of the body is read. */
async function admit(operation: AnyOperation, request: Request, deps: ApiDeps): Promise<Caller | null> {
  if (operation.permission === 'public') {
    if (operation.method !== 'get') refuseForgery(request, deps.config.publicUrl);
    return null;
  }
  const caller = await findCaller(request, deps);
  if (caller.kind === 'member' && operation.method !== 'get') refuseForgery(request, deps.config.publicUrl);
  await deps.limits.perCaller(caller.kind === 'key' ? caller.keyId : caller.memberId);
  refuseUnless(caller, operation.permission);
  return caller;
}

function parse(
  schema: z.ZodType | undefined,
  value: unknown,
  part: 'params' | 'query' | 'headers' | 'body',
): unknown {
  if (!schema) return undefined;
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  // An id that cannot be one names nothing, whoever asks.
  if (part === 'params') throw new Problem('not_found', 'There is nothing at this address.');
  throw invalid(parsed.error, value);
}

async function send(request: Request, response: Response, { status, body, headers }: AnyAnswer) {
  response.status(status);
  if (headers) response.set(headers);
  if (!response.hasHeader('cache-control')) response.set('cache-control', 'no-store');
  if (body === undefined) response.end();
  else if (Buffer.isBuffer(body)) response.send(body);
  else if (isStream(body)) await stream(request, response, body);
  else {
    const language = languageOf(request);
    response.vary('Accept-Language').set('content-language', language).json(answerIn(language, body));
  }
}

const isStream = (body: unknown): body is AsyncIterable<string> =>
  typeof body === 'object' && body !== null && Symbol.asyncIterator in body;

/**
 * Parts are made no faster than they are read. What fails on the way cuts the connection, so that nobody takes the
 * beginning of a file for the whole of it.
 */
async function stream(request: Request, response: Response, parts: AsyncIterable<string>): Promise<void> {
  if (request.method === 'HEAD') return void response.end();
  try {
    await pipeline(Readable.from(parts), response);
  } catch (error) {
    // Whoever asked has gone.
    if ((error as NodeJS.ErrnoException).code !== 'ERR_STREAM_PREMATURE_CLOSE') throw error;
  }
}
