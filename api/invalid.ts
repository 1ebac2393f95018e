import type { z } from 'zod';
import { Problem, type FieldError } from '../lib/problem.js';

/** zod's findings as one 422. Paths are written as a script would: `[3].customer.email`. */
export function invalid(error: z.ZodError, value: unknown): Problem {
  const errors = fieldErrors(error.issues, value);
  const [first] = errors;
  const where = first?.path ? `${first.path}: ` : '';
  const more = errors.length > 1 ? ` (and ${errors.length - 1} more, see errors)` : '';
  return new Problem('invalid', `${where}${first?.message ?? 'The request is not right.'}${more}`, {
    errors,
  });
}

const AT_MOST = 50;

export function fieldErrors(issues: readonly z.core.$ZodIssue[], value: unknown): FieldError[] {
  return issues.slice(0, AT_MOST).map((issue) => ({
    path: pathText(issue.path),
    message: isMissing(issue, value) ? 'This is needed.' : wordsOf(issue),
  }));
}

/** A schema's own words where it has some; plain ones for what zod says by itself, such as `Too big: expected …`. */
function wordsOf(issue: z.core.$ZodIssue): string {
  if (!/^(Invalid|Too (big|small)|Unrecognized)\b/.test(issue.message)) return issue.message;
  switch (issue.code) {
    case 'invalid_type':
      return kinds[issue.expected] ?? OTHER;
    case 'invalid_value':
      return `Choose one of ${issue.values.map(String).join(', ')}.`;
    case 'unrecognized_keys':
      return `There is no ${issue.keys.join(', ')} here.`;
    case 'too_big':
      if (issue.origin === 'string') return `Keep this to ${issue.maximum} characters.`;
      return issue.origin === 'array'
        ? `Keep this to ${issue.maximum} entries.`
        : `Give at most ${issue.maximum}.`;
    case 'too_small':
      if (issue.origin === 'string' || issue.origin === 'array') return 'This may not be empty.';
      return `Give at least ${issue.minimum}.`;
    default:
      return OTHER;
  }
}

const OTHER = 'This is not one of the forms taken here.';

const kinds: Record<string, string> = {
  string: 'Give text.',
  number: 'Give a number.',
  int: 'Give a whole number.',
  boolean: 'Give true or false.',
  array: 'Give a list.',
  object: 'Give an object.',
  record: 'Give an object.',
};

/** `['customer', 'tags', 3]` as `customer.tags[3]`. */
export function pathText(path: readonly PropertyKey[]): string {
  return path
    .map((part) => (typeof part === 'number' ? `[${part}]` : `.${String(part)}`))
    .join('')
    .replace(/^\./, '');
}

function isMissing(issue: z.core.$ZodIssue, value: unknown): boolean {
  if (issue.code !== 'invalid_type') return false;
  let at: unknown = value;
  for (const part of issue.path) {
    if (at === null || typeof at !== 'object') return false;
    at = (at as Record<PropertyKey, unknown>)[part];
  }
  return at === undefined;
}
