import { readFile } from 'node:fs/promises';
import { temporalConnection } from '../../lib/temporal-connection.js';
import type { LocalConfig } from '../config.js';
import { dataFolderAt } from '../data-folder.js';
import type { InstanceFacts } from '../instance-file.js';
import { findHolder } from '../lock.js';
import { examineDatabase } from './database.js';
import { bad, ok, warn, type Finding } from './finding.js';
import { examineMachine } from './machine.js';
import { examineTemporal } from './temporal.js';

/** Everything the doctor has to say about the installation that these settings describe. Changes nothing. */
export async function examine(config: LocalConfig): Promise<Finding[]> {
  const folder = dataFolderAt(config.dataFolder);
  const running = (await findHolder(folder.lockFile)) ? await readInstance(folder.instanceFile) : null;
  const secretsKey =
    config.secretsKey ?? (await readFile(folder.secretsKeyFile, 'utf8').catch(() => '')).trim();
  const databaseUrl = config.databaseUrl ?? running?.databaseUrl;
  const temporal = config.temporalAddress
    ? temporalConnection(config.environment)
    : running && {
        connectionOptions: { address: running.temporalAddress },
        namespace: config.temporalNamespace,
      };
  const parts = await Promise.all([
    examineMachine(config),
    databaseUrl ? examineDatabase(databaseUrl, secretsKey || null) : notLooked('database'),
    temporal ? examineTemporal(temporal) : notLooked('Temporal'),
    running ? examineApi(running.url) : [],
  ]);
  return parts.flat();
}

async function examineApi(url: string): Promise<Finding[]> {
  try {
    const answer = await fetch(`${url}/readyz`, { signal: AbortSignal.timeout(5_000) });
    return answer.ok
      ? [ok(`The API is ready at ${url}.`)]
      : [
          bad(
            `The API at ${url} is not ready (${answer.status}).`,
            'Look into logs/api.log of the data folder.',
          ),
        ];
  } catch {
    return [bad(`The API does not answer at ${url}.`, 'Look into logs/api.log of the data folder.')];
  }
}

function notLooked(what: string): Finding[] {
  return [
    warn(
      `The built-in ${what} was not looked at: Journeyman is not running here.`,
      'Start it with npm start, then run this again beside it.',
    ),
  ];
}

async function readInstance(file: string): Promise<InstanceFacts | null> {
  return readFile(file, 'utf8')
    .then((text) => JSON.parse(text) as InstanceFacts)
    .catch(() => null);
}
