import type { z } from 'zod';
import type { Permission } from './permissions.js';

export type Method = 'get' | 'post' | 'put' | 'patch' | 'delete';

/** What each status answers with; null means no body. */
export type Responses = Readonly<Record<number, z.ZodType | null>>;

/** One address and method of the API: who may use it, what it takes, what it answers. The contract is made of these. */
export interface Operation<
  Params extends z.ZodType = z.ZodType,
  Query extends z.ZodType = z.ZodType,
  Body extends z.ZodType = z.ZodType,
  Headers extends z.ZodType = z.ZodType,
  R extends Responses = Responses,
> {
  /** camelCase and unique: `listCustomers`. */
  id: string;
  method: Method;
  /** Below /api/v1, with `:name` for parameters: `/customers/:id`. */
  path: string;
  tag: string;
  summary: string;
  description?: string;
  /** `public`: nobody need sign in. `caller`: anybody we know, whatever they may do. */
  permission: Permission | 'public' | 'caller';
  params?: Params;
  query?: Query;
  body?: Body;
  /** What the body looks like, where `body` lets everything pass because the handler checks it by hand. */
  bodyShown?: z.ZodType;
  /** Lower-case header names. */
  headers?: Headers;
  responses: R;
  /** Of the body; 256 KB when absent. */
  maxBodyBytes?: number;
  /** Answers that must not be kept for a repeated Idempotency-Key, because the work deduplicates by itself. */
  deduplicates?: boolean;
}

// Erased at the edges of the registry, where operations of every shape stand in one list.
// eslint-disable-next-line @typescript-eslint/no-explicit-any
export type AnyOperation = Operation<any, any, any, any, any>;

/** Checks an operation's shape and keeps its types. */
export function defineOperation<
  Params extends z.ZodType = z.ZodUndefined,
  Query extends z.ZodType = z.ZodUndefined,
  Body extends z.ZodType = z.ZodUndefined,
  Headers extends z.ZodType = z.ZodUndefined,
  const R extends Responses = Responses,
>(operation: Operation<Params, Query, Body, Headers, R>): Operation<Params, Query, Body, Headers, R> {
  return operation;
}

/** Bodies of events, deliveries and drafts may be this large; everything else a quarter of it. */
export const LARGE_BODY_BYTES = 1024 * 1024;
export const BODY_BYTES = 256 * 1024;
