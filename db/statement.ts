/** One SQL statement, prepared on first use in each connection under its name. Names are unique in the program. */
export interface Statement<Row = Record<string, unknown>> {
  readonly name: string;
  readonly text: string;
  /** Only carries the type of a row. */
  readonly row?: Row;
}

export function statement<Row = Record<string, unknown>>(name: string, text: string): Statement<Row> {
  return { name, text };
}
