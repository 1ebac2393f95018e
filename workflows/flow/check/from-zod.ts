import type { z } from 'zod';
import { issue, type Issue, type IssueCode } from '../issues.js';
import { inOwnersWords } from '../owners-words.js';
import type { Place } from './place.js';

/**
 * What a schema refused, as issues at `place`, in the words of the schema where it has its own. `codeOf` names a
 * finding by where in the settings it is and what it says.
 */
export function fromZod(
  error: z.ZodError,
  codeOf: IssueCode | ((at: PropertyKey[], message: string) => IssueCode),
  place: Place = { path: '' },
): Issue[] {
  return error.issues.map(({ path, message }) => {
    const code = typeof codeOf === 'function' ? codeOf(path, message) : codeOf;
    const at = [place.path, ...path.map(String)].filter((part) => part !== '').join('.');
    return issue(code, inOwnersWords(message, path), { ...place, path: at });
  });
}
