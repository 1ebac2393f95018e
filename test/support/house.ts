import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { dataKeysIn } from '../../db/data-keys.js';
import { insertEvents } from '../../db/inbox.js';
import { openDatabase, withBusiness, type Database } from '../../db/tenant.js';
import { createBusinessKeys, type BusinessKeys } from '../../lib/business-keys.js';
import { channelSettings } from '../../lib/channel-settings.js';
import { createKeyring } from '../../lib/crypto.js';
import { newId } from '../../lib/ids.js';
import { createLog } from '../../lib/log.js';
import { createDataConverter } from '../../lib/payload-codec.js';
import { createTemplates } from '../../worker/activities/compose.js';
import type { PerformDeps } from '../../worker/activities/deps.js';
import { createPerformer } from '../../worker/activities/head-starts.js';
import { createProviders } from '../../worker/channels/providers.js';
import { createFlowCache } from '../../worker/flows.js';
import { startIntake, type Intake } from '../../worker/intake/intake.js';
import { createWorkerMetrics } from '../../worker/metrics.js';
import { installRuntime, startTemporalWorkers, type TemporalWorkers } from '../../worker/temporal.js';
import { createSenderConnections } from '../../worker/sender-connections.js';
import { createUpkeep } from '../../worker/upkeep.js';
import { temporalCalendar } from '../../workflows/flow/calendar-temporal.js';
import { flow as flowSchema, type Flow } from '../../workflows/flow/flow.js';
import { typesOf } from '../../workflows/flow/outcomes.js';
import { freshDatabase, type FreshDatabase } from './database.js';
import { freshNamespace, temporalAddress, workflowBundle } from './temporal.js';

/** One business with a real worker around it: real PostgreSQL, real Temporal, real intake. */
export interface House {
  businessId: string;
  database: Database;
  fresh: FreshDatabase;
  keys: BusinessKeys;
  deps: PerformDeps;
  temporal(): TemporalWorkers;
  /** Publish a journey and make it live. */
  journey(
    flow: unknown,
    options?: { name?: string; status?: 'live' | 'paused'; pauseMode?: string },
  ): Promise<string>;
  publish(journeyId: string, flow: unknown): Promise<number>;
  /** An event through the real inbox; answers its id. */
  happens(event: HouseEvent): Promise<string>;
  /** The enrollment an event started, as soon as there is one. */
  enrollmentOf(eventId: string): Promise<string>;
  /** Rows as the superuser sees them. */
  rows<Row = Record<string, unknown>>(sql: string, values?: unknown[]): Promise<Row[]>;
  /** Ask again until the answer is truthy; fails with what was asked for after 15 seconds. */
  until<T>(what: string, ask: () => Promise<T | null | undefined | false>): Promise<T>;
  timeline(
    enrollmentId: string,
  ): Promise<{ type: string; step_id: string | null; exit: string | null; reason_code: string | null }[]>;
  ended(enrollmentId: string): Promise<{ status: string; reason_code: string }>;
  startWorker(): void;
  stopWorker(): Promise<void>;
  close(): Promise<void>;
}

export interface HouseEvent {
  type: string;
  id?: string;
  customer?: Record<string, unknown> | null;
  subject?: { kind: string; id: string } | null;
  data?: Record<string, unknown>;
  occurredAt?: string;
  depth?: number;
  customerId?: string;
  journeyId?: string;
}

export interface HouseOptions {
  /** Environment of the channels, such as `{ EMAIL_PROVIDER: 'resend', … }`. */
  channels?: Record<string, string>;
  business?: { timezone?: string; settings?: Record<string, unknown>; locale?: string };
  outboundAllow?: string[];
  worker?: boolean;
  /** Keys of this house; drawn anew for the run when absent. */
  secretsKey?: string;
  /** `host:port` of a Temporal server other than that of the run. */
  temporalAddress?: string;
}

let runtimeInstalled = false;

export const secretsKey = randomBytes(32).toString('base64');

export async function openHouse(options: HouseOptions = {}): Promise<House> {
  const address = options.temporalAddress ?? temporalAddress();
  const [fresh, namespace] = await Promise.all([freshDatabase(), freshNamespace(address)]);
  const keyring = createKeyring(options.secretsKey ?? secretsKey);
  const database = openDatabase({ url: fresh.url, role: 'app_user', max: 12 });
  const dispatchDatabase = openDatabase({ url: fresh.url, role: 'app_dispatch', max: 2 });
  const maintDatabase = openDatabase({ url: fresh.url, role: 'app_maint', max: 2 });
  const admin = new pg.Pool({ connectionString: fresh.adminUrl, max: 3 });
  const keys = createBusinessKeys(keyring, dataKeysIn(database));
  const log = createLog({ name: 'test', level: process.env.TEST_LOG ?? 'silent' });
  const settings = channelSettings(options.channels ?? {});
  const providers = createProviders(settings, () => new Date());
  const senders = { email: settings.email.from, sms: settings.sms.from };
  const deps: PerformDeps = {
    database,
    keys,
    flows: createFlowCache(),
    templates: createTemplates(),
    calendar: temporalCalendar,
    providers,
    senders,
    connections: createSenderConnections(settings, { database, keys }),
    publicUrl: 'http://127.0.0.1:4000',
    outboundAllow: options.outboundAllow ?? [],
    metrics: createWorkerMetrics(),
    log,
    now: () => new Date(),
  };

  const businessId = newId();
  const { timezone = 'Europe/Madrid', settings: rules = {}, locale = 'en' } = options.business ?? {};
  await admin.query(
    `insert into tenancy.businesses (id, name, timezone, locale, postal_address, settings)
     values ($1, 'Marta Plumbing', $2, $3, '1 Water Street', $4)`,
    [businessId, timezone, locale, JSON.stringify(rules)],
  );

  if (!runtimeInstalled) installRuntime(log);
  runtimeInstalled = true;
  let intake: Intake | undefined;
  let workers: TemporalWorkers | undefined;
  const house: House = {
    businessId,
    database,
    fresh,
    keys,
    deps,
    temporal: () => workers!,

    async journey(made, { name = 'Thanks', status = 'live', pauseMode } = {}) {
      const id = newId();
      await admin.query(
        `insert into journeys.journeys (business_id, id, name, status, pause_mode) values ($1, $2, $3, $4, $5)`,
        [businessId, id, name, status, pauseMode ?? (status === 'paused' ? 'no_new_people' : null)],
      );
      await house.publish(id, made);
      return id;
    },

    async publish(journeyId, made) {
      const parsed: Flow = flowSchema.parse(made);
      const { rows } = await admin.query(
        `insert into journeys.versions (business_id, journey_id, number, flow)
         select $1, $2, coalesce(max(number), 0) + 1, $3 from journeys.versions where business_id = $1 and journey_id = $2
         returning number`,
        [businessId, journeyId, JSON.stringify(parsed)],
      );
      await admin.query(`update journeys.journeys set live_version = $3 where business_id = $1 and id = $2`, [
        businessId,
        journeyId,
        rows[0].number,
      ]);
      await admin.query(`delete from journeys.triggers where business_id = $1 and journey_id = $2`, [
        businessId,
        journeyId,
      ]);
      for (const { type, role } of typesOf(parsed)) {
        await admin.query(
          `insert into journeys.triggers (business_id, journey_id, event_type, role) values ($1, $2, $3, $4)`,
          [businessId, journeyId, type, role],
        );
      }
      return rows[0].number as number;
    },

    async happens(event) {
      const id = newId();
      const { depth = 0, customerId, journeyId, occurredAt, ...said } = event;
      const payload = await keys.seal(businessId, JSON.stringify({ ...said, data: said.data ?? {} }), {
        table: 'inbox_events',
        rowId: id,
        kind: 'payload',
      });
      const [inserted] = await withBusiness(database, { businessId }, (tx) =>
        insertEvents(tx, [
          {
            id,
            connectionId: null,
            source: 'api',
            origin: 'api',
            dedupeKey: event.id ?? id,
            sourceId: event.id ?? null,
            bodyHash: null,
            type: event.type,
            subject: event.subject ?? null,
            payload,
            raw: null,
            journeyId: journeyId ?? null,
            customerId: customerId ?? null,
            status: 'received',
            note: null,
            depth,
            occurredAt: new Date(occurredAt ?? Date.now()),
          },
        ]),
      );
      return inserted!.id;
    },

    async enrollmentOf(eventId) {
      const row = await house.until('an enrollment', async () => {
        const [found] = await house.rows<{ id: string }>(
          'select id from journeys.enrollments where entry_event_id = $1',
          [eventId],
        );
        return found;
      });
      return row.id;
    },

    rows: async <Row>(sql: string, values: unknown[] = []) => (await admin.query(sql, values)).rows as Row[],

    async until(what, ask) {
      const deadline = Date.now() + 15_000;
      for (;;) {
        const answer = await ask();
        if (answer) return answer;
        if (Date.now() > deadline) throw new Error(`Waited 15 seconds for ${what}`);
        await new Promise((resolve) => setTimeout(resolve, 25));
      }
    },

    timeline: (enrollmentId) =>
      house.rows(
        'select type, step_id, exit, reason_code from journeys.timeline where enrollment_id = $1 order by id',
        [enrollmentId],
      ),

    ended: (enrollmentId) =>
      house.until('the enrollment to end', async () => {
        const [row] = await house.rows<{ status: string; reason_code: string }>(
          `select status, reason_code from journeys.enrollments where id = $1 and status <> 'active'`,
          [enrollmentId],
        );
        return row;
      }),

    startWorker() {
      const performer = createPerformer(deps);
      workers = startTemporalWorkers({
        connection: { connectionOptions: { address }, namespace },
        dataConverter: createDataConverter(keyring),
        activities: {
          perform: performer.perform,
          ...createUpkeep({
            database,
            dispatchDatabase,
            maintDatabase,
            keys,
            keyring,
            providers,
            senders,
            calendar: temporalCalendar,
            log,
            now: () => new Date(),
          }),
        },
        workflowTasks: 20,
        workflowSource: { workflowBundle: workflowBundle() },
        log,
      });
      intake = startIntake({
        database,
        dispatchDatabase,
        databaseUrl: fresh.url,
        keys,
        flows: deps.flows,
        calendar: temporalCalendar,
        metrics: deps.metrics,
        temporal: () => workers?.client(),
        headStart: performer.headStart,
        beginner: performer.beginner,
        log,
      });
    },

    async stopWorker() {
      await intake?.stop();
      await workers?.stop();
      intake = undefined;
      workers = undefined;
    },

    async close() {
      await house.stopWorker();
      providers.close();
      await Promise.all([database.close(), dispatchDatabase.close(), maintDatabase.close(), admin.end()]);
      await fresh.drop();
    },
  };
  if (options.worker !== false) {
    house.startWorker();
    await house.until('the worker to reach Temporal', async () => workers?.client());
  }
  return house;
}

/** Somebody to send things to. */
export const ana = {
  externalId: 'c-17',
  name: 'Ana Ruiz',
  email: 'ana@example.com',
  phone: '+34600111222',
  locale: 'en',
  timezone: 'Europe/Madrid',
};
