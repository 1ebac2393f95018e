import { AxeBuilder } from '@axe-core/playwright';
import { expect, test, type Page } from '@playwright/test';
import { routesInside, routesOutside } from '../support/app-routes.js';
import { signIn } from '../support/owner.js';

const looks = [
  { language: 'en', colorScheme: 'light', width: 1440 },
  { language: 'es', colorScheme: 'dark', width: 390 },
  { language: 'fr', colorScheme: 'light', width: 390 },
  { language: 'fr', colorScheme: 'dark', width: 1440 },
] as const;

for (const { language, colorScheme, width } of looks) {
  test(`no page of the app bars anybody: ${language}, ${colorScheme}, ${width} px`, async ({ browser }) => {
    test.setTimeout(180_000);
    const context = await browser.newContext({
      locale: language,
      viewport: { width, height: 900 },
      colorScheme,
    });
    await signIn(context);
    const page = await context.newPage();
    const faults: string[] = [];
    for (const { address } of await routesInside()) faults.push(...(await faultsOf(page, address)));
    await context.close();
    expect(faults).toEqual([]);
  });
}

test('nobody is barred at the door either', async ({ page }) => {
  const faults: string[] = [];
  for (const { address } of routesOutside()) faults.push(...(await faultsOf(page, address)));
  expect(faults).toEqual([]);
});

async function faultsOf(page: Page, address: string): Promise<string[]> {
  await page.goto(address);
  await expect(page.getByRole('heading', { level: 1 }).first()).toBeVisible({ timeout: 20_000 });
  await expect(page.locator('[aria-busy="true"]')).toHaveCount(0);
  const { violations } = await new AxeBuilder({ page })
    .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'])
    .analyze();
  const faults = violations.map(
    ({ id, nodes }) => `${address}: ${id} at ${nodes.map(({ target }) => target.join(' ')).join(', ')}`,
  );
  const { wide, small, title } = await page.evaluate(() => {
    const root = document.documentElement;
    const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    const small = new Set<string>();
    for (let text = texts.nextNode(); text; text = texts.nextNode()) {
      const around = text.parentElement;
      if (!around || !text.textContent?.trim() || around.closest('svg, script, style, noscript')) continue;
      const box = around.getBoundingClientRect();
      if (box.width === 0 || box.height < 2 || !around.checkVisibility({ visibilityProperty: true }))
        continue;
      // What the canvas draws smaller counts as small.
      const canvas = around.closest('.react-flow__viewport');
      const zoom = canvas ? new DOMMatrix(getComputedStyle(canvas).transform).a : 1;
      const size = parseFloat(getComputedStyle(around).fontSize) * Math.min(1, zoom);
      if (size < 12) small.add(`${text.textContent.trim().slice(0, 30)} (${size.toFixed(1)} px)`);
    }
    return { wide: root.scrollWidth - root.clientWidth, small: [...small], title: document.title };
  });
  if (wide > 0) faults.push(`${address}: ${wide} px wider than the screen`);
  if (small.length > 0) faults.push(`${address}: text under 12 px: ${small.slice(0, 6).join(', ')}`);
  if (title.trim() === '') faults.push(`${address}: no title`);
  return faults;
}
