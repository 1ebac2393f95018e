/** A line every five seconds, so that nobody takes a long wait for a hang. Clear it when the work is done. */
export function tellProgress(
  doing: string,
  detail: () => string,
  say: (line: string) => void,
): NodeJS.Timeout {
  const startedAt = Date.now();
  return setInterval(() => {
    const seconds = Math.round((Date.now() - startedAt) / 1000);
    const more = detail();
    say(`  ${doing}: ${seconds} s${more ? ` (${more.slice(0, 80)})` : ''}`);
  }, 5_000);
}
