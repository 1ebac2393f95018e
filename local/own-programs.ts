import { createRequire } from 'node:module';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Program } from './child.js';
import { packageRoot, type LocalConfig } from './config.js';

const loader = pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href;

/** Where the instance's parts find each other. */
export interface Wiring {
  /** As the product signs in. */
  databaseUrl: string;
  /** Null when TEMPORAL_* of the environment say it all. */
  temporalAddress: string | null;
  secretsKey: string;
  workerPort: number;
}

/** The HTTP server: API, app and public pages. */
export function apiProgram(config: LocalConfig, wiring: Wiring, logFile: string): Program {
  return {
    ...ownProgram('api/main.ts', config, wiring, logFile),
    name: 'API',
    answers: () => answersWell(`${config.url}/readyz`),
  };
}

/** The process that performs steps. It tells its health on a port of its own. */
export function workerProgram(config: LocalConfig, wiring: Wiring, logFile: string): Program {
  return {
    ...ownProgram('worker/main.ts', config, wiring, logFile),
    name: 'Worker',
    answers: () => answersWell(`http://127.0.0.1:${wiring.workerPort}/healthz`),
  };
}

function ownProgram(file: string, config: LocalConfig, wiring: Wiring, logFile: string) {
  return {
    command: process.execPath,
    // Absolute names throughout: this works from any folder, and from one with a space in its name.
    args: ['--enable-source-maps', '--import', loader, path.join(packageRoot, file)],
    env: childEnvironment(config, wiring),
    cwd: packageRoot,
    mark: path.join(packageRoot, file),
    stopSignal: 'SIGTERM' as const,
    graceSeconds: 7,
    order: 1,
    logFile,
    startSeconds: 120,
  };
}

function childEnvironment(config: LocalConfig, wiring: Wiring): NodeJS.ProcessEnv {
  const inherited = wiring.temporalAddress
    ? {
        ...withoutTemporalSettings(config.environment),
        TEMPORAL_ADDRESS: wiring.temporalAddress,
        TEMPORAL_NAMESPACE: config.temporalNamespace,
      }
    : config.environment;
  return {
    ...inherited,
    PORT: String(config.port),
    HOST: config.host,
    PUBLIC_URL: config.publicUrl,
    JOURNEYMAN_DATA: config.dataFolder,
    DATABASE_URL: wiring.databaseUrl,
    SECRETS_KEY: wiring.secretsKey,
    WORKER_METRICS_PORT: String(wiring.workerPort),
  };
}

/** Settings meant for another cluster must not steer one on this machine. */
export function withoutTemporalSettings(environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(environment).filter(([name]) => !name.startsWith('TEMPORAL_')));
}

async function answersWell(url: string): Promise<boolean> {
  try {
    const answer = await fetch(url, { signal: AbortSignal.timeout(5_000) });
    await answer.body?.cancel();
    return answer.ok;
  } catch {
    return false;
  }
}
