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
    return [bad(`The database does not let us in: ${reason(error)}.`, remedyFor(error))];
  }
  return [
    examineVersion(health.version),
    ...examineSchema(health),
    examineKeys(health, secretsKey),
    ...(health.work ? examineWork(health.work) : []),
  ];
}

/** What to do about a connection that failed, by the code of Node.js or the SQLSTATE of PostgreSQL. */
export function remedyFor(error: unknown): string {
  const { code = '', message = '' } = error as { code?: string; message?: string };
  const remedy = REMEDIES[code] ?? (/timeout/i.test(message) ? REMEDIES.ETIMEDOUT : undefined);
  return (
    remedy ??
    'Look into the log of the server; of the built-in one it is logs/postgres.log in the data folder.'
  );
}

const ELSEWHERE = 'Check host and port in DATABASE_URL.';
const REMEDIES: Record<string, string | undefined> = {
  ECONNREFUSED: `Nothing listens there. Start PostgreSQL, or npm start for the built-in one. ${ELSEWHERE}`,
  ENOTFOUND: `That host is not known here. ${ELSEWHERE}`,
  EAI_AGAIN: 'The name of the host could not be looked up just now. Check the network of this machine.',
  ETIMEDOUT: `It was reached and did not answer: it hangs, is overloaded, or a firewall is in between. ${ELSEWHERE}`,
  '28P01':
    'Name and password in DATABASE_URL do not fit. Put in those of the login that npm run migrate was given.',
  '28000':
    'This login may not come in from here. Allow it in pg_hba.conf, or use another one in DATABASE_URL.',
  '3D000': 'Create that database, then npm run migrate; or name the right one in DATABASE_URL.',
  '53300': 'All its connections are taken. Raise max_connections, or start fewer processes of Journeyman.',
  '57P03': 'It is starting up or shutting down. Wait a minute and run this again.',
};

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
