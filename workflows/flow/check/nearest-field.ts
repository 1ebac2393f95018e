import type { Field } from '../fields.js';

/** More letters apart than this and two names are not one misspelled. */
const MOST_APART = 3;

/** The known field spelled most alike, if it is alike at all. */
export function nearestField(path: string, known: readonly Field[]): Field | null {
  const ranked = known
    .map((field) => ({ field, apart: distance(path.toLowerCase(), field.path.toLowerCase()) }))
    .sort((a, b) => a.apart - b.apart);
  const [best] = ranked;
  return best && best.apart <= MOST_APART ? best.field : null;
}

/** Levenshtein: letters to add, drop or change; infinite as soon as there are more than matter. */
function distance(a: string, b: string): number {
  if (Math.abs(a.length - b.length) > MOST_APART) return Infinity;
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const change = row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(change, row[j]! + 1, next[j - 1]! + 1));
    }
    if (Math.min(...next) > MOST_APART) return Infinity;
    row = next;
  }
  return row[b.length]!;
}
