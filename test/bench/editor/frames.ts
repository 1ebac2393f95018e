import type { Page } from '@playwright/test';

/** Frames per second while `act` goes on, and the length in milliseconds that 95 of 100 frames stay under. */
export async function framesDuring(
  page: Page,
  act: (page: Page) => Promise<void>,
): Promise<{ fps: number; p95: number }> {
  await page.evaluate(COUNT);
  await act(page);
  const seen = await page.evaluate<number[]>(COUNTED);
  const lengths = seen.slice(1).map((at, index) => at - (seen[index] ?? at));
  const sorted = [...lengths].sort((a, b) => a - b);
  const whole = (seen.at(-1) ?? 0) - (seen[0] ?? 0);
  return { fps: (lengths.length / whole) * 1000, p95: sorted[Math.floor(sorted.length * 0.95)] ?? NaN };
}

// As text: this file is typed without the browser's own names.
const COUNT = `{
  const frames = (window.frames0 = { seen: [], going: true });
  const tick = (at) => {
    frames.seen.push(at);
    if (frames.going) requestAnimationFrame(tick);
  };
  requestAnimationFrame(tick);
}`;
const COUNTED = '((frames) => { frames.going = false; return frames.seen; })(window.frames0)';
