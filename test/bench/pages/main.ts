/**
 * `npm run bench:pages`: how long the pages that customers open take on a thin connection, beside the same form built with
 * React. Starts the product in a folder of its own, or uses the one of JOURNEYMAN_DATA.
 *
 * `--rounds N` (5; the median is shown), `--json FILE` (a line of JSON for each measured fact).
 */
import { existsSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { chromium, type Browser } from '@playwright/test';
import { customerLinks, runOut } from '../../e2e/support/customer-links.js';
import start from '../../e2e/support/start.js';
import { createReport, median, type Report } from '../report.js';
import { startReactPage } from './react-page.js';
import { SLOW_3G, visit, type Visited } from './visit.js';

const { values } = parseArgs({ options: { rounds: { type: 'string' }, json: { type: 'string' } } });
const rounds = Number(values.rounds ?? 5);
const report = createReport(values.json);

const stop = await start();
const browser = await launch();
const react = await startReactPage();
try {
  const pages = await addresses();
  const seen: [string, Visited][] = [];
  for (const [name, url] of pages) seen.push([name, await often(browser, url)]);
  const other = await often(browser, react.url);
  print(report, seen, other);
} finally {
  await react.close();
  await browser.close();
  await stop();
}

async function launch(): Promise<Browser> {
  const places = [process.env.CHROMIUM ?? '', '/usr/bin/chromium', '/usr/bin/google-chrome'];
  const executablePath = places.find((file) => existsSync(file));
  return chromium.launch({
    ...(executablePath && { executablePath }),
    args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-component-update'],
  });
}

/** Every page a customer can come to, by its name. */
async function addresses(): Promise<[string, string][]> {
  const [asked, low, high, expired] = await Promise.all([
    customerLinks(),
    customerLinks(),
    customerLinks(),
    customerLinks(),
  ]);
  await rate(low.rate, 1);
  await rate(high.rate, 5);
  await runOut(expired.rate);
  const { rate: rating } = asked;
  return [
    ['rating', rating],
    ['rating, in French', `${rating}?lang=fr`],
    ['thank you, 1 star', low.rate],
    ['thank you, 5 stars', high.rate],
    ['stop and preferences', asked.stop],
    ['why am I getting this', asked.why],
    ['a printed code', asked.code],
    ['run out', expired.rate],
    ['unknown', `${new URL(rating).origin}/r/${'x'.repeat(22)}`],
  ];
}

async function rate(address: string, stars: number): Promise<void> {
  const answer = await fetch(address, {
    method: 'POST',
    body: new URLSearchParams({ rating: String(stars) }),
    redirect: 'manual',
  });
  if (answer.status !== 303) throw new Error(`Rating answered ${answer.status}`);
}

/** The median of each figure over some first visits. */
async function often(browser: Browser, url: string): Promise<Visited> {
  const visits: Visited[] = [];
  for (let round = 0; round < rounds; round++) visits.push(await visit(browser, url));
  const of = (figure: keyof Visited) => median(visits.map((one) => one[figure]));
  return {
    status: of('status'),
    lcp: of('lcp'),
    cls: Math.max(...visits.map(({ cls }) => cls)),
    bytes: of('bytes'),
    htmlBytes: of('htmlBytes'),
    requests: of('requests'),
    strangers: of('strangers'),
  };
}

function print(report: Report, seen: [string, Visited][], other: Visited): void {
  const { latency, kilobits, slowdown } = SLOW_3G;
  report.say(
    `Customers’ pages on slow 3G (${latency} ms, ${kilobits} kbit/s) and a processor slowed ${slowdown} times; median of ${rounds} first visits.\n`,
  );
  report.table(
    ['page', 'drawn after, s', 'moved', 'page, KB', 'everything, KB', 'requests'],
    [...seen, ['the rating as a React page', other] as [string, Visited]].map(([name, page]) => [
      name,
      (page.lcp / 1000).toFixed(2),
      page.cls.toFixed(3),
      (page.htmlBytes / 1024).toFixed(1),
      (page.bytes / 1024).toFixed(1),
      String(page.requests),
    ]),
  );
  for (const [name, page] of [...seen, ['react', other] as [string, Visited]])
    report.record('pages', { name, ...page });
  const worst = (figure: (page: Visited) => number) => Math.max(...seen.map(([, page]) => figure(page)));
  report.say('');
  report.aim('drawn after, seconds, of the slowest page', worst(({ lcp }) => lcp) / 1000, { atMost: 1 });
  report.aim(
    'layout shift of the worst page',
    worst(({ cls }) => cls),
    { atMost: 0 },
  );
  report.aim('KB of the largest page, compressed', worst(({ htmlBytes }) => htmlBytes) / 1024, { atMost: 6 });
  report.aim(
    'requests of one page, at most',
    worst(({ requests }) => requests),
    { atMost: 2 },
  );
  report.aim(
    'requests to anybody else',
    worst(({ strangers }) => strangers),
    { atMost: 0 },
  );
  report.aim('times slower as a React page', other.lcp / seen[0]![1].lcp, { atLeast: 2 });
}
