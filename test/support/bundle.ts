import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { preloadModules, workflowsPath } from '../../worker/workflow-code.js';

const root = fileURLToPath(new URL('../../', import.meta.url));
const workflows = path.join(root, 'workflows');

/**
 * The workflow code as one file, for `Worker.create({ workflowBundle: { codePath } })`.
 * Bundling takes seconds, so the result is kept beside the dependencies until a workflow file changes.
 */
export async function bundleWorkflows(): Promise<string> {
  const folder = path.join(root, 'node_modules', '.cache', 'journeyman');
  const file = path.join(folder, `workflows-${await fingerprint()}.js`);
  if (existsSync(file)) return file;
  const { bundleWorkflowCode } = await import('@temporalio/worker');
  const { code } = await bundleWorkflowCode({ workflowsPath, preloadModules, logger: silent });
  await mkdir(folder, { recursive: true });
  await writeFile(`${file}.${process.pid}`, code);
  await rename(`${file}.${process.pid}`, file);
  return file;
}

async function fingerprint(): Promise<string> {
  const hash = createHash('sha256');
  const names = (await readdir(workflows, { recursive: true })).filter((name) => name.endsWith('.ts')).sort();
  for (const name of [
    ...names.map((each) => path.join(workflows, each)),
    path.join(root, 'worker', 'workflow-code.ts'),
    path.join(root, 'package-lock.json'),
  ]) {
    hash.update(name).update(await readFile(name));
  }
  return hash.digest('hex').slice(0, 16);
}

const quiet = () => {};
const silent = {
  trace: quiet,
  debug: quiet,
  info: quiet,
  warn: console.warn,
  error: console.error,
  log: quiet,
};
