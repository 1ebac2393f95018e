import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import { insertApiKey } from '../../../db/api-keys.js';
import { insertMember } from '../../../db/members.js';
import { insertBusiness } from '../../../db/businesses.js';
import { withBusiness } from '../../../db/tenant.js';
import { readConfig } from '../../../api/config.js';
import { startApi as start, type ApiSeams, type RunningApi } from '../../../api/server.js';
import type { Role } from '../../../api/contract/permissions.js';
import { newId } from '../../../lib/ids.js';
import { createLog } from '../../../lib/log.js';
import { newApiKey } from '../../../lib/tokens.js';
import type { FreshDatabase } from '../../support/database.js';

export interface TestApi extends RunningApi {
  /** A plumbing firm with an owner and an API key that may do everything. */
  business: SeededBusiness;
  /** Another firm altogether. */
  seedBusiness(name?: string): Promise<SeededBusiness>;
  /** Asks as the key's holder unless `as` says otherwise. */
  ask(method: string, path: string, options?: AskOptions): Promise<Reply>;
  /** A signed-in member with this role. */
  signInAs(role: Role, business?: SeededBusiness): Promise<Session>;
  makeKey(scopes: string[], business?: SeededBusiness): Promise<string>;
}

export interface SeededBusiness {
  id: string;
  apiKey: string;
  owner: { email: string; password: string; memberId: string };
}

export interface Session {
  cookie: string;
  memberId: string;
  email: string;
}

export interface AskOptions {
  /** An API key, a session, or nobody. */
  as?: string | Session | null;
  /** Sent as JSON. */
  body?: unknown;
  /** Sent as it is, instead of `body`. */
  raw?: string | Uint8Array;
  headers?: Record<string, string>;
}

export interface Reply {
  status: number;
  headers: Headers;
  text: string;
  // The answer, parsed; tests read from it freely.
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  json: any;
}

const PASSWORD = 'correct horse battery';
export const SECRETS_KEY = Buffer.alloc(32, 7).toString('base64');

/** The real application on a port of its own, over a real database, with one business in it. */
export async function startApi(
  database: FreshDatabase,
  { environment = {}, ...seams }: ApiSeams & { environment?: Record<string, string> } = {},
): Promise<TestApi> {
  const config = readConfig({
    DATABASE_URL: database.url,
    SECRETS_KEY,
    PORT: '0',
    // Nobody listens there: the API must not need Temporal.
    TEMPORAL_ADDRESS: '127.0.0.1:9',
    ...environment,
  });
  const api = await start(config, {
    log: createLog({ name: 'api', level: 'error' }),
    inspect: holdToContract,
    ...seams,
  });
  const business = await seedBusiness(api, 'Acme Plumbing');
  return {
    ...api,
    business,
    seedBusiness: (name = 'Bistro Verde') => seedBusiness(api, name),
    ask: (method, path, options = {}) => ask(api.url, method, path, { as: business.apiKey, ...options }),
    signInAs: (role, of = business) => signInAs(api, role, of),
    makeKey: (scopes, of = business) => makeKey(api, scopes, of.id),
  };
}

/** What the contract promises, field by field and nothing besides; a difference is a bug, and answers 500. */
const holdToContract: NonNullable<ApiSeams['inspect']> = (operation, { status, body }) => {
  const promised = operation.responses[status] as z.ZodType | null | undefined;
  if (promised === undefined)
    throw new Error(`${operation.id} answered ${status}, which it does not promise`);
  if (promised === null && body !== undefined)
    throw new Error(`${operation.id} promises no body with ${status}`);
  if (promised === null) return;
  const sent: unknown = JSON.parse(JSON.stringify(body));
  const parsed = promised.safeParse(sent);
  if (!parsed.success) throw new Error(`${operation.id} broke its promise: ${z.prettifyError(parsed.error)}`);
  const extra = undeclared(parsed.data, sent);
  if (extra) throw new Error(`${operation.id} answered ${extra}, which it does not promise`);
};

/** zod drops what a shape does not name; so whatever is gone was not promised. */
function undeclared(promised: unknown, sent: unknown, path = 'body'): string | null {
  if (Array.isArray(sent) && Array.isArray(promised)) {
    return sent.map((item, at) => undeclared(promised[at], item, `${path}[${at}]`)).find(Boolean) ?? null;
  }
  if (sent === null || typeof sent !== 'object') return null;
  for (const [key, value] of Object.entries(sent)) {
    if (promised === null || typeof promised !== 'object' || !(key in promised)) return `${path}.${key}`;
    const inner = undeclared((promised as Record<string, unknown>)[key], value, `${path}.${key}`);
    if (inner) return inner;
  }
  return null;
}

export async function ask(
  url: string,
  method: string,
  path: string,
  { as = null, body, raw, headers = {} }: AskOptions,
): Promise<Reply> {
  const sent = new Headers(headers);
  if (typeof as === 'string') sent.set('authorization', `Bearer ${as}`);
  else if (as) sent.set('cookie', as.cookie);
  const content = raw ?? (body === undefined ? undefined : JSON.stringify(body));
  if (content !== undefined && !sent.has('content-type')) sent.set('content-type', 'application/json');
  const target = path.startsWith('/') ? `${url}${path}` : `${url}/api/v1/${path}`;
  const answer = await fetch(target, {
    method,
    headers: sent,
    redirect: 'manual',
    ...(content !== undefined && { body: content as string }),
  });
  const text = await answer.text();
  return { status: answer.status, headers: answer.headers, text, json: parsed(text) };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

async function seedBusiness(api: RunningApi, name: string): Promise<SeededBusiness> {
  const id = newId();
  await withBusiness(api.deps.database, { businessId: id }, (tx) =>
    insertBusiness(tx, {
      name,
      kind: 'trades',
      timezone: 'Europe/Madrid',
      locale: 'en',
      country: 'ES',
      currency: 'EUR',
    }),
  );
  const owner = await seedMember(api, 'owner', id);
  return {
    id,
    apiKey: await makeKey(api, ['*'], id),
    owner: { email: owner.email, password: PASSWORD, memberId: owner.memberId },
  };
}

async function seedMember(api: RunningApi, role: Role, businessId: string) {
  const email = `${role}-${randomBytes(5).toString('hex')}@example.com`;
  const person = await api.deps.identity.createUser({ email, name: `The ${role}`, password: PASSWORD });
  const member = await withBusiness(api.deps.database, { businessId }, (tx) =>
    insertMember(tx, { userId: person!.id, email, name: person!.name, role }),
  );
  return { email, memberId: member!.id };
}

async function signInAs(api: RunningApi, role: Role, business: SeededBusiness): Promise<Session> {
  const member = await seedMember(api, role, business.id);
  const cookie = await signIn(api.url, member.email, PASSWORD);
  return { cookie, ...member };
}

/** The cookie of somebody who signs in as the app's form does. */
export async function signIn(url: string, email: string, password: string): Promise<string> {
  const reply = await ask(url, 'POST', '/api/auth/sign-in/email', { body: { email, password } });
  if (reply.status !== 200) throw new Error(`Signing in answered ${reply.status}: ${reply.text}`);
  return reply.headers
    .getSetCookie()
    .map((each) => each.split(';')[0])
    .join('; ');
}

async function makeKey(api: RunningApi, scopes: string[], businessId: string): Promise<string> {
  const made = newApiKey();
  await withBusiness(api.deps.database, { businessId }, (tx) =>
    insertApiKey(tx, {
      id: newId(),
      name: 'a key',
      prefix: made.prefix,
      hash: made.hash,
      scopes,
      createdBy: null,
      expiresAt: null,
    }),
  );
  return made.key;
}
