import { expect, test } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { readConfig as apiConfig } from '../../api/config.js';
import { readConfig as migrateConfig } from '../../db/config.js';
import { readConfig as localConfig } from '../../local/config.js';
import { readConfig as workerConfig } from '../../worker/config.js';

const DATABASE_URL = 'postgres://a:b@db.example/journeyman';
const SECRETS_KEY = Buffer.alloc(32, 7).toString('base64');
const good = { DATABASE_URL, SECRETS_KEY };

const programs = { api: apiConfig, worker: workerConfig, local: localConfig, migrate: migrateConfig };
type Program = keyof typeof programs;

/** What a program says when it is started with these settings; empty when it would start. */
function saidBy(program: Program, env: Record<string, string>): string[] {
  try {
    programs[program](env);
    return [];
  } catch (error) {
    const [first, ...rest] = (error as Error).message.split('\n');
    return program === 'migrate' ? [first!] : rest.map((line) => line.trim());
  }
}

test.each(['api', 'worker', 'local'] as const)('%s starts with what is needed and no more', (program) => {
  expect(saidBy(program, good)).toEqual([]);
  // Empty is absent.
  expect(
    saidBy(program, { ...good, PORT: '', LOG_LEVEL: '', WORKER_METRICS_PORT: '', PUBLIC_URL: '' }),
  ).toEqual([]);
});

const portFault = 'must be a whole number from 1 to 65535';
const databaseFault = 'must be a postgres:// address';
const webFault = 'must be an http:// or https:// address';
const levelFault = 'must be trace, debug, info, warn, error, fatal or silent';

test.each<[Program, Record<string, string>, string]>([
  ['api', { DATABASE_URL: 'mysql://db.example/x' }, `DATABASE_URL: ${databaseFault}`],
  ['api', { PORT: '70000' }, 'PORT: must be a whole number from 0 to 65535'],
  ['api', { PORT: 'http' }, 'PORT: must be a whole number from 0 to 65535'],
  ['api', { PORT: '80.5' }, 'PORT: must be a whole number from 0 to 65535'],
  ['api', { PUBLIC_URL: 'ftp://files.example' }, `PUBLIC_URL: ${webFault}`],
  ['api', { LOG_LEVEL: 'loud' }, `LOG_LEVEL: ${levelFault}`],
  ['api', { TRUST_PROXY: 'true' }, 'TRUST_PROXY: must be a whole number from 0 to 10'],
  ['api', { DATABASE_CONNECTIONS: '1' }, 'DATABASE_CONNECTIONS: must be a whole number from 2 to 500'],
  ['api', { MAX_CONNECTIONS: '0' }, 'MAX_CONNECTIONS: must be a whole number from 10 to 100000'],
  ['api', { REQUESTS_PER_SECOND: '-1' }, 'REQUESTS_PER_SECOND: must be a whole number from 1 to 100000'],
  [
    'api',
    { SECRETS_KEY: 'short' },
    'SECRETS_KEY must be 32 bytes as base64 or hex. Make one with: openssl rand -base64 32',
  ],
  [
    'api',
    { NODE_ENV: 'production', OUTBOUND_ALLOW: '127.0.0.1:1' },
    'OUTBOUND_ALLOW: must be empty when NODE_ENV is production',
  ],
  ['api', { EMAIL_PROVIDER: 'pigeon' }, 'EMAIL_PROVIDER: must be outbox, smtp, postmark or resend'],
  [
    'api',
    { EMAIL_PROVIDER: 'smtp', EMAIL_FROM: 'a@example.com' },
    'SMTP_URL: must be like smtp://user:password@mail.example.com:587',
  ],
  [
    'api',
    { EMAIL_PROVIDER: 'resend', RESEND_API_KEY: 'x', EMAIL_FROM: 'Acme\r\nBcc: x@y.z <a@example.com>' },
    'EMAIL_FROM: must be an email address, with or without a name before it',
  ],
  [
    'api',
    { SMS_PROVIDER: 'twilio', TWILIO_ACCOUNT_SID: 'AC12345678', TWILIO_AUTH_TOKEN: 'x', TWILIO_FROM: '0600' },
    'TWILIO_FROM: must be a number such as +14155550100, a short code, or a Messaging Service (MG…)',
  ],
  ['worker', { DATABASE_URL: 'db.example' }, `DATABASE_URL: ${databaseFault}`],
  ['worker', { PUBLIC_URL: 'journeys.example.com' }, `PUBLIC_URL: ${webFault}`],
  ['worker', { LOG_LEVEL: 'loud' }, `LOG_LEVEL: ${levelFault}`],
  ['worker', { WORKER_METRICS_PORT: '0' }, `WORKER_METRICS_PORT: ${portFault}`],
  ['worker', { WORKER_WORKFLOW_TASKS: '3' }, 'WORKER_WORKFLOW_TASKS: must be a whole number from 4 to 1000'],
  [
    'worker',
    { SECRETS_KEY: 'short' },
    'SECRETS_KEY must be 32 bytes as base64 or hex. Make one with: openssl rand -base64 32',
  ],
  [
    'worker',
    { NODE_ENV: 'production', OUTBOUND_ALLOW: '127.0.0.1:1' },
    'OUTBOUND_ALLOW: must be empty when NODE_ENV is production',
  ],
  ['local', { PORT: '0' }, `PORT: ${portFault}`],
  ['local', { DATABASE_URL: 'mysql://x' }, `DATABASE_URL: ${databaseFault}`],
  ['local', { PUBLIC_URL: 'x' }, `PUBLIC_URL: ${webFault}`],
  [
    'local',
    { SECRETS_KEY: 'short' },
    'SECRETS_KEY: must be 32 bytes in base64; several, separated by commas, while keys rotate',
  ],
  ['local', { DEMO: 'no' }, 'DEMO: must be 0 or 1'],
  ['migrate', { DATABASE_URL: 'x' }, `DATABASE_URL ${databaseFault}`],
  [
    'migrate',
    { APP_DATABASE_URL: 'postgres://db.example/x' },
    'APP_DATABASE_URL must name a user and a password',
  ],
])('%s refuses %j and says why', (program, env, sentence) => {
  expect(saidBy(program, { ...good, ...env })).toEqual([sentence]);
});

test('settings that are missing are all named at once', () => {
  const missing = [
    'DATABASE_URL: must be a postgres:// address',
    'SECRETS_KEY: must be set; make one with: openssl rand -base64 32',
  ];
  expect(saidBy('api', {})).toEqual(missing);
  expect(saidBy('worker', {})).toEqual(missing);
  expect(saidBy('migrate', {})).toEqual([`DATABASE_URL ${databaseFault}`]);
});

const source = (name: string) => readFileSync(new URL(`../../${name}`, import.meta.url), 'utf8');
const SOURCES = [
  'api/config.ts',
  'worker/config.ts',
  'local/config.ts',
  'db/config.ts',
  'lib/server-settings.ts',
  'lib/channel-settings.ts',
];

test('docs/settings.md tells every setting that is read, and none that is not', () => {
  const read = new Set(
    SOURCES.flatMap((name) =>
      [
        ...source(name).matchAll(
          /^\s+([A-Z][A-Z0-9_]{2,}): |\b(?:set|given)\.([A-Z][A-Z0-9_]{2,})|\{ ([A-Z_]+): z\./gm,
        ),
      ].map(([, ...found]) => found.find(Boolean)!),
    ),
  );
  for (const own of ['PATH', 'XDG_CACHE_HOME']) read.delete(own); // of the machine
  const told = new Set(
    [...source('docs/settings.md').matchAll(/^\| `([A-Z][A-Z0-9_]+)`/gm)].map(([, name]) => name!),
  );
  for (const compose of ['POSTGRES_PASSWORD', 'APP_PASSWORD', 'TEMPORAL_PASSWORD']) told.delete(compose);
  for (const temporal of told) if (temporal.startsWith('TEMPORAL_')) read.add(temporal);
  expect([...read].filter((name) => !told.has(name))).toEqual([]);
  expect([...told].filter((name) => !read.has(name))).toEqual([]);
});

test('docs/settings.md tells the defaults as they are', () => {
  const told = source('docs/settings.md');
  const wrong = SOURCES.flatMap((name) =>
    [...source(name).matchAll(/^\s+([A-Z][A-Z0-9_]{2,}): .*\.default\(('[^']+'|[\d_]+)\)/gm)].flatMap(
      ([, variable, value]) => {
        const row = new RegExp(`^\\| \`${variable}\`.*$`, 'm').exec(told)?.[0] ?? '';
        const plain = value!.replace(/['_]/g, '');
        return row.includes(`\`${plain}\``) ? [] : [`${name}: ${variable} is ${plain}`];
      },
    ),
  );
  expect(wrong).toEqual([]);
});
