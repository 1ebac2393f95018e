import { Agent as HttpAgent, type IncomingHttpHeaders } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import { exchange } from './http-exchange.js';

export interface ProviderRequest {
  method: 'GET' | 'POST';
  /** Below the base address, beginning with a slash. */
  path: string;
  query?: Record<string, string>;
  headers?: Record<string, string>;
  /** Sent as JSON; `form` as application/x-www-form-urlencoded. */
  json?: unknown;
  form?: Record<string, string>;
  timeoutMs: number;
}

/**
 * `not_sent`: no connection was made, the provider has seen nothing. `unknown`: the connection stood
 * when it failed, so the provider may have acted. That difference is why this exists beside the
 * providers' own SDKs, which report both as the same error (and some of which retry by themselves).
 */
export type ProviderAnswer =
  | {
      outcome: 'answered';
      status: number;
      headers: IncomingHttpHeaders;
      json: Record<string, unknown> | null;
    }
  | { outcome: 'not_sent'; code: string; message: string }
  | { outcome: 'unknown'; code: string; message: string };

export interface ProviderHttp {
  ask(request: ProviderRequest): Promise<ProviderAnswer>;
  /** Lets go of idle connections. */
  close(): void;
}

/** A keep-alive client for one provider. `baseUrl` comes from an operator's setting and may be http. */
export function createProviderHttp(baseUrl: string, headers: Record<string, string>): ProviderHttp {
  const base = new URL(baseUrl);
  // Idle connections go after 4 s, before the 5 s at which servers commonly drop them: a request sent
  // into a closing connection would end as `unknown`.
  const settings = { keepAlive: true, maxSockets: 64, timeout: 4_000 };
  const agent = base.protocol === 'http:' ? new HttpAgent(settings) : new HttpsAgent(settings);

  return {
    async ask({ method, path, query, headers: more, json, form, timeoutMs }) {
      const url = new URL(base.pathname.replace(/\/+$/, '') + path, base);
      for (const [name, value] of Object.entries(query ?? {})) url.searchParams.set(name, value);
      const type =
        json !== undefined ? 'application/json' : form ? 'application/x-www-form-urlencoded' : undefined;
      const body = json !== undefined ? JSON.stringify(json) : form && new URLSearchParams(form).toString();
      const answer = await exchange(url, {
        method,
        headers: { accept: 'application/json', ...(type && { 'content-type': type }), ...headers, ...more },
        ...(body !== undefined && { body }),
        timeoutMs,
        maxBodyBytes: 1024 * 1024,
        agent,
      });
      if (answer.outcome === 'answered') {
        return {
          outcome: 'answered',
          status: answer.status,
          headers: answer.headers,
          json: parse(answer.body),
        };
      }
      const { code, message, connected } = answer;
      return { outcome: connected ? 'unknown' : 'not_sent', code, message };
    },
    close: () => agent.destroy(),
  };
}

/** The seconds of a Retry-After header, in either of its forms (RFC 9110 §10.2.3), or undefined. */
export function retryAfterSeconds(header: string | string[] | undefined, now: Date): number | undefined {
  if (typeof header !== 'string') return undefined;
  if (/^\d{1,9}$/.test(header.trim())) return Number(header);
  // Date.parse takes all sorts of things for a date; the header's own form begins with a day's name.
  const at = /^[A-Z][a-z]{2,8}, /.test(header) ? Date.parse(header) : NaN;
  return Number.isNaN(at) ? undefined : Math.max(0, Math.ceil((at - now.getTime()) / 1000));
}

function parse(body: Buffer): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(body.toString('utf8'));
    return value !== null && typeof value === 'object' ? (value as Record<string, unknown>) : null;
  } catch {
    return null;
  }
}
