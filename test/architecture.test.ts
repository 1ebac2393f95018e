import { expect, test } from '@jest/globals';
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';

const root = fileURLToPath(new URL('../', import.meta.url));

/** The rooms, the inner ones first: a file is in the first room whose path it begins with. */
const rooms = [
  'workflows/flow',
  'workflows',
  'api/contract',
  'api',
  'worker',
  'db',
  'lib',
  'local',
  'editor',
  'test',
] as const;
type Room = (typeof rooms)[number];

/** Which rooms a room may import, beside itself. docs/architecture.md draws it. */
const mayImport: Record<Room, readonly Room[]> = {
  'workflows/flow': [],
  workflows: ['workflows/flow'],
  lib: [],
  db: ['workflows/flow', 'lib'],
  'api/contract': ['workflows/flow'],
  api: ['api/contract', 'workflows/flow', 'workflows', 'db', 'lib'],
  worker: ['workflows/flow', 'workflows', 'db', 'lib'],
  local: ['workflows/flow', 'workflows', 'db', 'lib', 'api/contract', 'api', 'worker'],
  editor: ['api/contract', 'workflows/flow'],
  test: rooms,
};

const files = listFiles();
const sources = files.filter((file) => /\.(ts|tsx|mjs|cjs)$/.test(file) && !/\.config\./.test(file));
const product = sources.filter((file) => roomOf(file) && roomOf(file) !== 'test');
const imports = sources.flatMap(importsOf);

test('each room imports only the rooms it may', () => {
  const wrong = imports.flatMap(({ from, to }) => {
    const here = roomOf(from);
    const there = to.startsWith('.') ? roomOf(path.join(path.dirname(from), to)) : undefined;
    if (!here || !there || here === there || mayImport[here].includes(there)) return [];
    return [`${from} imports ${to}`];
  });
  expect(imports.length).toBeGreaterThan(100);
  expect(wrong).toEqual([]);
});

test('the flow language is pure: no Node, no Temporal, no database', () => {
  const wrong = imports.filter(
    ({ from, to }) =>
      roomOf(from) === 'workflows/flow' && /^(node:|@temporalio\/|pg$|kysely|pino|express)/.test(to),
  );
  expect(wrong).toEqual([]);
});

test('workflow code takes nothing but types from the flow language, so that its bundle stays small', () => {
  const wrong = imports.filter(
    ({ from, to, typeOnly }) =>
      roomOf(from) === 'workflows' &&
      !typeOnly &&
      roomOf(path.join(path.dirname(from), to)) === 'workflows/flow',
  );
  expect(wrong).toEqual([]);
});

test('only the room that talks to PostgreSQL imports its drivers', () => {
  const drivers = /^(kysely|node-pg-migrate)(\/|$)/;
  const wrong = imports.filter(
    ({ from, to, typeOnly }) => drivers.test(to) && !typeOnly && !['db', 'test'].includes(roomOf(from) ?? ''),
  );
  expect(wrong).toEqual([]);
});

test('SQL is written in db/ and nowhere else', () => {
  const statement =
    /(['"`]|\bsql`)\s*(select\s+[\s\S]{0,400}\bfrom\b|insert\s+into\s|update\s+\S+\s+set\s|delete\s+from\s|create\s+table\s)/i;
  const wrong = product.filter((file) => roomOf(file) !== 'db' && statement.test(withoutComments(file)));
  expect(wrong).toEqual([]);
});

test('the environment is read in config.ts files only', () => {
  const wrong = product.filter(
    (file) => path.basename(file) !== 'config.ts' && /\bprocess\.env\b/.test(withoutComments(file)),
  );
  expect(wrong).toEqual([]);
});

test('React Flow is known to the canvas only', () => {
  expect(
    imports.filter(({ from, to }) => /^@xyflow\//.test(to) && !from.startsWith('editor/canvas/')),
  ).toEqual([]);
});

test('every package that is imported is a dependency of ours', () => {
  const manifest = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')) as {
    dependencies: Record<string, string>;
    devDependencies: Record<string, string>;
  };
  const wrong = imports.filter(({ from, to, typeOnly }) => {
    const name = to
      .split('/')
      .slice(0, to.startsWith('@') ? 2 : 1)
      .join('/');
    if (to.startsWith('.') || to.startsWith('node:')) return false;
    const inDevelopment = roomOf(from) === 'test' || roomOf(from) === undefined || typeOnly;
    return !(name in manifest.dependencies || (inDevelopment && name in manifest.devDependencies));
  });
  expect(wrong).toEqual([]);
});

test('nothing in the repository points outside it, or at one machine’s registry', () => {
  const outside = ['shared/refer' + 'ence', '/work/' + 'main', '/work/' + 'shared', 'npm/' + '-/'];
  const wrong = files.filter((file) => {
    if (/\.(png|jpe?g|ico|woff2?|gz)$/.test(file) || !existsSync(path.join(root, file))) return false;
    const text = readFileSync(path.join(root, file), 'utf8');
    return outside.some((place) => text.includes(place));
  });
  expect(wrong).toEqual([]);
  const lock = readFileSync(path.join(root, 'package-lock.json'), 'utf8');
  const hosts = new Set([...lock.matchAll(/"resolved": "https?:\/\/([^/"]+)/g)].map((match) => match[1]));
  expect([...hosts].filter((host) => host !== 'registry.npmjs.org')).toEqual([]);
});

function roomOf(file: string): Room | undefined {
  return rooms.find((room) => file.startsWith(`${room}/`));
}

interface Import {
  from: string;
  to: string;
  /** Erased by the compiler. */
  typeOnly: boolean;
}

function importsOf(file: string): Import[] {
  const found: Import[] = [];
  const parsed = ts.createSourceFile(file, read(file), ts.ScriptTarget.Latest, true);
  const visit = (node: ts.Node): void => {
    const add = (specifier: ts.Node | undefined, typeOnly: boolean) => {
      if (specifier && ts.isStringLiteral(specifier))
        found.push({ from: file, to: specifier.text, typeOnly });
    };
    if (ts.isImportDeclaration(node)) add(node.moduleSpecifier, isTypeOnly(node.importClause));
    if (ts.isExportDeclaration(node)) add(node.moduleSpecifier, node.isTypeOnly);
    if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument)) add(node.argument.literal, true);
    if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword)
      add(node.arguments[0], false);
    ts.forEachChild(node, visit);
  };
  visit(parsed);
  return found;
}

function isTypeOnly(clause: ts.ImportClause | undefined): boolean {
  if (!clause) return false;
  if (clause.isTypeOnly) return true;
  const named = clause.namedBindings;
  return (
    !clause.name && !!named && ts.isNamedImports(named) && named.elements.every((each) => each.isTypeOnly)
  );
}

function withoutComments(file: string): string {
  return read(file)
    .replace(/\/\*[\s\S]*?\*\//g, '')
    .replace(/^\s*\/\/.*$/gm, '');
}

function read(file: string): string {
  return readFileSync(path.join(root, file), 'utf8');
}

/** What is, or is about to be, in the repository. Outside a checkout (an unpacked archive) git cannot tell. */
function listFiles(): string[] {
  const listed = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], {
    cwd: root,
  });
  return listed
    .toString()
    .split('\n')
    .filter((file) => file && existsSync(path.join(root, file)));
}
