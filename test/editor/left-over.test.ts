import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from '@jest/globals';
import ts from 'typescript';

const root = fileURLToPath(new URL('../../editor/', import.meta.url));
/** Every file of the app by its path below editor/. */
const files = new Map(
  readdirSync(root, { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.tsx?$/.test(file) && !file.includes('generated'))
    .map((file) => [file, readFileSync(path.join(root, file), 'utf8')]),
);

interface Source {
  text: string;
  quoted: ReadonlySet<string>;
  /** What stands before and after the blank of a text with one. */
  templates: [begin: string, end: string][];
}
const sources: Source[] = [...files]
  .filter(([file]) => !/(^|\/)words\//.test(file))
  .map(([, text]) => ({
    text,
    quoted: new Set([...text.matchAll(/(['"`])([\w.]+)\1/g)].map(([, , key = '']) => key)),
    templates: [...text.matchAll(/`([\w.]*)\$\{[^}`]*\}([\w.]*)`/g)]
      .map(([, begin = '', end = '']): [string, string] => [begin, end])
      .filter(([begin, end]) => begin + end !== ''),
  }));

/** Every import and export-from of the app; `whole` is the name of a module taken as a whole, null when names are. */
const imports = [...files].flatMap(([from, text]) =>
  [
    ...text.matchAll(/(?:import|export)\s+(?:type\s+)?([^;'"]*?)\s*from '(\.[^']+)'/g),
    // What is fetched later is taken by whatever names follow.
    ...text.matchAll(/()import\('(\.[^']+)'\)/g),
  ].map(([, taken = '', module = '']) => ({
    from,
    target: path.join(path.dirname(from), module).replace(/\.js$/, ''),
    taken: new Set(taken.match(/\w+/g)),
    whole: /\* as (\w+)/.exec(taken)?.[1] ?? (/^\*?$/.test(taken) ? '' : null),
  })),
);

/** Keys that are names the server or a template gives, and are looked up by that name. */
const BY_NAME = /^words\/en\/(events|templates)\.ts /;

test('the app has no word that nothing says', async () => {
  const catalogues = [...files.keys()].filter(
    (file) => /(^|\/)words\/en\.ts$/.test(file) || /^words\/en\/(?!index)/.test(file),
  );
  const silent: string[] = [];
  let keys = 0;
  for (const file of catalogues) {
    const made = (await import(path.join(root, file))) as Record<string, object>;
    for (const [area, words] of Object.entries(made)) {
      for (const key of keysOf(words)) {
        keys++;
        const isSaid = file.startsWith('words/')
          ? isSaidIn(area, key)
          : sources.some((source) => says(source, key));
        if (!isSaid) silent.push(`${file} ${key}`);
      }
    }
  }
  expect(keys).toBeGreaterThan(1000);
  expect(silent.filter((one) => !BY_NAME.test(one))).toEqual([]);
});

test('the app exports nothing that nobody uses', () => {
  const idle = [...files].flatMap(([file, text]) =>
    exportsOf(file, text)
      .filter((name) => {
        const own = text.match(new RegExp(`\\b${name}\\b`, 'g'))?.length ?? 0;
        return own < 2 && !isUsedElsewhere(file, name);
      })
      .map((name) => `${file} ${name}`),
  );
  expect(idle).toEqual([]);
});

function keysOf(words: object, before = ''): string[] {
  return Object.entries(words).flatMap(([key, word]) =>
    typeof word === 'string' ? [before + key] : keysOf(word as object, `${before}${key}.`),
  );
}

/** Below `useTranslations('home.needs')` the key of `home.needs.title` is `title`. */
function isSaidIn(area: string, key: string): boolean {
  const parts = [area, ...key.split('.')];
  return parts.slice(1).some((_, at) => {
    const opened = `useTranslations('${parts.slice(0, at + 1).join('.')}')`;
    const rest = parts.slice(at + 1).join('.');
    return sources.some((source) => source.text.includes(opened) && says(source, rest));
  });
}

/** Is the key written there, or does a template such as `statuses.${status}` make it? */
const says = ({ quoted, templates }: Source, key: string): boolean =>
  quoted.has(key) || templates.some(([begin, end]) => key.startsWith(begin) && key.endsWith(end));

function exportsOf(file: string, text: string): string[] {
  const parsed = ts.createSourceFile(file, text, ts.ScriptTarget.Latest);
  return parsed.statements.flatMap((statement) => {
    const modifiers = ts.canHaveModifiers(statement) ? (ts.getModifiers(statement) ?? []) : [];
    const has = (kind: ts.SyntaxKind) => modifiers.some((one) => one.kind === kind);
    if (!has(ts.SyntaxKind.ExportKeyword) || has(ts.SyntaxKind.DefaultKeyword)) return [];
    if (ts.isVariableStatement(statement))
      return statement.declarationList.declarations.flatMap(({ name }) =>
        ts.isIdentifier(name) ? [name.text] : [],
      );
    const { name } = statement as ts.FunctionDeclaration;
    return name ? [name.text] : [];
  });
}

/** By name, or as `server.name` of a module taken as a whole. */
const isUsedElsewhere = (file: string, name: string): boolean =>
  imports.some(({ from, target, taken, whole }) => {
    if (target !== file.replace(/\.tsx?$/, '')) return false;
    if (whole === null) return taken.has(name);
    return new RegExp(whole === '' ? `\\b${name}\\b` : `\\b${whole}\\s*\\.${name}\\b`).test(files.get(from)!);
  });
