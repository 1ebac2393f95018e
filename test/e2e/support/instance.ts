import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { InstanceFacts } from '../../../local/instance-file.js';

/** How to get into the product of this run. */
export function readInstance(): InstanceFacts {
  const file = path.join(process.env.JOURNEYMAN_DATA ?? '', 'instance.json');
  return JSON.parse(readFileSync(file, 'utf8')) as InstanceFacts;
}
