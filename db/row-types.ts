import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const root = fileURLToPath(new URL('../', import.meta.url));

/**
 * The contents of `db/schema.ts` for a migrated database: one interface for each table, formatted as our own code.
 * Needs the development dependencies.
 */
export async function rowTypes(databaseUrl: string): Promise<string> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'journeyman-types-'));
  try {
    const file = path.join(folder, 'schema.ts');
    await run('kysely-codegen/dist/cli/bin.js', [
      ...['--dialect', 'postgres', '--url', databaseUrl, '--out-file', file],
      ...['--exclude-pattern', 'migrations.*', '--singularize', 'false', '--log-level', 'error'],
    ]);
    await run('prettier/bin/prettier.cjs', [
      '--config',
      '.prettierrc.json',
      '--log-level',
      'warn',
      '--write',
      file,
    ]);
    return await readFile(file, 'utf8');
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function run(program: string, options: string[]) {
  await promisify(execFile)(process.execPath, [path.join(root, 'node_modules', program), ...options], {
    cwd: root,
  });
}
