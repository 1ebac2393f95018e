import type { RehearseKey, Say } from './words/index.js';
import { en } from './words/en.js';

/**
 * Why, in the language of the app. The server's own sentence knows more (which checks, until when) and is English;
 * elsewhere the plain reason is said.
 */
export function reasonText(
  { code, message }: { code: string; message: string },
  t: Say,
  locale: string,
): string {
  if (locale.startsWith('en')) return message;
  return Object.hasOwn(en.reason, code) ? t(`reason.${code}` as RehearseKey) : message;
}

/** A kind of reason, of which there were several. */
export const reasonKind = ({ code, message }: { code: string; message: string }, t: Say): string =>
  Object.hasOwn(en.reason, code) ? t(`reason.${code}` as RehearseKey) : message;
