import { constants } from 'node:fs';
import { access, stat, statfs } from 'node:fs/promises';
import type { LocalConfig } from '../config.js';
import { dataFolderAt } from '../data-folder.js';
import { findHolder, type Holder } from '../lock.js';
import { isPortFree } from '../ports.js';
import { bad, ok, warn, type Finding } from './finding.js';

const oldestNode = [20, 19] as const;
const littleSpace = 1_000_000_000;
/** A segment of PostgreSQL's journal is 16 MB, and it wants several. */
const noSpace = 100_000_000;

/** Node.js, the data folder, and who has the port. */
export async function examineMachine(config: LocalConfig): Promise<Finding[]> {
  const holder = await findHolder(dataFolderAt(config.dataFolder).lockFile);
  return [
    examineNode(process.versions.node),
    ...(await examineFolder(config)),
    await examinePort(config, holder),
  ];
}

export function examineNode(version: string): Finding {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const old = major < oldestNode[0] || (major === oldestNode[0] && minor < oldestNode[1]);
  return old
    ? bad(`Node.js ${version} is too old.`, `Install Node.js ${oldestNode.join('.')} or newer.`)
    : ok(`Node.js ${version}`);
}

async function examineFolder({ dataFolder }: LocalConfig): Promise<Finding[]> {
  const found = await stat(dataFolder).catch(() => null);
  if (!found) return [ok(`The data folder ${dataFolder} is not there yet; the first start makes it.`)];
  if (!found.isDirectory()) {
    return [
      bad(
        `${dataFolder} is meant to be the data folder, but it is a file.`,
        'Move the file away, or choose another folder with JOURNEYMAN_DATA.',
      ),
    ];
  }
  const writable = await access(dataFolder, constants.W_OK).then(
    () => true,
    () => false,
  );
  if (!writable) {
    return [
      bad(
        `The data folder ${dataFolder} belongs to another account.`,
        'Change its owner, or choose another folder with JOURNEYMAN_DATA.',
      ),
    ];
  }
  const { bavail, bsize } = await statfs(dataFolder);
  const free = bavail * bsize;
  return [examineSpace(dataFolder, free), ...(await examineSecretFiles(dataFolder))];
}

/** `free` in bytes. */
export function examineSpace(dataFolder: string, free: number): Finding {
  if (free >= littleSpace) return ok(`The data folder is ${dataFolder}.`);
  const what = `Only ${Math.round(free / 1_000_000)} MB are free where the data folder ${dataFolder} is.`;
  return free < noSpace
    ? bad(what, 'Make room now: PostgreSQL can write no more, and events are refused until it can.')
    : warn(what, 'Make room: a full disk stops PostgreSQL.');
}

async function examineSecretFiles(dataFolder: string): Promise<Finding[]> {
  const { secretsKeyFile, postgresPasswordFile, instanceFile } = dataFolderAt(dataFolder);
  const files = [secretsKeyFile, postgresPasswordFile, instanceFile];
  const open = await Promise.all(
    files.map(async (file) => ((await stat(file).catch(() => null))?.mode ?? 0) & 0o077),
  );
  return files
    .filter((_, at) => open[at] !== 0)
    .map((file) => bad(`Other people of this machine may read ${file}.`, `chmod 600 '${file}'`));
}

async function examinePort({ host, port, url }: LocalConfig, holder: Holder | null): Promise<Finding> {
  if (holder) return ok(`Journeyman runs on this data folder: process ${holder.pid}, at ${holder.url}.`);
  if (await isPortFree(host, port))
    return ok(`Journeyman is not running here; port ${port} on ${host} is free.`);
  return warn(
    `Something listens at ${url} that was not started from this data folder.`,
    `If it is not an API of yours, stop it or start with another port: PORT=${port + 1} npm start`,
  );
}
