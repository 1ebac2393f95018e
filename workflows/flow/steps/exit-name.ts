import { z } from 'zod';

/** The name of an arm or of an awaited event, which is also the name of its exit. */
export const exitName = z
  .string()
  .trim()
  .min(1, { error: 'Give it a name.' })
  .max(60, { error: 'Keep the name under 60 characters.' })
  .refine((name) => name !== '__proto__', { error: 'Choose another name.' });

/** Refuses a name used twice or kept for the program, at the place of the second. */
export function refuseRepeats(
  names: readonly string[],
  kept: readonly string[],
  refuse: (index: number, message: string) => void,
): void {
  const seen = new Set<string>();
  names.forEach((name, index) => {
    if (kept.includes(name)) refuse(index, `“${name}” is kept for the other way out; choose another name.`);
    else if (seen.has(name)) refuse(index, `Two are named “${name}”; give each its own name.`);
    seen.add(name);
  });
}
