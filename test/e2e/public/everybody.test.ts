import { AxeBuilder } from '@axe-core/playwright';
import { expect, test, type Page } from '@playwright/test';
import { customerLinks, runOut, type CustomerLinks } from '../support/customer-links.js';
import { fromElsewhere } from '../support/from-elsewhere.js';
import { readInstance } from '../support/instance.js';

/** Pages customers open, for everybody who may open them: in each language, by day and night, however they read. */
const LANGUAGES = ['en', 'es', 'fr'] as const;
let asked: CustomerLinks;
let unhappy: CustomerLinks;
let expired: CustomerLinks;

test.skip(({ isMobile }) => !isMobile, 'Customers open these on phones; once is enough.');
test.beforeEach(({ context }) => context.setExtraHTTPHeaders(fromElsewhere()));
test.beforeAll(async () => {
  [asked, unhappy, expired] = await Promise.all([customerLinks(), customerLinks(), customerLinks()]);
  const answer = await fetch(unhappy.rate, {
    method: 'POST',
    body: new URLSearchParams({ rating: '1' }),
    redirect: 'manual',
  });
  expect(answer.status).toBe(303);
  await runOut(expired.rate);
});

/** Every page there is, by its name. */
const pages: readonly [string, () => string][] = [
  ['the question', () => asked.rate],
  ['the thanks after one star', () => unhappy.rate],
  ['the choices', () => asked.stop],
  ['the choices behind a rating', () => `${asked.rate}/stop`],
  ['the reason', () => asked.why],
  ['the page of a printed code', () => asked.code],
  ['a link that has run out', () => expired.rate],
  ['a link that leads nowhere', () => `${readInstance().url}/r/${'x'.repeat(22)}`],
];
const within = (address: string, language: string) => `${address}?lang=${language}`;

for (const [name, address] of pages) {
  for (const colorScheme of ['light', 'dark'] as const) {
    test(`${name} has no barrier that axe can find, in three languages (${colorScheme})`, async ({
      page,
    }) => {
      await page.emulateMedia({ colorScheme });
      for (const language of LANGUAGES) {
        await page.goto(within(address(), language));
        await expect(page.locator('html')).toHaveAttribute('lang', language);
        const { violations } = await new AxeBuilder({ page })
          .withTags(['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa', 'best-practice'])
          .analyze();
        expect(violations.map(({ id, nodes }) => `${language} ${id}: ${nodes[0]?.html}`)).toEqual([]);
      }
    });
  }

  test(`${name} fits a small phone, also with letters twice as large, and when it is read from the right`, async ({
    page,
  }) => {
    await page.setViewportSize({ width: 320, height: 640 });
    for (const language of LANGUAGES) {
      await page.goto(within(address(), language));
      await enlarge(page, 1);
      expect(await overflowing(page)).toEqual([]);
      await enlarge(page, 2);
      expect(await overflowing(page)).toEqual([]);
      await enlarge(page, 1);
      await page.evaluate(`document.documentElement.setAttribute('dir', 'rtl')`);
      expect(await overflowing(page)).toEqual([]);
      expect(await overlapping(page)).toEqual([]);
    }
  });
}

/** As a browser does when somebody asks for larger text: every letter grows, the window does not. */
const enlarge = (page: Page, times: number) =>
  page.evaluate(`(() => {
    const all = [...document.querySelectorAll('body, body *')];
    for (const one of all) one.style.fontSize = one.style.lineHeight = '';
    if (${times} === 1) return;
    const sizes = all.map((one) => {
      const { fontSize, lineHeight } = getComputedStyle(one);
      return { one, fontSize: parseFloat(fontSize), lineHeight: parseFloat(lineHeight) };
    });
    for (const { one, fontSize, lineHeight } of sizes) {
      one.style.fontSize = fontSize * ${times} + 'px';
      if (!Number.isNaN(lineHeight)) one.style.lineHeight = lineHeight * ${times} + 'px';
    }
  })()`);

/** What is wider than the window, or cut off inside its own box. */
const overflowing = (page: Page) =>
  page.evaluate<string[]>(`(() => {
    const found = [];
    if (document.documentElement.scrollWidth > innerWidth) found.push('the page scrolls sideways');
    for (const one of document.querySelectorAll('body *')) {
      if (one.matches('.hid, .hid *, svg *, option')) continue;
      const box = one.getBoundingClientRect();
      if (box.width === 0) continue;
      const name = one.tagName + ' ' + one.className;
      if (box.left < -1 || box.right > innerWidth + 1) found.push(name + ' sticks out');
      const cut = getComputedStyle(one).overflowX !== 'visible' && one.scrollWidth > one.clientWidth + 1;
      if (cut && one.tagName !== 'TEXTAREA') found.push(name + ' is cut off');
    }
    return found;
  })()`);

/** Words that lie over other words: lines of text touch, what is printed in them does not. */
const overlapping = (page: Page) =>
  page.evaluate<string[]>(`(() => {
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    const boxes = [];
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      if (!node.textContent.trim() || node.parentElement.closest('.hid')) continue;
      const range = document.createRange();
      range.selectNodeContents(node);
      for (const box of range.getClientRects()) boxes.push({ text: node.textContent.trim(), box });
    }
    return boxes.flatMap((one, at) =>
      boxes
        .slice(at + 1)
        .filter(
          ({ text, box }) =>
            text !== one.text &&
            Math.min(one.box.right, box.right) - Math.max(one.box.left, box.left) > 2 &&
            Math.min(one.box.bottom, box.bottom) - Math.max(one.box.top, box.top) > 8,
        )
        .map(({ text }) => '“' + one.text + '” lies over “' + text + '”'),
    );
  })()`);

test('the styles name no side of the page, so that languages from the right need nothing more', async ({
  page,
}) => {
  await page.goto(asked.rate);
  const styles = await page.locator('style').allTextContents();
  expect(styles.join('\n')).not.toMatch(
    /(?:margin|padding|border)-(?:left|right)|text-align:\s*(?:left|right)|float:|[;{](?:left|right):/,
  );
});

test('by keyboard alone somebody rates, says why, and stops what they get', async ({ page }) => {
  const mine = await customerLinks();
  await page.goto(mine.rate);
  await page.locator('body').press('Tab');
  await expect(page.getByRole('radio').first()).toBeFocused();
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('ArrowRight');
  await expect(page.getByRole('radio', { name: '3 stars' })).toBeChecked();
  await page.keyboard.press('Tab');
  await page.keyboard.type('It took long.');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(/Thank you, Ana/);
  await expect(page.getByRole('radio')).toHaveCount(0);

  await page.goto(mine.stop);
  const isAtButton = () => page.evaluate<boolean>(`document.activeElement.matches('main form button.go')`);
  for (let presses = 0; presses < 10 && !(await isAtButton()); presses++) await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('status')).toHaveText(/Done/);
});

test.describe('without script', () => {
  test.use({ javaScriptEnabled: false });

  test('every page says what it has to, and the choices are obeyed', async ({ page }) => {
    for (const [, address] of pages) {
      await page.goto(address());
      await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
    }
    const mine = await customerLinks();
    await page.goto(mine.stop);
    await page.locator('main form button').first().click();
    await expect(page.getByRole('status')).toBeVisible();
  });
});

test('nothing is asked of anybody else: no fonts, no pictures, no counting', async ({ page }) => {
  const strangers: string[] = [];
  page.on('request', (request) => {
    if (new URL(request.url()).origin !== new URL(asked.rate).origin) strangers.push(request.url());
  });
  for (const [, address] of pages) await page.goto(address());
  expect(strangers).toEqual([]);
});

test('a link that has run out says how else to reach the business', async ({ page }) => {
  await page.goto(expired.rate);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('This link has run out');
  expect(await page.locator('a[href^="tel:"], a[href^="mailto:"]').count()).toBeGreaterThan(0);
});
