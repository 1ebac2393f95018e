import { parseArgs } from 'node:util';
import { chromium, type Browser, type Page } from '@playwright/test';
import { layout } from '../../../editor/canvas/layout.js';
import { treeOf } from '../../../editor/draft/tree.js';
import { ask } from '../../e2e/support/ask.js';
import { readInstance } from '../../e2e/support/instance.js';
import start from '../../e2e/support/start.js';
import { createReport, median, quantile } from '../report.js';
import { framesDuring } from './frames.js';
import { firstLoad } from './first-load.js';
import { longJourney } from './long-journey.js';
import { mounted } from './mounted.js';

/**
 * `npm run bench:editor [--json FILE] [--runs 5]`: the owner's app in a real browser, against the whole product. With
 * JOURNEYMAN_DATA of an instance that runs already, that one is measured.
 */
const { values } = parseArgs({
  options: { json: { type: 'string' }, runs: { type: 'string', default: '5' } },
});
const runs = Number(values.runs);
const report = createReport(values.json);
const STEPS = 200;

const stop = await start();
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-component-update'],
});
try {
  const flow = longJourney(STEPS);
  const times = Array.from({ length: 300 }, () => timed(() => layout(treeOf(flow))));
  report.say(`\nThe editor with ${flow.steps.length} steps, median of ${runs} (layout: of 300)\n`);

  const journeyId = await keptJourney(flow);
  const homeKb = await firstLoad(await signedIn(browser), '/', 'main h1');
  const editorKb = await firstLoad(await signedIn(browser), `/journeys/${journeyId}`, '[data-item="entry"]');
  const page = await signedIn(browser);
  await page.goto(`/journeys/${journeyId}`);
  await page.waitForSelector('.jc-board [data-item="entry"]');
  const mounts = await repeat(() => mounted(page, STEPS));
  const pans = await repeat(() => framesDuring(page, pan));
  const drags = await repeat(() => framesDuring(page, drag));

  report.table(
    ['', 'frames per second', 'p95 frame, ms'],
    [
      ['pan', median(pans.map(({ fps }) => fps)), median(pans.map(({ p95 }) => p95))],
      ['drag', median(drags.map(({ fps }) => fps)), median(drags.map(({ p95 }) => p95))],
    ],
  );
  report.say('');
  report.aim('Home, first load, KB gzip of JavaScript and CSS', homeKb, { atMost: 190 });
  report.aim('Editor, first load, KB gzip of JavaScript and CSS', editorKb, { atMost: 310 });
  report.aim(`Mount ${STEPS} steps, ms`, median(mounts), { atMost: 300 });
  report.aim('Pan, frames per second', median(pans.map(({ fps }) => fps)), { atLeast: 55 });
  report.aim('Drag, frames per second', median(drags.map(({ fps }) => fps)), { atLeast: 55 });
  report.aim('Drag, p95 frame, ms', median(drags.map(({ p95 }) => p95)), { atMost: 34 });
  report.aim(`Layout of ${STEPS} steps, ms`, median(times), { atMost: 2 });
  report.say(`  layout p95 ${quantile(times, 0.95).toFixed(2)} ms`);
} finally {
  await browser.close();
  await stop();
}

async function repeat<T>(once: () => Promise<T>): Promise<T[]> {
  const found: T[] = [];
  for (let run = 0; run < runs; run++) found.push(await once());
  return found;
}

function timed(act: () => void): number {
  const before = performance.now();
  act();
  return performance.now() - before;
}

async function keptJourney(flow: unknown): Promise<string> {
  const { id } = await ask<{ id: string }>('POST', '/journeys', { name: `${STEPS} steps` });
  const { etag } = await ask<{ etag: string }>('GET', `/journeys/${id}/draft`);
  await ask('PUT', `/journeys/${id}/draft`, flow, { 'if-match': etag });
  return id;
}

async function signedIn(on: Browser): Promise<Page> {
  const { url, owner } = readInstance();
  const context = await on.newContext({
    baseURL: url,
    viewport: { width: 1440, height: 900 },
    locale: 'en-GB',
  });
  const signIn = await context.request.post('/api/auth/sign-in/email', {
    headers: { origin: url },
    data: { email: owner?.email, password: owner?.password },
  });
  if (!signIn.ok()) throw new Error(`Sign-in answered ${signIn.status()}`);
  return context.newPage();
}

/** Two seconds of turning the wheel over the journey. */
async function pan(page: Page): Promise<void> {
  await page.mouse.move(300, 500);
  for (let turn = 0; turn < 120; turn++) await page.mouse.wheel(0, turn % 60 < 30 ? 60 : -60);
}

/** Two seconds of carrying a step over the places where it may land, and letting it go where nothing happens. */
async function drag(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Show the whole journey' }).click();
  await page.getByRole('button', { name: 'Back to 100 %' }).click();
  const card = await page.locator('.jc-node:not(.jc-pill) .jc-hit').nth(2).boundingBox();
  if (!card) throw new Error('There is no card to drag');
  await page.mouse.move(card.x + 40, card.y + 30);
  await page.mouse.down();
  for (let turn = 0; turn < 120; turn++)
    await page.mouse.move(400 + 300 * Math.sin(turn / 10), 450 + 200 * Math.cos(turn / 10));
  await page.keyboard.press('Escape');
  await page.mouse.up();
}
