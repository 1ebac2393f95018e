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
  const looks = sizes.flatMap((viewport) => schemes.map((colorScheme) => ({ viewport, colorScheme })));
  for (const list of [screens, customersScreens]) {
    const all = (await list()).filter(isWanted);
    for (const look of looks) await takeAll(all, look);
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

async function takeAll(
  all: readonly Screen[],
  { viewport, colorScheme }: { viewport: { width: number; height: number }; colorScheme: 'light' | 'dark' },
): Promise<void> {
  const context = await browser.newContext({
    baseURL: readInstance().url,
    viewport,
    colorScheme,
    locale: 'en-GB',
    timezoneId: 'Europe/Madrid',
    reducedMotion: 'reduce',
  });
  for (const screen of all) await take(context, screen, `${viewport.width}-${colorScheme}`);
  await context.close();
}

async function take(context: BrowserContext, screen: Screen, look: string): Promise<void> {
  if (screen.place === 'door') await context.clearCookies();
  else if (screen.place === 'inside') await signInOnce(context);
  const page = await context.newPage();
  try {
    await page.goto(screen.address);
    await settled(page);
    await screen.arrange?.(page);
    await settled(page);
    await page.screenshot({ path: path.join(folder, `${screen.name}-${look}.png`) });
  } catch (error) {
    missed.push(`${screen.name} (${look}): ${(error as Error).message.split('\n')[0]}`);
  }
  await page.close();
}

async function signInOnce(context: BrowserContext): Promise<void> {
  if ((await context.cookies()).length === 0) await signIn(context);
}

/** Its heading stands, nothing is loading any more, and the letters are the right ones. */
async function settled(page: Page): Promise<void> {
  await page.getByRole('heading', { level: 1 }).first().waitFor();
  await page.waitForLoadState('networkidle', { timeout: 5000 }).catch(() => {});
  await expect(page.locator('[aria-busy="true"]')).toHaveCount(0, { timeout: 10_000 });
  await page.evaluate('document.fonts.ready.then(() => true)');
}
