import { gzipSync } from 'node:zlib';
import type { Page } from '@playwright/test';

/** Kilobytes (1,000 bytes) of JavaScript and CSS, gzip, that a first visit loads until the page rests. */
export async function firstLoad(page: Page, address: string, shown: string): Promise<number> {
  const bodies: Promise<number>[] = [];
  page.on('response', (response) => {
    const kind = response.request().resourceType();
    if (kind === 'script' || kind === 'stylesheet')
      bodies.push(response.body().then((body) => gzipSync(body, { level: 9 }).byteLength));
  });
  await page.goto(address);
  await page.waitForSelector(shown);
  await page.waitForLoadState('networkidle');
  const sizes = await Promise.all(bodies);
  return sizes.reduce((sum, size) => sum + size, 0) / 1000;
}
