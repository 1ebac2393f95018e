import type { Comparison, Op } from '../../workflows/flow/conditions.js';
import type { FieldType } from '../../workflows/flow/fields.js';

/** What is drawn may be unfinished: a check without a field, a group without checks. */
export type Loose = Partial<Comparison> | { all: Loose[] } | { any: Loose[] } | { not: Loose };
export type Mode = 'all' | 'any' | 'not';
export interface Group {
  mode: Mode;
  parts: Loose[];
}

/** Operators as owners choose them: `exists: false` is one of its own, and so is “has passed”. */
export type Choice = Op | 'missing' | 'past' | 'future' | 'yes' | 'no';

const TEXT: readonly Choice[] = ['eq', 'ne', 'contains', 'starts_with', 'in', 'exists', 'missing'];
const NUMBER: readonly Choice[] = ['gte', 'gt', 'lte', 'lt', 'eq', 'ne', 'exists', 'missing'];
const DATE: readonly Choice[] = ['before', 'after', 'past', 'future', 'within_last', 'exists', 'missing'];

export const CHOICES: Readonly<Record<FieldType, readonly Choice[]>> = {
  text: TEXT,
  number: NUMBER,
  cents: NUMBER,
  date: DATE,
  instant: DATE,
  yes_no: ['yes', 'no', 'exists', 'missing'],
  list: ['contains', 'exists', 'missing'],
};

/** Which of the choices a comparison is. */
export function choiceOf({ op, value }: Partial<Comparison>, type: FieldType): Choice {
  if (op === 'exists') return value === false ? 'missing' : 'exists';
  if ((op === 'before' || op === 'after') && value === 'now') return op === 'before' ? 'past' : 'future';
  if (op === 'eq' && type === 'yes_no') return value === false ? 'no' : 'yes';
  return op ?? CHOICES[type][0]!;
}

/** The comparison with another operator; the value stays where it still means something. */
export function withChoice(field: string, type: FieldType, choice: Choice, had: unknown): Comparison {
  switch (choice) {
    case 'exists':
      return { field, op: 'exists' };
    case 'missing':
      return { field, op: 'exists', value: false };
    case 'past':
      return { field, op: 'before', value: 'now' };
    case 'future':
      return { field, op: 'after', value: 'now' };
    case 'yes':
    case 'no':
      return { field, op: 'eq', value: choice === 'yes' };
    case 'within_last':
      return { field, op: choice, value: typeof had === 'string' && had.startsWith('P') ? had : 'P30D' };
    case 'before':
    case 'after':
      return { field, op: choice, value: typeof had === 'string' && /^\d{4}-/.test(had) ? had : '' };
    case 'in':
      return {
        field,
        op: choice,
        value: Array.isArray(had) ? had : had === undefined || had === '' ? [] : [had],
      };
    default: {
      const one = Array.isArray(had) ? had[0] : had;
      if (type === 'number' || type === 'cents')
        return { field, op: choice, value: typeof one === 'number' ? one : 0 };
      return { field, op: choice, value: typeof one === 'string' ? one : '' };
    }
  }
}

export const takesValue = (choice: Choice): boolean =>
  !['exists', 'missing', 'past', 'future', 'yes', 'no'].includes(choice);

/** Any condition as a group, so that one check and many are drawn alike. */
export function groupIn(made: unknown): Group {
  const parts = (typeof made === 'object' && made !== null ? made : {}) as Record<string, unknown>;
  for (const mode of ['all', 'any'] as const) {
    const list = parts[mode];
    if (Array.isArray(list)) return { mode, parts: list as Loose[] };
  }
  if (parts.not !== undefined) return { mode: 'not', parts: [parts.not as Loose] };
  return { mode: 'all', parts: [parts as Loose] };
}

/** The shortest condition that says the same. */
export function conditionOf({ mode, parts }: Group): Loose {
  const [first = {}] = parts;
  if (mode === 'not') return { not: parts.length > 1 ? { all: parts } : first };
  if (parts.length <= 1 && mode === 'all') return first;
  return mode === 'all' ? { all: parts } : { any: parts };
}

export const isGroup = (made: Loose): boolean => 'all' in made || 'any' in made || 'not' in made;
