import { AxeBuilder } from '@axe-core/playwright';
import { expect, test, type Page } from '@playwright/test';
import { readFileSync } from 'node:fs';
import { PNG } from 'pngjs';
import { readCode } from '../support/read-code.js';
import { ask } from './support/ask.js';
import { readInstance } from './support/instance.js';
import { signIn } from './support/owner.js';

interface Code {
  id: string;
  url: string;
}

const make = (more: object = {}) =>
  ask<Code>('POST', '/qr-codes', { label: 'Counter', kind: 'place', ...more });

/** What a phone would read on the screen. */
async function readScreen(page: Page): Promise<string | null> {
  const { data, width, height } = PNG.sync.read(await page.screenshot());
  return readCode(new Uint8ClampedArray(data), width, height);
}

test('an owner makes a code, sees it, lets it stand for something else and downloads its print', async ({
  page,
}) => {
  await signIn(page.context());
  await page.goto('/qr-codes');
  await page.getByRole('button', { name: 'Make a code' }).click();
  await page.getByLabel('What you call it').fill('Terrace');
  await page.getByLabel('It stands for').selectOption('table');
  await page.getByRole('button', { name: 'Make a code' }).last().click();
  await expect(page.getByText('Say which table it is for.')).toBeVisible();
  await expect(page.getByLabel('What you call it')).toHaveValue('Terrace');
  await page.getByLabel('Table number').fill('12');
  await page.getByRole('button', { name: 'Make a code' }).last().click();
  await expect(page.getByText('“Terrace” is ready to print.')).toBeVisible();
  const address = (await page.locator('.secretfield code').textContent())!;
  await expect(page.getByRole('img', { name: `Code that leads to ${address}` })).toBeVisible();
  expect(await readScreen(page)).toBe(address);

  await page.getByLabel('What to print').selectOption('tent');
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'Download PDF' }).click(),
  ]);
  expect(download.suggestedFilename()).toBe('Terrace Table tent to fold.pdf');
  expect(
    readFileSync(await download.path())
      .subarray(0, 5)
      .toString(),
  ).toBe('%PDF-');

  await page.getByRole('button', { name: 'Change what it stands for' }).click();
  await page.getByLabel('It stands for').selectOption('place');
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByText('“Terrace” is saved.')).toBeVisible();
  expect(await page.locator('.secretfield code').textContent()).toBe(address);
  await page.getByRole('button', { name: 'Switch off' }).click();
  await expect(page.getByText('Whoever scans it is told so.')).toBeVisible();
});

for (const colorScheme of ['light', 'dark'] as const) {
  test(`the page of codes has no barrier that axe can find (${colorScheme})`, async ({ page }) => {
    const { id } = await make();
    await signIn(page.context());
    await page.emulateMedia({ colorScheme });
    await page.goto(`/qr-codes?id=${id}`);
    await expect(page.getByRole('img', { name: /^Code that leads to/ })).toBeVisible();
    const { violations } = await new AxeBuilder({ page })
      .withTags(['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa'])
      .analyze();
    expect(violations.map(({ id: rule, nodes }) => `${rule}: ${nodes[0]?.html}`)).toEqual([]);
  });
}

test('the drawing on a screen and the picture in a page are read by a phone', async ({ page }) => {
  const { id, url } = await make();
  const { apiKey, url: api } = readInstance();
  for (const kind of ['svg', 'png']) {
    const reply = await fetch(`${api}/api/v1/qr-codes/${id}.${kind}`, {
      headers: { authorization: `Bearer ${apiKey}` },
    });
    const bytes = Buffer.from(await reply.arrayBuffer()).toString('base64');
    const type = reply.headers.get('content-type')!.split(';')[0];
    await page.setContent(`<img width="400" src="data:${type};base64,${bytes}">`);
    await page.locator('img').evaluate((image) => (image as unknown as { decode(): Promise<void> }).decode());
    expect(await readScreen(page)).toBe(url);
  }
});

test.describe('on the page behind a code', () => {
  test.use({ javaScriptEnabled: false });

  test('a guest without script rates, is thanked, and may say who they are', async ({ page }) => {
    const { url } = await make({ kind: 'table', reference: '7', invitation: 'our wine evenings' });
    await page.goto(url);
    await expect(page.getByText('Table 7')).toBeVisible();
    await page.getByRole('radio').nth(1).check({ force: true });
    await page.locator('button.go').first().click();
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Thank you.');
    await page.getByLabel('Mobile number or email').fill('guest@example.com');
    await page.getByRole('button', { name: 'Keep in touch' }).click();
    await expect(page.getByRole('alert')).toContainText('Please tick the box');
    await page.getByRole('checkbox').check();
    await page.getByRole('button', { name: 'Keep in touch' }).click();
    await expect(page.getByText('has noted it')).toBeVisible();
  });

  test('nothing is wider than a small phone', async ({ page }) => {
    const { url } = await make({ purpose: 'contact', invitation: 'our wine evenings' });
    await page.setViewportSize({ width: 320, height: 640 });
    await page.goto(`${url}?lang=fr`);
    const widths = await page
      .locator('body *')
      .evaluateAll((all) => all.map((each) => (each as unknown as { scrollWidth: number }).scrollWidth));
    expect(Math.max(...widths)).toBeLessThanOrEqual(320);
  });
});

test('the pages behind codes have no barrier that axe can find', async ({ page }) => {
  const [rated, asked] = [await make({ invitation: 'news from us' }), await make({ purpose: 'contact' })];
  const look = async () => {
    const { violations } = await new AxeBuilder({ page })
      .withTags(['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa'])
      .analyze();
    expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([]);
  };
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    await page.goto(asked.url);
    await look();
    await page.goto(`${rated.url}?new=1`);
    await look();
    await page.getByRole('radio').first().check({ force: true });
    await page.locator('button.go').first().click();
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Thank you.');
    await look();
  }
});
