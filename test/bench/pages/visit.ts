import type { Browser } from '@playwright/test';

/** A phone on the edge of a town: the delay of every request, the width of the line, and a processor four times slower. */
export const SLOW_3G = { latency: 400, kilobits: 400, slowdown: 4 } as const;

export interface Visited {
  status: number;
  /** Milliseconds until the largest piece of the page was drawn. */
  lcp: number;
  /** How far things moved while it was drawn: 0 is not at all. Source: web.dev, "Cumulative Layout Shift". */
  cls: number;
  /** Bytes of everything that came, as they came: headers too. */
  bytes: number;
  /** Of the page itself, compressed. */
  htmlBytes: number;
  requests: number;
  /** Requests to anybody but the page's own address. */
  strangers: number;
}

/** Open a page for the first time on a phone, and measure it from outside. */
export async function visit(browser: Browser, url: string): Promise<Visited> {
  const context = await browser.newContext({
    viewport: { width: 360, height: 740 },
    deviceScaleFactor: 3,
    isMobile: true,
    hasTouch: true,
  });
  try {
    const page = await context.newPage();
    const session = await context.newCDPSession(page);
    await session.send('Network.enable');
    const throughput = (SLOW_3G.kilobits * 1000) / 8;
    await session.send('Network.emulateNetworkConditions', {
      offline: false,
      latency: SLOW_3G.latency,
      downloadThroughput: throughput,
      uploadThroughput: throughput,
    });
    await session.send('Emulation.setCPUThrottlingRate', { rate: SLOW_3G.slowdown });
    const kinds = new Map<string, string>();
    let [bytes, htmlBytes, requests, strangers] = [0, 0, 0, 0];
    session.on('Network.requestWillBeSent', ({ requestId, type, request }) => {
      kinds.set(requestId, type ?? '');
      if (new URL(request.url).pathname === '/favicon.ico') return;
      requests++;
      if (new URL(request.url).origin !== new URL(url).origin) strangers++;
    });
    session.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
      bytes += encodedDataLength;
      if (kinds.get(requestId) === 'Document') htmlBytes += encodedDataLength;
    });
    await page.addInitScript(observe);
    const answer = await page.goto(url, { waitUntil: 'load' });
    await page.waitForTimeout(1500);
    const { lcp, cls } = await page.evaluate<{ lcp: number; cls: number }>('globalThis.seen');
    return { status: answer?.status() ?? 0, lcp, cls, bytes, htmlBytes, requests, strangers };
  } finally {
    await context.close();
  }
}

/** Runs in the page, before anything of it does. */
const observe = `
  globalThis.seen = { lcp: 0, cls: 0 };
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) globalThis.seen.lcp = entry.startTime;
  }).observe({ type: 'largest-contentful-paint', buffered: true });
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) if (!entry.hadRecentInput) globalThis.seen.cls += entry.value;
  }).observe({ type: 'layout-shift', buffered: true });
`;
