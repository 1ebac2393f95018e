/** `npm run migrate`: bring the database at DATABASE_URL to the newest schema, as its own step before a release. */
import { readConfig } from './config.js';
import { migrate } from './migrate.js';

const { databaseUrl } = readConfig();
const applied = await migrate({ databaseUrl, log: (line) => process.stdout.write(line + '\n') });
process.stdout.write(
  applied.length === 0 ? 'Nothing to migrate\n' : `Applied ${applied.length} migrations\n`,
);
