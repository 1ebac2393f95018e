/** Any JSON value as text. `String` fails on an object that brings a `toString` of its own. */
export const asText = (value: unknown): string =>
  typeof value === 'object' && value !== null ? JSON.stringify(value) : String(value);
