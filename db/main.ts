/** `npm run migrate`: bring the database at DATABASE_URL to the newest schema, as its own step before a release. */
import { readConfig } from './config.js';
import { createLogin } from './login.js';
import { migrate } from './migrate.js';

const say = (line: string) => void process.stdout.write(line + '\n');

try {
  const { databaseUrl, login } = readConfig();
  const applied = await migrate({ databaseUrl, log: say });
  say(applied.length === 0 ? 'Nothing to migrate' : `Applied ${applied.length} migrations`);
  if (login) {
    await createLogin({ adminUrl: databaseUrl, ...login });
    say(`The login ${login.name} may become the roles of the app`);
  }
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
}
