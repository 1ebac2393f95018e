/** One SQL statement, prepared on first use in each connection under its name. Names are unique in the program. */
export interface Statement<Row = Record<string, unknown>> {
  readonly name: string;
  readonly text: string;
  /** Only carries the type of a row. */
  readonly row?: Row;
}

const known = new Map<string, Statement>();

/** Every statement of the modules loaded so far, by name: a test asks PostgreSQL how it would run each. */
export const statements: ReadonlyMap<string, Statement> = known;

/** Throws when the name is taken: a connection would run whichever of the two it met first. */
export function statement<Row = Record<string, unknown>>(name: string, text: string): Statement<Row> {
  if (known.has(name)) throw new Error(`Two statements are called ${name}`);
  known.set(name, { name, text });
  return { name, text };
}
