import { expect, test } from '@playwright/test';
import { ask, deliver, signIn, somebody } from '../support/owner.js';

test.beforeEach(async ({ context }) => signIn(context));

test('what came in is found by the customer, says whom it is about, and why nothing came of it', async ({
  page,
}) => {
  const customer = somebody('Ottoline');
  const id = `small-${Date.now()}`;
  await deliver({
    id,
    type: 'job_completed',
    occurredAt: new Date().toISOString(),
    customer,
    subject: { kind: 'job', id },
    data: { totalCents: 900, currency: 'EUR', service: 'New washer' },
  });
  await expect
    .poll(async () => (await ask<{ items: unknown[] }>('GET', '/events?search=Ottoline')).items.length)
    .toBeGreaterThan(0);
  await page.goto('/inbox');
  await page.getByRole('searchbox').fill('Ottoline');
  await expect(page).toHaveURL(/search=Ottoline/);
  const row = page.getByRole('link', { name: new RegExp(`Ottoline.*Job ${id}`) });
  await expect(row).toContainText('Total is at least 50');
  // Beside the list the newest stands open already.
  await expect(page.getByRole('heading', { name: /A job is finished: Ottoline/ })).toBeVisible();
  await page.getByRole('searchbox').fill('nobody of this name');
  await expect(page.getByText('Nothing that came in fits this')).toBeVisible();
  // Digits alone in an address are still what somebody searched for.
  await page.goto('/inbox?search=20766757');
  await expect(page.getByRole('searchbox')).toHaveValue('20766757');
});
