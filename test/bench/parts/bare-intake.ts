/** The leanest door for deliveries: Express, the signature, one row. */
import express from 'express';
import type { AddressInfo } from 'node:net';
import pg from 'pg';
import { verifyWebhook } from '../../../lib/standard-webhooks.js';
import { answerCalls } from './calls.js';

const { DATABASE, SECRET } = process.env as Record<string, string>;
const pool = new pg.Pool({ connectionString: DATABASE, max: 20 });
const app = express();
app.disable('x-powered-by');
app.post('/hook', express.raw({ type: () => true, limit: '1mb' }), (request, response) => {
  const verified = verifyWebhook(request.body as Buffer, request.headers, [SECRET!], new Date());
  if (!verified.verified) return void response.status(401).end();
  pool
    .query({
      name: 'delivery',
      text: 'insert into bare.deliveries (id, body) values ($1, $2) on conflict do nothing',
      values: [verified.id, (request.body as Buffer).toString('utf8')],
    })
    .then(
      () => response.status(202).end(),
      () => response.status(503).end(),
    );
});
const server = app.listen(0, '127.0.0.1');
await new Promise((resolve) => server.once('listening', resolve));

answerCalls({ address: () => `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook` });
