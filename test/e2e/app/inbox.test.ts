import { expect, test } from '@playwright/test';
import { ask, deliver, signIn, somebody } from '../support/owner.js';

test.beforeEach(async ({ context }) => signIn(context));

test('what came in is found by the customer, says whom it is about, and why nothing came of it', async ({
  page,
}) => {
  const customer = somebody('Ottoline');
  const id = `small-${Date.now()}`;
  // An event of its own: what others have published here by then would take in any finished job.
  const type = `custom_small_${Date.now()}`;
  const journey = await ask<{ id: string }>('POST', '/journeys', { name: 'Large jobs' });
  const { etag } = await ask<{ etag: string }>('GET', `/journeys/${journey.id}/draft`);
  await ask('PUT', `/journeys/${journey.id}/draft`, largeJobs(type), { 'if-match': etag });
  await ask('POST', `/journeys/${journey.id}/versions`, {});
  await deliver({
    id,
    type,
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
  await expect(page.getByRole('heading', { name: /: Ottoline/ })).toBeVisible();
  await page.getByRole('searchbox').fill('nobody of this name');
  await expect(page.getByText('Nothing that came in fits this')).toBeVisible();
  // Digits alone in an address are still what somebody searched for.
  await page.goto('/inbox?search=20766757');
  await expect(page.getByRole('searchbox')).toHaveValue('20766757');
});

const largeJobs = (type: string) => ({
  entry: { on: 'event', type, where: { field: 'event.data.totalCents', op: 'gte', value: 5000 } },
  first: 'rest',
  steps: [{ id: 'rest', kind: 'wait', settings: { duration: 'P1D' }, exits: { done: null } }],
  rules: {},
});
