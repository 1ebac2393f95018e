import type { Database } from '../../db/tenant.js';
import type { BusinessKeys } from '../../lib/business-keys.js';
import type { Log } from '../../lib/log.js';
import type { Calendar } from '../../workflows/flow/calendar.js';
import type { Providers } from '../channels/providers.js';
import type { FlowCache } from '../flows.js';
import type { SenderConnections } from '../sender-connections.js';
import type { WorkerMetrics } from '../metrics.js';
import type { Templates } from './compose.js';

/** What performing steps needs of the world. */
export interface PerformDeps {
  database: Database;
  keys: BusinessKeys;
  flows: FlowCache;
  templates: Templates;
  calendar: Calendar;
  providers: Providers;
  /** Senders from the settings, where the business has none of its own. */
  senders: { email: string; sms: string };
  connections: SenderConnections;
  publicUrl: string;
  /** host:port pairs outside the guard against private addresses. */
  outboundAllow: readonly string[];
  metrics: WorkerMetrics;
  log: Log;
  now: () => Date;
}
