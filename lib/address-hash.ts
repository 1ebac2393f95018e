import { createHash } from 'node:crypto';

/**
 * How a suppressed address is remembered: hex of the SHA-256 of business, channel and normalised address. The
 * database computes the same when it checks a customer (db/perform.ts); a test holds the two together.
 */
export function addressHash(businessId: string, channel: 'email' | 'sms', address: string): string {
  const normalised = channel === 'email' ? address.trim().toLowerCase() : address;
  return createHash('sha256').update(`${businessId}:${channel}:${normalised}`).digest('hex');
}
