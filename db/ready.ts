import type { Database } from './tenant.js';

/** Does the database answer? Throws what went wrong. */
export async function ask(database: Database): Promise<void> {
  await database.pool.query({ name: 'ready.ask', text: 'select 1' });
}
