import type { IncomingMessage } from 'node:http';
import { Problem } from '../lib/problem.js';

/** The bytes of a request's body as they arrived. Throws `too_large` as soon as it is, and for compressed bodies. */
export async function readBytes(request: IncomingMessage, maxBytes: number): Promise<Buffer> {
  const encoding = request.headers['content-encoding'];
  if (encoding && encoding.toLowerCase() !== 'identity') {
    throw new Problem('unsupported_media_type', 'Send the body as it is, without Content-Encoding.');
  }
  if (Number(request.headers['content-length'] ?? 0) > maxBytes) throw tooLarge(maxBytes);
  const chunks: Buffer[] = [];
  let size = 0;
  return new Promise((resolve, reject) => {
    request.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size > maxBytes) {
        request.removeAllListeners('data');
        request.pause();
        reject(tooLarge(maxBytes));
      } else chunks.push(chunk);
    });
    request.on('end', () => resolve(chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks)));
    request.on('error', () => reject(new Problem('bad_request', 'The body stopped before its end.')));
    request.on('aborted', () => reject(new Problem('bad_request', 'The body stopped before its end.')));
  });
}

function tooLarge(maxBytes: number): Problem {
  return new Problem('too_large', `Keep the body under ${Math.round(maxBytes / 1024)} KB.`);
}
