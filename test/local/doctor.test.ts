import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { randomBytes, randomUUID } from 'node:crypto';
import pg from 'pg';
import { createKeyring, newDataKey } from '../../lib/crypto.js';
import { Client, Connection } from '@temporalio/client';
import { examineDatabase, remedyFor } from '../../local/doctor/database.js';
import { type Finding } from '../../local/doctor/finding.js';
import { examineMachine, examineNode, examineSpace } from '../../local/doctor/machine.js';
import { readConfig } from '../../local/config.js';
import { SCHEDULES } from '../../workflows/messages.js';
import { examineTemporal } from '../../local/doctor/temporal.js';
import { examineWork } from '../../local/doctor/work.js';
import { emptyDatabase, freshDatabase, type FreshDatabase } from '../support/database.js';
import { freshNamespace, temporalAddress } from '../support/temporal.js';

const key = randomBytes(32).toString('base64');
const olderKey = randomBytes(32).toString('base64');
const businessId = randomUUID();
let database: FreshDatabase;

beforeAll(async () => {
  database = await freshDatabase();
  await execute(`insert into tenancy.businesses (id, name) values ($1, 'Ruiz Plumbing')`, [businessId]);
  await execute(`insert into platform.data_keys (business_id, wrapped) values ($1, $2)`, [
    businessId,
    createKeyring(key).wrapDataKey(newDataKey(), businessId),
  ]);
});
afterAll(() => database.drop());

test('a sound installation gets a clean bill', async () => {
  const findings = await examineDatabase(database.adminUrl, key);
  expect(findings.map((finding) => finding.level)).toEqual(['ok', 'ok', 'ok', 'ok']);
  expect(texts(findings)).toContain('SECRETS_KEY opens the secrets of 1 business.');
});

test('the login of the app is enough to find what is stuck', async () => {
  expect(texts(await examineDatabase(database.url, key))).toContain('No work is stuck.');
});

test('a key that opens nothing is told before it does harm', async () => {
  expect(await examineDatabase(database.adminUrl, olderKey)).toContainEqual({
    level: 'bad',
    what: 'SECRETS_KEY does not open what 1 of 1 business stored.',
    advice: 'Add the key that was used before at the end of the list: SECRETS_KEY=new,old',
  });
});

test('keys under way from an older one to a newer one are a warning', async () => {
  const findings = await examineDatabase(database.adminUrl, `${olderKey},${key}`);
  expect(findings.filter(({ level }) => level === 'warn').map(({ what }) => what)).toEqual([
    '1 business still use an older key of SECRETS_KEY.',
  ]);
});

test('a missing or malformed key is named as such', async () => {
  expect(texts(await examineDatabase(database.adminUrl, null))).toContain('SECRETS_KEY is not set.');
  expect(texts(await examineDatabase(database.adminUrl, 'short')).join()).toMatch(
    /SECRETS_KEY cannot be used/,
  );
});

test('a database that was never migrated says how many migrations it lacks', async () => {
  const empty = await emptyDatabase();
  const findings = await examineDatabase(empty.adminUrl, key);
  await empty.drop();
  expect(findings.filter(({ level }) => level === 'bad').map(({ what }) => what)).toEqual([
    expect.stringMatching(/^\d+ migrations not applied yet\.$/),
  ]);
});

test('a migration that was changed after it was applied is named', async () => {
  const changed = await freshDatabase();
  await execute(`update migrations.checksums set sha256 = 'other' where name = '0002_tenancy'`, [], changed);
  const findings = await examineDatabase(changed.adminUrl, key);
  await changed.drop();
  expect(texts(findings)).toContain('Changed or removed after they were applied: 0002_tenancy.');
});

test('a database that is not there is one clear line', async () => {
  const findings = await examineDatabase('postgres://nobody@127.0.0.1:1/none', key);
  expect(findings).toHaveLength(1);
  expect(findings[0]).toMatchObject({ level: 'bad', what: expect.stringContaining('does not let us in') });
});

test('an event nobody matched for an hour is bad, one of two minutes a warning', async () => {
  await execute(
    `insert into integrations.inbox_events (business_id, source, origin, dedupe_key, type, order_key, occurred_at, received_at)
     values ($1, 'api', 'api', 'one', 'job_completed', 'one', now(), now() - interval '1 hour')`,
    [businessId],
  );
  const findings = await examineDatabase(database.adminUrl, key);
  await execute('delete from integrations.inbox_events', []);
  expect(findings).toContainEqual(
    expect.objectContaining({ level: 'bad', what: 'An event has been waiting for 60 minutes.' }),
  );
  expect(examineWork({ ...quiet, oldestWaitingEvent: 120 })).toEqual([
    expect.objectContaining({ level: 'warn', what: 'An event has been waiting for 2 minutes.' }),
  ]);
});

test('each kind of stuck work has its line, and nothing stuck says so', () => {
  expect(texts(examineWork(quiet))).toEqual(['No work is stuck.']);
  const all = examineWork({
    oldestWaitingEvent: 5_000,
    deadEvents: 1,
    oldestUnpublishedDispatch: 5_000,
    lastDispatchError: 'connection refused',
    overdueEnrollments: 2,
    abandonedSends: 3,
    unknownMessages: 4,
    connectionsNeedingAttention: 5,
  });
  expect(all).toHaveLength(7);
  expect(all.every(({ advice }) => advice)).toBe(true);
});

test('Temporal without a worker is a warning; without an answer it is bad', async () => {
  const namespace = await freshNamespace();
  const levels = (findings: Finding[]) => findings.map(({ level }) => level);
  expect(
    levels(await examineTemporal({ connectionOptions: { address: temporalAddress() }, namespace })),
  ).toEqual(['ok', 'ok', 'warn']);
  expect(levels(await examineTemporal({ connectionOptions: { address: '127.0.0.1:1' }, namespace }))).toEqual(
    ['bad'],
  );
  expect(
    levels(
      await examineTemporal({ connectionOptions: { address: temporalAddress() }, namespace: 'no-such-one' }),
    ),
  ).toEqual(['bad']);
});

test('a schedule somebody paused, or that is missing, is named with what to do', async () => {
  const namespace = await freshNamespace();
  const connection = await Connection.connect({ address: temporalAddress() });
  const { schedule } = new Client({ connection, namespace });
  const look = async () =>
    texts(await examineTemporal({ connectionOptions: { address: temporalAddress() }, namespace })).filter(
      (what) => what.includes('schedule'),
    );
  expect(await look()).toEqual([]);
  const [first, second] = SCHEDULES;
  for (const { id, workflow } of [first, second]) {
    await schedule.create({
      scheduleId: id,
      spec: { intervals: [{ every: '1 day' }] },
      action: { type: 'startWorkflow', workflowType: workflow, taskQueue: 'none' },
    });
  }
  await schedule.getHandle(first.id).pause();
  expect(await look()).toEqual([
    'There is no schedule upkeep-every-night.',
    'The schedule upkeep-every-minute is paused, so nobody looks for work that stands still.',
  ]);
  await connection.close();
});

test('each way a database can refuse says what to do', async () => {
  const wrongName = new URL(database.adminUrl);
  wrongName.pathname = '/no_such_database';
  const [refused] = await examineDatabase(wrongName.href, key);
  expect(refused).toMatchObject({ level: 'bad', advice: expect.stringContaining('Create that database') });
  const [nobody] = await examineDatabase('postgres://nobody@127.0.0.1:1/none', key);
  expect(nobody!.advice).toMatch(/^Nothing listens there\./);
  expect(remedyFor(new Error('timeout expired'))).toMatch(/did not answer/);
  expect(remedyFor({ code: '28P01' })).toMatch(/password/);
  expect(remedyFor({ code: 'XX000' })).toMatch(/log of the server/);
});

test('a full disk is bad, a nearly full one a warning, and a file is no data folder', async () => {
  expect(examineSpace('/data', 50_000_000)).toMatchObject({
    level: 'bad',
    what: 'Only 50 MB are free where the data folder /data is.',
  });
  expect(examineSpace('/data', 500_000_000).level).toBe('warn');
  expect(examineSpace('/data', 5_000_000_000).level).toBe('ok');
  const file = new URL(import.meta.url).pathname;
  expect(await examineMachine(readConfig({ JOURNEYMAN_DATA: file }))).toContainEqual(
    expect.objectContaining({ level: 'bad', what: expect.stringContaining('it is a file') }),
  );
});

test('an old Node.js is named with what to install', () => {
  expect(examineNode('18.20.1')).toMatchObject({ level: 'bad', advice: 'Install Node.js 20.19 or newer.' });
  expect(examineNode('20.19.0').level).toBe('ok');
  expect(examineNode('24.1.0').level).toBe('ok');
});

const quiet = {
  oldestWaitingEvent: null,
  deadEvents: 0,
  oldestUnpublishedDispatch: null,
  lastDispatchError: null,
  overdueEnrollments: 0,
  abandonedSends: 0,
  unknownMessages: 0,
  connectionsNeedingAttention: 0,
};

function texts(findings: Finding[]): string[] {
  return findings.map(({ what }) => what);
}

async function execute(text: string, values: unknown[], { adminUrl } = database) {
  const client = new pg.Client({ connectionString: adminUrl });
  await client.connect();
  await client.query(text, values);
  await client.end();
}
