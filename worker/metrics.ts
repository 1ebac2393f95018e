import { Counter, Histogram, Registry, collectDefaultMetrics } from 'prom-client';

/** What a worker counts. Labels are kinds and outcomes, never a business or a person. */
export interface WorkerMetrics {
  registry: Registry;
  sent(provider: string, outcome: string): void;
  performed(cause: string, directive: string, seconds: number): void;
  matched(outcome: string): void;
}

export function createWorkerMetrics(): WorkerMetrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const sends = new Counter({
    name: 'journeyman_sends_total',
    help: 'Answers of providers to messages, by provider and outcome',
    labelNames: ['provider', 'outcome'],
    registers: [registry],
  });
  const turns = new Histogram({
    name: 'journeyman_turn_seconds',
    help: 'How long it took to take an enrollment one turn further',
    labelNames: ['cause', 'directive'],
    buckets: [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10, 30],
    registers: [registry],
  });
  const events = new Counter({
    name: 'journeyman_events_matched_total',
    help: 'Events taken through matching, by outcome',
    labelNames: ['outcome'],
    registers: [registry],
  });
  return {
    registry,
    sent: (provider, outcome) => sends.inc({ provider, outcome }),
    performed: (cause, directive, seconds) => turns.observe({ cause, directive }, seconds),
    matched: (outcome) => events.inc({ outcome }),
  };
}
