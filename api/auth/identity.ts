import { betterAuth } from 'better-auth';
import { fromNodeHeaders } from 'better-auth/node';
import type { Request } from 'express';
import type { Database } from '../../db/tenant.js';
import type { Keyring } from '../../lib/crypto.js';
import type { Log } from '../../lib/log.js';
import type { SystemEmail } from '../system-email.js';

export interface Person {
  id: string;
  email: string;
  name: string;
}

/** Who people are, and nothing about what they may do. */
export interface Identity {
  /** The signed-in person of a request, or null. */
  userOf(request: Request): Promise<Person | null>;
  /** Null when somebody has that e-mail already. */
  createUser(person: { email: string; name: string; password: string }): Promise<Person | null>;
  /** The person with this e-mail and password; takes as long for an unknown e-mail. */
  checkPassword(email: string, password: string): Promise<Person | null>;
  isKnown(email: string): Promise<boolean>;
  forgetUser(id: string): Promise<void>;
  /** better-auth itself, for the addresses under /api/auth. */
  answer(request: globalThis.Request): Promise<globalThis.Response>;
}

const IDLE_SECONDS = 12 * 3600;
const ABSOLUTE_SECONDS = 7 * 24 * 3600;
export const PASSWORD_LENGTH = { min: 10, max: 128 };

/** The header in which we tell better-auth the caller's address; what a caller sends under it is thrown away. */
export const ADDRESS_HEADER = 'x-journeyman-address';

export interface IdentityOptions {
  authDatabase: Database;
  keyring: Keyring;
  publicUrl: string;
  log: Log;
  sendSystemEmail: (email: SystemEmail) => Promise<void>;
}

/** Signing up is closed: people come in by the first set-up or an invitation. */
export function createIdentity(options: IdentityOptions): Identity {
  const auth = configureAuth(options);
  return {
    async userOf(request) {
      if (!request.headers.cookie) return null;
      const { headers, response: found } = await auth.api.getSession({
        headers: fromNodeHeaders(request.headers),
        returnHeaders: true,
      });
      // A session in use lives on, and its cookie with it.
      for (const cookie of headers.getSetCookie()) request.res?.append('set-cookie', cookie);
      if (!found) return null;
      if (Date.now() - new Date(found.session.createdAt).getTime() > ABSOLUTE_SECONDS * 1000) {
        const { internalAdapter } = await auth.$context;
        await internalAdapter.deleteSession(found.session.token);
        return null;
      }
      return person(found.user);
    },
    async createUser({ email, name, password }) {
      const { internalAdapter, password: passwords } = await auth.$context;
      const hash = await passwords.hash(password);
      if (await internalAdapter.findUserByEmail(email.toLowerCase())) return null;
      const user = await internalAdapter
        .createUser({ email: email.toLowerCase(), name, emailVerified: false })
        .catch(async (error: unknown) => {
          // Two people may ask for the same e-mail at the same moment.
          if (await internalAdapter.findUserByEmail(email.toLowerCase())) return null;
          throw error;
        });
      if (!user) return null;
      await internalAdapter.linkAccount({
        userId: user.id,
        providerId: 'credential',
        accountId: user.id,
        password: hash,
      });
      return person(user);
    },
    async checkPassword(email, password) {
      const { internalAdapter, password: passwords } = await auth.$context;
      const found = await internalAdapter.findUserByEmail(email.toLowerCase(), { includeAccounts: true });
      const hash = found?.accounts.find((account) => account.providerId === 'credential')?.password;
      if (!found || !hash) {
        await passwords.hash(password);
        return null;
      }
      return (await passwords.verify({ hash, password })) ? person(found.user) : null;
    },
    async isKnown(email) {
      const { internalAdapter } = await auth.$context;
      return (await internalAdapter.findUserByEmail(email.toLowerCase())) !== null;
    },
    async forgetUser(id) {
      const { internalAdapter } = await auth.$context;
      await internalAdapter.deleteUser(id);
    },
    answer: (request) => auth.handler(request),
  };
}

/**
 * better-auth for e-mail, password and sessions only. Its own rate limits are off, because ours count per account as
 * well as per address.
 */
function configureAuth({ authDatabase, keyring, publicUrl, log, sendSystemEmail }: IdentityOptions) {
  const secure = publicUrl.startsWith('https:');
  return betterAuth({
    appName: 'Journeyman',
    baseURL: publicUrl,
    basePath: '/api/auth',
    secret: keyring.derive('better-auth')[0]!.key.toString('base64'),
    database: authDatabase.pool,
    emailAndPassword: {
      enabled: true,
      disableSignUp: true,
      minPasswordLength: PASSWORD_LENGTH.min,
      maxPasswordLength: PASSWORD_LENGTH.max,
      revokeSessionsOnPasswordReset: true,
      resetPasswordTokenExpiresIn: 3600,
      sendResetPassword: async ({ user, token }) => {
        const link = `${publicUrl}/reset-password#${token}`;
        // Nobody waits: neither time nor an error may tell whether somebody has an account.
        sendSystemEmail({
          to: user.email,
          subject: 'Choose a new password for Journeyman',
          text: `Somebody, we hope you, asked for a new password.\n\nChoose it here within an hour:\n${link}\n\nIf it was not you, nothing has changed and you need do nothing.`,
        }).catch((error: unknown) => log.error({ err: error }, 'A password reset could not be emailed'));
      },
    },
    session: { expiresIn: IDLE_SECONDS, updateAge: 600, cookieCache: { enabled: false } },
    verification: { storeIdentifier: 'hashed' },
    rateLimit: { enabled: false },
    telemetry: { enabled: false },
    advanced: {
      // The prefix __Host- binds the cookie to this host and to https; better-auth would only write __Secure-.
      useSecureCookies: false,
      defaultCookieAttributes: { secure, httpOnly: true, sameSite: 'lax', path: '/' },
      cookies: {
        session_token: { name: secure ? '__Host-journeyman.session' : 'journeyman.session' },
      },
      ipAddress: { ipAddressHeaders: [ADDRESS_HEADER] },
    },
    logger: {
      level: 'error',
      log: (level, message) =>
        void log.warn({ module: 'better-auth', level, reason: message }, 'better-auth'),
    },
  });
}

const person = ({ id, email, name }: Person): Person => ({ id, email, name });
