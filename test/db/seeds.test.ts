import { expect, test } from '@jest/globals';
import { readFileSync } from 'node:fs';

const file = (name: string) => readFileSync(new URL(`../../${name}`, import.meta.url), 'utf8');

test('what docs/seeds.md calls built is in the schema', () => {
  const schema = file('db/schema.sql');
  const built = file('docs/seeds.md')
    .split('\n')
    .filter((line) => /\| Here\s*\|$/.test(line));
  const named = new Set(
    built.flatMap((line) =>
      [
        ...line.matchAll(
          /`((?:tenancy|crm|journeys|messaging|feedback|integrations|platform)\.\w+)(?:\.(\w+))?/g,
        ),
      ].map(([, table, column]) => (column ? `${table}.${column}` : table!)),
    ),
  );
  const missing = [...named].filter((name) => {
    const [schemaName, table, column] = name.split('.');
    const made = new RegExp(`create table ${schemaName}\\.${table} \\(([^;]*);`, 'i').exec(schema)?.[1];
    if (made === undefined) return !schema.includes(`FUNCTION ${schemaName}.${table}(`);
    return column !== undefined && !new RegExp(`^  ${column} `, 'm').test(made);
  });
  expect(missing).toEqual([]);
  expect(named.size).toBeGreaterThan(20);
});

test('every line of docs/seeds.md says where its object lives and how far it is', () => {
  const rows = file('docs/seeds.md')
    .split('\n')
    .filter((line) => line.startsWith('|') && !/^\| (Object|-)/.test(line));
  expect(rows.filter((line) => !/^\|[^|]+\|[^|]+\| (Here|Part|Planned|Left out)\s*\|$/.test(line))).toEqual(
    [],
  );
});
