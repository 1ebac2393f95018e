/** A small load generator over kept-alive connections. */
import { Agent, request } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { signWebhook } from '../../../lib/standard-webhooks.js';
import { answerCalls } from './calls.js';

export interface Flood {
  url: string;
  secret: string;
  connections: number;
  seconds: number;
  prefix: string;
}

export interface FloodResult {
  accepted: number;
  others: number;
  perSecond: number;
  p50: number;
  p99: number;
}

export interface Drip {
  url: string;
  headers: Record<string, string>;
  /** A request for each; `id` is also the mailbox it leads to. */
  bodies: { id: string; body: string }[];
  perSecond: number;
}

/** Epoch milliseconds. */
export interface Dripped {
  id: string;
  sentAt: number;
  ackedAt: number;
  status: number;
}

const now = () => performance.timeOrigin + performance.now();

function post(url: URL, agent: Agent, headers: Record<string, string>, body: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const sending = request(
      url,
      {
        method: 'POST',
        agent,
        headers: {
          'content-type': 'application/json',
          'content-length': Buffer.byteLength(body),
          ...headers,
        },
      },
      (response) => {
        response.resume();
        response.on('end', () => resolve(response.statusCode ?? 0));
      },
    );
    sending.on('error', reject);
    sending.end(body);
  });
}

answerCalls({
  /** As many signed deliveries as fit into the time. Signed beforehand: signing is not what is measured. */
  async flood({ url, secret, connections, seconds, prefix }: Flood): Promise<FloodResult> {
    const agent = new Agent({ keepAlive: true, maxSockets: connections });
    const at = new Date();
    const deliveries = Array.from({ length: seconds * 4000 }, (_, index) => {
      const id = `${prefix}-${index}`;
      const body = JSON.stringify({
        id,
        type: 'custom_bench_delivery',
        customer: { externalId: 'bench-delivery', name: 'Ana Ruiz', email: 'delivery@example.com' },
        subject: { kind: 'job', id },
        data: { service: 'boiler repair', totalCents: 12500 },
      });
      return { body, headers: signWebhook(`msg_${id}`, body, [secret], at) };
    });
    const target = new URL(url);
    const until = now() + seconds * 1000;
    const began = now();
    const took: number[] = [];
    let others = 0;
    await Promise.all(
      Array.from({ length: connections }, async () => {
        for (let next = deliveries.pop(); next && now() < until; next = deliveries.pop()) {
          const sentAt = now();
          const status = await post(target, agent, next.headers, next.body);
          if (status === 202) took.push(now() - sentAt);
          else others++;
        }
      }),
    );
    const elapsed = (now() - began) / 1000;
    agent.destroy();
    took.sort((a, b) => a - b);
    return {
      accepted: took.length,
      others,
      perSecond: took.length / elapsed,
      p50: took[Math.floor(took.length * 0.5)] ?? 0,
      p99: took[Math.floor(took.length * 0.99)] ?? 0,
    };
  },

  /** At a steady pace, whatever the answers take. */
  async drip({ url, headers, bodies, perSecond }: Drip): Promise<Dripped[]> {
    const agent = new Agent({ keepAlive: true });
    const target = new URL(url);
    const began = now();
    const dripped = await Promise.all(
      bodies.map(async ({ id, body }, index) => {
        await sleep(began + (index * 1000) / perSecond - now());
        const sentAt = now();
        const status = await post(target, agent, headers, body);
        return { id, sentAt, ackedAt: now(), status };
      }),
    );
    agent.destroy();
    return dripped;
  },
});
