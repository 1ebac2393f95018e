import { readFile } from 'node:fs/promises';
import { writeDurably } from './data-folder.js';

/** How to get in: the facts of a running instance, for scripts. */
export interface InstanceFacts {
  url: string;
  pid: number;
  /** Null when there is no demo business. */
  apiKey: string | null;
  owner: { email: string; password: string } | null;
  webhook: { connectionId: string; url: string; secret: string } | null;
  /** The superuser of the built-in PostgreSQL, or DATABASE_URL. */
  databaseUrl: string;
  temporalAddress: string;
}

/** Write `<data>/instance.json` in one step, readable by its owner only. */
export const writeInstanceFile = (file: string, facts: InstanceFacts): Promise<void> =>
  writeDurably(file, JSON.stringify(facts, null, 2) + '\n');

/** What the running instance last wrote of itself; null when there is no such file. */
export async function readInstanceFile(file: string): Promise<InstanceFacts | null> {
  try {
    return JSON.parse(await readFile(file, 'utf8')) as InstanceFacts;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw new Error(`${file} cannot be read: ${(error as Error).message}`, { cause: error });
  }
}
