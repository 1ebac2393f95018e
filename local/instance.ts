import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { createDatabase } from '../db/create-database.js';
import { createLogin } from '../db/login.js';
import { migrate } from '../db/migrate.js';
import { buildApp } from './app.js';
import type { Program } from './child.js';
import { endOrphans } from './children-file.js';
import type { LocalConfig } from './config.js';
import { dataFolderAt, logFile, makeDataFolder, rememberedSecret, removeFile } from './data-folder.js';
import { seedDemo, type DemoAccess } from './demo-business.js';
import { writeInstanceFile, type InstanceFacts } from './instance-file.js';
import { startKeeper } from './keeper.js';
import { releaseLock, takeLock } from './lock.js';
import { apiProgram, workerProgram } from './own-programs.js';
import { isPortFree, rememberedPort } from './ports.js';
import { accepts, createCluster, postgresProgram, superuserUrl } from './postgres.js';
import { createSupervisor } from './supervisor.js';
import { findTemporal, temporalProgram } from './temporal-server.js';

export interface Instance {
  /** Settles when everything answers and `instance.json` is written; rejects when something cannot start. */
  ready: Promise<InstanceFacts>;
  /** Ends everything in order: API and worker, Temporal, PostgreSQL. Safe to call at any moment, and twice. */
  stop(): Promise<void>;
}

/** Bring the whole product up on this machine. `npmPid`: the npm that started us, if one did. */
export function startInstance(
  config: LocalConfig,
  say: (line: string) => void,
  npmPid: number | null,
): Instance {
  const folder = dataFolderAt(config.dataFolder);
  const keeper = startKeeper();
  const supervisor = createSupervisor(keeper, folder.childrenFile, say);
  let stopping: Promise<void> | undefined;
  const leaving = new AbortController();
  let locked = false;

  const ready = bringUp();
  ready.catch(() => {});
  return { ready, stop: () => (stopping ??= bringDown()) };

  async function bringUp(): Promise<InstanceFacts> {
    await makeDataFolder(folder);
    await takeLock(folder.lockFile, { pid: process.pid, startedBy: npmPid, url: config.url });
    locked = true;
    await removeFile(folder.instanceFile);
    await endOrphans(folder.childrenFile, say);
    await refuseTakenPort(config);

    const [database, temporalAddress] = await Promise.all([
      bringUpDatabase(),
      bringUpTemporal(),
      buildApp(await logFile(folder, 'app'), say, leaving.signal),
    ]);
    const secretsKey = config.secretsKey ?? (await rememberedSecret(folder.secretsKeyFile));
    const demo = config.demo
      ? await seedDemo({ ...database, secretsKey, publicUrl: config.publicUrl, say })
      : null;

    say('Starting the API and the worker …');
    const wiring = {
      databaseUrl: database.databaseUrl,
      temporalAddress: config.temporalAddress ? null : temporalAddress,
      secretsKey,
      workerPort: await rememberedPort(folder.root, 'worker'),
    };
    await Promise.all([
      keepRunning(apiProgram(config, wiring, await logFile(folder, 'api'))),
      keepRunning(workerProgram(config, wiring, await logFile(folder, 'worker'))),
    ]);
    const facts = factsOf(config, demo, database.adminUrl, temporalAddress);
    await writeInstanceFile(folder.instanceFile, facts);
    return facts;
  }

  async function bringUpDatabase(): Promise<{ databaseUrl: string; adminUrl: string }> {
    const adminUrl = config.databaseUrl ?? (await bringUpPostgres());
    if (config.databaseUrl && !(await accepts(config.databaseUrl))) {
      throw new Error(
        `The database at DATABASE_URL does not let us in: ${withoutPassword(config.databaseUrl)}.`,
      );
    }
    const applied = await migrate({ databaseUrl: adminUrl, log: () => {} });
    if (applied.length > 0) say(`Brought the database up to date (${applied.length} migrations).`);
    return { adminUrl, databaseUrl: config.databaseUrl ?? (await signInOf(adminUrl)) };
  }

  async function bringUpPostgres(): Promise<string> {
    say('Starting PostgreSQL …');
    const home = {
      folder: folder.postgres,
      port: await rememberedPort(folder.root, 'postgres'),
      logFile: await logFile(folder, 'postgres'),
      password: (await rememberedSecret(folder.postgresPasswordFile)).replace(/\W/g, ''),
      durable: true,
    };
    await createCluster(home);
    refuseWhenStopping();
    await keepRunning(await postgresProgram(home));
    await createDatabase({ adminUrl: superuserUrl(home, 'postgres'), name: 'journeyman' });
    return superuserUrl(home, 'journeyman');
  }

  async function bringUpTemporal(): Promise<string> {
    if (config.temporalAddress) return config.temporalAddress;
    const executable = await findTemporal({ ...config, signal: leaving.signal }, say);
    refuseWhenStopping();
    say('Starting Temporal …');
    const port = await rememberedPort(folder.root, 'temporal');
    await keepRunning(
      temporalProgram({
        executable,
        port,
        namespace: config.temporalNamespace,
        databaseFile: folder.temporalDatabase,
        logFile: await logFile(folder, 'temporal'),
        environment: config.environment,
      }),
    );
    return `127.0.0.1:${port}`;
  }

  async function keepRunning(program: Program): Promise<void> {
    refuseWhenStopping();
    await supervisor.keepRunning(program);
  }

  async function bringDown(): Promise<void> {
    leaving.abort();
    await supervisor.stop();
    // What is still being tried meets refuseWhenStopping; a download cannot be called back and is not waited for.
    await Promise.race([ready.catch(() => {}), sleep(1_000)]);
    if (locked) {
      await removeFile(folder.instanceFile);
      await supervisor.forget();
      await releaseLock(folder.lockFile);
    }
    keeper.end();
  }

  function refuseWhenStopping() {
    if (stopping) throw new Error('Stopped before it was up.');
  }
}

async function refuseTakenPort({ host, port }: LocalConfig): Promise<void> {
  if (await isPortFree(host, port)) return;
  throw new Error(
    `Port ${port} on ${host} is taken by another program. Stop that one, or choose another port: PORT=${port + 1} npm start`,
  );
}

/** The login that the API and the worker use; its password is new at every start. */
async function signInOf(adminUrl: string): Promise<string> {
  const password = randomBytes(24).toString('base64url');
  await createLogin({ adminUrl, name: 'journeyman', password });
  const url = new URL(adminUrl);
  url.username = 'journeyman';
  url.password = password;
  return url.href;
}

function factsOf(
  config: LocalConfig,
  demo: DemoAccess | null,
  databaseUrl: string,
  temporalAddress: string,
): InstanceFacts {
  return {
    url: config.url,
    pid: process.pid,
    apiKey: demo?.apiKey ?? null,
    owner: demo?.owner ?? null,
    webhook: demo && {
      connectionId: demo.webhook.connectionId,
      url: `${config.url}/hooks/webhook/${demo.webhook.connectionId}`,
      secret: demo.webhook.secret,
    },
    databaseUrl,
    temporalAddress,
  };
}

function withoutPassword(address: string): string {
  const url = new URL(address);
  url.password = '';
  return url.href;
}
