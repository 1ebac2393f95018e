import type { IncomingMessage } from 'node:http';
import { Problem } from '../lib/problem.js';
import { readBytes } from './read-bytes.js';

const MAX_DEPTH = 64;

/**
 * The JSON body of a request; undefined when there is none.
 *
 * Stricter than a parser needs to be, because a value PostgreSQL or a stack cannot take must be the sender's error and
 * not ours: UTF-8 is decoded fatally, text is well formed and free of NUL, and nesting ends at 64.
 */
export async function readJson(request: IncomingMessage, maxBytes: number): Promise<unknown> {
  const bytes = await readBytes(request, maxBytes);
  if (bytes.length === 0) return undefined;
  const type = request.headers['content-type']?.split(';')[0]?.trim().toLowerCase() ?? '';
  if (type !== 'application/json' && !/^application\/[a-z0-9.+-]+\+json$/.test(type)) {
    throw new Problem(
      'unsupported_media_type',
      'Send the body as JSON, with Content-Type: application/json.',
    );
  }
  return parseJson(bytes);
}

/** Bytes as JSON. Throws `bad_json`, which says why. */
export function parseJson(bytes: Uint8Array): unknown {
  let text: string;
  try {
    text = utf8.decode(bytes);
  } catch {
    throw new Problem('bad_json', 'The body is not valid UTF-8.');
  }
  refuseDeepNesting(text);
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    // The parser's own words quote the body, which may be a customer's; only the place is repeated.
    const at = /position (\d+)/.exec((error as Error).message)?.[1];
    throw new Problem(
      'bad_json',
      `The body is not valid JSON${at ? ` (see character ${Number(at) + 1})` : ''}.`,
    );
  }
  refuseUnstorableText(value);
  return value;
}

const utf8 = new TextDecoder('utf-8', { fatal: true });

/** Counts brackets outside strings before anything recurses. */
function refuseDeepNesting(text: string) {
  let depth = 0;
  let quoted = false;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (quoted) {
      if (code === 92) at++;
      else if (code === 34) quoted = false;
    } else if (code === 34) quoted = true;
    else if (code === 123 || code === 91) {
      if (++depth > MAX_DEPTH) {
        throw new Problem('bad_json', `The body is nested deeper than ${MAX_DEPTH} levels.`);
      }
    } else if (code === 125 || code === 93) depth--;
  }
}

const loneSurrogate = /\p{Surrogate}/u;

function refuseUnstorableText(value: unknown): void {
  if (typeof value === 'string') {
    if (loneSurrogate.test(value))
      throw new Problem('bad_json', 'The body holds half a character (a lone surrogate).');
    if (value.includes('\0')) throw new Problem('bad_json', 'The body holds a NUL character.');
  } else if (Array.isArray(value)) {
    for (const item of value) refuseUnstorableText(item);
  } else if (value !== null && typeof value === 'object') {
    for (const [key, member] of Object.entries(value)) {
      refuseUnstorableText(key);
      refuseUnstorableText(member);
    }
  }
}
