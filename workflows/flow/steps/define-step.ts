import type { z } from 'zod';

export interface StepKind<Kind extends string, Settings extends z.ZodType> {
  kind: Kind;
  settings: Settings;
  /** The named ways out of a step with these settings. */
  exits: (settings: z.infer<Settings>) => readonly string[];
  /** Does performing it touch the world? Steps that do not are walked through at once. */
  effect: boolean;
}

/** One act a journey can contain. Exits are a list, or follow from the settings. */
export function defineStep<const Kind extends string, Settings extends z.ZodType>(made: {
  kind: Kind;
  settings: Settings;
  exits: readonly string[] | ((settings: z.infer<Settings>) => readonly string[]);
  effect: boolean;
}): StepKind<Kind, Settings> {
  const { exits } = made;
  return { ...made, exits: typeof exits === 'function' ? exits : () => exits };
}
