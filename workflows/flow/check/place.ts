/** Where in a draft something is wrong: at which step, if at one, and where in the document. */
export interface Place {
  stepId?: string | undefined;
  /** `steps.2.settings.body`, `rules.quietHours` */
  path: string;
}

/** A place further in: `inside(step, 'events', 0, 'where')`. */
export const inside = (place: Place, ...parts: readonly PropertyKey[]): Place => ({
  ...place,
  path: [place.path, ...parts.map(String)].join('.'),
});
