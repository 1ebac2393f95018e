/**
 * The journey hand-written on bare Temporal, once with ordinary activities (KIND=plain) and once with local activities
 * and eager start (KIND=leanest), with the settings of our own worker. No consent, no rules, no ledger. The plain one
 * writes one row for each message, as everybody does who wants to know later what was sent; the leanest writes nothing.
 */
import { fileURLToPath } from 'node:url';
import { Client } from '@temporalio/client';
import { NativeConnection, Runtime, Worker } from '@temporalio/worker';
import express from 'express';
import type { AddressInfo } from 'node:net';
import pg from 'pg';
import { createProviderHttp } from '../../../lib/provider-http.js';
import { answerCalls } from './calls.js';

export interface BareJourney {
  id: string;
  waitMs: number;
}

export interface Sending {
  id: string;
  step: string;
}

export interface BareActivities {
  sendEmail(sending: Sending): Promise<void>;
  sendText(sending: Sending): Promise<void>;
}

const { KIND, TEMPORAL, DATABASE, RESEND, TWILIO } = process.env as Record<string, string>;
const eager = KIND === 'leanest';
const taskQueue = `bare-${KIND}`;
const STARTS_AT_ONCE = 50;

const quiet = () => {};
Runtime.install({
  logger: { log: quiet, trace: quiet, debug: quiet, info: quiet, warn: console.warn, error: console.error },
});
const resend = createProviderHttp(RESEND!, { authorization: 'Bearer re_bench' });
const twilio = createProviderHttp(TWILIO!, {
  authorization: `Basic ${Buffer.from('ACbench00000000:secret').toString('base64')}`,
});
const pool = new pg.Pool({ connectionString: DATABASE, max: 20 });

const activities: BareActivities = {
  async sendEmail({ id, step }) {
    const { outcome } = await resend.ask({
      method: 'POST',
      path: '/emails',
      headers: { 'idempotency-key': `${id}:${step}` },
      json: {
        from: 'bench@example.com',
        to: [`${id}@example.com`],
        subject: `Hello (${step})`,
        text: 'Hello',
      },
      timeoutMs: 10_000,
    });
    if (outcome !== 'answered') throw new Error(outcome);
    await record(id, step);
  },
  async sendText({ id, step }) {
    const { outcome } = await twilio.ask({
      method: 'POST',
      path: '/2010-04-01/Accounts/ACbench00000000/Messages.json',
      form: { To: '+34600111222', From: '+15005550006', Body: 'Hello' },
      timeoutMs: 10_000,
    });
    if (outcome !== 'answered') throw new Error(outcome);
    await record(id, step);
  },
};

async function record(id: string, step: string) {
  if (KIND !== 'plain') return;
  await pool.query({
    name: 'sent',
    text: 'insert into bare.sent (journey, step) values ($1, $2)',
    values: [id, step],
  });
}

const connection = await NativeConnection.connect({ address: TEMPORAL! });
const worker = await Worker.create({
  connection,
  taskQueue,
  workflowsPath: fileURLToPath(new URL('./bare-workflows.ts', import.meta.url)),
  activities,
  maxCachedWorkflows: 2000,
  maxConcurrentWorkflowTaskExecutions: 100,
  maxConcurrentLocalActivityExecutions: 200,
  maxConcurrentActivityTaskExecutions: 100,
  workflowTaskPollerBehavior: { type: 'autoscaling', initial: 4 },
  activityTaskPollerBehavior: { type: 'autoscaling', initial: 4 },
  stickyQueueScheduleToStartTimeout: '2s',
});
void worker.run();
const client = new Client({ connection });

const start = (workflow: 'plain' | 'leanest' | 'firstOnly', journey: BareJourney) =>
  client.workflow.start(workflow, {
    taskQueue,
    workflowId: `bare-${KIND}-${journey.id}`,
    args: [journey],
    workflowTaskTimeout: '5s',
    ...(eager && { requestEagerStart: true }),
  });

answerCalls({
  async run({ ids, waitMs }: { ids: string[]; waitMs: number }) {
    const queue = [...ids];
    const starters = Array.from({ length: STARTS_AT_ONCE }, async () => {
      for (let id = queue.pop(); id !== undefined; id = queue.pop())
        await start(KIND as 'plain' | 'leanest', { id, waitMs });
    });
    await Promise.all(starters);
  },
  /** The leanest door: take an event, start the workflow, say so. */
  async listen() {
    const app = express();
    app.disable('x-powered-by');
    app.post('/events', express.json(), (request, response) => {
      const { id } = request.body as { id: string };
      void start('firstOnly', { id, waitMs: 0 }).then(
        () => response.status(202).json({ id }),
        () => response.status(503).end(),
      );
    });
    return new Promise<string>((resolve) => {
      const server = app.listen(0, '127.0.0.1', () =>
        resolve(`http://127.0.0.1:${(server.address() as AddressInfo).port}/events`),
      );
    });
  },
});
