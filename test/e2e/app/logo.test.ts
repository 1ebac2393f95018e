import { AxeBuilder } from '@axe-core/playwright';
import { expect, test } from '@playwright/test';
import { ask } from '../support/ask.js';
import { readInstance } from '../support/instance.js';
import { signIn } from '../support/owner.js';

const DRAWING = `<svg xmlns="http://www.w3.org/2000/svg" width="400" height="100">
  <script>document.title = 'taken over'</script>
  <rect width="400" height="100" rx="12" fill="#7d3128"/><circle cx="60" cy="50" r="30" fill="#fff"/>
</svg>`;

test('an owner chooses a logo, sees it as customers do, and customers see it', async ({ page, browser }) => {
  await signIn(page.context());
  await page.goto('/settings');
  const views = page.locator('.logoview img');
  const before = await views
    .first()
    .getAttribute('src', { timeout: 10_000 })
    .catch(() => null);
  const file = page.getByLabel('Choose a picture');
  await file.setInputFiles({ name: 'notes.png', mimeType: 'image/png', buffer: Buffer.from('no picture') });
  await expect(page.getByRole('alert')).toContainText('Try a PNG or JPEG');

  await file.setInputFiles({ name: 'sign.svg', mimeType: 'image/svg+xml', buffer: Buffer.from(DRAWING) });
  await expect(views.first()).toHaveAttribute('src', /^\/logo\/[\w-]{22}\/512x128\.png$/);
  expect(await views.first().getAttribute('src')).not.toBe(before);
  await expect(page.getByRole('alert')).toHaveCount(0);
  const { violations } = await new AxeBuilder({ page }).include('.logocard').analyze();
  expect(violations.map(({ id }) => id)).toEqual([]);

  const { url } = readInstance();
  const { code } = await ask<{ code: string }>('POST', '/qr-codes', { label: 'Counter', kind: 'place' });
  const phone = await browser.newContext({ javaScriptEnabled: false, viewport: { width: 320, height: 700 } });
  const visit = await phone.newPage();
  const asked: string[] = [];
  visit.on('request', (request) => asked.push(new URL(request.url()).pathname));
  await visit.goto(`${url}/q/${code}`);
  const shown = visit.locator('header img');
  await expect(shown).toHaveAttribute('src', /\/512x128\.png$/);
  await expect(shown).toHaveJSProperty('naturalWidth', 512);
  expect(asked.filter((path) => path !== '/favicon.ico')).toHaveLength(2);
  await phone.close();
});
