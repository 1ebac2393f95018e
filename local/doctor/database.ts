import { examineDatabase as readDatabase, type DatabaseHealth } from '../../db/health.js';
import { createKeyring, type Keyring } from '../../lib/crypto.js';
import { bad, ok, plural, warn, type Finding } from './finding.js';
import { examineWork } from './work.js';

const oldestPostgres = 150000;

/** The database, its schema, the keys that seal what is in it, and work that does not move. */
export async function examineDatabase(databaseUrl: string, secretsKey: string | null): Promise<Finding[]> {
  let health: DatabaseHealth;
  try {
    health = await readDatabase(databaseUrl);
  } catch (error) {
    return [
      bad(
        `The database does not let us in: ${reason(error)}.`,
        'Is it running, and is DATABASE_URL right? With the built-in one, look into logs/postgres.log of the data folder.',
      ),
    ];
  }
  return [
    examineVersion(health.version),
    ...examineSchema(health),
    examineKeys(health, secretsKey),
    ...(health.work ? examineWork(health.work) : []),
  ];
}

function examineVersion(version: number): Finding {
  const name = `PostgreSQL ${Math.floor(version / 10_000)}.${version % 10_000}`;
  return version < oldestPostgres
    ? bad(`${name} is too old.`, 'Journeyman needs PostgreSQL 15 or newer.')
    : ok(`${name} answers.`);
}

function examineSchema({ missingRoles, migrations, work }: DatabaseHealth): Finding[] {
  const findings: Finding[] = [];
  if (missingRoles.length > 0) {
    findings.push(
      bad(`The database lacks the roles ${missingRoles.join(', ')}.`, 'npm run migrate makes them.'),
    );
  }
  if (!migrations) {
    findings.push(
      warn(
        'This login may not read which migrations were applied.',
        'To check them, run this with the DATABASE_URL that npm run migrate uses.',
      ),
    );
  } else if (migrations.edited.length > 0) {
    findings.push(
      bad(
        `Changed or removed after they were applied: ${migrations.edited.join(', ')}.`,
        'Put these files in db/migrations back as they were, and write new ones for the changes.',
      ),
    );
  } else if (migrations.pending.length > 0) {
    findings.push(
      bad(
        `${plural(migrations.pending.length, 'migration')} not applied yet.`,
        'npm run migrate, or a fresh npm start',
      ),
    );
  } else {
    findings.push(ok('The schema is up to date.'));
  }
  if (!work && missingRoles.length === 0 && migrations?.pending.length === 0) {
    findings.push(
      bad(
        'This login may not become the roles of the app.',
        'npm run migrate with APP_DATABASE_URL grants them to the login it names.',
      ),
    );
  }
  return findings;
}

function examineKeys({ wrappedKeys }: DatabaseHealth, secretsKey: string | null): Finding {
  if (!secretsKey) {
    return bad(
      'SECRETS_KEY is not set.',
      'Set it to the key that was used so far; for a new installation: openssl rand -base64 32',
    );
  }
  let keyring: Keyring;
  try {
    keyring = createKeyring(secretsKey);
  } catch (error) {
    return bad(`SECRETS_KEY cannot be used: ${reason(error)}`, 'Each key is 32 bytes in base64.');
  }
  const closed = wrappedKeys.filter(({ businessId, wrapped }) => !opens(keyring, businessId, wrapped));
  if (closed.length > 0) {
    return bad(
      `SECRETS_KEY does not open what ${closed.length} of ${plural(wrappedKeys.length, 'business', 'businesses')} stored.`,
      'Add the key that was used before at the end of the list: SECRETS_KEY=new,old',
    );
  }
  const old = wrappedKeys.filter(({ wrapped }) => keyring.needsRewrap(wrapped)).length;
  return old > 0
    ? warn(
        `${plural(old, 'business', 'businesses')} still use an older key of SECRETS_KEY.`,
        'The worker moves them to the first one by itself; keep the older key in the list until this line is gone.',
      )
    : ok(`SECRETS_KEY opens the secrets of ${plural(wrappedKeys.length, 'business', 'businesses')}.`);
}

function opens(keyring: Keyring, businessId: string, wrapped: Buffer): boolean {
  try {
    keyring.unwrapDataKey(wrapped, businessId);
    return true;
  } catch {
    return false;
  }
}

function reason(error: unknown): string {
  const { message, code } = error as { message?: string; code?: string };
  return message?.trim() || code || 'no reason given';
}
