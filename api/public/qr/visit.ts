import { createHmac } from 'node:crypto';
import { newId } from '../../../lib/ids.js';
import { sameSecret } from '../../../lib/tokens.js';

/** One opening of a code's page: what an answer given on it is known by. Names nobody, and is kept nowhere until then. */
export interface Visit {
  id: string;
  at: Date;
}

/** How long a form may stay open, and an answer be changed. */
const VISIT_MS = 24 * 3_600_000;
const SIGNATURE_BYTES = 12;

/** A new visit, signed for this code: 43 characters. */
export function newVisit(key: Buffer, codeId: string, now: Date): string {
  const stamp = Buffer.alloc(4);
  stamp.writeUInt32BE(Math.floor(now.getTime() / 1000));
  const said = Buffer.concat([Buffer.from(newId().replaceAll('-', ''), 'hex'), stamp]);
  return Buffer.concat([said, signature(key, codeId, said)]).toString('base64url');
}

/** The visit a form or address speaks of; null when it is not ours, another code's, or a day old. */
export function readVisit(key: Buffer, codeId: string, text: string | null, now: Date): Visit | null {
  if (!text || !/^[A-Za-z0-9_-]{43}$/.test(text)) return null;
  const bytes = Buffer.from(text, 'base64url');
  const said = bytes.subarray(0, 20);
  if (!sameSecret(bytes.subarray(20), signature(key, codeId, said))) return null;
  const at = new Date(said.readUInt32BE(16) * 1000);
  if (now.getTime() - at.getTime() > VISIT_MS) return null;
  const id = said
    .subarray(0, 16)
    .toString('hex')
    .replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
  return { id, at };
}

const signature = (key: Buffer, codeId: string, said: Buffer): Buffer =>
  createHmac('sha256', key).update(codeId).update(said).digest().subarray(0, SIGNATURE_BYTES);
