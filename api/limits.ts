import { RateLimiterMemory, RateLimiterPostgres, RateLimiterRes } from 'rate-limiter-flexible';
import type { Database } from '../db/tenant.js';
import { Problem } from '../lib/problem.js';
import { networkOf } from './address-network.js';
import { sha } from './sha.js';

/** Each throws `rate_limited` with the seconds to wait. */
export interface Limits {
  /** One API key or member: as many requests a second as configured. */
  perCaller(id: string): Promise<void>;
  /** One connection's deliveries, likewise. */
  perConnection(id: string): Promise<void>;
  /** Customers' pages, by address: 120 a minute. */
  publicPage(ip: string): Promise<void>;
  /**
   * A guess at a password: by address, whatever the account, and by account, whatever the address. `device` is one
   * that has signed in to the account before (device-cookie.ts): it counts by itself.
   */
  signIn(account: string, ip: string, device: string | null): Promise<void>;
  /** A sign-in that succeeded forgives the failures counted with it. */
  signedIn(account: string, device: string | null): Promise<void>;
  /** Anything else unauthenticated that costs us work, such as accepting an invitation: by address. */
  unauthenticated(ip: string): Promise<void>;
}

/**
 * Sign-in limits are kept in the database, so that they hold across processes and restarts; while it cannot be
 * reached they go on in memory. The others are per process: they protect it, not a secret.
 */
export function createLimits(authDatabase: Database, requestsPerSecond: number): Limits {
  const caller = new RateLimiterMemory({ points: requestsPerSecond, duration: 1 });
  const connection = new RateLimiterMemory({ points: requestsPerSecond, duration: 1 });
  const page = new RateLimiterMemory({ points: 120, duration: 60 });
  const stranger = new RateLimiterMemory({ points: 30, duration: 60 });
  const shared = (keyPrefix: string, points: number, duration: number) =>
    new RateLimiterPostgres({
      storeClient: authDatabase.pool,
      schemaName: 'auth',
      tableName: 'limits',
      tableCreated: true,
      clearExpiredByTimeout: false,
      keyPrefix,
      points,
      duration,
      insuranceLimiter: new RateLimiterMemory({ keyPrefix, points, duration }),
    });
  const account = shared('account', 10, 15 * 60);
  const address = shared('address', 50, 15 * 60);

  return {
    perCaller: (id) => take(caller, id),
    perConnection: (id) => take(connection, id),
    publicPage: (ip) => take(page, networkOf(ip)),
    unauthenticated: (ip) => take(stranger, networkOf(ip)),
    async signIn(email, ip, device) {
      await take(address, sha(networkOf(ip)));
      await take(account, guesser(email, device));
    },
    async signedIn(email, device) {
      await account.delete(guesser(email, device)).catch(() => {});
    },
  };
}

/** Whose guesses at an account are counted together: those of one device it knows, or those of everybody else. */
const guesser = (email: string, device: string | null): string =>
  sha(email.trim().toLowerCase() + (device === null ? '' : `\n${device}`));

async function take(limiter: RateLimiterMemory | RateLimiterPostgres, key: string): Promise<void> {
  try {
    await limiter.consume(key);
  } catch (refused) {
    if (!(refused instanceof RateLimiterRes)) throw refused;
    const retryAfterSeconds = Math.max(1, Math.ceil(refused.msBeforeNext / 1000));
    throw new Problem('rate_limited', `Too many requests. Try again in ${retryAfterSeconds} s.`, {
      retryAfterSeconds,
    });
  }
}
