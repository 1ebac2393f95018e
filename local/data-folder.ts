import { randomBytes } from 'node:crypto';
import { constants } from 'node:fs';
import { access, chmod, mkdir, open, readFile, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';

/** Everything one local installation keeps, as absolute paths. */
export interface DataFolder {
  root: string;
  /** The PostgreSQL cluster. */
  postgres: string;
  /** The Temporal server's SQLite file. */
  temporalDatabase: string;
  logs: string;
  lockFile: string;
  childrenFile: string;
  instanceFile: string;
  secretsKeyFile: string;
  postgresPasswordFile: string;
}

/** Name everything under `root`; makes nothing. */
export function dataFolderAt(root: string): DataFolder {
  const at = (name: string) => path.join(root, name);
  return {
    root,
    postgres: at('postgres'),
    temporalDatabase: at('temporal.db'),
    logs: at('logs'),
    lockFile: at('lock.json'),
    childrenFile: at('children.json'),
    instanceFile: at('instance.json'),
    secretsKeyFile: at('secrets.key'),
    postgresPasswordFile: at('postgres.password'),
  };
}

/** Make the folder, closed to other people of this machine. Throws when we may not write there. */
export async function makeDataFolder(folder: DataFolder): Promise<void> {
  try {
    await mkdir(folder.logs, { recursive: true });
    await access(folder.root, constants.W_OK);
    // Root's PostgreSQL runs as somebody else, who must be able to pass through (and to see nothing).
    await chmod(folder.root, process.getuid?.() === 0 ? 0o711 : 0o700);
    await chmod(folder.logs, 0o700);
  } catch (cause) {
    throw new Error(
      `Journeyman may not write to its data folder ${folder.root}. ` +
        'Was it made by another account? Change its owner, or choose another folder with JOURNEYMAN_DATA.',
      { cause },
    );
  }
}

/** Bytes of a log beyond which the next start puts it aside as `<name>.1`. */
const longLog = 10_000_000;

/** The file a child writes to; a long one is put aside first. */
export async function logFile(folder: DataFolder, name: string): Promise<string> {
  const file = path.join(folder.logs, `${name}.log`);
  const size = await stat(file).then(
    (found) => found.size,
    () => 0,
  );
  if (size > longLog) await rename(file, `${file}.1`);
  return file;
}

/** What a file says, or a new secret of 32 random bytes (base64) written there for next time. */
export async function rememberedSecret(file: string): Promise<string> {
  const known = await readFile(file, 'utf8').catch(() => '');
  if (known.trim()) return known.trim();
  const secret = randomBytes(32).toString('base64');
  await writeDurably(file, secret + '\n');
  return secret;
}

/** Replace a file in one step, readable by us alone: readers see the old one or the new one, never half of it. */
export async function writeDurably(file: string, text: string): Promise<void> {
  const draft = `${file}.${process.pid}`;
  const handle = await open(draft, 'w', 0o600);
  try {
    await handle.writeFile(text);
    await handle.sync();
  } finally {
    await handle.close();
  }
  await rename(draft, file);
}

export const removeFile = (file: string): Promise<void> => rm(file, { force: true });
