import { createHash } from 'node:crypto';

/** SHA-256 as hex: a name for something that must not be written down. */
export const sha = (text: string): string => createHash('sha256').update(text).digest('hex');
