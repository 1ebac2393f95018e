/**
 * The value at a path of names and indexes such as `$.order.lines[0].id`: the part of JSONPath (RFC 9535) that names
 * one place. Undefined when anything on the way is missing; own properties only.
 */
export function valueAtJsonPath(document: unknown, path: string): unknown {
  const keys = [...path.matchAll(/\.([A-Za-z_][A-Za-z0-9_-]*)|\[(\d+)\]/g)].map(
    ([, name, index]) => name ?? index!,
  );
  let value = document;
  for (const key of keys) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined;
    value = (value as Record<string, unknown>)[key];
  }
  return value;
}
