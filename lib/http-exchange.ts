import {
  request as httpRequest,
  type Agent,
  type IncomingHttpHeaders,
  type IncomingMessage,
} from 'node:http';
import { request as httpsRequest } from 'node:https';
import type { LookupFunction } from 'node:net';

export interface ExchangeOptions {
  method: string;
  headers?: Record<string, string>;
  body?: string | Uint8Array;
  /** For the whole exchange: connecting, sending and the answer to its last byte. */
  timeoutMs: number;
  /** Of the answer; what comes after is not read. */
  maxBodyBytes: number;
  agent?: Agent;
  lookup?: LookupFunction;
}

/**
 * `connected` tells whether a connection stood before the failure: if not, the other side has seen
 * nothing. `code` is Node's (`ECONNREFUSED`, `ENOTFOUND` …), and `ETIMEDOUT` for our own deadline.
 */
export type Exchange =
  | { outcome: 'answered'; status: number; headers: IncomingHttpHeaders; body: Buffer; truncated: boolean }
  | { outcome: 'failed'; code: string; message: string; connected: boolean };

/** One HTTP request and its answer, redirects not followed. Never throws. */
export function exchange(url: URL, options: ExchangeOptions): Promise<Exchange> {
  const { method, body, timeoutMs, maxBodyBytes, agent, lookup } = options;
  const send = url.protocol === 'http:' ? httpRequest : httpsRequest;
  let connected = false;
  let late = false;
  let answering = false;

  return new Promise((resolve) => {
    const fail = (error: Error & { code?: string }) => {
      const code = late ? 'ETIMEDOUT' : (error.code ?? error.name);
      resolve({ outcome: 'failed', code, message: error.message, connected });
    };
    const headers: Record<string, string | number> = { ...options.headers };
    if (body !== undefined) headers['content-length'] = Buffer.byteLength(body);

    let request;
    try {
      request = send(url, { method, headers, ...(agent && { agent }), ...(lookup && { lookup }) });
    } catch (error) {
      // Node refuses bytes that may not stand in a header or a path by throwing.
      return fail(error as Error);
    }
    const deadline = setTimeout(() => {
      late = true;
      request.destroy(new Error('No answer in time.'));
    }, timeoutMs);
    request.on('socket', (socket) => {
      if (request.reusedSocket) connected = true;
      else socket.once(url.protocol === 'http:' ? 'connect' : 'secureConnect', () => (connected = true));
    });
    request.on('error', fail);
    request.on('close', () => {
      clearTimeout(deadline);
      if (!answering) fail(Object.assign(new Error('The connection was closed.'), { code: 'ECONNRESET' }));
    });
    request.on('response', (response) => {
      answering = true;
      readBody(response, maxBodyBytes).then(({ body: answer, truncated }) => {
        resolve({
          outcome: 'answered',
          status: response.statusCode ?? 0,
          headers: response.headers,
          body: answer,
          truncated,
        });
        if (truncated) request.destroy();
      }, fail);
    });
    request.end(body);
  });
}

async function readBody(
  response: IncomingMessage,
  maxBytes: number,
): Promise<{ body: Buffer; truncated: boolean }> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of response as AsyncIterable<Buffer>) {
    chunks.push(chunk);
    size += chunk.length;
    if (size > maxBytes) return { body: Buffer.concat(chunks).subarray(0, maxBytes), truncated: true };
  }
  return { body: Buffer.concat(chunks), truncated: false };
}
