import { expect, test, type Page } from '@playwright/test';
import { routesInside } from '../support/app-routes.js';
import { signIn } from '../support/owner.js';

test('everything that can be pressed on any page is reached with Tab, and Tab always leads out again', async ({
  page,
  context,
}) => {
  test.setTimeout(180_000);
  await signIn(context);
  const missed: string[] = [];
  for (const { route, address } of await routesInside()) {
    await page.goto(address);
    await expect(page.getByRole('heading', { level: 1 }).first()).toBeVisible();
    await expect(page.locator('[aria-busy="true"]')).toHaveCount(0);
    missed.push(...(await missedByTab(page)).map((what) => `${route}: ${what}`));
  }
  expect(missed).toEqual([]);
});

/**
 * What Tab does not come to: buttons, links and fields it ought to stop at, and whatever shows a hand to the mouse
 * with nothing for the keyboard around it. Of a group that is walked with the arrows one is enough.
 */
async function missedByTab(page: Page): Promise<string[]> {
  const reached = new Set<string>();
  await page.evaluate(() => {
    window.getSelection()?.removeAllRanges();
    (document.activeElement as HTMLElement | null)?.blur();
    const stops =
      'a[href], button:not([disabled]), input:not([disabled]), select:not([disabled]), textarea:not([disabled]), summary, [tabindex], [contenteditable=true]';
    let number = 0;
    for (const element of document.querySelectorAll<HTMLElement>('body *')) {
      const shown =
        element.checkVisibility({ visibilityProperty: true }) &&
        !element.closest('[inert], [aria-hidden=true]');
      if (!shown) continue;
      if (element.matches(stops)) {
        const arrows = element.tabIndex < 0 || element.matches('input[type=radio]:not(:checked)');
        if (!arrows) element.dataset.stop = String(number++);
      } else if (
        getComputedStyle(element).cursor === 'pointer' &&
        !element.closest(`${stops}, label, .react-flow__edge`) &&
        !element.querySelector(stops)
      ) {
        element.dataset.mouseOnly = '';
      }
    }
  });
  const stops = await page.locator('[data-stop]').count();
  // A field of a time takes several presses, one for each of its parts.
  for (let presses = 0; presses < stops * 4 && reached.size < stops; presses++) {
    await page.keyboard.press('Tab');
    const stop = await page.evaluate(() => (document.activeElement as HTMLElement | null)?.dataset.stop);
    if (stop !== undefined) reached.add(stop);
  }
  return page.evaluate(
    (seen) => {
      const name = (element: Element) =>
        `${element.tagName.toLowerCase()}.${element.className} “${(element.getAttribute('aria-label') ?? element.textContent ?? '').trim().slice(0, 40)}”`;
      const passed = [...document.querySelectorAll<HTMLElement>('[data-stop]')].filter(
        ({ dataset }) => !seen.includes(dataset.stop!),
      );
      return [
        ...passed.map((element) => `Tab passes by ${name(element)}`),
        ...[...document.querySelectorAll('[data-mouse-only]')].map(
          (element) => `only for the mouse: ${name(element)}`,
        ),
      ];
    },
    [...reached],
  );
}
