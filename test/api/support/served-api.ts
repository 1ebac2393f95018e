import { afterAll } from '@jest/globals';
import { freshDatabase, type FreshDatabase } from '../../support/database.js';
import { startApi, type TestApi } from './start-api.js';

/** The API over a database of its own, for the whole test file that asks; both are gone after its last test. */
export async function servedApi(): Promise<{ api: TestApi; database: FreshDatabase }> {
  const database = await freshDatabase();
  const api = await startApi(database);
  afterAll(async () => {
    await api.close();
    await database.drop();
  });
  return { api, database };
}
