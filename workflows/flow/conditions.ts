import { z } from 'zod';
import { parseDuration, roughMillis, describeDuration } from './duration.js';
import { valueAt, type Facts } from './facts.js';
import { fieldLabel } from './fields.js';
import { isInstant, isRealDate, toMillis, type Instant } from './instant.js';
import { asText } from './as-text.js';

export const OPS = [
  'eq',
  'ne',
  'gt',
  'gte',
  'lt',
  'lte',
  'in',
  'contains',
  'starts_with',
  'exists',
  'before',
  'after',
  'within_last',
] as const;
export type Op = (typeof OPS)[number];

export interface Comparison {
  field: string;
  op: Op;
  value?: unknown;
}

/** A comparison of one field, or several conditions joined. */
export type Condition = Comparison | { all: Condition[] } | { any: Condition[] } | { not: Condition };

const PATH = /^[A-Za-z][A-Za-z0-9_]*(\.[A-Za-z0-9_-]+){1,8}$/;
const DEEPEST = 8;
const MOST_CHECKS = 200;

const comparison = z
  .object({
    field: z
      .string()
      .max(200)
      .regex(PATH, { error: 'Name a field such as event.data.totalCents or customer.tags.' }),
    op: z.enum(OPS, { error: `Choose one of ${OPS.join(', ')}.` }),
    value: z.unknown().optional(),
  })
  .superRefine((made, context) => {
    const error = faultOfValue(made);
    if (error) context.addIssue({ code: 'custom', path: ['value'], message: error });
  });

/** Refuses what is nested deeper than eight or longer than two hundred checks, before looking closer. */
export const condition: z.ZodType<Condition> = z
  .unknown()
  .superRefine((made, context) => {
    if (isTooLong(made)) {
      context.addIssue({
        code: 'custom',
        message: `Use at most ${MOST_CHECKS} checks in one condition.`,
        continue: false,
      });
    }
  })
  .pipe(levelOf(DEEPEST));

function isTooLong(made: unknown): boolean {
  const open = [made];
  for (let seen = 0; open.length > 0; seen++) {
    if (seen > MOST_CHECKS * 2) return true;
    const part = open.pop();
    if (typeof part !== 'object' || part === null) continue;
    const { all, any, not } = part as Record<string, unknown>;
    for (const list of [all, any]) if (Array.isArray(list)) open.push(...list.slice(0, MOST_CHECKS * 2));
    if (not !== undefined) open.push(not);
  }
  return false;
}

function levelOf(levels: number): z.ZodType<Condition> {
  if (levels === 1) return comparison;
  const inner = levelOf(levels - 1);
  const joined = z.array(inner).min(1, { error: 'Add at least one check.' }).max(50);
  const shapes = {
    all: z.strictObject({ all: joined }),
    any: z.strictObject({ any: joined }),
    not: z.strictObject({ not: inner }),
  };
  return z.unknown().transform((made, context): Condition => {
    const result = shapeOf(made, shapes).safeParse(made);
    if (result.success) return result.data;
    for (const { path, message } of result.error.issues) context.addIssue({ code: 'custom', path, message });
    return z.NEVER;
  });
}

/** Picks the one shape meant, so that a fault is told of that shape and not of all four. */
function shapeOf(
  made: unknown,
  shapes: Record<'all' | 'any' | 'not', z.ZodType<Condition>>,
): z.ZodType<Condition> {
  if (typeof made === 'object' && made !== null) {
    if ('all' in made) return shapes.all;
    if ('any' in made) return shapes.any;
    if ('not' in made) return shapes.not;
  }
  return comparison;
}

/** What is wrong with the value of a comparison, in a sentence, or null. */
function faultOfValue({ op, value }: Comparison): string | null {
  if (op === 'exists') return value === undefined || typeof value === 'boolean' ? null : 'Say true or false.';
  if (value === undefined || value === null) return 'Say what to compare with.';
  if (op === 'in') return Array.isArray(value) && value.length > 0 ? null : 'Give a list of values.';
  if (op === 'within_last') {
    return typeof value === 'string' && parseDuration(value)?.sign === 1
      ? null
      : 'Give a time span such as P30D (thirty days).';
  }
  if (op === 'before' || op === 'after')
    return momentOf(value) === null && value !== 'now' ? 'Give a date or a time.' : null;
  if (op === 'gt' || op === 'gte' || op === 'lt' || op === 'lte') {
    return typeof value === 'number' || typeof value === 'string' ? null : 'Give a number.';
  }
  return typeof value === 'object' ? 'Give a text, a number, or true or false.' : null;
}

export interface Check {
  /** The comparison in words: “Total is at least 50”. */
  label: string;
  passed: boolean;
}

export interface Verdict {
  holds: boolean;
  /** Paths that were looked at and not there, without repeats. */
  missing: string[];
  /** Every comparison made, in the order written. */
  checks: Check[];
}

/**
 * Does the condition hold? A missing field makes every comparison false but `ne` and
 * `exists: false` (and, through it, what stands under a `not` true).
 */
export function evaluate(made: Condition, facts: Facts, now: Instant): Verdict {
  const missing = new Set<string>();
  const checks: Check[] = [];
  const holds = holdsNow(made);
  return { holds, missing: [...missing], checks };

  function holdsNow(part: Condition): boolean {
    // Every part is looked at, also when the answer is already plain: people read the checks.
    if ('all' in part) return part.all.map(holdsNow).every(Boolean);
    if ('any' in part) return part.any.map(holdsNow).some(Boolean);
    if ('not' in part) return !holdsNow(part.not);
    const value = valueAt(facts, part.field);
    if (value === undefined) missing.add(part.field);
    const passed = compares(value, part, now);
    checks.push({ label: describeComparison(part), passed });
    return passed;
  }
}

function compares(value: unknown, { op, value: wanted }: Comparison, now: Instant): boolean {
  if (op === 'exists') return (value !== undefined) === (wanted !== false);
  if (op === 'ne') return value === undefined || !same(value, wanted);
  if (value === undefined) return false;
  switch (op) {
    case 'eq':
      return same(value, wanted);
    case 'in':
      return (
        Array.isArray(wanted) &&
        wanted.some((one) => (Array.isArray(value) ? value.some((v) => same(v, one)) : same(value, one)))
      );
    case 'contains':
      if (Array.isArray(value)) return value.some((one) => same(one, wanted));
      return typeof value === 'string' && folded(value).includes(folded(wanted));
    case 'starts_with':
      return typeof value === 'string' && folded(value).startsWith(folded(wanted));
    case 'gt':
    case 'gte':
    case 'lt':
    case 'lte':
      return ordered(op, value, wanted);
    case 'before':
    case 'after':
    case 'within_last':
      return timed(op, value, wanted, now);
  }
}

/** Equal, a number and its text counting as equal (`"12500"` from a spreadsheet is 12500). */
function same(value: unknown, wanted: unknown): boolean {
  if (typeof value === typeof wanted) return value === wanted;
  const [a, b] = [numberIn(value), numberIn(wanted)];
  return a !== null && a === b;
}

function ordered(op: 'gt' | 'gte' | 'lt' | 'lte', value: unknown, wanted: unknown): boolean {
  let [a, b] = [numberIn(value), numberIn(wanted)];
  if (a === null || b === null) [a, b] = [momentOf(value), momentOf(wanted)];
  if (a === null || b === null) return false;
  if (op === 'gt') return a > b;
  if (op === 'gte') return a >= b;
  return op === 'lt' ? a < b : a <= b;
}

function timed(
  op: 'before' | 'after' | 'within_last',
  value: unknown,
  wanted: unknown,
  now: Instant,
): boolean {
  const at = momentOf(value);
  if (at === null) return false;
  const present = toMillis(now);
  if (op === 'within_last') {
    const span = typeof wanted === 'string' && parseDuration(wanted) ? roughMillis(wanted) : null;
    return span !== null && at <= present && at >= present - span;
  }
  const limit = wanted === 'now' ? present : momentOf(wanted);
  if (limit === null) return false;
  return op === 'before' ? at < limit : at > limit;
}

const folded = (value: unknown): string => asText(value).toLocaleLowerCase('en');

function numberIn(value: unknown): number | null {
  if (typeof value === 'number') return Number.isFinite(value) ? value : null;
  if (typeof value !== 'string' || !/^-?\d+(\.\d+)?$/.test(value)) return null;
  return Number(value);
}

/** Milliseconds of an instant, or of the first moment of a date in UTC. */
function momentOf(value: unknown): number | null {
  if (typeof value !== 'string' || !(isInstant(value) || isRealDate(value))) return null;
  return toMillis(value);
}

const WORDS: Record<Exclude<Op, 'exists' | 'within_last'>, string> = {
  eq: 'is',
  ne: 'is not',
  gt: 'is more than',
  gte: 'is at least',
  lt: 'is less than',
  lte: 'is at most',
  in: 'is one of',
  contains: 'contains',
  starts_with: 'starts with',
  before: 'is before',
  after: 'is after',
};

function describeComparison({ field, op, value }: Comparison): string {
  const label = fieldLabel(field);
  if (op === 'exists') return value === false ? `${label} is not known` : `${label} is known`;
  if (op === 'within_last') return `${label} is within the last ${describeDuration(asText(value))}`;
  return `${label} ${WORDS[op]} ${valueInWords(value, field.endsWith('Cents'))}`;
}

function valueInWords(value: unknown, isMoney = false): string {
  if (Array.isArray(value)) return value.map((one) => valueInWords(one, isMoney)).join(', ');
  const cents = isMoney ? numberIn(value) : null;
  // As the editor shows money: 5000 cents are 50, and 4990 are 49.90.
  if (cents !== null) return (cents / 100).toFixed(cents % 100 === 0 ? 0 : 2);
  return typeof value === 'string' && value !== 'now' ? `“${value}”` : asText(value);
}

/** The condition as a person would say it. */
export function describeCondition(made: Condition): string {
  if ('all' in made) return made.all.map(grouped).join(' and ');
  if ('any' in made) return made.any.map(grouped).join(' or ');
  if ('not' in made) return `not (${describeCondition(made.not)})`;
  return describeComparison(made);
}

const grouped = (part: Condition): string =>
  'field' in part ? describeCondition(part) : `(${describeCondition(part)})`;

/** Every field a condition looks at, with its place in the condition. */
export const fieldsOf = (made: Condition): { field: string; path: (string | number)[] }[] =>
  comparisonsOf(made).map(({ comparison, path }) => ({ field: comparison.field, path: [...path, 'field'] }));

/** Every comparison of a condition, with its place in it. */
export function comparisonsOf(
  made: Condition,
  path: (string | number)[] = [],
): { comparison: Comparison; path: (string | number)[] }[] {
  if ('all' in made) return made.all.flatMap((part, index) => comparisonsOf(part, [...path, 'all', index]));
  if ('any' in made) return made.any.flatMap((part, index) => comparisonsOf(part, [...path, 'any', index]));
  if ('not' in made) return comparisonsOf(made.not, [...path, 'not']);
  return [{ comparison: made, path }];
}
