import { z } from 'zod';

const postgresUrl = z.url({ protocol: /^postgres(ql)?$/, error: 'must be a postgres:// address' });

const environment = z.object({
  DATABASE_URL: postgresUrl,
  APP_DATABASE_URL: postgresUrl
    .refine((url) => new URL(url).username && new URL(url).password, 'must name a user and a password')
    .optional(),
});

/** Settings of `npm run migrate`. */
export interface MigrateConfig {
  /** As a role that may change the schema. */
  databaseUrl: string;
  /** The login that the API and the worker will use: made, or given this password, when it is set. */
  login: { name: string; password: string } | null;
}

/** Throws one error naming every fault. An empty variable counts as absent. */
export function readConfig(env: NodeJS.ProcessEnv = process.env): MigrateConfig {
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ''));
  const parsed = environment.safeParse(given);
  if (!parsed.success) {
    throw new Error(
      parsed.error.issues.map((issue) => `${issue.path.join('.')} ${issue.message}`).join('; '),
    );
  }
  const { DATABASE_URL, APP_DATABASE_URL } = parsed.data;
  const app = APP_DATABASE_URL ? new URL(APP_DATABASE_URL) : null;
  return {
    databaseUrl: DATABASE_URL,
    login: app && { name: decodeURIComponent(app.username), password: decodeURIComponent(app.password) },
  };
}
