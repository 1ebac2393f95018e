/**
 * Do two drafts say the same? The order of keys means nothing, and a key that is undefined is one that is not there:
 * the server writes a draft down in an order of its own.
 */
export function alike(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  if (Array.isArray(a) !== Array.isArray(b)) return false;
  const [one, other] = [a as Record<string, unknown>, b as Record<string, unknown>];
  return [...new Set([...Object.keys(one), ...Object.keys(other)])].every((key) =>
    alike(one[key], other[key]),
  );
}
