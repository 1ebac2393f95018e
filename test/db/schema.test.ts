import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { readFile } from 'node:fs/promises';
import pg from 'pg';
import { describeSchema } from '../../db/describe-schema.js';
import { rowTypes } from '../../db/row-types.js';
import { freshDatabase, type FreshDatabase } from '../support/database.js';

let fresh: FreshDatabase;
beforeAll(async () => {
  fresh = await freshDatabase();
});
afterAll(() => fresh?.drop());

const written = (name: string) => readFile(new URL(`../../db/${name}`, import.meta.url), 'utf8');
const advice =
  'The migrations make another schema than this file says. Run npm run db:types and commit what it writes.';

test('db/schema.sql says what the migrations make', async () => {
  const client = new pg.Client({ connectionString: fresh.adminUrl });
  await client.connect();
  const made = await describeSchema(client);
  await client.end();
  expect(changes('schema.sql', await written('schema.sql'), made)).toBe('');
});

test('db/schema.ts has the types of the rows that the migrations make', async () => {
  expect(changes('schema.ts', await written('schema.ts'), await rowTypes(fresh.adminUrl))).toBe('');
});

/** Empty when both are the same; otherwise what to do, and the lines that only one of them has. */
function changes(name: string, before: string, after: string): string {
  if (before === after) return '';
  const [old, made] = [before.split('\n'), after.split('\n')];
  const gone = old.filter((line) => !made.includes(line)).map((line) => `- ${line}`);
  const added = made.filter((line) => !old.includes(line)).map((line) => `+ ${line}`);
  return [`db/${name}: ${advice}`, ...gone, ...added].join('\n');
}
