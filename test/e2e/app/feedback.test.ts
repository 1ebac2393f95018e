import { expect, test } from '@playwright/test';
import { ask, signIn } from '../support/owner.js';
import { customerLinks } from '../support/customer-links.js';

test.beforeEach(async ({ context }) => signIn(context));

interface Given {
  id: string;
  customerId: string | null;
}
const answersOf = async (customerId: string, more = '') =>
  (await ask<{ items: Given[] }>('GET', `/feedback?customerId=${customerId}${more}`)).items;

/** A customer gives so many stars, by the link they were sent. */
async function rate(fields: Record<string, string>): Promise<Given> {
  const { customerId, rate: address } = await customerLinks();
  await fetch(address, { method: 'POST', body: new URLSearchParams(fields) });
  await expect.poll(() => answersOf(customerId)).toHaveLength(1);
  return (await answersOf(customerId))[0]!;
}

test('the number beside Feedback is the number of answers that wait there; five stars without words are not among them', async ({
  page,
}) => {
  const [happy, unhappy] = await Promise.all([rate({ rating: '5' }), rate({ rating: '1' })]);
  const { items: waiting } = await ask<{ items: Given[] }>('GET', '/feedback?toAnswer=true&limit=200');
  expect(waiting.map(({ id }) => id)).toContain(unhappy.id);
  expect(waiting.map(({ id }) => id)).not.toContain(happy.id);
  await page.goto('/feedback');
  const answers = page.getByRole('main').locator('li.card');
  await expect(answers).toHaveCount(waiting.length);
  const place = page
    .getByRole('navigation')
    .first()
    .getByRole('link', { name: /^Feedback/ });
  await expect(place.locator('.count > [aria-hidden]')).toHaveText(String(waiting.length));
  // All holds the happy one too, and so does the address that points at it.
  await page.goto(`/feedback?id=${happy.id}`);
  await expect(answers).toHaveCount(waiting.length + 1);
  await expect(answers.first()).toContainText('No words left');
  // Dealt with, an answer leaves the list and the number.
  await page.goto(`/feedback?id=${unhappy.id}`);
  const pointedAt = page.locator(`li.card[style*="box-shadow"]`);
  await pointedAt.getByRole('button', { name: 'Mark as dealt with' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Mark as dealt with' }).click();
  await expect(answers).toHaveCount(waiting.length - 1);
  await expect(place.locator('.count > [aria-hidden]')).toHaveCount(waiting.length > 1 ? 1 : 0);
  if (waiting.length > 1)
    await expect(place.locator('.count > [aria-hidden]')).toHaveText(String(waiting.length - 1));
});
