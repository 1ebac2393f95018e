import type { Page } from '@playwright/test';

/** Milliseconds from the press on “Canvas” until all cards are painted; what it needs has been loaded before. */
export async function mounted(page: Page, steps: number): Promise<number> {
  await page.getByRole('button', { name: 'List', exact: true }).click();
  await page.waitForSelector('.je-list');
  await page.waitForTimeout(300);
  // As text: this file is typed without the browser's own names.
  return page.evaluate<number>(`new Promise((resolve) => {
    const before = performance.now();
    document.querySelector('button[aria-label="Canvas"]').click();
    const look = () => {
      if (document.querySelectorAll('.jc-board .jc-node').length < ${steps}) requestAnimationFrame(look);
      // The frame after this one begins when the cards have been painted.
      else requestAnimationFrame(() => resolve(performance.now() - before));
    };
    requestAnimationFrame(look);
  })`);
}
