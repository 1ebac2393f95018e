import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** We run from TypeScript in development and from JavaScript in the image; Temporal's bundler reads either. */
const extension = path.extname(fileURLToPath(import.meta.url));
const file = (name: string) => fileURLToPath(new URL(`../workflows/${name}${extension}`, import.meta.url));

/** Temporal's entry. */
export const workflowsPath = file('index');

/** Loaded once for all workflows instead of once for each: they keep nothing in their modules. */
export const preloadModules = [file('sandbox'), workflowsPath];
