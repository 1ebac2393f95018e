import { sql, type RawBuilder } from 'kysely';
import type { BusinessTransaction } from './tenant.js';

/** What an owner lists, renames and puts away again, and another system may know by an id of its own. */
export interface Archivable {
  id: string;
  externalId: string | null;
  name: string;
  createdAt: Date;
}

export type Change<Row extends Archivable> = Partial<Omit<Row, 'id' | 'createdAt'>>;

/**
 * Queries of one table of such things. `columns` names the column of every field; a value that is a list or an object
 * is stored as JSON.
 */
export function archivable<Row extends Archivable>(
  table: 'tenancy.locations' | 'tenancy.staff',
  columns: Record<keyof Row & string, string>,
) {
  const all = Object.keys(columns) as (keyof Row & string)[];
  const shown = sql.join(all.map((field) => sql`${sql.ref(columns[field])} as ${sql.ref(field)}`));
  const here = (tx: BusinessTransaction) => sql`business_id = ${tx.businessId} and archived_at is null`;
  const run = async <Found>(tx: BusinessTransaction, query: RawBuilder<Found>) =>
    (await query.execute(tx.k)).rows;

  return {
    /** Newest first. */
    async list(tx: BusinessTransaction, after: string | null, limit: number): Promise<Row[]> {
      const older = after === null ? sql`` : sql`and id < ${after}`;
      return run(
        tx,
        sql<Row>`select ${shown} from ${sql.table(table)} where ${here(tx)} ${older} order by id desc limit ${limit}`,
      );
    },

    async find(tx: BusinessTransaction, id: string): Promise<Row | undefined> {
      const [row] = await run(
        tx,
        sql<Row>`select ${shown} from ${sql.table(table)} where ${here(tx)} and id = ${id}`,
      );
      return row;
    },

    /** Undefined when the outside id is taken. */
    async insert(tx: BusinessTransaction, made: Change<Row> & Pick<Row, 'name'>): Promise<Row | undefined> {
      const given = stored(columns, made);
      const [row] = await run(
        tx,
        sql<Row>`insert into ${sql.table(table)} (business_id, ${sql.join(given.map(({ column }) => column))})
                 values (${tx.businessId}, ${sql.join(given.map(({ value }) => value))})
                 on conflict (business_id, external_id) do nothing returning ${shown}`,
      );
      return row;
    },

    /** Throws PostgreSQL's 23505 when the outside id is taken. */
    async update(tx: BusinessTransaction, id: string, change: Change<Row>): Promise<Row | undefined> {
      const sets = stored(columns, change).map(({ column, value }) => sql`${column} = ${value}`);
      const [row] = await run(
        tx,
        sql<Row>`update ${sql.table(table)} set ${sql.join([sql`id = id`, ...sets])}
                  where ${here(tx)} and id = ${id} returning ${shown}`,
      );
      return row;
    },

    /** Gives the outside id free, so that something new may take it. */
    async archive(tx: BusinessTransaction, id: string, at: Date): Promise<boolean> {
      const archived = await run(
        tx,
        sql`update ${sql.table(table)} set archived_at = ${at}, external_id = null
             where ${here(tx)} and id = ${id} returning id`,
      );
      return archived.length > 0;
    },
  };
}

/** The fields that are given, as columns and values. */
function stored(columns: Record<string, string>, given: object) {
  return Object.entries(given)
    .filter(([field, value]) => value !== undefined && columns[field] !== undefined)
    .map(([field, value]) => ({
      column: sql.ref(columns[field]!),
      value: sql`${typeof value === 'object' && value !== null ? JSON.stringify(value) : value}`,
    }));
}
