/** zod’s own sentences begin with “Invalid” or “Too”; owners should not meet them. */
export function inOwnersWords(message: string, path: PropertyKey[]): string {
  if (!/^(Invalid|Too |Unrecognized)/.test(message)) return message;
  const what = [...path].reverse().find((part) => typeof part === 'string');
  if (/received undefined/.test(message))
    return what ? `“${String(what)}” is still missing.` : 'This is still missing.';
  return what
    ? `“${String(what)}” is not filled in the way it must be.`
    : 'This is not filled in the way it must be.';
}
