import { randomBytes } from 'node:crypto';
import { chmod, mkdtemp, readFile, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client, Connection } from '@temporalio/client';
import pg from 'pg';
import { readConfig } from '../../local/config.js';
import { startInstance } from '../../local/instance.js';
import type { InstanceFacts } from '../../local/instance-file.js';
import { freePort } from '../../local/ports.js';
import { startPart, type Part } from './parts/calls.js';
import { createProduct, type Product } from './product.js';
import type { Watched } from './usage.js';

/** The product as `npm start` brings it up, the hand-written rivals, and the provider they all send through. */
export interface Rig {
  facts: InstanceFacts;
  folder: string;
  admin: pg.Pool;
  product: Product;
  provider: Part;
  plain: Part;
  leanest: Part;
  watched: Record<'worker' | 'api' | 'temporal' | 'postgres', Watched>;
  /** Workflows of this type that run. */
  running(workflowType: string): Promise<number>;
  close(): Promise<void>;
}

export async function startRig(say: (line: string) => void): Promise<Rig> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'journeyman-bench-'));
  await chmod(folder, 0o755); // PostgreSQL runs as another account when we are root
  const provider = startPart('provider');
  const parts: Part[] = [provider];
  const { resend, twilio } = await provider.call<{ resend: string; twilio: string }>('addresses');
  const secretsKey = randomBytes(32).toString('base64');
  const config = readConfig({
    ...process.env,
    DATABASE_URL: '',
    TEMPORAL_ADDRESS: '',
    JOURNEYMAN_DATA: folder,
    PORT: String(await freePort()),
    SECRETS_KEY: secretsKey,
    LOG_LEVEL: 'error',
    REQUESTS_PER_SECOND: '100000',
    EMAIL_PROVIDER: 'resend',
    EMAIL_FROM: 'bench@example.com',
    RESEND_API_KEY: 're_bench',
    RESEND_API_URL: resend,
    SMS_PROVIDER: 'twilio',
    TWILIO_ACCOUNT_SID: 'ACbench00000000',
    TWILIO_AUTH_TOKEN: 'secret',
    TWILIO_FROM: '+15005550006',
    TWILIO_API_URL: twilio,
  });
  const instance = startInstance(config, say, null);
  const facts = await instance.ready;

  const admin = new pg.Pool({ connectionString: facts.databaseUrl, max: 4 });
  await admin.query(`create schema bare`);
  await admin.query(
    `create table bare.sent (journey text, step text, at timestamptz not null default now(), primary key (journey, step))`,
  );
  await admin.query(
    `create table bare.deliveries (id text primary key, body jsonb not null, at timestamptz not null default now())`,
  );
  const rival = (kind: string) =>
    startPart('bare-worker', {
      KIND: kind,
      TEMPORAL: facts.temporalAddress,
      DATABASE: facts.databaseUrl,
      RESEND: resend,
      TWILIO: twilio,
    });
  const plain = rival('plain');
  const leanest = rival('leanest');
  parts.push(plain, leanest);
  // The first answer comes when their workflows are bundled.
  await Promise.all([plain, leanest].map((part) => part.call('run', { ids: [], waitMs: 0 })));

  const connection = await Connection.connect({ address: facts.temporalAddress });
  const client = new Client({ connection });
  const product = createProduct({ facts, secretsKey });
  await untilDemoIsUnderWay(admin);
  const pids = JSON.parse(await readFile(path.join(folder, 'children.json'), 'utf8')) as Watched[];
  const named = (name: string) => pids.find((one) => one.name === name)!;

  return {
    facts,
    folder,
    admin,
    product,
    provider,
    plain,
    leanest,
    watched: {
      worker: named('Worker'),
      api: named('API'),
      temporal: named('Temporal'),
      postgres: named('PostgreSQL'),
    },
    running: async (workflowType) =>
      (await client.workflow.count(`ExecutionStatus = 'Running' and WorkflowType = '${workflowType}'`)).count,
    async close() {
      for (const part of parts) part.stop();
      await connection.close();
      await product.close();
      await admin.end();
      await instance.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** The demo business begins a few journeys of its own, which must not be counted as anybody's work. */
async function untilDemoIsUnderWay(admin: pg.Pool): Promise<void> {
  for (;;) {
    const { rows } = await admin.query<{ ready: boolean }>(
      `select not exists (select from integrations.inbox_events where status = 'received')
          and not exists (select from journeys.enrollments where status = 'active' and turn = 0) as ready`,
    );
    if (rows[0]!.ready) return;
    await sleep(200);
  }
}
