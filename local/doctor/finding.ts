/** One line of the doctor's report. `bad` means something does not work; `warn` that it will not for long. */
export interface Finding {
  level: 'ok' | 'warn' | 'bad';
  what: string;
  /** What to do about it. */
  advice?: string;
}

export const ok = (what: string): Finding => ({ level: 'ok', what });
export const warn = (what: string, advice: string): Finding => ({ level: 'warn', what, advice });
export const bad = (what: string, advice: string): Finding => ({ level: 'bad', what, advice });

/** "90 seconds", "12 minutes", "3 hours", "4 days": as exact as somebody needs who looks for what is stuck. */
export function duration(seconds: number): string {
  const units: [string, number][] = [
    ['day', 86_400],
    ['hour', 3_600],
    ['minute', 60],
  ];
  const [name, size] = units.find(([, each]) => seconds >= 2 * each) ?? ['second', 1];
  const count = Math.round(seconds / size);
  return `${count} ${name}${count === 1 ? '' : 's'}`;
}

export function plural(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`;
}
