import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';
import { readBacklog } from '../db/backlog.js';
import type { Database } from '../db/tenant.js';

export interface Metrics {
  registry: Registry;
  /** By route as declared (`/api/v1/customers/:id`), never by address. */
  answered(method: string, route: string, status: number, seconds: number): void;
  eventsAccepted(source: string, count: number): void;
}

/** Prometheus text for /metrics. The backlog is asked of the database only when somebody looks. */
export function createMetrics(dispatchDatabase: Database): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const requests = new Histogram({
    name: 'journeyman_http_request_seconds',
    help: 'How long requests took, by route and status',
    labelNames: ['method', 'route', 'status'],
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10],
    registers: [registry],
  });
  const accepted = new Counter({
    name: 'journeyman_events_accepted_total',
    help: 'Events taken into the inbox, by source',
    labelNames: ['source'],
    registers: [registry],
  });
  const backlog = new Gauge({
    name: 'journeyman_backlog',
    help: 'Work that waits: events to match, starts and nudges to send to Temporal',
    labelNames: ['queue'],
    registers: [registry],
    async collect() {
      const waiting = await readBacklog(dispatchDatabase).catch(() => null);
      if (!waiting) return;
      backlog.set({ queue: 'inbox' }, waiting.inbox);
      backlog.set({ queue: 'outbox' }, waiting.outbox);
      oldest.set({ queue: 'inbox' }, waiting.inboxOldestSeconds);
      oldest.set({ queue: 'outbox' }, waiting.outboxOldestSeconds);
    },
  });
  const oldest = new Gauge({
    name: 'journeyman_backlog_oldest_seconds',
    help: 'Age of the oldest piece of waiting work',
    labelNames: ['queue'],
    registers: [registry],
  });
  return {
    registry,
    answered: (method, route, status, seconds) =>
      requests.observe({ method, route, status: String(status) }, seconds),
    eventsAccepted: (source, count) => accepted.inc({ source }, count),
  };
}
