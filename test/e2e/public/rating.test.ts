import { AxeBuilder } from '@axe-core/playwright';
import { expect, test, type Page } from '@playwright/test';
import { customerLinks } from '../support/customer-links.js';

// Customers' phones are old, and their connections thin: these pages work without a script.
test.use({ javaScriptEnabled: false });

test('a customer without script gives four stars and is thanked', async ({ page }) => {
  await page.goto((await customerLinks()).rate);
  await page.getByRole('radio').nth(3).check({ force: true });
  await page.getByRole('textbox').first().fill('On time and tidy.');
  await page.locator('button.go').first().click();
  await expect(page).toHaveURL(/\/r\/[\w-]{22}/);
  await expect(page.getByRole('radio')).toHaveCount(0);
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
});

test('opening the link twice changes nothing, and an answer may be changed later', async ({ page }) => {
  const { rate: link } = await customerLinks();
  await page.goto(link);
  await page.goto(link);
  await expect(page.getByRole('radio', { checked: true })).toHaveCount(0);
  await page.getByRole('radio').nth(4).check({ force: true });
  await page.locator('button.go').first().click();
  await expect(page.getByRole('radio')).toHaveCount(0);
});

test('an unhappy customer is offered the same public pages as a happy one, and a private word besides', async ({
  page,
}) => {
  const [low, high] = [await publicLinksAfter(page, 1), await publicLinksAfter(page, 5)];
  expect(low).toEqual(high);
  expect(low.length).toBeGreaterThan(0);
  await publicLinksAfter(page, 1);
  await expect(page.getByRole('textbox')).toBeVisible();
});

/** Give `stars`, and read which public review pages are offered. */
async function publicLinksAfter(page: Page, stars: number): Promise<string[]> {
  await page.goto((await customerLinks()).rate);
  await page
    .getByRole('radio')
    .nth(stars - 1)
    .check({ force: true });
  await page.locator('button.go').first().click();
  await expect(page.getByRole('radio')).toHaveCount(0);
  const texts = await page.locator('a.go').allTextContents();
  return texts.map((text) => text.trim());
}

test.describe('for everybody', () => {
  test.use({ javaScriptEnabled: true });

  for (const colorScheme of ['light', 'dark'] as const) {
    test(`the rating page has no barrier that axe can find (${colorScheme})`, async ({ page }) => {
      await page.emulateMedia({ colorScheme });
      await page.goto((await customerLinks()).rate);
      const { violations } = await new AxeBuilder({ page })
        .withTags(['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa'])
        .analyze();
      expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([]);
    });
  }

  test('nothing is wider than a small phone', async ({ page }) => {
    await page.setViewportSize({ width: 320, height: 640 });
    await page.goto((await customerLinks()).rate);
    const width = await page.evaluate('document.documentElement.scrollWidth');
    expect(width).toBeLessThanOrEqual(320);
  });
});
