import type { Request } from 'express';
import { Problem } from '../../lib/problem.js';
import { readBytes } from '../read-bytes.js';

const FORM_BYTES = 64 * 1024;

/** Words of a customer, at most. */
export const MOST_CHARACTERS = 2000;

/**
 * The fields of a form. Browsers send them url-encoded; for one-click unsubscribing mail programs may send multipart
 * (RFC 8058 §3.2), of which only that one field is understood.
 */
export async function readForm(request: Request): Promise<URLSearchParams> {
  const bytes = await readBytes(request, FORM_BYTES);
  const type = (request.headers['content-type'] ?? '').toLowerCase();
  const text = new TextDecoder('utf-8').decode(bytes);
  if (type.startsWith('multipart/form-data')) {
    const isOneClick = /name="?List-Unsubscribe"?[^\r\n]*\r?\n(?:[^\r\n]+\r?\n)*\r?\nOne-Click\r?\n/i.test(
      text,
    );
    return new URLSearchParams(isOneClick ? { 'List-Unsubscribe': 'One-Click' } : {});
  }
  if (type.startsWith('application/x-www-form-urlencoded') || bytes.length === 0)
    return new URLSearchParams(text);
  throw new Problem('unsupported_media_type', 'Send a form.');
}

/** What a person wrote: lines end in LF, and nothing PostgreSQL cannot keep is left. */
export function writtenText(form: URLSearchParams, field: string): string {
  return (form.get(field) ?? '').replaceAll('\r\n', '\n').replaceAll('\0', '').trim();
}

/** One to five stars; null for anything else. */
export function ratingOf(text: string | null | undefined): number | null {
  return text && /^[1-5]$/.test(text) ? Number(text) : null;
}
