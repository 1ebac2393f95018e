import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import type { CookieOptions, Request, Response } from 'express';
import type { Keyring } from '../../lib/crypto.js';

/**
 * A device on which somebody has signed in before keeps a count of its own of wrong passwords, so that strangers who
 * guess cannot lock them out. The cookie proves nothing else: without the password it opens nothing.
 *
 * Its value is up to five marks, the newest first, joined by `~`: `<nonce>.<issued, ms in base 36>.<HMAC-SHA256>`.
 * Each is good for one account and a year.
 *
 * Source: OWASP, "Slow Down Online Guessing Attacks with Device Cookies".
 */
export interface DeviceCookies {
  /** What to count this device's guesses at an account under; null when it has not signed in to it before. */
  read(request: Request, account: string, now: Date): string | null;
  /** Remember the device of somebody who has just signed in. */
  write(request: Request, response: Response, account: string, now: Date): void;
}

const LASTS_MS = 365 * 86_400_000;
/** People who share a counter's computer. */
const MOST_MARKS = 5;

interface Mark {
  nonce: string;
  issued: string;
  mac: string;
}

export function deviceCookies(keyring: Keyring, publicUrl: string): DeviceCookies {
  const keys = keyring.derive('device cookie').map(({ key }) => key);
  const secure = publicUrl.startsWith('https:');
  const name = secure ? '__Host-journeyman.device' : 'journeyman.device';
  const options: CookieOptions = { secure, httpOnly: true, sameSite: 'lax', path: '/', maxAge: LASTS_MS };

  const macOf = (key: Buffer, account: string, { nonce, issued }: Omit<Mark, 'mac'>) =>
    createHmac('sha256', key)
      .update(JSON.stringify([account, nonce, issued]))
      .digest();

  function isGood(mark: Mark, account: string, now: Date): boolean {
    const age = now.getTime() - parseInt(mark.issued, 36);
    if (!(age < LASTS_MS)) return false;
    const given = Buffer.from(mark.mac, 'base64url');
    return keys.some((key) => {
      const made = macOf(key, account, mark);
      return given.length === made.length && timingSafeEqual(given, made);
    });
  }

  return {
    read(request, account, now) {
      const good = marksIn(request, name).find((mark) => isGood(mark, plain(account), now));
      return good?.nonce ?? null;
    },
    write(request, response, account, now) {
      const others = marksIn(request, name).filter((mark) => !isGood(mark, plain(account), now));
      const fresh = { nonce: randomBytes(16).toString('base64url'), issued: now.getTime().toString(36) };
      const mac = macOf(keys[0]!, plain(account), fresh).toString('base64url');
      const marks = [{ ...fresh, mac }, ...others].slice(0, MOST_MARKS);
      const value = marks.map(({ nonce, issued, mac }) => `${nonce}.${issued}.${mac}`).join('~');
      response.cookie(name, value, options);
    },
  };
}

function marksIn(request: Request, name: string): Mark[] {
  const pairs = (request.headers.cookie ?? '').split(';').map((pair) => pair.trim());
  const value = pairs.find((pair) => pair.startsWith(`${name}=`))?.slice(name.length + 1) ?? '';
  return value
    .split('~')
    .slice(0, MOST_MARKS)
    .flatMap((mark) => {
      const [, nonce, issued, mac] = /^([\w-]{22})\.([0-9a-z]{1,11})\.([\w-]{43})$/.exec(mark) ?? [];
      return nonce && issued && mac ? [{ nonce, issued, mac }] : [];
    });
}

const plain = (account: string): string => account.trim().toLowerCase();
