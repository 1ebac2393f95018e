import { mkdirSync, mkdtempSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { chromium, expect, type BrowserContext, type Page } from '@playwright/test';
import settings from '../../playwright.config.js';
import { readInstance } from '../e2e/support/instance.js';
import { signIn } from '../e2e/support/owner.js';
import start from '../e2e/support/start.js';
import { customersScreens, screens, type Screen } from './screens.js';

/**
 * `npm run screenshots -- [FOLDER] [NAME …]`: every screen, or the named ones, at 1440 and 390 px, light and dark, as
 * `<name>-<width>-<scheme>.png`. Without a folder one is made among the temporary ones. Starts an instance of its own,
 * unless JOURNEYMAN_DATA names the folder of one that runs.
 */
const [given, ...wanted] = process.argv.slice(2);
const folder = path.resolve(given ?? mkdtempSync(path.join(os.tmpdir(), 'journeyman-screens-')));
const sizes = [
  { width: 1440, height: 900 },
  { width: 390, height: 844 },
];
const schemes = ['light', 'dark'] as const;
const missed: string[] = [];

mkdirSync(folder, { recursive: true });
const stop = await start();
const browser = await chromium.launch(settings.projects![0]!.use!.launchOptions);
try {
  const isWanted = ({ name }: Screen) => wanted.length === 0 || wanted.includes(name);
  for (const list of [screens, customersScreens]) {
    const all = (await list()).filter(isWanted);
    for (const viewport of sizes) await takeAll(all, viewport);
  }
} finally {
  await browser.close();
  await stop();
}
console.log(folder);
if (missed.length > 0) {
  console.error(`Not taken:\n${missed.join('\n')}`);
  process.exitCode = 1;
}

async function takeAll(all: readonly Screen[], viewport: { width: number; height: number }): Promise<void> {
  const context = await browser.newContext({
    baseURL: readInstance().url,
    viewport,
    locale: 'en-GB',
    timezoneId: 'Europe/Madrid',
    reducedMotion: 'reduce',
  });
  for (const screen of all) await take(context, screen, viewport.width);
  await context.close();
}

/** Opened and arranged once, then shown in light and in dark. */
async function take(context: BrowserContext, screen: Screen, width: number): Promise<void> {
  if (screen.place === 'door') await context.clearCookies();
  else if (screen.place === 'inside') await signInOnce(context);
  const page = await context.newPage();
  const settled = settling(page);
  try {
    await page.goto(screen.address);
    await settled();
    await screen.arrange?.(page);
    for (const colorScheme of schemes) {
      await page.emulateMedia({ colorScheme });
      await settled();
      await page.screenshot({ path: path.join(folder, `${screen.name}-${width}-${colorScheme}.png`) });
    }
  } catch (error) {
    missed.push(`${screen.name} (${width}): ${(error as Error).message.split('\n')[0]}`);
  }
  await page.close();
}

async function signInOnce(context: BrowserContext): Promise<void> {
  if ((await context.cookies()).length === 0) await signIn(context);
}

/** A wait until the heading stands, nothing is asked or loading any more, and the letters are the right ones. */
function settling(page: Page): () => Promise<void> {
  let underWay = 0;
  page.on('request', () => underWay++);
  page.on('requestfinished', () => underWay--);
  page.on('requestfailed', () => underWay--);
  return async () => {
    await page.getByRole('heading', { level: 1 }).first().waitFor();
    await expect(page.locator('[aria-busy="true"]')).toHaveCount(0, { timeout: 10_000 });
    await expect.poll(() => underWay, { timeout: 10_000, intervals: [50] }).toBeLessThanOrEqual(0);
    await expect(page.locator('[aria-busy="true"]')).toHaveCount(0, { timeout: 10_000 });
    await page.evaluate('document.fonts.ready.then(() => true)');
  };
}
