import type { Page } from '@playwright/test';

/** Frames per second while `act` goes on, and the length in milliseconds that 95 of 100 frames stay under. */
export async function framesDuring(
  page: Page,
  act: (page: Page) => Promise<void>,
): Promise<{ fps: number; p95: number }> {
  await page.evaluate(() => {
    const seen: number[] = [];
    const state = { seen, going: true };
    Object.assign(window, { frames: state });
    const tick = (at: number) => {
      seen.push(at);
      if (state.going) requestAnimationFrame(tick);
    };
    requestAnimationFrame(tick);
  });
  await act(page);
  const seen = await page.evaluate(() => {
    const { frames } = window as unknown as { frames: { seen: number[]; going: boolean } };
    frames.going = false;
    return frames.seen;
  });
  const lengths = seen.slice(1).map((at, index) => at - (seen[index] ?? at));
  const sorted = [...lengths].sort((a, b) => a - b);
  const whole = (seen.at(-1) ?? 0) - (seen[0] ?? 0);
  return { fps: (lengths.length / whole) * 1000, p95: sorted[Math.floor(sorted.length * 0.95)] ?? NaN };
}
