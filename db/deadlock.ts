/**
 * Does the work again when PostgreSQL broke a deadlock by ending it. Whoever locks many people at once may meet an
 * event that locks two of them in another order; one of the two is rolled back, with nothing done.
 */
export async function despiteDeadlocks<T>(work: () => Promise<T>, tries = 5): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await work();
    } catch (error) {
      if (attempt >= tries || (error as { code?: unknown }).code !== '40P01') throw error;
    }
  }
}
