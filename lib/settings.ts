import { z } from 'zod';

/** Settings that come from environment variables: what several programs read, in one wording. */

export const whole = (from: number, to: number) => {
  const error = `must be a whole number from ${from} to ${to}`;
  return z.coerce.number({ error }).int(error).min(from, error).max(to, error);
};
export const port = (from: 0 | 1) => whole(from, 65535);
export const postgresUrl = z.url({ protocol: /^postgres(ql)?$/, error: 'must be a postgres:// address' });
export const publicUrl = z.url({ protocol: /^https?$/, error: 'must be an http:// or https:// address' });
/** Paths are joined to it with a slash of their own. */
export const withoutSlash = (address: string): string => address.replace(/\/+$/, '');
export const secretsKey = z.string({ error: 'must be set; make one with: openssl rand -base64 32' });
export const logLevel = z
  .enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'], {
    error: 'must be trace, debug, info, warn, error, fatal or silent',
  })
  .default('info');

/** `host:port` pairs outside the guard against private addresses. */
export const outboundAllow = z
  .string()
  .default('')
  .transform((list) =>
    list
      .split(',')
      .map((entry) => entry.trim())
      .filter(Boolean),
  );

/** An empty variable counts as absent, as people expect of `NAME= npm start`. */
export const given = (env: NodeJS.ProcessEnv): Record<string, string> =>
  Object.fromEntries(Object.entries(env).filter((entry): entry is [string, string] => Boolean(entry[1])));

/** Collects what is wrong, so that one message can name every fault. */
export function faultFinder() {
  const faults: string[] = [];
  return {
    faults,
    attempt<T>(read: () => T): T | undefined {
      try {
        return read();
      } catch (error) {
        faults.push(...(error as Error).message.split('\n'));
        return undefined;
      }
    },
    note({ error }: { error?: z.ZodError }) {
      faults.push(...(error?.issues ?? []).map((issue) => `${issue.path.join('.')}: ${issue.message}`));
    },
    /** One fault a line. */
    message: () => `These settings must be put right:\n${faults.map((fault) => `  ${fault}`).join('\n')}`,
  };
}

/** The host under which a program of this machine is reached: one that listens everywhere, on the loopback address. */
export function reachable(host: string): string {
  if (host === '0.0.0.0') return '127.0.0.1';
  if (host === '::') return '[::1]';
  return host.includes(':') ? `[${host}]` : host;
}
