import { z } from 'zod';

const environment = z.object({
  DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/, error: 'must be a postgres:// address' }),
});

/** Settings of `npm run migrate`. Throws one error naming every fault. */
export function readConfig(env: NodeJS.ProcessEnv = process.env): { databaseUrl: string } {
  const parsed = environment.safeParse(env);
  if (!parsed.success) {
    throw new Error(
      parsed.error.issues.map((issue) => `${issue.path.join('.')} ${issue.message}`).join('; '),
    );
  }
  return { databaseUrl: parsed.data.DATABASE_URL };
}
