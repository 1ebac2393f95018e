import { fieldsFor, type Field } from '../fields.js';
import { nearestField } from './nearest-field.js';

/** Fields by name, made ready once for the thousands of names that one draft may hold. */
export interface KnownFields {
  find(path: string): Field | undefined;
  /** Is there such a field, or one that it is a part of, or that is a part of it? */
  has(path: string): boolean;
  /** The field that is spelled most alike. Null as well once it was asked for often: nobody reads as many hints. */
  nearest(path: string): Field | null;
}

/** Comparing spellings is slow; a draft with more misspelled names than this has other troubles. */
const MOST_HINTS = 100;

/** What a journey knows by name: `eventType` as in `fieldsFor`, `own` of the business’s own events. */
export function knownFieldsOf(
  own: readonly Field[],
): (eventType: string | null, use: 'text' | 'condition') => KnownFields {
  const ready = new Map<string, KnownFields>();
  let hints = MOST_HINTS;
  return (eventType, use) => {
    const key = `${use} ${eventType}`;
    const known =
      ready.get(key) ??
      madeReady(
        // Links are made for messages only.
        [...fieldsFor(eventType), ...own].filter(({ onlyInMessages }) => use === 'text' || !onlyInMessages),
        () => hints-- > 0,
      );
    ready.set(key, known);
    return known;
  };
}

function madeReady(fields: readonly Field[], mayHint: () => boolean): KnownFields {
  const byPath = new Map(fields.toReversed().map((field) => [field.path, field]));
  const beginnings = new Set(fields.flatMap(({ path }) => beginningsOf(path)));
  const nearest = new Map<string, Field | null>();
  return {
    find: (path) => byPath.get(path),
    has: (path) => beginnings.has(path) || beginningsOf(path).some((part) => byPath.has(part)),
    nearest(path) {
      const asked = nearest.get(path);
      if (asked !== undefined) return asked;
      const found = mayHint() ? nearestField(path, fields) : null;
      nearest.set(path, found);
      return found;
    },
  };
}

/** `customer`, `customer.attributes` and `customer.attributes.boiler` of the last. */
function beginningsOf(path: string): string[] {
  const parts = path.split('.');
  return parts.map((_, index) => parts.slice(0, index + 1).join('.'));
}
