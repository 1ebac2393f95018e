import pg from 'pg';
import type { FreshDatabase } from './database.js';

/**
 * Settles once so many stand in line in this database for a lock that another transaction holds. The time limit of the
 * test ends a wait in vain.
 */
export async function untilSomebodyWaits({ adminUrl }: FreshDatabase, count = 1): Promise<void> {
  const client = new pg.Client({ connectionString: adminUrl });
  await client.connect();
  try {
    for (;;) {
      const { rows } = await client.query(
        `select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
      );
      if (rows.length >= count) return;
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  } finally {
    await client.end();
  }
}
