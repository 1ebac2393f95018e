/** `npm run worker`: matches what came in, and performs journeys. Any number of these may run. */
import { dataKeysIn } from '../db/data-keys.js';
import { openDatabase } from '../db/tenant.js';
import { createBusinessKeys } from '../lib/business-keys.js';
import { createKeyring } from '../lib/crypto.js';
import { createLog } from '../lib/log.js';
import { createDataConverter } from '../lib/payload-codec.js';
import { temporalCalendar } from '../workflows/flow/calendar-temporal.js';
import { createTemplates } from './activities/compose.js';
import { createPerformer } from './activities/head-starts.js';
import { createProviders } from './channels/providers.js';
import { readConfig } from './config.js';
import { createFlowCache } from './flows.js';
import { startIntake } from './intake/intake.js';
import { createWorkerMetrics } from './metrics.js';
import { createStatusServer } from './status-server.js';
import { installRuntime, startTemporalWorkers } from './temporal.js';
import { startReplies } from './replies/replies.js';
import { startTestMessages } from './replies/test-messages.js';
import { createSenderConnections } from './sender-connections.js';
import { createUpkeep } from './upkeep.js';
import { preloadModules, workflowsPath } from './workflow-code.js';

const config = readConfigOrExit();
const log = createLog({ name: 'worker', level: config.logLevel });
installRuntime(log);

const keyring = createKeyring(config.secretsKey);
const database = openDatabase({
  url: config.databaseUrl,
  role: 'app_user',
  // A transaction takes milliseconds: more connections would only be more plans and more memory.
  max: 8,
  applicationName: 'journeyman-worker',
  plansOnce: true,
});
const dispatchDatabase = openDatabase({
  url: config.databaseUrl,
  role: 'app_dispatch',
  max: 3,
  plansOnce: true,
});
const maintDatabase = openDatabase({ url: config.databaseUrl, role: 'app_maint', max: 2 });
const now = () => new Date();
const keys = createBusinessKeys(keyring, dataKeysIn(database));
const providers = createProviders(config.channels, now);
const senders = { email: config.channels.email.from, sms: config.channels.sms.from };
const flows = createFlowCache();
const metrics = createWorkerMetrics();
const calendar = temporalCalendar;

const performDeps = {
  database,
  keys,
  flows,
  templates: createTemplates(),
  calendar,
  providers,
  senders,
  connections: createSenderConnections(config.channels, { database, keys }),
  publicUrl: config.publicUrl,
  outboundAllow: config.outboundAllow,
  metrics,
  log,
  now,
};
const performer = createPerformer(performDeps);
const temporal = startTemporalWorkers({
  connection: config.temporal,
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
      calendar,
      log,
      now,
    }),
  },
  workflowTasks: config.workflowTasks,
  workflowSource: config.workflowBundle
    ? { workflowBundle: { codePath: config.workflowBundle } }
    : { workflowsPath, bundlerOptions: { preloadModules } },
  log,
});
const intake = startIntake({
  database,
  dispatchDatabase,
  databaseUrl: config.databaseUrl,
  keys,
  flows,
  calendar,
  metrics,
  temporal: () => temporal.client(),
  headStart: performer.headStart,
  beginner: performer.beginner,
  log,
});
const replies = startReplies({ ...performDeps, dispatchDatabase });
const testMessages = startTestMessages({ ...performDeps, dispatchDatabase });
const server =
  config.metricsPort === undefined
    ? undefined
    : createStatusServer({ registry: metrics.registry, polling: () => temporal.polling() }).listen(
        config.metricsPort,
        '127.0.0.1',
      );

const STOP_WITHIN_MS = 28_000;
let stopping: Promise<void> | undefined;
for (const signal of ['SIGINT', 'SIGTERM'] as const)
  process.on(signal, () => void (stopping ??= stop(signal)));

/** Take nothing new, finish what is under way, then close. */
async function stop(signal: string) {
  log.info({ signal }, 'stopping');
  // Whatever can no longer be reached is not waited for: what it held is safe in the database.
  setTimeout(() => process.exit(1), STOP_WITHIN_MS).unref();
  await Promise.all([intake.stop(), replies.stop(), testMessages.stop()]);
  await performer.settle();
  await temporal.stop();
  providers.close();
  server?.close();
  await Promise.all([database.close(), dispatchDatabase.close(), maintDatabase.close()]);
  process.exit(0);
}

function readConfigOrExit() {
  try {
    return readConfig();
  } catch (error) {
    process.stderr.write(`${(error as Error).message}\n`);
    process.exit(1);
  }
}
