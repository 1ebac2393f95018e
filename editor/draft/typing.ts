/**
 * Where one text became another and nothing else changed, as `steps.2.settings.body`; null for every other edit.
 * Letters typed into the same place are one entry of the history, choices are one each.
 */
export function typedAt(before: unknown, after: unknown): string | null {
  if (typeof before === 'string' && typeof after === 'string') return before === after ? null : '';
  if (typeof before !== 'object' || typeof after !== 'object' || before === null || after === null)
    return null;
  const [was, is] = [before as Record<string, unknown>, after as Record<string, unknown>];
  const keys = Object.keys(was);
  if (keys.length !== Object.keys(is).length || !keys.every((key) => key in is)) return null;
  const changed = keys.filter((key) => was[key] !== is[key] && !sameText(was[key], is[key]));
  const [key] = changed;
  if (key === undefined || changed.length > 1) return null;
  const inside = typedAt(was[key], is[key]);
  return inside === null ? null : `${key}${inside === '' ? '' : `.${inside}`}`;
}

/** Parts that are written anew with every edit, but say what they said. */
const sameText = (a: unknown, b: unknown): boolean =>
  typeof a === 'object' && typeof b === 'object' && JSON.stringify(a) === JSON.stringify(b);
