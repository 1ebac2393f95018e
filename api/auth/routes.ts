import { Router, type Request, type Response } from 'express';
import { Problem } from '../../lib/problem.js';
import { BODY_BYTES } from '../contract/operation.js';
import type { ApiDeps } from '../deps.js';
import { readJson } from '../read-json.js';
import { deviceCookies, type DeviceCookies } from './device-cookie.js';
import { refuseForgery } from './forgery.js';
import { ADDRESS_HEADER } from './identity.js';
import { asText } from '../../workflows/flow/as-text.js';

/** The addresses of better-auth that exist here. Signing up, other accounts, and the rest of it do not. */
const OPEN: Readonly<Record<string, 'GET' | 'POST'>> = {
  '/sign-in/email': 'POST',
  '/sign-out': 'POST',
  '/get-session': 'GET',
  '/change-password': 'POST',
  '/request-password-reset': 'POST',
  '/reset-password': 'POST',
  '/list-sessions': 'GET',
  '/revoke-session': 'POST',
  '/revoke-sessions': 'POST',
  '/revoke-other-sessions': 'POST',
};

/** /api/auth: people sign in, sign out and change their password. */
export function authRoutes(deps: ApiDeps): Router {
  const router = Router();
  const devices = deviceCookies(deps.keyring, deps.config.publicUrl);
  router.all('/*splat', async (request, response) => {
    const method = Object.hasOwn(OPEN, request.path) ? OPEN[request.path] : undefined;
    if (!method) throw new Problem('not_found', 'There is nothing at this address.');
    if (request.method !== method) {
      response.set('allow', method);
      throw new Problem('method_not_allowed', `Use ${method} here.`);
    }
    if (method === 'POST') refuseForgery(request, deps.config.publicUrl);
    const body = method === 'POST' ? await readJson(request, BODY_BYTES) : undefined;
    const guess = await limit(request, body, devices, deps);
    const answer = await deps.identity.answer(forBetterAuth(request, body, deps));
    for (const cookie of answer.headers.getSetCookie()) response.append('set-cookie', cookie);
    if (answer.ok && guess) {
      await deps.limits.signedIn(guess.account, guess.device);
      devices.write(request, response, guess.account, deps.now());
    }
    await pass(answer, response);
  });
  return router;
}

/** Counts guesses before they are made; returns the account that was guessed at, and from which device it knows. */
async function limit(
  request: Request,
  body: unknown,
  devices: DeviceCookies,
  deps: ApiDeps,
): Promise<{ account: string; device: string | null } | null> {
  const ip = request.ip ?? '';
  if (request.path === '/sign-in/email') {
    const account = asText((body as { email?: unknown } | null | undefined)?.email ?? '').slice(0, 320);
    const device = devices.read(request, account, deps.now());
    await deps.limits.signIn(account, ip, device);
    return { account, device };
  }
  if (request.method === 'POST') await deps.limits.unauthenticated(ip);
  return null;
}

/** The request as better-auth understands one, built from what we have already read and checked. */
function forBetterAuth(request: Request, body: unknown, deps: ApiDeps): globalThis.Request {
  const headers = new Headers();
  for (const name of ['cookie', 'origin', 'referer', 'user-agent'] as const) {
    const value = request.get(name);
    if (value !== undefined) headers.set(name, value);
  }
  headers.set(ADDRESS_HEADER, request.ip ?? '127.0.0.1');
  // Forgery has been ruled out above, also for scripts, which send no Origin; better-auth insists on one.
  headers.set('origin', new URL(deps.config.publicUrl).origin);
  if (body !== undefined) headers.set('content-type', 'application/json');
  return new Request(new URL(`/api/auth${request.url}`, deps.config.publicUrl), {
    method: request.method,
    headers,
    ...(request.method === 'POST' && { body: JSON.stringify(body ?? {}) }),
  });
}

/** better-auth's answer; its refusals in our own shape. */
async function pass(answer: globalThis.Response, response: Response) {
  const text = await answer.text();
  if (answer.ok) {
    response
      .status(answer.status)
      .set('cache-control', 'no-store')
      .type('application/json')
      .send(text || 'null');
    return;
  }
  if (answer.status >= 500) throw new Error(`better-auth answered ${answer.status}`);
  throw refusal(answer.status, text);
}

function refusal(status: number, text: string): Problem {
  const { code = '', message = '' } = parsed(text);
  if (code === 'INVALID_EMAIL_OR_PASSWORD') {
    return new Problem('unauthenticated', 'This email and password do not belong together.');
  }
  if (code === 'INVALID_TOKEN')
    return new Problem('gone', 'This link has been used or has expired. Ask for a new one.');
  if (status === 401) return new Problem('unauthenticated', 'Please sign in.');
  if (status === 403) return new Problem('forbidden', message || 'This is not allowed.');
  return new Problem('invalid', message.slice(0, 300) || 'Something in the request is not right.');
}

function parsed(text: string): { code?: string; message?: string } {
  try {
    return JSON.parse(text) as { code?: string; message?: string };
  } catch {
    return {};
  }
}
