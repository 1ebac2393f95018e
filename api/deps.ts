import type { Client } from '@temporalio/client';
import type { Database } from '../db/tenant.js';
import type { BusinessKeys } from '../lib/business-keys.js';
import type { Keyring } from '../lib/crypto.js';
import type { Log } from '../lib/log.js';
import type { Identity } from './auth/identity.js';
import type { ApiConfig } from './config.js';
import type { AnyOperation } from './contract/operation.js';
import type { Limits } from './limits.js';
import type { Metrics } from './metrics.js';
import type { SystemEmail } from './system-email.js';

/** What the API is made of; built once in server.ts and handed to everything. */
export interface ApiDeps {
  config: ApiConfig;
  log: Log;
  /** As app_user: a business's rows, through `withBusiness`. */
  database: Database;
  /** As app_auth: who people are. */
  authDatabase: Database;
  /** As app_dispatch: counts across businesses, for /metrics. */
  dispatchDatabase: Database;
  keyring: Keyring;
  keys: BusinessKeys;
  identity: Identity;
  limits: Limits;
  metrics: Metrics;
  /** Password resets and invitations: from Journeyman to a member, never to a customer. */
  sendSystemEmail: (email: SystemEmail) => Promise<void>;
  /** Null while Temporal cannot be reached; nothing the API accepts depends on it. */
  temporal: () => Client | null;
  now: () => Date;
  /** Looks over every answer before it leaves; tests hold answers to the contract with it. */
  inspect?: (operation: AnyOperation, answer: { status: number; body?: unknown }) => void;
}
