import createClient from 'openapi-fetch';
import type { components, operations, paths } from './generated/openapi.js';
import { Refusal, type ProblemBody } from './refusal.js';
import { chosenBusiness, useSession, wasSignedIn } from './session.js';

/** Shapes by the name OpenAPI gives them: `Shape<'Journey'>`. */
export type Shape<Name extends keyof components['schemas']> = components['schemas'][Name];

/** What an operation answers with, by its id: `Answer<'listJourneys'>`. */
export type Answer<Id extends keyof operations> = operations[Id]['responses'] extends infer All
  ? {
      [S in keyof All & (200 | 201 | 202)]: All[S] extends { content: { 'application/json': infer Body } }
        ? Body
        : void;
    }[keyof All & (200 | 201 | 202)]
  : never;

/**
 * The public HTTP API, typed by its own contract. Use it through `answer`, which throws a Refusal:
 * `await answer(api.GET('/journeys/{id}', { params: { path: { id } } }))`.
 */
export const api = createClient<paths>({ baseUrl: '/api/v1', fetch: send, headers: {} });

let language = 'en';

/** The language in which the server is asked to say what it says. */
export const askIn = (tag: string): void => void (language = tag);

interface Replied<T> {
  data?: T;
  error?: unknown;
  response: Response;
}

/** What was asked for, or a Refusal thrown. */
export async function answer<T>(asked: Promise<Replied<T>>): Promise<T> {
  const { data, error, response } = await asked;
  if (!response.ok) throw new Refusal(response.status, (error ?? {}) as ProblemBody);
  return data as T;
}

/** A file (ask with `parseAs: 'blob'`), or a Refusal thrown, also where the file breaks off on its way. */
export async function answerFile(asked: Promise<Replied<unknown>>): Promise<Blob> {
  try {
    return (await answer(asked)) as Blob;
  } catch (error) {
    throw error instanceof Refusal ? error : new Refusal(0, { code: 'offline' });
  }
}

/** A repeat of the same act is harmless when it carries the key of the first. */
export const idempotencyKey = () => crypto.randomUUID();

async function send(request: Request): Promise<Response> {
  const business = chosenBusiness();
  if (business) request.headers.set('journeyman-business', business);
  request.headers.set('accept-language', language);
  for (;;) {
    const response = await fetch(request.clone()).catch((error: unknown) => {
      if (error instanceof DOMException && error.name === 'AbortError') throw error;
      throw new Refusal(0, { code: 'offline' });
    });
    if (response.status !== 401 || !wasSignedIn()) return response;
    await useSession.getState().expire();
  }
}

/** better-auth's addresses, which are outside the contract. Throws a Refusal. */
export async function auth(path: string, body: unknown): Promise<unknown> {
  const response = await fetch(`/api/auth${path}`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'accept-language': language,
    },
    body: JSON.stringify(body),
  }).catch(() => {
    throw new Refusal(0, { code: 'offline' });
  });
  const said = (await response.json().catch(() => ({}))) as ProblemBody & { message?: string };
  if (!response.ok) throw new Refusal(response.status, { ...said, detail: said.detail ?? said.message });
  return said;
}
