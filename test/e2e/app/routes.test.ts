import { AxeBuilder } from '@axe-core/playwright';
import { expect, test, type Browser, type Page } from '@playwright/test';
import { openPages, pages } from '../../../editor/shell/routes.js';
import { routesInside, routesOutside } from '../support/app-routes.js';
import { signIn } from '../support/owner.js';

/** Every language in light and dark, and each of those at one of the widths: a page is loaded once and turned through all. */
const looks = [
  { language: 'en', colorScheme: 'light', width: 1440 },
  { language: 'en', colorScheme: 'dark', width: 390 },
  { language: 'es', colorScheme: 'light', width: 390 },
  { language: 'es', colorScheme: 'dark', width: 1440 },
  { language: 'fr', colorScheme: 'light', width: 1440 },
  { language: 'fr', colorScheme: 'dark', width: 390 },
] as const;
type Look = (typeof looks)[number];

for (const route of Object.keys(pages)) {
  test(`nobody is barred from ${route}, in any language, light or dark`, async ({ browser }) => {
    const { address } = (await routesInside()).find((one) => one.route === route)!;
    expect(await faultsOf(browser, address, true)).toEqual([]);
  });
}

for (const route of [...Object.keys(openPages), '/nothing-there']) {
  test(`nobody is barred at ${route}, in any language, light or dark`, async ({ browser }) => {
    const { address } = routesOutside().find((one) => one.route === route)!;
    expect(await faultsOf(browser, address, false)).toEqual([]);
  });
}

async function faultsOf(browser: Browser, address: string, isInside: boolean): Promise<string[]> {
  const context = await browser.newContext({ locale: 'en', viewport: { width: 1440, height: 900 } });
  if (isInside) await signIn(context);
  // A language chosen in one tab is taken up by the others.
  const elsewhere = await context.newPage();
  await elsewhere.goto('/app/icon.svg');
  const page = await context.newPage();
  await page.goto(address);
  const faults: string[] = [];
  for (const look of looks) {
    await page.emulateMedia({ colorScheme: look.colorScheme });
    await page.setViewportSize({ width: look.width, height: 900 });
    await elsewhere.evaluate(
      (language) => localStorage.setItem('journeyman.language', language),
      look.language,
    );
    await expect(page.locator('html')).toHaveAttribute('lang', look.language, { timeout: 20_000 });
    await expect(page.locator('html')).toHaveAttribute('data-mantine-color-scheme', look.colorScheme);
    await settled(page);
    faults.push(...(await faultsIn(page, look)).map((fault) => `${Object.values(look).join(' ')}: ${fault}`));
  }
  await context.close();
  return faults;
}

async function settled(page: Page): Promise<void> {
  await expect(page.getByRole('heading', { level: 1 }).first()).toBeVisible({ timeout: 20_000 });
  await expect(page.locator('[aria-busy="true"]')).toHaveCount(0, { timeout: 20_000 });
  // A colour on its way from light to dark is neither.
  await page.waitForFunction(() =>
    document.getAnimations().every(({ playState }) => playState !== 'running'),
  );
}

async function faultsIn(page: Page, { language }: Look): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page })
    .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'])
    .options({ resultTypes: ['violations'], preload: false })
    .setLegacyMode(true)
    .analyze();
  const faults = violations.map(
    ({ id, nodes }) => `${id} at ${nodes.map(({ target }) => target.join(' ')).join(', ')}`,
  );
  const { wide, small, title, lang } = await page.evaluate(() => {
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
    return {
      wide: root.scrollWidth - root.clientWidth,
      small: [...small],
      title: document.title,
      lang: root.lang,
    };
  });
  if (wide > 0) faults.push(`${wide} px wider than the screen`);
  if (small.length > 0) faults.push(`text under 12 px: ${small.slice(0, 6).join(', ')}`);
  if (title.trim() === '') faults.push('no title');
  if (lang !== language) faults.push(`in ${lang}`);
  return faults;
}
