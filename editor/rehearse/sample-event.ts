import type { Draft } from '../../workflows/flow/draft.js';
import { FIELDS_OF_EVENT, fieldLabel, type Field } from '../../workflows/flow/fields.js';

/** What enrolls somebody where no event does. */
export const BY_HAND = 'custom_enrolled_by_hand';

const PREFIX = 'event.data.';
const DAY = 86_400_000;

/** The event that begins the journey, as far as it has been chosen. */
export function entryType({ entry }: Pick<Draft, 'entry'>): string {
  const { on, type } = (entry ?? {}) as { on?: unknown; type?: unknown };
  return on === 'event' && typeof type === 'string' ? type : BY_HAND;
}

/** What may be said about an event of this type: what it usually holds, and what the journey's start asks for. */
export function fieldsOfEvent(type: string, where: unknown): Field[] {
  const usual = FIELDS_OF_EVENT[type] ?? [];
  const known = new Set(usual.map(({ path }) => path));
  const asked = comparisonsIn(where).filter(({ field }) => field.startsWith(PREFIX) && !known.has(field));
  const extra = asked.map(({ field, value }): Field => ({
    path: field,
    label: fieldLabel(field),
    type:
      typeof value === 'number'
        ? /Cents$/.test(field)
          ? 'cents'
          : 'number'
        : typeof value === 'boolean'
          ? 'yes_no'
          : 'text',
    example: value ?? '1',
    optional: true,
  }));
  const unique = new Map(extra.map((field) => [field.path, field]));
  return [...usual, ...unique.values()];
}

/** Filled in so that an event of this type gets past the conditions: examples, with what is asked for in their place. */
export function sampleData(type: string, where: unknown, now: Date): Record<string, unknown> {
  const data: Record<string, unknown> = {};
  for (const { path, example, type: kind } of FIELDS_OF_EVENT[type] ?? []) {
    const soon = new Date(now.getTime() + (/ends/i.test(path) ? 3.1 : 3) * DAY).toISOString();
    const value = kind === 'instant' ? soon : kind === 'date' ? soon.slice(0, 10) : example;
    put(data, path.slice(PREFIX.length), value);
  }
  for (const { field, op, value } of comparisonsIn(where)) {
    if (!field.startsWith(PREFIX)) continue;
    put(data, field.slice(PREFIX.length), satisfying(op, value, read(data, field.slice(PREFIX.length))));
  }
  return data;
}

/** A value for which the comparison holds; what is there already when nobody can say better. */
function satisfying(op: string, value: unknown, now: unknown): unknown {
  const number = Number(value);
  switch (op) {
    case 'eq':
    case 'gte':
    case 'lte':
    case 'contains':
    case 'starts_with':
      return value ?? now;
    case 'gt':
    case 'after':
      return Number.isFinite(number) ? number + 1 : now;
    case 'lt':
    case 'before':
      return Number.isFinite(number) ? number - 1 : now;
    case 'in':
      return Array.isArray(value) ? (value as unknown[])[0] : now;
    case 'exists':
      return value === false ? undefined : (now ?? '1');
    default:
      return now;
  }
}

/** Comparisons that have to hold: all of them, and the first where any will do. */
function comparisonsIn(made: unknown): { field: string; op: string; value: unknown }[] {
  if (typeof made !== 'object' || made === null) return [];
  const { field, op, value, all, any } = made as Record<string, unknown>;
  return [
    ...(typeof field === 'string' && typeof op === 'string' ? [{ field, op, value }] : []),
    ...(Array.isArray(all) ? all.flatMap(comparisonsIn) : []),
    ...(Array.isArray(any) ? comparisonsIn(any[0]) : []),
  ];
}

export function put(into: Record<string, unknown>, path: string, value: unknown): void {
  const [key = '', ...rest] = path.split('.');
  if (rest.length === 0) into[key] = value;
  else {
    const inner = into[key];
    const next = typeof inner === 'object' && inner !== null ? inner : (into[key] = {});
    put(next as Record<string, unknown>, rest.join('.'), value);
  }
}

export function read(from: unknown, path: string): unknown {
  return path
    .split('.')
    .reduce<unknown>(
      (value, key) =>
        typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[key] : undefined,
      from,
    );
}

/** What an event of this type is about when nobody says. */
export const sampleSubject = (type: string): { kind: string; id: string } | null => {
  const kind = /^(job|invoice|estimate|reservation|stay|payment)_/.exec(type)?.[1];
  return kind ? { kind, id: 'example' } : null;
};
