import { randomInt } from 'node:crypto';

/** Headers of a visitor at an address of their own: pages count how often each address opens them (198.18.0.0/15, RFC 2544). */
export const fromElsewhere = (): Record<string, string> => ({
  'x-forwarded-for': `198.${18 + randomInt(2)}.${randomInt(256)}.${1 + randomInt(254)}`,
});
