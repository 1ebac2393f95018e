import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';

const root = fileURLToPath(new URL('../../', import.meta.url));

/**
 * The English sentences written in the sources of a folder, `{0}`, `{1}`… where something is filled in: what is handed
 * to `calls`, and the texts of `error:` and `message:`.
 */
export function sentencesIn(
  folder: string,
  calls: readonly string[],
  leftOut: RegExp = /^$/,
): { file: string; sentence: string }[] {
  return readdirSync(path.join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts') && !leftOut.test(`${folder}/${file}`))
    .flatMap((file) => sentencesOf(`${folder}/${file}`, calls).map((sentence) => ({ file, sentence })));
}

/**
 * Every text in the sources of a folder that reads like a sentence, wherever it stands: only what an error for
 * programmers, the log or the description of a contract holds is left out.
 */
export function everySentenceIn(
  folder: string,
  leftOut: RegExp = /^$/,
): { file: string; sentence: string }[] {
  return readdirSync(path.join(root, folder), { recursive: true, encoding: 'utf8' })
    .map((file) => `${folder}/${file}`)
    .filter((file) => file.endsWith('.ts') && !leftOut.test(file))
    .flatMap((file) => [...textsOf(file)].map((sentence) => ({ file, sentence })));
}

const ASIDE = /\blog\.\w+$|(^|\.)meta$|^statement$/;

function textsOf(file: string): Set<string> {
  const code = readFileSync(path.join(root, file), 'utf8');
  const source = ts.createSourceFile(file, code, ts.ScriptTarget.Latest, true);
  const found = new Set<string>();
  const walk = (node: ts.Node): void => {
    if (ts.isPropertyAssignment(node) && /^(description|summary)$/.test(node.name.getText())) return;
    if (ts.isNewExpression(node) && /Error$/.test(node.expression.getText())) return;
    if (ts.isCallExpression(node) && ASIDE.test(node.expression.getText())) return;
    if (ts.isStringLiteralLike(node) || ts.isTemplateExpression(node)) {
      for (const text of textsIn(node)) if (readsLikeASentence(text)) found.add(text);
    }
    ts.forEachChild(node, walk);
  };
  walk(source);
  return found;
}

const readsLikeASentence = (text: string): boolean => /[a-z]{2}.* .*\.$/s.test(text) && /^[A-Z“{]/.test(text);

function sentencesOf(file: string, calls: readonly string[]): string[] {
  const source = ts.createSourceFile(
    file,
    readFileSync(path.join(root, file), 'utf8'),
    ts.ScriptTarget.Latest,
  );
  const found = new Set<string>();
  const walk = (node: ts.Node): void => {
    if ((ts.isCallExpression(node) || ts.isNewExpression(node)) && ts.isIdentifier(node.expression)) {
      if (calls.includes(node.expression.text)) {
        const [, said] = node.arguments ?? [];
        if (said) textsIn(said).forEach((text) => found.add(text));
      }
    } else if (
      ts.isPropertyAssignment(node) &&
      ts.isIdentifier(node.name) &&
      ['error', 'message'].includes(node.name.text)
    )
      textsIn(node.initializer).forEach((text) => found.add(text));
    ts.forEachChild(node, walk);
  };
  walk(source);
  return [...found].filter(readsLikeASentence);
}

/** The text of a literal, of either side of a choice, or of what a short function gives. */
function textsIn(node: ts.Expression | ts.ConciseBody): string[] {
  if (ts.isStringLiteralLike(node)) return [node.text];
  if (ts.isTemplateExpression(node))
    return [
      node.head.text + node.templateSpans.map(({ literal }, index) => `{${index}}${literal.text}`).join(''),
    ];
  if (ts.isConditionalExpression(node)) return [...textsIn(node.whenTrue), ...textsIn(node.whenFalse)];
  if (ts.isArrowFunction(node)) return textsIn(node.body);
  return ts.isParenthesizedExpression(node) ? textsIn(node.expression) : [];
}
